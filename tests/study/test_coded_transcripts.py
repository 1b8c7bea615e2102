"""What is shown of codings: labels from the mechanism down, who spoke, colours by mechanism."""

from dataclasses import replace

from impl_eval.study.coded_transcripts import code_choices, coded_transcript, segment_lines
from tests.study.test_comment_import import CODEBOOK, MECHANISMS, TRANSCRIPT, coding

SEGMENTS = [
    coding("I know the doses now.", "doses", note="sure"),
    coding("Nobody told us", "knowledge", coder="CD"),
    coding("A year’s wait", "waiting"),
    coding("that before", "other_t"),
]


def test_a_code_under_a_mechanism_has_its_colour_and_path() -> None:
    shown = coded_transcript(TRANSCRIPT, SEGMENTS, MECHANISMS, CODEBOOK)
    by_code = {one.code_id: one for one in shown.passages}
    assert by_code["doses"].code_path == ("Knowledge of what to do", "Doses, steps")
    assert by_code["waiting"].code_path == ("Waiting lists",)
    assert by_code["other_t"].shown_path == "Trust › Other"
    assert by_code["doses"].colour == by_code["knowledge"].colour
    assert len({by_code[code].colour for code in ("doses", "waiting", "other_t")}) == 3
    assert (by_code["doses"].memo, by_code["knowledge"].coder) == ("sure", "CD")
    assert shown.banner == "SIMULATED DATA"
    assert [turn.role for turn in shown.turns] == ["interviewer", "participant"] * 2


def test_only_the_codings_of_the_transcript_are_shown() -> None:
    elsewhere = replace(SEGMENTS[0], transcript_id="int02")
    assert coded_transcript(TRANSCRIPT, [elsewhere], MECHANISMS, CODEBOOK).passages == ()
    real = replace(TRANSCRIPT, simulated=False)
    assert coded_transcript(real, [], MECHANISMS, title="Interview 1").banner == ""


def test_lines_hold_who_spoke_and_the_path_in_columns() -> None:
    lines = {one.code_id: one for one in segment_lines(SEGMENTS, [TRANSCRIPT], MECHANISMS, CODEBOOK)}
    doses = lines["doses"]
    assert doses.segment == f"int01:{doses.start}-{doses.end}:doses:AB"
    assert (doses.participant, doses.group) == ("P01", "gp")
    assert (doses.mechanism, doses.code, doses.sub_code) == ("Knowledge of what to do", "Doses, steps", "")
    assert (lines["waiting"].mechanism, lines["waiting"].code) == ("", "Waiting lists")
    assert (lines["knowledge"].mechanism, lines["knowledge"].code) == ("Knowledge of what to do", "")


def test_every_code_is_on_offer_once_mechanisms_first() -> None:
    choices = code_choices(MECHANISMS, CODEBOOK)
    assert [code_id for code_id, *_ in choices] == [
        "knowledge", "trust", "doses", "waiting", "other_k", "other_t",
    ]  # fmt: skip
    assert choices[2][1:3] == ("Doses, steps", "Knowledge of what to do › Doses, steps")
