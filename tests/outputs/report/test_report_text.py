"""What the report says: sentences chosen by the result, and nothing left out."""

import re
from dataclasses import replace

import pytest

from impl_eval.outputs.report import build_report, headline_lines
from impl_eval.outputs.report.interview_sentences import quoted
from impl_eval.outputs.report.mechanisms import without_citation
from impl_eval.outputs.report.model import (
    Block,
    Callout,
    FigureBlock,
    Heading,
    Paragraph,
    Prompt,
    TableBlock,
    plain_text,
)
from impl_eval.outputs.report.summary import MOST_WORDS
from impl_eval.outputs.report.values import listed, mid_sentence
from impl_eval.outputs.walk import reported_by_id
from impl_eval.results import Direction, Evaluation
from tests.outputs.report_fixture import full_evaluation, with_many_mechanisms


def chapter(evaluation: Evaluation, id_: str) -> list[Block]:
    """Return the blocks from a first-level heading to the next."""
    found: list[Block] = []
    inside = False
    for block in build_report(evaluation).blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = block.id == id_
        if inside:
            found.append(block)
    return found


def words_of(blocks: list[Block]) -> str:
    """Return all words of blocks, cells included."""
    texts: list[str] = []
    for block in blocks:
        match block:
            case Heading() | Paragraph() | Callout() | Prompt():
                texts.append(block.text)
            case TableBlock():
                texts += [block.title, block.note, *(column.header for column in block.columns)]
                texts += [plain_text(line.spans) for row in block.rows for cell in row for line in cell]
            case FigureBlock():
                texts += [block.caption, block.alt, block.note]
            case _:
                pass
    return "\n".join(texts)


def lead(**shape: object) -> str:
    blocks = chapter(full_evaluation(**shape), "answer")  # type: ignore[arg-type]
    return next(block.text for block in blocks if isinstance(block, Paragraph) and block.style == "lead")


@pytest.mark.parametrize(
    ("headline", "beginning"),
    [
        (("up", 1.01, 0.73, 1.3), "Prescribers became more confident. Among the 60 prescribers"),
        (("down", -1.01, -1.3, -0.73), "Prescribers became less confident. Among the 60 prescribers"),
        (("no clear change", 0.1, -0.1, 0.3), "There was no clear change in prescribers’ confidence. Among"),
        (("not estimable", None, None, None), "This evaluation cannot say whether prescribers became more"),
    ],
)
def test_the_first_sentence_follows_the_result(
    headline: tuple[Direction, float | None, float | None, float | None], beginning: str
):
    assert lead(headline=headline).startswith(beginning)


def test_the_answer_names_the_numbers_behind_it():
    words = words_of(chapter(full_evaluation(), "answer"))
    assert (
        "96 prescribers answered these questions before and 84 after, at 20 sites; 60 could be matched."
        in words
    )
    assert "not proof that the programme caused it" in words
    assert "Start a tapering discussion: up, +0.63 points (95% CI 0.10 to 1.16)." in words
    assert "Not supplied: harms during tapering and quality of life." in words
    assert "What should happen next" in words
    assert "Limits. No comparison group; the questionnaire has not been validated; only 8 sites;" in words


def test_directions_are_told_by_words_and_arrows():
    words = words_of(chapter(full_evaluation(), "answer"))
    for text in ("↑ Up (better)", "↓ Down (worse)", "↔ No clear change", "Not measured"):
        assert text in words


def test_one_survey_only_says_so_and_gives_the_first_mean():
    words = words_of(chapter(full_evaluation(with_follow_up=False), "answer"))
    assert "Reason: the study has one timepoint only." in words
    assert "The mean at the first survey was 3.05 (95% CI 2.90 to 3.20)" in words
    assert "one survey only, so no change can be shown" in words


def test_another_question_than_confidence_gets_its_own_words():
    text = lead(headline_label="State anxiety", headline=("down", -3.2, -4.0, -2.4))
    assert text.startswith("State anxiety went down, a change for the worse. Among the 60 people")
    evaluation = full_evaluation(headline_label="State anxiety")
    assert isinstance(chapter(evaluation, "answer")[0], Heading)
    assert words_of(chapter(evaluation, "answer")[:1]) == "Did state anxiety change?"


def test_no_interviews_and_no_survey_are_named():
    assert "No interviews" in words_of(chapter(full_evaluation(with_interviews=False), "answer"))
    words = words_of(chapter(full_evaluation(with_survey=False), "limits"))
    assert "There is no survey" in words


