"""What leaves the team of the analysts' own words: groups that may be named, and no participant."""

from dataclasses import replace

from impl_eval.qualitative.analyst_notes import AnalystNote, may_leave_the_team
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.framework_matrix import CellKey, Summary, seen_passages
from impl_eval.qualitative.interview_depth import HAS_CHANGED, InterviewDepth, interview_depth
from impl_eval.results import Reported, Table
from tests.qualitative.matrix_examples import CODEBOOK, FIRST, LAYER, MECHANISMS, coded, interviews_of


def summary(
    case: str, code: str, text: str, *, kind: str = "stakeholder_group", stale: bool = False
) -> Summary:
    here = [one for one in LAYER if one.transcript_id == "int01" and one.mechanism_id == "skill"]
    return Summary(CellKey(kind, case, code), "AB", text, (), seen_passages(here[1:] if stale else here))  # type: ignore[arg-type]


def depth(*summaries: Summary, notes: tuple[AnalystNote, ...] = (), smallest: int = 1) -> InterviewDepth:
    return interview_depth(CODEBOOK, MECHANISMS, LAYER, interviews_of(smallest=smallest), summaries, notes)


def table(found: InterviewDepth, name: str) -> Table | None:
    return next((one for one in found.tables if one.id == f"interviews.{name}"), None)


def test_summaries_of_groups_are_shown_by_mechanism() -> None:
    found = table(depth(summary("gp", "skill", "They know\nthe steps.")), "framework_matrix")
    assert found is not None
    assert (found.columns, found.rows) == (("Mechanism or code", "GPs"), (("Skill", "They know the steps."),))


def test_a_stale_summary_says_so() -> None:
    found = table(depth(summary("gp", "skill", "They know.", stale=True)), "framework_matrix")
    assert found is not None
    assert found.rows == (("Skill", f"They know. {HAS_CHANGED}"),)


def test_small_groups_participants_and_sites_are_not_shown() -> None:
    found = depth(
        summary("patient", "skill", "A group of one."),
        summary("P01", "skill", "One person.", kind="participant"),
        summary("s1", "skill", "One site.", kind="site"),
        smallest=2,
    )
    assert table(found, "framework_matrix") is None
    assert "One" not in str(found.tables)
    assert "A group of one" not in str(found.tables)


def test_words_that_name_somebody_are_held_back_and_counted() -> None:
    notes = (
        AnalystNote("reflexivity", "AB", "I know p02 well.", in_report=True),
        AnalystNote("reflexivity", "AB", "I am a pharmacist.", code_id="skill", in_report=True),
        AnalystNote("reflexivity", "AB", "Not for others.", in_report=False),
    )
    found = depth(summary("gp", "skill", "P01 knows."), notes=notes)
    assert table(found, "framework_matrix") is None
    shown = table(found, "reflexivity")
    assert shown is not None
    assert shown.rows == (("Skill", "I am a pharmacist."),)
    assert found.cautions == (
        "1 note of the analysts is not shown, because it holds what may name a person.",
        "1 summary of the framework matrix is not shown, because it holds what may name a person.",
    )


def test_what_may_leave_the_team() -> None:
    assert may_leave_the_team("They say it helps.", {"P01"})
    assert not may_leave_the_team("(P01) says it helps.", {"P01"})
    assert not may_leave_the_team("Write to ann.bell@example.org.", set())


def test_numbers_of_tables_are_reported_once() -> None:
    found = depth()
    ids = [one.id for one in found.reported]
    assert len(ids) == len(set(ids))
    cells = {cell for one in found.tables for row in one.rows for cell in row if isinstance(cell, Reported)}
    assert cells <= set(found.reported)


def deviant_rows(*notes: AnalystNote, layer: tuple[CodedSegment, ...] = LAYER) -> list[tuple[object, ...]]:
    found = table(
        interview_depth(CODEBOOK, MECHANISMS, layer, interviews_of(layer), notes=notes), "deviant_cases"
    )
    return [] if found is None else [(*row[:2], row[-1]) for row in found.rows]


def test_what_analysts_say_of_a_case_is_shown_with_the_pattern_and_without_one() -> None:
    """Of humour, two of three speak as a hindrance and P03 as a help; of timing one alone speaks."""
    more = coded(FIRST, "I was told late.", "humour", valence="barrier", change="better")
    again = coded(FIRST, "Nobody laughed", "irony", valence="barrier", change="better")
    other = replace(LAYER[4], reported_change="worse")
    layer = (*LAYER[:3], more, again, other, LAYER[5])
    humour = AnalystNote("deviant_case", "AB", "New in post.", "humour", in_report=True)
    timing = AnalystNote("deviant_case", "CD", "A rota of their own.", "timing", in_report=True)
    assert deviant_rows(humour, timing, layer=layer) == [
        ("Humour", "say it became better", "New in post."),
        ("Humour", "speak of it as a hindrance", "As above."),
        ("Timing", "no pattern counted", "A rota of their own."),
    ]
    assert deviant_rows(replace(humour, in_report=False), layer=layer) == []


def test_notes_of_one_coder_stand_together_without_initials_or_date() -> None:
    notes = tuple(
        AnalystNote("reflexivity", coder, text, "", "", date, in_report=True)
        for coder, text, date in (
            ("CD", "I coach.", "2024-03-31"),
            ("AB", "I teach.", "2024-01-31"),
            ("CD", "A nurse by training.", ""),
        )
    )
    shown = table(depth(notes=notes), "reflexivity")
    assert shown is not None
    assert [row[1] for row in shown.rows] == ["I teach.", "A nurse by training.", "I coach."]
    assert not [word for word in ("AB", "CD", "2024") if word in str(shown)]


def test_a_cell_with_two_summaries_is_not_shown_before_somebody_decides() -> None:
    one = summary("gp", "skill", "They know the steps.")
    found = depth(one, replace(one, coder="CD", text="They do not."))
    assert table(found, "framework_matrix") is None
    assert found.cautions == (
        "1 cell of the framework matrix is not shown, because nobody has decided between its summaries.",
    )
