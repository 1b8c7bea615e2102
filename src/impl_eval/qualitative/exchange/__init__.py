"""Exchange with other programs for qualitative analysis: our types to and from a QdaProject, pure."""

from impl_eval.qualitative.exchange.code_choices import (
    MAP_COLUMNS,
    ChoiceRow,
    CodeChoices,
    choice_rows,
    code_choices,
)
from impl_eval.qualitative.exchange.incoming import (
    ImportedProject,
    codes_of_project,
    known_codes_of_project,
    segments_of_project,
)
from impl_eval.qualitative.exchange.loss_report import LossReport
from impl_eval.qualitative.exchange.matching_sources import NewTranscript
from impl_eval.qualitative.exchange.memos import ExchangedMemo
from impl_eval.qualitative.exchange.outgoing import codebook_project, project_of_study
from impl_eval.qualitative.exchange.outgoing_report import codebook_report, export_report

__all__ = [
    "MAP_COLUMNS",
    "ChoiceRow",
    "CodeChoices",
    "ExchangedMemo",
    "ImportedProject",
    "LossReport",
    "NewTranscript",
    "choice_rows",
    "code_choices",
    "codebook_project",
    "codebook_report",
    "codes_of_project",
    "export_report",
    "known_codes_of_project",
    "project_of_study",
    "segments_of_project",
]
