"""What a report is made from beside the results: words of people, instruments, the codebook, the edition."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from impl_eval.instruments import Instrument
from impl_eval.protocols import Checklist, ChecklistAnswer, ProgrammeDescription, ReportWords
from impl_eval.protocols.logo import LogoPicture
from impl_eval.results import Table

Edition = Literal["board", "full", "technical"]
EDITIONS: tuple[Edition, ...] = get_args(Edition)


@dataclass(frozen=True)
class ReportInputs:
    """What people wrote for the report. Left out altogether, the report asks for it.

    `edition` says how much is printed: two pages for a board, the whole report, or all long tables too.
    `logo` is the picture that `words` name, and `logo_in_template` says that an organisation's template
    shows one on every page: nobody is then asked for another.
    """

    words: ReportWords = field(default_factory=ReportWords)
    description: ProgrammeDescription = field(default_factory=ProgrammeDescription)
    checklists: tuple[Checklist, ...] = ()
    answers: tuple[ChecklistAnswer, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    codebook: Table | None = None
    edition: Edition = "full"
    logo: LogoPicture | None = None
    logo_in_template: bool = False

    @property
    def is_technical(self) -> bool:
        """Whether long tables are printed."""
        return self.edition == "technical"
