"""Which of the .qsf files beside a Qualtrics export is its own, told by tags, wordings and name."""

import re
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.survey.choices import line_to_add
from impl_eval.readers.survey.qualtrics_header import QualtricsHeader
from impl_eval.readers.survey.qualtrics_qsf import QsfQuestion, column_of, read_qsf
from impl_eval.readers.survey.raw_table import QSF, Companion, Companions, RawTable

_LEAST_SHARE_TAGGED = 3  # one in three


def survey_file_of(
    raw: RawTable, header: QualtricsHeader, companions: Companions
) -> tuple[Companion | None, tuple[QsfQuestion, ...], list[str]]:
    """Return the survey file that a person named, or the only one beside the export that fits it."""
    if companions.given is not None:
        questions = read_qsf(companions.given)
        unfit = [] if _fits(header, questions, True) else [f"{companions.given.name} hardly fits the export."]
        return companions.given, questions, unfit
    found: dict[Companion, tuple[QsfQuestion, ...]] = {}
    unread = []
    for one in companions.candidates(QSF):
        try:
            found[one] = read_qsf(one)
        except StudyProblems:
            unread.append(one.name)
    fitting = [one for one in found if _fits(header, found[one], _same_survey(raw.name, one.name))]
    if len(fitting) > 1:
        names = ", ".join(one.name for one in fitting)
        remedy = line_to_add("dictionary", fitting[0].name)
        raise StudyProblems(
            [Problem(raw.name, None, "survey files beside it that fit", names, "one .qsf", remedy)]
        )
    unused = [*(one.name for one in found if one not in fitting), *unread]
    notes = [f"Survey files beside it that do not fit were not used: {', '.join(unused)}."] if unused else []
    return (fitting[0], found[fitting[0]], notes) if fitting else (None, (), notes)


def _same_survey(export: str, survey_file: str) -> bool:
    """Qualtrics calls an export like the survey, and adds the day: 'My survey_May 2, 2024.csv'."""
    plain = [re.sub(r"[^a-z0-9]+", " ", Path(name).stem.lower()).strip() for name in (export, survey_file)]
    return bool(plain[1]) and plain[0].startswith(plain[1])


def _fits(header: QualtricsHeader, questions: tuple[QsfQuestion, ...], same_name: bool) -> bool:
    """Tell whether columns are questions of a survey file: by their tags, and by their wording too.

    Default tags (Q1, Q2) are alike in every survey; an export in another language has other wordings: with
    import ids, and a file called like the export, the tags decide alone.
    """
    by_id = any("QID" in one for one in header.import_ids)
    asked = [
        position
        for position in header.positions
        if not header.facts.get(position)
        and not header.tags[position].endswith("_TEXT")
        and (not by_id or "QID" in header.import_ids[position])
    ]
    tagged = [(header.texts[at], column_of(questions, header.tags[at], "")) for at in asked]
    worded = [(_start(text), _start(column.question.text)) for text, column in tagged if column is not None]
    compared = [(text, wording) for text, wording in worded if text and wording]
    alike = sum(text.startswith(wording) or wording.startswith(text) for text, wording in compared)
    enough = len(worded) * _LEAST_SHARE_TAGGED >= len(asked) > 0
    return enough and (alike * 2 >= len(compared) or (by_id and same_name))


def _start(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))[:20]
