"""The Word renderer: how a report model becomes a .docx file."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from impl_eval import __version__
from impl_eval.results import Evaluation

if TYPE_CHECKING:
    from impl_eval.outputs.charts import Picture
    from impl_eval.outputs.report.inputs import ReportInputs
    from impl_eval.outputs.word.foundation import Template

__all__ = ["render_report"]

NO_DATE = datetime.date(2000, 1, 1)
"""Date of the file's properties where the study states none: never the clock's."""


def render_report(
    evaluation: Evaluation,
    pictures: "Mapping[str, Picture] | None" = None,
    inputs: "ReportInputs | None" = None,
    count_pages: "Callable[[bytes], Mapping[str, int]] | None" = None,
    template: "Template | None" = None,
) -> bytes:
    """Return the stakeholder report of a suppressed evaluation as the bytes of a .docx file.

    `pictures` are those of `charts.draw_all`, by the id of the chart; without them they are drawn here.
    `inputs` are the words of people and the edition. `count_pages` lays a .docx out and says on which page
    each bookmark stands; without it the lists of contents have links and no page numbers.
    `template` is an organisation's. The same evaluation gives the same bytes.

    Raises
    ------
    ValueError : the evaluation is not suppressed.
    """
    from impl_eval.outputs.charts import draw_all
    from impl_eval.outputs.report import build_report
    from impl_eval.outputs.report.inputs import ReportInputs
    from impl_eval.outputs.word.custom_part import Origin
    from impl_eval.outputs.word.document import Figures, pages_of, render_document
    from impl_eval.outputs.word.foundation import foundation_of

    if template is not None and foundation_of(template).has_logo:
        inputs = replace(inputs or ReportInputs(), logo_in_template=True)
    report = build_report(evaluation, inputs)
    figures = Figures(draw_all(evaluation) if pictures is None else pictures, evaluation.facts)
    read = sorted((file.file, file.sha256) for file in evaluation.provenance.inputs)
    origin = Origin(__version__, evaluation.facts.ics_id, tuple(read), inputs.edition if inputs else "full")
    date = evaluation.facts.report_date or NO_DATE
    pages = pages_of(report, date, figures, count_pages, template) if count_pages else {}
    return render_document(report, date, figures, origin, pages, template)
