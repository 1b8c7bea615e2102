"""The prose of the report, read as text: kept in golden files, with numbers masked.

A change of words shows in the difference of these files, where a person reads it. To write them anew, run
this test with IMPL_EVAL_WRITE_GOLDEN=1 and read what changed before you commit.
"""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest

from impl_eval.outputs.report import build_report
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.model import (
    Callout,
    Contents,
    FigureBlock,
    Heading,
    Paragraph,
    Prompt,
    Report,
    TableBlock,
)
from impl_eval.results import Estimate, Evaluation
from tests.outputs.report.written_words import written
from tests.outputs.report_fixture import full_evaluation

FOLDER = Path(__file__).parent / "golden"
DOWN = ("down", -0.9, -1.2, -0.6)
NO_CLEAR_CHANGE = ("no clear change", 0.1, -0.2, 0.4)


def few_sites() -> Evaluation:
    evaluation = full_evaluation(simulated=False, headline=NO_CLEAR_CHANGE)
    return replace(evaluation, facts=replace(evaluation.facts, site_count=1))


def nobody_matched() -> Evaluation:
    evaluation = full_evaluation(headline=("not estimable", None, None, None))
    assert evaluation.headline is not None
    nobody = replace(evaluation.headline.matched, estimate=Estimate("count", 0.0, n=0, unit="respondents"))
    return replace(evaluation, headline=replace(evaluation.headline, matched=nobody))


def four_mechanisms() -> Evaluation:
    evaluation = full_evaluation(headline=DOWN)
    joint = replace(evaluation.joint_display, rows=evaluation.joint_display.rows[:4])
    return replace(evaluation, mechanisms=evaluation.mechanisms[:4], joint_display=joint)


SHAPES: dict[str, tuple[Evaluation, ReportInputs]] = {
    "full": (full_evaluation(), written()),
    "board": (full_evaluation(), written("board")),
    "nothing_written": (full_evaluation(), ReportInputs()),
    "no_survey": (full_evaluation(with_survey=False), ReportInputs()),
    "no_interviews": (full_evaluation(with_interviews=False), ReportInputs()),
    "one_survey": (full_evaluation(with_follow_up=False), ReportInputs()),
    "one_site": (few_sites(), ReportInputs()),
    "nobody_matched": (nobody_matched(), ReportInputs()),
    "four_mechanisms": (four_mechanisms(), ReportInputs()),
}


def prose(report: Report) -> str:
    """Return headings, sentences and titles; digits become #, and tables and figures are their titles."""
    lines: list[str] = []
    for block in report.blocks:
        match block:
            case Heading():
                lines.append(f"{'#' * block.level} {block.text}")
            case Paragraph():
                lines.append(f"[{block.style}] {block.text}" if block.style != "body" else block.text)
            case Callout():
                lines.append(f"[callout] {block.text}")
            case Prompt():
                lines.append(f"[prompt] {block.title}: {block.text}")
            case TableBlock():
                lines.append(f"[table] {block.title} | {' | '.join(one.header for one in block.columns)}")
                lines += [f"[note] {block.note}"] if block.note else []
            case FigureBlock():
                lines.append(f"[figure] {block.caption}")
            case Contents():
                lines.append(f"[contents of {block.of}] {block.title}")
            case _:
                pass
    return re.sub(r"\d+(\.\d+)*", "#", "\n".join(lines)) + "\n"


@pytest.mark.parametrize("shape", SHAPES)
def test_the_words_are_those_that_somebody_read(shape: str) -> None:
    evaluation, inputs = SHAPES[shape]
    text = prose(build_report(evaluation, inputs))
    path = FOLDER / f"{shape}.txt"
    if os.environ.get("IMPL_EVAL_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("shape", SHAPES)
def test_no_sentence_is_broken(shape: str) -> None:
    """No double space or stop, nothing like 'None', no empty brackets, no heading without anything below."""
    evaluation, inputs = SHAPES[shape]
    blocks = build_report(evaluation, inputs).blocks
    text = prose(build_report(evaluation, inputs))
    for broken in ("  ", "..", " .", " ,", "()", "“”", "\N{OBJECT REPLACEMENT CHARACTER}"):
        assert broken not in text.replace("…", ""), broken
    assert not re.search(r"\b(None|nan)\b", text)
    told = [block for block in blocks if getattr(block, "id", "")]
    for block, following in zip(told, [*told[1:], None], strict=True):
        if isinstance(block, Heading):
            deeper = isinstance(following, Heading) and following.level > block.level
            assert following is not None, block.text
            assert deeper or not isinstance(following, Heading), block.text
