"""Readers: one given file becomes raw rows or text, with a reading report. They know no study."""
