"""From an Evaluation to what people read: number text, figures, Word, tables and data files."""
