"""The chapter on the interviews in more depth: what it shows, and that it is absent without content."""

from dataclasses import replace

from impl_eval.outputs.report.framework_matrix import framework_chapter
from impl_eval.outputs.report.model import Heading, Orientation, TableBlock
from impl_eval.outputs.suppression import suppress
from impl_eval.outputs.word import render_report
from impl_eval.results import Estimate, Evaluation, Reported, Table
from tests.outputs.report.blocks import chapter, words_of
from tests.outputs.report_fixture import full_evaluation
from tests.outputs.word_lint import lint

MATRIX = Table(
    "interviews.framework_matrix",
    "Framework matrix: mechanisms by stakeholder group",
    ("Mechanism or code", "A", "B", "C", "D", "E"),
    (("Skill", "They know.", "", "They ask.", "", ""), ("Role", "", "", "", "", "Theirs.")),
)
NOTES = Table("interviews.reflexivity", "On their own part", ("About", "Note"), (("Skill", "I taught it."),))


def count(name: str, value: float) -> Reported:
    estimate = Estimate("count", value, unit="segments", reason="a count has no interval")
    return Reported(f"interviews.code.humour.{name}", "interviews", name, estimate)


BESIDE = Table(
    "interviews.codes_beside",
    "Codes beside the framework",
    ("Code", "Origin", "Participants", "Segments", "Segments: enabler", "Participants: better"),
    (
        (
            "Humour",
            "inductive",
            count("participants", 4),
            count("segments", 6),
            count("segments.enabler", 5),
            count("b", 2),
        ),
    ),
)


def evaluation(*tables: Table) -> Evaluation:
    whole = full_evaluation()
    sections = tuple(
        replace(one, tables=(*one.tables, *tables)) if one.strand == "interviews" else one
        for one in whole.sections
    )
    return suppress(replace(whole, sections=sections))


def test_without_words_of_the_analysts_there_is_no_chapter() -> None:
    assert framework_chapter(evaluation()) == ()
    assert chapter(evaluation(), "depth") == []


def test_summaries_stand_by_mechanism_and_group_on_turned_pages() -> None:
    blocks = framework_chapter(evaluation(MATRIX))
    assert blocks[0] == Orientation(landscape=True)
    assert blocks[-1] == Orientation(landscape=False)
    first, second = (block for block in blocks if isinstance(block, TableBlock))
    assert [column.header for column in first.columns] == ["Mechanism or code", "A", "B", "C"]
    assert [column.header for column in second.columns] == ["Mechanism or code", "D", "E"]
    assert (len(first.rows), len(second.rows)) == (1, 1)


def test_codes_beside_the_framework_show_participants_segments_and_valences() -> None:
    (table,) = (block for block in framework_chapter(evaluation(BESIDE)) if isinstance(block, TableBlock))
    assert [column.header for column in table.columns] == ["Code", "Participants", "Segments", "Enabler"]


def test_notes_are_told_as_text() -> None:
    said = words_of(list(framework_chapter(evaluation(NOTES))))
    assert "The analysts on their own part\nSkill. I taught it." in said


def test_the_report_with_this_chapter_is_a_sound_document() -> None:
    whole = evaluation(MATRIX, BESIDE, NOTES)
    assert lint(render_report(whole)) == []
    headings = [block.text for block in chapter(whole, "depth") if isinstance(block, Heading)]
    assert headings == [
        "The interviews in more depth",
        "Framework matrix",
        "Codes beside the framework",
        "The analysts on their own part",
    ]


def test_it_never_says_that_enough_was_heard() -> None:
    said = words_of(list(framework_chapter(evaluation(MATRIX, BESIDE, NOTES)))).lower()
    assert "saturat" not in said
