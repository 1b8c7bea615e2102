"""The tagger: what it suggests, what it must not, and laws on every suggestion."""

import nltk
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.coding import Suggestion
from impl_eval.qualitative.tagger import check_phrases, suggest_segments
from tests.qualitative.examples import code, codebook_of, participant, transcript_of
from tests.shared import ROOT

CODEBOOK = codebook_of(
    code(
        "role_expectation",
        "whose job",
        "part of * job",
        counter=("part of my old job",),
        barrier=["dumped on"],
    ),
    code("knowledge", "how to taper", "conversion chart", "job"),
    enabler=["easier"],
    barrier=["difficult"],
)


def tag(text: str, codebook: Codebook = CODEBOOK) -> tuple[Suggestion, ...]:
    return suggest_segments([transcript_of(text)], codebook)


def only(text: str) -> Suggestion:
    (suggestion,) = [each for each in tag(text) if each.mechanism_id == "role_expectation"]
    return suggestion


def test_a_suggestion_is_the_sentence_and_says_why() -> None:
    transcript = transcript_of("Interviewer: And?\nP01: Well. It is part of my daily jobs, easier now. Yes.")
    lines = {("role_expectation", "part of * job"): 12}
    suggestion = suggest_segments([transcript], CODEBOOK, lines=lines)[1]
    assert suggestion.quote == "It is part of my daily jobs, easier now."
    assert (suggestion.phrase, suggestion.codebook_line) == ("part of * job", 12)
    assert suggestion.evidence == "part of my daily jobs"
    assert (suggestion.valence, suggestion.valence_cue) == ("enabler", "easier")


def test_negation_turns_valence_and_keeps_the_suggestion() -> None:
    suggestion = only("P01: And nobody told us whose job it was.")
    assert (suggestion.mechanism_id, suggestion.valence) == ("role_expectation", "barrier")


def test_a_cue_of_another_mechanism_does_not_count() -> None:
    roles = codebook_of(
        code("role_expectation", "whose job", barrier=["dumped on"]), code("knowledge", "chart")
    )
    by_mechanism = {
        each.mechanism_id: each.valence for each in tag("P01: Whose job? I was dumped on a chart.", roles)
    }
    assert by_mechanism == {"knowledge": "unclear"} | {"role_expectation": "unclear"}


def test_interviewers_and_headings_are_not_tagged() -> None:
    assert tag("Whose job is it\nInterviewer: Whose job is it?\nP01: Hm.") == ()


def test_no_match_over_the_end_of_a_sentence_or_turn() -> None:
    assert tag("P01: That is part of. Job done is knowledge.", codebook_of(code("a", "part of * job"))) == ()
    assert tag("P01: whose\nInterviewer: job\nP01: job", codebook_of(code("a", "whose job"))) == ()


def test_a_counter_phrase_cancels_its_own_code_only() -> None:
    suggestions = tag("P01: It was part of my old job.")
    assert [each.mechanism_id for each in suggestions] == ["knowledge"]


def test_a_counter_phrase_cancels_only_what_it_overlaps() -> None:
    suggestion = only("P01: It was part of my old job, so whose job is it?")
    assert suggestion.phrase == "whose job"


def test_neighbouring_sentences_make_one_suggestion_named_after_the_longest_phrase() -> None:
    suggestion = only("P01: First. Whose job is it? It is part of the job. Last.")
    assert suggestion.quote == "Whose job is it? It is part of the job."
    assert (suggestion.phrase, suggestion.evidence) == ("part of * job", "part of the job")


def test_a_sentence_between_keeps_suggestions_apart() -> None:
    assert (
        len([s for s in tag("P01: Whose job? Hm. Whose job?") if s.mechanism_id == "role_expectation"]) == 2
    )


def test_turns_keep_suggestions_apart() -> None:
    text = "P01: Whose job?\nInterviewer: Hm.\nP01: Whose job?"
    assert len([s for s in tag(text) if s.mechanism_id == "role_expectation"]) == 2


def test_hyphens_split_words_and_apostrophes_do_not() -> None:
    text = "P01: The Out-of-hours doctor and the GP’s job."
    found = tag(text, codebook_of(code("a", "out of hours"), code("b", "GP's job")))
    assert [each.evidence for each in found] == ["Out-of-hours", "GP’s job"]


def test_order_is_transcript_then_start_then_mechanism() -> None:
    second = transcript_of("P01: How to taper is whose job?", name="int02")
    first = transcript_of("P01: Hm. Whose job?", name="int01")
    found = suggest_segments([second, first], CODEBOOK)
    assert [(each.transcript_id, each.mechanism_id) for each in found] == [
        ("int01", "knowledge"),
        ("int01", "role_expectation"),
        ("int02", "knowledge"),
        ("int02", "role_expectation"),
    ]


def test_no_downloaded_data_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nltk.data, "path", [])
    assert tag("P01: Whose job?")


def test_a_phrase_without_words_has_its_place() -> None:
    book = codebook_of(code("a", "whose job", "* *", counter=("…",)), enabler=["!"])
    assert [finding.path for finding in check_phrases(book)] == [
        ("valence_cues", "enabler", 0),
        ("codes", 0, "phrases", 1),
        ("codes", 0, "counter_phrases", 0),
    ]
    assert check_phrases(CODEBOOK) == ()


def reference_codebook() -> Codebook:
    text = (ROOT / "qualitative" / "codebook.yaml").read_text(encoding="utf-8")
    return Codebook.model_validate(yaml.load(text, Loader=yaml.BaseLoader))


def test_the_reference_codebook_finds_its_own_examples() -> None:
    book = reference_codebook()
    assert check_phrases(book) == ()
    for each in book.codes:
        for example in each.examples:
            said = f"P01: {example.text}"
            assert each.mechanism in {found.mechanism_id for found in tag(said, book)}, example


def test_nobody_told_us_whose_job_it_was() -> None:
    found = {
        each.mechanism_id: each for each in tag("P01: nobody told us whose job it was", reference_codebook())
    }
    assert found["role_expectation"].valence == "barrier"


TALK_WORDS = [
    "whose",
    "job",
    "jobs",
    "part",
    "of",
    "my",
    "old",
    "how",
    "to",
    "taper",
    "easier",
    "not",
    "💊",
    "Dr.",
    "İ",
    "-",
    "…",
    "?”",
]
TALK_BREAKS = [". ", ", ", "\r\n", "\n\n", "\nInterviewer: ", "\nP01: ", "\nP02: "]
TALK = st.lists(st.sampled_from(TALK_WORDS + TALK_BREAKS), max_size=40).map(" ".join)


@given(TALK)
def test_every_suggestion_lies_in_one_participants_turn_and_holds_its_evidence(talk: str) -> None:
    transcript = transcript_of(f"P01: {talk}", participant("P01"), participant("P02"))
    suggestions = suggest_segments([transcript], CODEBOOK)
    for each in suggestions:
        assert each.quote == transcript.text[each.start : each.end] == each.quote.strip()
        assert each.evidence == transcript.text[each.evidence_start : each.evidence_end]
        assert each.start <= each.evidence_start < each.evidence_end <= each.end
        assert any(t.start <= each.start and each.end <= t.end for t in transcript.participant_turns)
        assert (each.valence == "unclear") == (each.valence_cue == "")
    ordered = [(each.start, each.mechanism_id) for each in suggestions]
    assert ordered == sorted(set(ordered))
