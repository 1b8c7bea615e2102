"""Judging the tagger: known answers, held-out transcripts, no verdict on a handful of turns."""

from dataclasses import replace

import numpy as np
import pytest

from impl_eval.outputs.table_files import table_text
from impl_eval.qualitative.tagger.audit_sample import AuditedTurn, draw_audit_sample, judge_audit
from impl_eval.qualitative.tagger.evaluation import evaluate_tagger, steps_of_evaluation
from impl_eval.qualitative.tagger.held_out import (
    exact_phrases,
    held_out_groups,
    hold_out_each,
    read_material,
)
from impl_eval.qualitative.tagger.judging import TOO_FEW, Judgement, mean_over_codes
from impl_eval.qualitative.tagger.suggestions import start_tagging
from impl_eval.qualitative.tagger.units import units_of
from impl_eval.results import Reported, Section
from tests.qualitative.tagger.talk import book, coded, interviews

TALKS = interviews(6)
SEGMENTS = coded(*TALKS)


def judgement(both: int, said: int, coded_only: int, neither: int) -> Judgement:
    said_flags = [True] * (both + said) + [False] * (coded_only + neither)
    true_flags = [True] * both + [False] * said + [True] * coded_only + [False] * neither
    return Judgement(
        np.array(said_flags, dtype=bool),
        np.array(true_flags, dtype=bool),
        np.zeros(len(said_flags), dtype=np.int64),
    )


def test_known_answers() -> None:
    """Worked by hand: 24 both, 6 suggested only, 4 coded only, 16 neither (Byrt et al. 1993 for indices)."""
    judged = judgement(24, 6, 4, 16)
    assert judged.kappa().value == pytest.approx(0.288 / 0.488)
    assert judged.pabak().value == pytest.approx(0.6)
    assert judged.precision().value == pytest.approx(24 / 30)
    assert judged.recall().value == pytest.approx(24 / 28)
    assert judged.f1 == pytest.approx(48 / 58)
    assert judged.burden().value == pytest.approx(30 / 24)
    assert judged.prevalence_index().value == pytest.approx(8 / 50)
    assert judged.bias_index().value == pytest.approx(2 / 50)


def test_no_verdict_below_ten_turns_with_the_code() -> None:
    nine, ten = judgement(9, 0, 0, 40), judgement(10, 0, 0, 40)
    for estimate in (nine.kappa(), nine.pabak(), nine.precision(), nine.recall(), nine.burden()):
        assert (estimate.value, estimate.reason) == (None, TOO_FEW)
    assert ten.kappa().value == 1


def test_nothing_suggested_is_no_precision_and_no_recall() -> None:
    judged = judgement(0, 0, 12, 40)
    assert judged.precision().reason == "nothing was suggested"
    assert judged.burden().reason == "no suggestion met a turn with the code"
    assert (judged.recall().value, judged.kappa().value, judged.f1) == (0, 0, 0)
    assert judgement(0, 0, 0, 0).prevalence_index().value is None
    assert judgement(0, 0, 0, 5).f1 == 0
    assert mean_over_codes("macro_f1", [], "mean").reason == TOO_FEW


def material_of(segments: tuple = SEGMENTS):  # type: ignore[no-untyped-def,type-arg]
    return read_material(TALKS, book(), segments)


def test_a_held_out_transcript_is_not_learned_from() -> None:
    """Codes of the first transcript turned round: what is suggested in it stays the same."""
    swap = {"bus": "money", "money": "bus"}
    turned = tuple(
        replace(each, mechanism_id=swap[each.mechanism_id]) if each.transcript_id == "int01" else each
        for each in SEGMENTS
    )
    material, other = material_of(), material_of(turned)
    rows = material.transcript_number == 0
    one, two = (hold_out_each(each, None).chosen for each in (material, other))
    assert one[rows].tolist() == two[rows].tolist()


def test_examples_quoted_from_a_held_out_transcript_do_not_help() -> None:
    plain = book()
    turn = TALKS[0].participant_turns[1]
    quoting = plain.codes[1].model_copy(
        update={
            "examples": (
                plain.codes[1].examples[0].model_validate({"segment": f"int01:{turn.start}-{turn.end}"}),
            )
        }
    )
    bare = plain.codes[1].model_copy(update={"examples": ()})
    rows = material_of().transcript_number == 0
    chosen = [
        hold_out_each(
            read_material(TALKS, plain.model_copy(update={"codes": (plain.codes[0], money)}), SEGMENTS), None
        )
        .chosen[rows]
        .tolist()
        for money in (quoting, bare)
    ]
    assert chosen[0] == chosen[1]


def test_exact_phrases_know_no_stems() -> None:
    material = material_of()
    for row in np.flatnonzero(exact_phrases(material)[:, 0]):
        unit = material.corpus.units[row]
        text = next(each.text for each in TALKS if each.id == unit.transcript_id)
        assert "the bus" in text[unit.start : unit.end].lower()


