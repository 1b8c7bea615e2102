"""A Qualtrics survey file (.qsf, JSON that Qualtrics does not document) as a draft.

Item ids are the names of the columns in the CSV export, so that the draft fits the answers.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.instruments.draft import (
    DraftItem,
    DraftOption,
    InstrumentDraft,
    Losses,
    plain_text,
)

_SINGLE = frozenset(("SAVR", "SAHR", "SACOL", "DL", "SB", "NPS"))
_MATRIX_TEXT = frozenset(("TE", "RO", "CS"))


def qualtrics_draft(content: bytes, name: str, stem: str) -> InstrumentDraft:
    """Return the single-choice questions and matrix rows of a survey, and what the draft does not hold.

    Raises StudyProblems where the file is no such JSON.
    """
    survey = _parsed(content, name)
    entry = survey.get("SurveyEntry")
    title = str(entry.get("SurveyName") or stem) if isinstance(entry, dict) else stem
    losses, items = Losses(), []
    for question in _in_order(survey, losses):
        items += _items(question, losses)
    language = entry.get("SurveyLanguage") if isinstance(entry, dict) else None
    if any(one.get("Language") not in (None, [], {}) for one in _questions(survey).values()):
        losses.add(f"Texts in other languages than {language or 'the first'}")
    elements = [one for one in survey["SurveyElements"] if isinstance(one, dict)]
    if any(one.get("Element") == "SCO" and _has_scoring(one) for one in elements):
        losses.add("Qualtrics scoring (a scoring rule belongs under scales in instrument.yaml)")
    return InstrumentDraft("Qualtrics survey file", plain_text(title), tuple(items), losses.sentences())


def _parsed(content: bytes, name: str) -> dict[str, Any]:
    remedy = "In Qualtrics, use Tools, Import/Export, Export survey."
    problem = Problem(name, None, "", "no Qualtrics survey", "the JSON of an exported survey", remedy)
    try:
        survey = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise StudyProblems([problem]) from None
    if not isinstance(survey, dict) or not isinstance(survey.get("SurveyElements"), list):
        raise StudyProblems([problem])
    return survey


def _has_scoring(element: Mapping[str, Any]) -> bool:
    payload = element.get("Payload")
    return isinstance(payload, dict) and bool(payload.get("ScoringCategories"))


def _questions(survey: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        str(one.get("PrimaryAttribute")): one["Payload"]
        for one in survey["SurveyElements"]
        if isinstance(one, dict) and one.get("Element") == "SQ" and isinstance(one.get("Payload"), dict)
    }


def _in_order(survey: Mapping[str, Any], losses: Losses) -> Iterator[dict[str, Any]]:
    """Yield the questions block by block; those in the trash are noted, and not yielded."""
    questions = _questions(survey)
    for element in survey["SurveyElements"]:
        if not isinstance(element, dict) or element.get("Element") != "BL":
            continue
        for block in _values(element.get("Payload")):
            for part in _values(block.get("BlockElements")):
                question = questions.pop(str(part.get("QuestionID")), None)
                if question is None:
                    continue
                if block.get("Type") == "Trash":
                    losses.add("Questions in the trash of the survey", _tag(question))
                else:
                    yield question
    yield from questions.values()


def _values(payload: Any) -> list[dict[str, Any]]:
    """Return the entries of what Qualtrics writes as a list or as a map with numbers for keys."""
    if isinstance(payload, dict):
        payload = list(payload.values())
    return [one for one in payload if isinstance(one, dict)] if isinstance(payload, list) else []


def _tag(question: Mapping[str, Any]) -> str:
    return str(question.get("DataExportTag") or question.get("QuestionID") or "?")


def _items(question: Mapping[str, Any], losses: Losses) -> list[DraftItem]:
    kind, selector, sub_selector = (
        str(question.get(key)) for key in ("QuestionType", "Selector", "SubSelector")
    )
    tag = _tag(question)
    for key, what in (("DisplayLogic", "Display logic"), ("Randomization", "Random order")):
        if question.get(key):
            losses.add(what, tag)
    if _is_required(question):
        losses.add("That an answer was required", tag)
    wording = plain_text(str(question.get("QuestionText") or ""))
    if kind == "MC" and selector in _SINGLE:
        return [DraftItem(tag, wording, _options(question, "Choices", "ChoiceOrder", tag, losses))]
    if kind == "Matrix" and sub_selector in {"SingleAnswer", "DL"}:
        options = _options(question, "Answers", "AnswerOrder", tag, losses)
        return [
            DraftItem(row_tag, f"{wording} - {row}" if wording else row, options, tag)
            for row_tag, row in _rows(question, tag)
        ]
    if kind == "Slider":
        settings = question.get("Configuration")
        settings = settings if isinstance(settings, dict) else {}
        span = _whole(settings.get("CSSliderMin"), 0), _whole(settings.get("CSSliderMax"), 100)
        return [
            DraftItem(row_tag, f"{wording} - {row}" if wording else row, (), tag, span)
            for row_tag, row in _rows(question, tag)
        ]
    if kind == "DB":
        losses.add("Descriptive texts", tag)
    elif kind not in {"Meta", "Timing", "Captcha"}:
        several = kind in {"MC", "Matrix"} and selector not in _MATRIX_TEXT
        what = "Questions that allow several answers" if several else "Questions of other kinds"
        losses.add(what, tag)
    return []


def _is_required(question: Mapping[str, Any]) -> bool:
    validation = question.get("Validation")
    settings = validation.get("Settings") if isinstance(validation, dict) else None
    return isinstance(settings, dict) and settings.get("ForceResponse") == "ON"


def _ordered(question: Mapping[str, Any], entries: str, order: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the choices or answers of a question by their ids, in the order people see."""
    given = question.get(entries)
    if isinstance(given, list):
        by_id = {str(number): one for number, one in enumerate(given, start=1) if isinstance(one, dict)}
    elif isinstance(given, dict):
        by_id = {str(key): one for key, one in given.items() if isinstance(one, dict)}
    else:
        by_id = {}
    ranked = question.get(order)
    keys = [str(key) for key in ranked] if isinstance(ranked, list) else list(by_id)
    return [(key, by_id[key]) for key in dict.fromkeys((*keys, *by_id)) if key in by_id]


def _options(
    question: Mapping[str, Any], entries: str, order: str, tag: str, losses: Losses
) -> tuple[DraftOption, ...]:
    recoded = question.get("RecodeValues")
    codes = recoded if isinstance(recoded, dict) else {}
    options = []
    for key, one in _ordered(question, entries, order):
        label = plain_text(str(one.get("Display") or ""))
        if str(one.get("TextEntry", "")).lower() in {"true", "1", "on"}:
            losses.add("What people can type beside an option", tag)
        options.append(DraftOption(str(codes.get(key, key)), label))
    return tuple(options)


def _rows(question: Mapping[str, Any], tag: str) -> Iterator[tuple[str, str]]:
    """Yield the rows of a matrix: the name of the column in the export, and the row's text."""
    given = question.get("ChoiceDataExportTags")
    tags = given if isinstance(given, dict) else {}
    for key, one in _ordered(question, "Choices", "ChoiceOrder"):
        yield str(tags.get(key) or f"{tag}_{key}"), plain_text(str(one.get("Display") or ""))


def _whole(value: Any, otherwise: int) -> int:
    try:
        return int(str(value))
    except ValueError:
        return otherwise
