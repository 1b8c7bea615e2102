"""How `impl-eval preview` reads a survey export: the report for a person, and what the person has to decide.

Where a file leaves it open how it is to be read, the first choice is taken for the draft, and the draft
asks for the decision.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.report import ReadingReport
from impl_eval.readers.survey import ReadingChoices, SurveyTable, read_survey
from impl_eval.readers.survey.choices import DELIMITERS
from impl_eval.study.yaml_words import quoted

_LINE_TO_ADD = re.compile(r"[Aa]dd `(?P<choice>[a-z_]+): (?P<value>[^`]+)` under `reading`")
_MOST_CHOICES = 4
_SAID_ABOVE = ("Taken for ", "Explained by: ")


@dataclass(frozen=True)
class OpenChoice:
    """A choice that the file leaves open: its key in `reading`, what was taken, and what is possible."""

    key: str
    taken: str
    possible: tuple[str, ...]
    why: str


def read_for_draft(path: Path) -> tuple[SurveyTable, tuple[OpenChoice, ...]]:
    """Read an export, with the first possibility wherever the file leaves a choice open.

    Raises StudyProblems: the faults of the file, where a choice does not mend them all.
    """
    taken: dict[str, OpenChoice] = {}
    first: StudyProblems | None = None
    while True:
        try:
            return read_survey(path, path.name, choices=_choices(taken)), tuple(taken.values())
        except StudyProblems as error:
            first = first or error
            found = [_open_choice(problem) for problem in error.problems]
            new = {choice.key: choice for choice in found if choice is not None}
            if None in found or set(new) & set(taken) or len(taken) + len(new) > _MOST_CHOICES:
                raise first from None
            taken |= new


def _choices(taken: dict[str, OpenChoice]) -> ReadingChoices:
    def text(key: str) -> str:
        return taken[key].taken if key in taken else ""

    return ReadingChoices(
        encoding=text("encoding"),
        delimiter=text("delimiter"),
        decimal=text("decimal"),
        sheet=text("sheet"),
        header_rows=int(text("header_rows") or 0),
        date_order=text("date_order"),
        dictionary=text("dictionary"),
    )


def _open_choice(problem: Problem) -> OpenChoice | None:
    match = _LINE_TO_ADD.search(problem.remedy)
    if match is None:
        return None
    key, value = match["choice"], match["value"]
    if key == "sheet":
        possible = tuple(re.findall(r'"([^"]+)"', problem.found))
    elif key == "delimiter":
        possible = tuple(name for name in DELIMITERS if re.search(rf"\b{name}\b", problem.found))
    elif key == "dictionary":
        possible = tuple(name.strip() for name in re.split(r", | and |: ", problem.found) if "." in name)
    else:
        possible = (value,)
    taken = value if value in possible else next(iter(possible), "")
    return OpenChoice(key, taken, possible, problem.found) if taken else None


def reading_lines(report: ReadingReport, taken: tuple[OpenChoice, ...]) -> list[str]:
    """Return the lines of a column map for what a person has to decide, or may, about the reading."""
    lines = ["reading:"] if taken else []
    for choice in taken:
        possible = " or ".join(map(_shown, choice.possible))
        lines.append(f"  {choice.key}: ?   # {possible}; this draft took {_shown(choice.taken)}")
    return lines + [f"# If need be, under reading: {line}" for line in _lines_if_need_be(report)]


def _lines_if_need_be(report: ReadingReport) -> list[str]:
    lines = []
    for note in report.notes:
        for match in _LINE_TO_ADD.finditer(note):
            other = "   (or month_first)" if match["choice"] == "date_order" else ""
            lines.append(f"{match['choice']}: {match['value']}{other}")
    if report.personal_columns:
        listed = ", ".join(map(quoted, report.personal_columns))
        lines.append(f"keep_personal_columns: [{listed}]   (they name people, and were not read)")
    told = " ".join(why for _, why in report.rows_dropped)
    lines += [f"{key}: yes" for key in ("keep_previews", "keep_unfinished") if key in told]
    return list(dict.fromkeys(lines))


def describe_report(name: str, report: ReadingReport, taken: tuple[OpenChoice, ...] = ()) -> str:
    """Return a reading report as text for a terminal, with what was taken for the draft only."""
    facts = [
        ("kind", report.kind),
        ("platform", report.platform and f"{report.platform} ({report.evidence or 'as its content shows'})"),
        ("encoding", report.encoding),
        ("delimiter", report.delimiter),
        ("sheet", report.sheet),
        ("header", _header(report)),
        ("rows", f"{report.rows_read} read, {report.rows_kept} kept"),
        ("columns", f"{len(report.columns_kept)} kept"),
        ("explained", report.companions and f"by {', '.join(report.companions)}"),
    ]
    lines = [f"{name} was read as:", *(f"  {fact:<10} {value}" for fact, value in facts if value)]
    lines += [f"  open       {one.why}: {_shown(one.taken)} was taken for this draft" for one in taken]
    lines += [f"  left out   {what}: {why}" for what, why in (*report.rows_dropped, *report.columns_dropped)]
    lines += [f"  dates      {column}: {order}" for column, order in report.date_orders]
    lines += [f"  note       {note}" for note in report.notes if not note.startswith(_SAID_ABOVE)]
    return "\n".join(lines)


def _header(report: ReadingReport) -> str:
    return "1 row" if report.header_rows == 1 else f"{report.header_rows} rows" if report.header_rows else ""


def _shown(value: str) -> str:
    return value if value.isdigit() else quoted(value)