@pytest.fixture(scope="module")
def section() -> Section:
    return evaluate_tagger(material_of(), [*SEGMENTS, *coded(TALKS[0], TALKS[1], coder="CD")])


def value(section: Section, name: str) -> float | None:
    return {each.id: each for each in section.reported}[name].estimate.value


def test_the_tagger_stands_beside_people_and_what_costs_nothing(section: Section) -> None:
    assert [table.title for table in section.tables] == [
        "Tagger and person, by code",
        "What lies behind kappa",
        "The tagger and what costs nothing",
        "What more coding brings",
        "Do the probabilities hold?",
        "The proposed valence",
    ]
    assert value(section, "agreement.bus.cohens_kappa.people") == 1
    assert value(section, "agreement.tagger.mean_kappa.nothing") == 0
    assert value(section, "agreement.tagger.macro_f1.nothing") == 0
    trained = value(section, "agreement.tagger.macro_f1.tagger")
    untrained = value(section, "agreement.tagger.macro_f1.untrained")
    exact = value(section, "agreement.tagger.macro_f1.exact_phrases")
    assert trained is not None and untrained is not None and exact is not None
    assert trained > untrained > exact
    kappa = {each.id: each for each in section.reported}["agreement.bus.cohens_kappa.tagger"].estimate
    assert kappa.low is not None or kappa.reason.startswith("no interval")


def test_every_table_can_be_shown_and_ids_are_unique(section: Section) -> None:
    for table in section.tables:
        assert table_text(table)
    cells = [
        cell for table in section.tables for row in table.rows for cell in row if isinstance(cell, Reported)
    ]
    assert len({cell.id for cell in cells}) == len({(cell.id, cell.label) for cell in cells})


def test_progress_is_as_long_as_announced() -> None:
    done: list[int] = []
    material = material_of()
    evaluate_tagger(material, SEGMENTS, progress=done.append)
    assert sum(done) == steps_of_evaluation(material)


def test_one_transcript_is_not_enough() -> None:
    one = evaluate_tagger(read_material(TALKS, book(), coded(TALKS[0])), SEGMENTS)
    assert one.tables == ()
    accepted = tuple(replace(each, origin="accepted_suggestion") for each in SEGMENTS)
    assert "two transcripts" in evaluate_tagger(read_material(TALKS, book(), accepted), accepted).cautions[0]


def test_an_audit_sample_is_drawn_once_and_for_all() -> None:
    units = units_of(TALKS)
    drawn = draw_audit_sample(units, 20)
    assert drawn == draw_audit_sample(units, 20)
    assert len(set(drawn)) == 20
    assert list(drawn) == [unit for unit in units if unit in drawn]
    assert draw_audit_sample(units, 20, seed=2) != drawn
    assert draw_audit_sample(units, 1000) == units


def audited(sample: tuple, code_of) -> list[AuditedTurn]:  # type: ignore[no-untyped-def,type-arg]
    return [
        AuditedTurn(unit.transcript_id, unit.start, unit.end, frozenset(code_of(number)))
        for number, unit in enumerate(sample)
    ]


def test_an_audit_compares_tagger_and_people() -> None:
    tagging = start_tagging(TALKS, book(), SEGMENTS)
    sample = units_of(TALKS)
    right = audited(sample, lambda number: {0: {"bus"}, 1: {"money"}, 2: set()}[number % 16 % 3])
    wrong = audited(sample, lambda number: {"bus"} if number % 2 else set())
    section = judge_audit(tagging, {"bus": "Bus", "money": "Money"}, {"AB": right, "CD": wrong})
    said = tagging.chosen()[:, 0]
    true = np.array(["bus" in turn.code_ids for turn in right])
    assert value(section, "agreement.bus.audit.both.tagger_AB") == (said & true).sum()
    assert value(section, "agreement.bus.audit.suggested.tagger_AB") == said.sum()
    assert value(section, "agreement.money.audit.coded.AB_CD") == 0
    assert [row[1:3] for row in section.tables[0].rows] == [("tagger", "AB")] * 2 + [("tagger", "CD")] * 2 + [
        ("AB", "CD")
    ] * 2


def test_a_turn_that_is_not_there_cannot_be_audited() -> None:
    tagging = start_tagging(TALKS, book())
    with pytest.raises(ValueError, match="not among"):
        judge_audit(tagging, {"bus": "Bus"}, {"AB": [AuditedTurn("int01", 0, 1, frozenset())]})


def test_many_transcripts_are_held_out_in_groups_and_none_twice() -> None:
    many = interviews(70, turns=1)
    groups = held_out_groups(read_material(many, book(), coded(*many)))
    assert len(groups) == 30
    assert sorted(number for group in groups for number in group) == list(range(70))
