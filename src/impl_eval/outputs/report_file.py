"""The report as one file, in the format that was asked for."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from impl_eval.results import Evaluation

if TYPE_CHECKING:
    from impl_eval.outputs.charts import Picture
    from impl_eval.outputs.kept_work import KeptWork
    from impl_eval.outputs.report.inputs import ReportInputs
    from impl_eval.outputs.word.foundation import Template

ReportFormat = Literal["word", "markdown", "html", "json"]


def report_bytes(
    shown: Evaluation,
    pictures: "Mapping[str, Picture]",
    inputs: "ReportInputs | None",
    file_format: ReportFormat,
    kept: "KeptWork | None" = None,
    template: "Template | None" = None,
) -> bytes:
    """Return the report of a suppressed evaluation.

    Only Word shows pictures and page numbers (of which `kept` may hold those of an earlier run), and only
    Word takes a `template`.
    """
    if file_format == "word":
        from impl_eval.outputs.word import render_report
        from impl_eval.outputs.word.page_numbers import page_numbers

        return render_report(shown, pictures, inputs, lambda docx: page_numbers(docx, kept), template)
    from impl_eval.outputs.report import build_report
    from impl_eval.outputs.report.html import report_html
    from impl_eval.outputs.report.markdown import report_markdown
    from impl_eval.outputs.report.model_json import report_json

    model = build_report(shown, inputs)
    if file_format == "json":
        return report_json(model, inputs.edition if inputs is not None else "full").encode("utf-8")
    text = report_html(model) if file_format == "html" else report_markdown(model)
    return text.encode("utf-8")
