"""An evaluation that is kept comes back exactly, or not at all."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.outputs import kept_evaluation
from impl_eval.outputs.kept_evaluation import (
    evaluation_key,
    find_evaluation,
    keep_evaluation,
    program_version,
)
from impl_eval.outputs.kept_work import KeptWork
from impl_eval.results import Evaluation
from tests.outputs.report_fixture import full_evaluation


def with_number(number: float | None) -> Evaluation:
    """Return an evaluation whose first result has this value."""
    evaluation = full_evaluation()
    section = evaluation.sections[0]
    first = section.reported[0]
    reason = "too few rows" if number is None else ""
    changed = replace(first, estimate=replace(first.estimate, value=number, reason=reason))
    sections = (replace(section, reported=(changed, *section.reported[1:])), *evaluation.sections[1:])
    return replace(evaluation, sections=sections)


@given(st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53).map(float))
def test_what_is_found_is_what_was_kept_to_the_last_digit(number: float | None) -> None:
    evaluation, kept = with_number(number), KeptWork()
    keep_evaluation(kept, "evaluation/1", evaluation)
    found = find_evaluation(KeptWork(kept.content()), "evaluation/1")
    assert found == evaluation
    assert repr(found) == repr(evaluation)


@pytest.mark.parametrize("number", [float("inf"), -float("inf")])
def test_what_would_not_come_back_the_same_is_not_kept(number: float) -> None:
    kept = KeptWork()
    keep_evaluation(kept, "evaluation/1", with_number(number))
    assert not kept.changed


def test_a_whole_number_where_a_decimal_belongs_is_not_kept_as_another() -> None:
    evaluation, kept = with_number(3), KeptWork()
    keep_evaluation(kept, "evaluation/1", evaluation)
    found = find_evaluation(kept, "evaluation/1")
    assert found is None or repr(found) == repr(evaluation)


@pytest.mark.parametrize("content", [b"", b"not compressed", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_what_cannot_be_read_is_computed_anew(content: bytes) -> None:
    kept = KeptWork()
    kept.keep("evaluation/1", content)
    assert find_evaluation(kept, "evaluation/1") is None


def test_nothing_is_found_under_another_key() -> None:
    kept = KeptWork()
    keep_evaluation(kept, evaluation_key("a study"), full_evaluation())
    assert find_evaluation(kept, evaluation_key("another study")) is None


def test_another_program_has_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = evaluation_key("a study")
    program_version.cache_clear()
    monkeypatch.setattr(kept_evaluation, "version", lambda name: "0.0")
    assert evaluation_key("a study") != before
    program_version.cache_clear()
    monkeypatch.undo()
    assert evaluation_key("a study") == before
