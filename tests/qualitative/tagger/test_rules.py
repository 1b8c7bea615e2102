"""Rules: the fast search of whole transcripts against a slow one, sentence by sentence."""

from hypothesis import given
from hypothesis import strategies as st

from impl_eval.qualitative.phrases import WORD, PhraseTrie, Stems
from impl_eval.qualitative.sentences import sentence_spans
from impl_eval.qualitative.tagger.rules import find_phrases
from tests.qualitative.examples import code, codebook_of, participant, transcript_of

BOOK = codebook_of(
    code("a", "whose job", "part of * job", "Dr Smith", "dying", counter=("part of my old job",)),
    code("b", "job", "out of hours", "how * to * taper", counter=("no job",)),
)
STEMS = Stems()
SAID = (
    *("whose", "job", "jobs", "Job,", "part", "of", "my", "old", "how", "to", "taper", "tapering."),
    *(
        "out-of-hours",
        "Dr.",
        "Smith",
        "die",
        "no",
        "–",
        "…",
        "20",
        "mg.",
        "dies",
        "\nP02:",
        "\nInterviewer:",
        "\n\n",
        "?",
        "İ",
        "💊",
    ),
)
TALK = st.lists(st.sampled_from(SAID), max_size=50).map(" ".join)


def slowly(text: str, start: int, end: int) -> set[tuple[str, int, int, str]]:
    """One sentence after another, one phrase after another, every word stemmed."""
    found = set()
    for begin, stop in sentence_spans(text, start, end):
        words = list(WORD.finditer(text, begin, stop))
        stems = [STEMS[word.group()] for word in words]
        for each in BOOK.codes:
            counters = [
                range(match.first, match.end)
                for phrase in each.counter_phrases
                for match in PhraseTrie([(phrase, 0)], STEMS).find(stems)
            ]
            for phrase in each.phrases:
                for match in PhraseTrie([(phrase, 0)], STEMS).find(stems):
                    if not any(set(counter) & set(range(match.first, match.end)) for counter in counters):
                        place = (words[match.first].start(), words[match.end - 1].end())
                        found.add((each.code_id, *place, phrase))
    return found


@given(TALK)
def test_the_fast_search_finds_what_a_slow_one_finds(talk: str) -> None:
    transcript = transcript_of(f"P01: {talk}", participant("P01"), participant("P02"))
    expected = set()
    for turn in transcript.participant_turns:
        expected |= slowly(transcript.text, turn.start, turn.end)
    found = find_phrases([transcript], BOOK)
    assert {(hit.code_id, hit.start, hit.end, hit.phrase) for _, hit in found} == expected
    assert len(found) == len(expected)


def test_phrases_do_not_go_over_the_end_of_a_turn() -> None:
    transcript = transcript_of("P01: whose\nP02: job", participant("P01"), participant("P02"))
    assert [hit.phrase for _, hit in find_phrases([transcript], BOOK)] == ["job"]