def test_silence_of_the_interviews_says_whether_it_was_asked():
    words = words_of(chapter(full_evaluation(), "mechanisms"))
    assert "Nobody was asked about this and no coded segment speaks of it." in words


def test_transcripts_that_nobody_coded_are_named():
    words = words_of(chapter(full_evaluation(), "participants"))
    assert "Not analysed, because nobody has coded them: int09." in words


def test_groups_without_respondents_are_left_out_and_it_says_so():
    blocks = chapter(full_evaluation(), "participants")
    groups = next(block for block in blocks if isinstance(block, TableBlock) and block.id.endswith(".groups"))
    assert [plain_text(row[0][0].spans) for row in groups.rows] == ["GP", "Nurse"]
    assert "without respondents are not listed" in groups.note


def test_harms_are_never_empty():
    words = words_of(chapter(full_evaluation(), "limits"))
    assert "No outcome on harms was supplied" in words
    for harm in ("withdrawal", "pain that is no longer managed", "distress", "suicidal thoughts"):
        assert harm in words


def test_methods_print_the_standing_of_the_questionnaire_and_its_licence():
    words = words_of(chapter(full_evaluation(), "methods"))
    assert "Status: UNVALIDATED." in words
    assert "Licence: CC BY 4.0." in words
    assert "Source 2020" in words


def test_provenance_shortens_hashes():
    words = words_of(chapter(full_evaluation(), "provenance"))
    assert "0123456789ab\n" in words
    assert "0123456789abc" not in words


def test_suggestions_have_a_column_only_where_there_are_some():
    def headers(evaluation: Evaluation) -> list[str]:
        table = next(block for block in chapter(evaluation, "joint") if isinstance(block, TableBlock))
        return [column.header for column in table.columns]

    assert "Suggestions not yet reviewed" in headers(full_evaluation(suggestions=2))
    assert "Suggestions not yet reviewed" not in headers(full_evaluation(suggestions=0))


@pytest.mark.parametrize("mechanisms", [1, 6, 8, 9, 40])
def test_the_plain_summary_is_short_text_without_abbreviations(mechanisms: int):
    for evaluation in (
        full_evaluation(),
        full_evaluation(with_survey=False),
        full_evaluation(simulated=False),
    ):
        blocks = chapter(with_many_mechanisms(evaluation, mechanisms), "summary")
        words = words_of(blocks)
        assert len(words.split()) <= MOST_WORDS
        assert not re.findall(r"\b[A-Z]{2,}\b", words)
        assert not any(isinstance(block, TableBlock | FigureBlock) for block in blocks)


def test_every_named_number_is_a_result():
    evaluation = full_evaluation()
    known = reported_by_id(evaluation)
    for block in build_report(evaluation).blocks:
        lines = block.rows if isinstance(block, TableBlock) else ()
        parts = [span for row in lines for cell in row for line in cell for span in line.spans]
        parts += list(block.spans) if isinstance(block, Paragraph | Callout) else []
        assert all(span.result_id in known for span in parts if span.result_id)


def test_block_ids_are_unique():
    ids = [block.id for block in build_report(full_evaluation()).blocks if hasattr(block, "id")]
    assert len(set(ids)) == len(ids)


def test_headline_lines_give_confidence_first_then_each_mechanism():
    lines = headline_lines(full_evaluation(simulated=False))
    assert lines[0].startswith("Prescribers became more confident.")
    assert "+1.01 points on a scale from 0 to 10 (95% CI 0.73 to 1.30)" in lines[0]
    assert lines[2].startswith("Role expectation: ↑ Up (better) +0.42 (95% CI 0.18 to 0.66); interviews: 10")
    assert len(lines) == 2 + 6
    assert headline_lines(full_evaluation())[0].startswith("SIMULATED DATA")


def test_an_unsuppressed_evaluation_is_refused():
    with pytest.raises(ValueError, match="suppressed"):
        build_report(replace(full_evaluation(), suppressed=False))


def test_quotes_show_where_a_sentence_was_cut():
    assert quoted("Nobody rang me.") == "“Nobody rang me.”"
    assert quoted("it is mine now") == "“… it is mine now …”"


def test_small_words():
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert (listed([]), listed(["a"])) == ("", "a")
    assert (mid_sentence("Role"), mid_sentence("GP views")) == ("role", "GP views")
    assert without_citation("TDF: Skills (stated; Author 2020)") == "TDF: Skills (stated)"
    assert without_citation("TDF: Motivation (reflective) (inferred; A (2020))") == (
        "TDF: Motivation (reflective) (inferred)"
    )
