"""What a report says: the report model and the sentences, before any renderer."""

from impl_eval.outputs.report.build import build_report, headline_lines

__all__ = ["build_report", "headline_lines"]
