"""Reports quote no turn that names somebody."""

from impl_eval.qualitative.identifiers import ListedName, find_identifiers
from impl_eval.qualitative.interview_strand import InterviewResult, interview_strand
from impl_eval.qualitative.quotes import choose_quotes, not_quoted_caution
from tests.qualitative.examples import MECHANISMS, plan, segment, transcript_of

TALK = (
    "P01: It was never my job to do it and I said so. My NHS number is 999 000 0018.\n\n"
    "Interviewer: And now?\n\n"
    "P01: Now it is ours, and everybody knows it is.\n\n"
    "P01: Ask Bell about that, Bell knows it."
)
TRANSCRIPT = transcript_of(TALK)
SEGMENTS = [
    segment(TRANSCRIPT, words)
    for words in ("never my job to do it", "Now it is ours, and everybody knows", "Bell knows it")
]


def quoted(naming: dict[str, tuple[object, ...]] | None) -> InterviewResult:
    return interview_strand(
        [TRANSCRIPT], SEGMENTS, [], MECHANISMS, topic_guide=None, plan=plan(),
        group_labels={"gp": "GP"}, naming=naming,  # type: ignore[arg-type]
    )  # fmt: skip


def test_the_whole_turn_is_not_quoted_and_a_caution_counts() -> None:
    """The coded words themselves hold no number: their turn does."""
    section = quoted(None).section
    texts = {quote.text for quote in section.quotes}
    assert texts == {"Now it is ours, and everybody knows", "Bell knows it"}
    (caution,) = [one for one in section.cautions if "not quoted" in one]
    assert caution.startswith("1 coded passage is not quoted, because the turn holds what may name a person.")
    assert "999" not in caution


def test_names_of_the_list_count_where_they_are_given() -> None:
    naming = {"int01": find_identifiers(TALK, [ListedName("Bell", "person")])}
    section = quoted(naming).section
    assert {quote.text for quote in section.quotes} == {"Now it is ours, and everybody knows"}
    assert any(one.startswith("2 coded passages are not quoted") for one in section.cautions)


def test_what_somebody_decided_to_keep_is_quoted() -> None:
    section = quoted({}).section
    assert len(section.quotes) == 2
    assert not [one for one in section.cautions if "not quoted" in one]


def test_possible_identifiers_do_not_hold_a_quote_back() -> None:
    transcript = transcript_of("P01: I saw her on 12 March 2019 about it, I think.")
    segments = [segment(transcript, "about it, I think")]
    naming = {"int01": find_identifiers(transcript.text)}
    assert naming["int01"]
    assert choose_quotes(segments, {"int01": transcript}, {"P01": "GP"}, naming)
    assert not_quoted_caution(segments, {"int01": transcript}, naming) == ""
