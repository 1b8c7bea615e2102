"""What the tagger suggests beyond phrases, its bands, and explanations that add up."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.coding import RejectedSuggestion, Suggestion
from impl_eval.qualitative.explanation import Evidence
from impl_eval.qualitative.review import undecided_suggestions
from impl_eval.qualitative.tagger import suggest_segments, tag_transcripts
from impl_eval.qualitative.tagger.bands import band_of
from impl_eval.qualitative.why import why_suggested
from tests.qualitative.examples import code, codebook_of, participant, transcript_of
from tests.qualitative.tagger.talk import book, coded, interviews

TALKS = interviews()


def phrase_evidence(**how: bool) -> Evidence:
    return Evidence("the bus", 3, "the bus", 0, 7, **how)


@pytest.mark.parametrize(
    ("evidence", "in_top_share", "probability", "band"),
    [
        ((phrase_evidence(),), True, None, "strong"),
        ((phrase_evidence(),), False, None, "possible"),
        ((), True, None, "weak"),
        ((phrase_evidence(hedged=True),), True, None, "possible"),
        ((phrase_evidence(hedged=True), phrase_evidence()), True, None, "strong"),
        ((phrase_evidence(negated=True),), True, None, "strong"),
        ((), False, 0.5, "strong"),
        ((), False, 0.49, "possible"),
        ((phrase_evidence(),), True, 0.24, "weak"),
        ((phrase_evidence(hedged=True),), True, 0.2, "weak"),
        ((phrase_evidence(hedged=True),), True, 0.9, "possible"),
    ],
)
def test_bands(
    evidence: tuple[Evidence, ...], in_top_share: bool, probability: float | None, band: str
) -> None:
    assert band_of(evidence, in_top_share, probability) == band


def test_without_decisions_phrases_and_the_top_tenth_are_suggested() -> None:
    found = suggest_segments(TALKS, book())
    assert {each.band for each in found} == {"strong", "possible", "weak"}
    assert all(each.probability is None for each in found)
    by_words = [each for each in found if not each.phrase]
    assert 0 < len(by_words) <= 2 * 0.1 * 64 + 2
    for each in by_words:
        assert (each.band, each.codebook_line) == ("weak", 0)
        assert each.quote and each.evidence in each.quote


def test_words_alone_suggest_nothing_among_few_turns() -> None:
    talk = transcript_of("P01: The rent and my wages.")
    assert suggest_segments([talk], book()) == ()


def test_from_fifty_labels_on_there_are_probabilities() -> None:
    found = suggest_segments(TALKS, book(), segments=coded(*TALKS))
    assert {each.probability is None for each in found} == {False}
    assert Counter(each.mechanism_id for each in found)["bus"] >= 15


def test_learning_finds_what_the_codebook_does_not_name() -> None:
    """People have coded "borrowed from my sister" as money: no word of it stands in the codebook."""
    talks = interviews(6)

    def borrowed(found: tuple[Suggestion, ...]) -> int:
        return sum("orrowed" in each.quote and each.transcript_id == "int06" for each in found)

    assert borrowed(suggest_segments(talks, book())) == 0
    assert borrowed(suggest_segments(talks, book(), segments=coded(*talks[:5]))) > 0


def test_interviewers_are_masked_by_default_and_can_be_unmasked() -> None:
    talk = transcript_of("Interviewer: Did you take the bus?\nP01: No.")
    assert suggest_segments([talk], book()) == ()
    (found,) = suggest_segments([talk], book(), include_interviewers=True)
    assert found.quote == "Did you take the bus?"


def test_a_decision_anywhere_in_the_turn_decides_a_suggestion_without_a_phrase() -> None:
    found = suggest_segments(TALKS, book(), segments=coded(*TALKS))
    by_words = next(each for each in found if not each.phrase)
    told = by_words.explanation
    assert told is not None
    last = told.turn_end - 1 if by_words.end < told.turn_end else told.turn_start
    decision = RejectedSuggestion(by_words.transcript_id, last, last + 1, by_words.mechanism_id, "AB")
    assert undecided_suggestions([by_words], (), [decision]) == ()
    assert undecided_suggestions([replace(by_words, phrase="x")], (), [decision]) != () or (
        by_words.start <= last < by_words.end
    )
    elsewhere = replace(decision, transcript_id="int99")
    assert undecided_suggestions([by_words], (), [elsewhere]) == (by_words,)


def test_negation_flips_valence_and_never_takes_the_code_away() -> None:
    talk = transcript_of("P01: Maybe the bus was not easy. “The bus is late,” they said.")
    (found,) = suggest_segments([talk], book())
    assert found.valence == "barrier"
    assert found.explanation is not None
    first, second = found.explanation.evidence
    assert (first.hedged, first.negated, first.quoted) == (True, False, False)
    assert (second.hedged, second.negated, second.quoted) == (False, False, True)


def check_sums(found: tuple[Suggestion, ...]) -> None:
    for each in found:
        told = each.explanation
        assert told is not None
        assert sum(part.value for part in told.contributions) == pytest.approx(told.score, abs=1e-9)
        shares = told.prior_share * told.prior_score + (1 - told.prior_share) * told.learned_score
        assert shares == pytest.approx(told.score, abs=1e-9)
        assert 0 < told.prior_share <= 1


def test_contributions_add_up_to_the_score() -> None:
    for segments in ((), coded(TALKS[0]), coded(*TALKS)):
        tagged = tag_transcripts(TALKS, book(), segments=segments)
        check_sums(tagged.suggestions)
        row = {unit.place: number for number, unit in enumerate(tagged.tagging.corpus.units)}
        for each in tagged.suggestions:
            unit = next(
                unit
                for unit in tagged.tagging.corpus.units
                if unit.transcript_id == each.transcript_id and unit.start <= each.start < unit.end
            )
            column = tagged.tagging.corpus.code_ids.index(each.applied_code)
            assert each.explanation is not None
            assert each.explanation.score == pytest.approx(
                tagged.tagging.scores[row[unit.place], column], abs=1e-9
            )


SAID = st.lists(
    st.sampled_from(
        [
            "the bus",
            "rent",
            "stop",
            "pay",
            "could not",
            "wages",
            "soup",
            "maybe",
            "“",
            "”",
            ".",
            "\nP02:",
            "\nInterviewer:",
        ]
    ),
    max_size=60,
).map(" ".join)


@given(SAID, st.integers(0, 4))
def test_explanations_of_any_talk_add_up(talk: str, teachers: int) -> None:
    transcript = transcript_of(f"P01: {talk}", participant("P01"), participant("P02"), name="odd")
    found = suggest_segments([*TALKS, transcript], book(), segments=coded(*TALKS[:teachers]))
    check_sums(found)
    for each in found:
        assert each.evidence_start >= each.start and each.evidence_end <= each.end


def test_the_nearest_decisions_are_named() -> None:
    segments = coded(*TALKS[:3])
    place = next(
        each
        for each in TALKS[0].participant_turns
        if "it rained" in TALKS[0].text[each.start : each.end].lower()
    )
    rejected = [RejectedSuggestion(TALKS[0].id, place.start, place.end, "bus", "AB")]
    found = suggest_segments(TALKS, book(), segments=segments, rejected=rejected)
    told = [each.explanation for each in found if each.transcript_id == TALKS[3].id]
    assert told
    for each in told:
        assert each is not None
        assert each.nearest_accepted is not None
        transcript_id, _, span = each.nearest_accepted.passage.partition(":")
        start, _, end = span.partition("-")
        assert (transcript_id, int(start), int(end)) in {(s.transcript_id, s.start, s.end) for s in segments}
        assert 0 < each.nearest_accepted.similarity <= 1 + 1e-12


def test_hashes_name_codebook_and_model() -> None:
    one = suggest_segments(TALKS, book())[0].explanation
    other = suggest_segments(TALKS, book(), segments=coded(*TALKS))[0].explanation
    assert one is not None and other is not None
    assert one.codebook_hash == other.codebook_hash
    assert one.model_hash != other.model_hash
    assert len(one.model_hash) == 64


def test_why_in_words() -> None:
    lines = {("bus", "the bus"): 12}
    found = suggest_segments(TALKS, book(), lines=lines, segments=coded(*TALKS[:3]))
    texts = [why_suggested(each) for each in found if each.phrase == "the bus"]
    assert all(text.startswith("phrase “the bus” (codebook line 12)") for text in texts)
    assert any("% codebook" in text and "coded turns" in text for text in texts)
    alone = suggest_segments(TALKS, book())
    assert all("from the codebook alone" in why_suggested(each) for each in alone)
    assert why_suggested(replace(alone[0], explanation=None)) == ""


def test_a_code_beside_the_framework_is_suggested_under_its_own_id() -> None:
    inductive = (
        codebook_of(code("a", "x"))
        .codes[0]
        .model_copy(update={"mechanism": None, "id": "new_idea", "phrases": ("rota",)})
    )
    (found,) = suggest_segments([transcript_of("P01: The rota.")], codebook_of(inductive))
    assert (found.mechanism_id, found.code_id, found.applied_code) == ("", "new_idea", "new_idea")
