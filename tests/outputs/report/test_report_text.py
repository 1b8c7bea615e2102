"""What the report says: sentences chosen by the result, and nothing left out."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from impl_eval.outputs import report
from impl_eval.outputs.report import build_report, headline_lines
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.interview_sentences import quoted
from impl_eval.outputs.report.mechanism_words import without_citation
from impl_eval.outputs.report.model import (
    Callout,
    FigureBlock,
    Heading,
    Paragraph,
    TableBlock,
    plain_text,
)
from impl_eval.outputs.report.scale_tables import how_to_read, scale_table
from impl_eval.outputs.report.summary import MOST_WORDS
from impl_eval.outputs.report.table_blocks import table_block
from impl_eval.outputs.report.values import listed, mid_sentence, reasons_note
from impl_eval.outputs.walk import reported_by_id
from impl_eval.results import Direction, Estimate, Evaluation, Reported, Table
from tests.outputs.report.blocks import chapter, everything, words_of
from tests.outputs.report_fixture import full_evaluation, with_many_mechanisms


def lead(**shape: object) -> str:
    blocks = chapter(full_evaluation(**shape), "answer")
    return next(block.text for block in blocks if isinstance(block, Paragraph) and block.style == "lead")


@pytest.mark.parametrize(
    ("headline", "beginning"),
    [
        (
            ("up", 1.01, 0.73, 1.3),
            "Prescriber confidence in tapering tasks went up, a change for the better. Among the 60",
        ),
        (
            ("down", -1.01, -1.3, -0.73),
            "Prescriber confidence in tapering tasks went down, a change for the worse. Among the 60",
        ),
        (
            ("no clear change", 0.1, -0.1, 0.3),
            "There was no clear change in prescriber confidence in tapering tasks. Among",
        ),
        (
            ("not estimable", None, None, None),
            "This evaluation cannot say whether prescriber confidence in tapering tasks changed. Reason:",
        ),
    ],
)
def test_the_first_sentence_follows_the_result(
    headline: tuple[Direction, float | None, float | None, float | None], beginning: str
):
    assert lead(headline=headline).startswith(beginning)


def test_the_answer_names_the_numbers_behind_it():
    words = words_of(chapter(full_evaluation(), "answer"))
    assert "96 prescribers have a score before and 84 after, at 20 sites; 60 answered both times." in words
    assert "not proof that the programme caused it" in words
    assert "Start a tapering discussion: up, +0.63 points (95% CI 0.10 to 1.16)." in words
    assert "Not supplied: harms during tapering and quality of life." in words
    assert "What should happen next" in words
    assert "Limits. No comparison group; the questionnaire has not been validated; only 8 sites;" in words


def test_directions_are_told_by_words_and_arrows():
    words = words_of(chapter(full_evaluation(), "answer"))
    for text in ("↑ Up (better)", "↓ Down (worse)", "↔ No clear change", "Not measured"):
        assert text in words


def _without_field_words(code):
    return code.replace("confidence interval", "").replace("confidence_level", "")


def test_no_word_of_one_study_is_written_in_the_code():
    folder = Path(report.__file__).parent
    for path in folder.glob("*.py"):
        code = path.read_text(encoding="utf-8").lower()
        assert not [word for word in ("confiden", "prescriber", "withdrawal", "taper")
                    if word in _without_field_words(code)], path.name  # fmt: skip


def test_the_range_is_the_declared_one_and_not_one_in_a_label():
    text = lead(headline_label="Certainty (7 to 9)")
    assert "points on a scale from 0 to 10" in text
    assert "7 to 9" not in text


def test_interviews_open_with_their_number():
    words = words_of(chapter(full_evaluation(), "participants"))
    opening = (
        "There are 2 transcripts, with 5 participants in all; 1 of the transcripts is a group discussion."
    )
    assert words.index(opening) < words.index("Not analysed")


def test_a_change_over_all_answers_without_interval_says_why():
    evaluation = full_evaluation()
    estimate = Estimate("mean_change", 0.4, n=90, reason="only 2 sites")
    row = evaluation.joint_display.rows[0]
    assert row.survey is not None
    entry = replace(row.survey, all_rows_change=replace(row.survey.all_rows_change, estimate=estimate))
    note = scale_table(evaluation, entry).note
    assert "The change over all answers has no interval (only 2 sites)." in note
    assert "whose interval" in how_to_read(evaluation)
    alone = replace(
        evaluation, headline=None, scales=(entry,),
        joint_display=replace(evaluation.joint_display, rows=(replace(row, survey=entry),)),
    )  # fmt: skip
    assert "interval" not in how_to_read(alone)


def test_a_negative_alpha_is_explained():
    evaluation = full_evaluation()
    survey = evaluation.sections[0]
    negative = tuple(
        replace(each, estimate=replace(each.estimate, value=-0.4, low=-0.9, high=0.1))
        if each.estimate.statistic == "cronbachs_alpha"
        else each
        for each in survey.reported
    )
    odd = replace(evaluation, sections=(replace(survey, reported=negative), *evaluation.sections[1:]))
    explained = "A negative alpha means that items run against each other"
    assert explained in everything(odd, ReportInputs(edition="technical"))
    assert explained not in everything(evaluation, ReportInputs(edition="technical"))


def test_reasons_under_a_table_stand_once_each():
    def missing(reason: str) -> Reported:
        hides = reason.startswith("suppressed")
        return Reported("x", "survey", "x", Estimate("count", None, reason=reason, suppressed=hides))

    hidden = ("suppressed: fewer than 5 respondents", "suppressed: based on fewer than 5 respondents",
              "suppressed so that another cannot be worked out")  # fmt: skip
    assert reasons_note(map(missing, hidden)) == (
        "Some numbers are hidden because they rest on fewer than 5 people."
    )
    assert reasons_note([missing("not supplied"), missing("no pair"), missing("no pair")]) == (
        "Not estimable: no pair."
    )
    assert reasons_note([missing(hidden[2])]) == (
        "Some numbers are hidden so that others cannot be worked out from them."
    )


def test_the_rule_on_small_numbers_tells_what_is_hidden_by_place_and_what_over_all():
    words = words_of(chapter(full_evaluation(), "methods"))
    assert "By place and by stakeholder group, counts of 1 to 4 survey respondents" in words
    assert "Over all sites together, counts are shown however small" in words


def test_settings_are_short_and_versions_one_line():
    evaluation = full_evaluation()
    settings = (("confidence_level", "0.975"), ("fit", "{'majority_share': 0.6666666666666666}"))
    odd = replace(evaluation, provenance=replace(evaluation.provenance, settings=settings))
    assert "0.975" not in words_of(chapter(odd, "provenance"))
    words = words_of(chapter(odd, "provenance", ReportInputs(edition="technical")))
    assert "majority_share: 0.67" in words
    assert "0.975" in words
    assert "Versions of the software. impl-eval\xa00.1.0." in words


def test_intervals_in_cells_and_short_names_do_not_break():
    table = Table("t", "T", ("Coders", "Value"), (("AB and CD", full_evaluation().scales[0].change),))
    cells = [plain_text(cell[0].spans) for cell in table_block(table).rows[0]]
    assert cells == ["AB\xa0and\xa0CD", "+0.42 (0.18\xa0to\xa00.66)"]


def test_intervals_break_after_to_where_a_table_has_too_many_columns_for_the_page():
    """An interval that is wider than its column would break before its last bracket."""
    change = full_evaluation().scales[0].change
    table = Table("t", "T", ("Scale", *("Confidence",) * 8), (("One", *(change,) * 8),))
    block = table_block(table)
    assert [plain_text(cell[0].spans) for cell in block.rows[0][1:]] == ["+0.42 (0.18\xa0to 0.66)"] * 8


def test_a_mechanism_keeps_its_beginning_and_its_quotes_together():
    blocks = chapter(full_evaluation(), "mechanisms")
    start = next(
        index for index, block in enumerate(blocks)
        if isinstance(block, Heading) and block.id == "mechanism.role"
    )  # fmt: skip
    beginning = blocks[start + 1 : start + 3]
    assert [getattr(block, "keep_next", None) for block in beginning] == [True, False]
    quotes = [block for block in blocks if isinstance(block, Paragraph) and block.style == "quote"]
    assert [quote.keep_next for quote in quotes[:2]] == [True, False]


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


SUMMARY_SHAPES: tuple[dict[str, bool], ...] = (
    {}, {"with_survey": False}, {"simulated": False}, {"with_follow_up": False}, {"with_interviews": False},
)  # fmt: skip


@pytest.mark.parametrize("mechanisms", [1, 6, 8, 9, 40])
@pytest.mark.parametrize("shape", SUMMARY_SHAPES, ids=str)
def test_the_plain_summary_is_short_text_without_abbreviations(shape: dict[str, bool], mechanisms: int):
    blocks = chapter(with_many_mechanisms(full_evaluation(**shape), mechanisms), "summary")
    words = words_of(blocks)
    assert len(words.split()) <= MOST_WORDS
    assert not re.findall(r"\b[A-Z]{2,}\b", words)
    assert not re.findall(r"\b(also|yet|It)\b", words)
    assert mechanisms <= 9 or not re.findall(r"\d", words)
    assert not any(isinstance(block, TableBlock | FigureBlock) for block in blocks)


def test_the_plain_summary_names_its_subjects():
    words = words_of(chapter(full_evaluation(), "summary"))
    assert "The survey shows a change for the worse in confidence." in words
    assert "The survey shows no clear change in care pathway or aligned expectations." in words
    odd = full_evaluation(with_follow_up=True)
    rows = tuple(
        replace(
            row, survey=row.survey and replace(row.survey, direction="not estimable", improvement="unclear")
        )
        for row in odd.joint_display.rows[:2]
        if row.survey is not None
    )
    unclear = replace(odd, joint_display=replace(odd.joint_display, rows=rows))
    assert "cannot say whether there was a change in role expectation or knowledge." in words_of(
        chapter(unclear, "summary")
    )


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


def test_headline_lines_give_the_headline_first_then_each_mechanism():
    lines = headline_lines(full_evaluation(simulated=False))
    assert lines[0].startswith("Prescriber confidence in tapering tasks went up, a change for the better.")
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
