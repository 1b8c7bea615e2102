"""Comments of a Word copy come back as codings: any that were written, and those that people write."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impl_eval.errors import StudyProblems
from impl_eval.outputs.coded_transcript import coded_transcript_docx
from impl_eval.protocols import Mechanism
from impl_eval.qualitative.code_names import CodeNames
from impl_eval.qualitative.codebook import Code
from impl_eval.qualitative.coding import REPORTED_CHANGES, VALENCES, CodedSegment
from impl_eval.qualitative.transcript import Transcript
from impl_eval.readers.word_comments import read_word_comments
from impl_eval.study.coded_transcripts import coded_transcript
from impl_eval.study.comment_import import decisions_of_comments
from impl_eval.study.decisions import Decisions
from tests.qualitative.examples import codebook_of, participant, transcript_of
from tests.readers.word_files import thread_comments

MECHANISMS = [
    Mechanism(id="knowledge", label="Knowledge of what to do", short_label="Knowledge", definition="d"),
    Mechanism(id="trust", label="Trust", short_label="Trust", definition="d"),
]
CODEBOOK = codebook_of(
    Code(id="doses", parent="knowledge", label="Doses, steps", definition="d"),
    Code(mechanism="knowledge", definition="d"),
    Code(id="waiting", origin="inductive", label="Waiting lists", definition="d"),
    Code(id="other_k", parent="knowledge", label="Other", definition="d"),
    Code(id="other_t", mechanism="trust", label="Other", definition="d"),
)
NAMES = CodeNames.of(MECHANISMS, CODEBOOK)
TEXT = (
    "Interviewer: What has changed?\r\n"
    "P01: Yeah. I know the doses now. Nobody told us that before, honestly.\r\n"
    "Interviewer: And the clinic?\r\nP01: A year\u2019s wait. Yeah. It\u2019s no use to anybody.\r\n"
)
TRANSCRIPT = transcript_of(TEXT, participant("P01"))


def coding(words: str, code: str = "knowledge", coder: str = "AB", **more: str) -> CodedSegment:
    start = TEXT.index(words)
    mechanism_id, code_id = NAMES.columns(code)
    values = {"valence": "barrier", "reported_change": "worse", "origin": "human"} | more
    return CodedSegment(
        "int01", start, start + len(words), mechanism_id, coder, words, code_id=code_id, **values
    )


def word_copy(
    folder: Path, segments: Sequence[CodedSegment], transcript: Transcript = TRANSCRIPT, name: str = "a.docx"
) -> Path:
    path = folder / name
    path.write_bytes(coded_transcript_docx(coded_transcript(transcript, segments, MECHANISMS, CODEBOOK)))
    return path


def taken(
    path: Path,
    coder: str = "AB",
    transcript: Transcript = TRANSCRIPT,
    before: Sequence[CodedSegment] = (),
    authors: dict[str, str] | None = None,
) -> Decisions:
    document = read_word_comments(path, path.name)
    return decisions_of_comments(document, path, coder, [transcript], NAMES, before=before, authors=authors)


def commented(folder: Path, *comments: tuple[str, str, str], lines: str = TEXT, name: str = "a.docx") -> Path:
    """A Word copy as a person makes one: paragraphs, and comments (words, author, comment)."""
    document = docx.Document()
    for line in lines.splitlines():
        paragraph = document.add_paragraph()
        rest = line
        for words, author, comment in comments:
            if words in rest:
                before, rest = rest.split(words, 1)
                paragraph.add_run(before)
                initials = "".join(word[0] for word in author.split())
                document.add_comment(paragraph.add_run(words), text=comment, author=author, initials=initials)
        paragraph.add_run(rest)
    document.save(str(folder / name))
    return folder / name


def problems(path: Path, **more: object) -> list[tuple[str, str]]:
    with pytest.raises(StudyProblems) as refused:
        taken(path, **more)  # type: ignore[arg-type]
    return [(problem.where, problem.found) for problem in refused.value.problems]


def test_codings_written_into_word_come_back_as_they_were(tmp_path: Path) -> None:
    segments = sorted(
        [
            coding("I know the doses now.", "doses", note="barrier? ask CD: soon"),
            coding(
                "I know the doses now.", "trust", coder="CD", valence="unclear", reported_change="not said"
            ),
            coding("the doses now. Nobody told us", "waiting", note="- better"),
            coding("Nobody told us that before", origin="accepted_suggestion"),
        ]
    )
    back = taken(word_copy(tmp_path, segments), authors={"AB": "AB", "CD": "CD"})
    assert sorted(back.segments) == [replace(one, origin="human") for one in segments]
    assert (back.moved, back.not_taken, back.not_codings, back.remarks) == ((), (), (), ())


SPEECH = st.text(
    st.sampled_from("ab .,é\U0001f600\u05d0\t\x0b\x00\r\u200b\u00a0’<&"), min_size=1, max_size=40
).filter(lambda text: bool(text.strip()))
MEMOS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), max_size=30).map(
    lambda memo: " ".join(memo.split())
)


def test_a_letter_that_small_letters_make_longer_leaves_the_code_known(tmp_path: Path) -> None:
    segment = coding("I know the doses now.", "other_k", note="İlk")
    assert taken(word_copy(tmp_path, [segment])).segments == (segment,)


@settings(max_examples=60)
@given(st.lists(SPEECH, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n"]), st.data())
def test_any_codings_of_any_speech_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, speech: list[str], end: str, data: st.DataObject
) -> None:
    text = "".join(f"Interviewer: And?{end}P01: {words}{end}" for words in speech)
    transcript = transcript_of(text, participant("P01"))
    turns = transcript.participant_turns
    segments: dict[tuple[int, int, str, str], CodedSegment] = {}
    for _ in range(data.draw(st.integers(0, 6))):
        turn = data.draw(st.sampled_from(turns))
        start = data.draw(st.integers(turn.start, turn.end - 1))
        stop = data.draw(st.integers(start + 1, turn.end))
        if text[start:stop].strip():
            mechanism_id, code_id = NAMES.columns(data.draw(st.sampled_from(NAMES.known)))
            coder = data.draw(st.sampled_from(["AB", "C D."]))
            segment = CodedSegment(
                "int01", start, stop, mechanism_id, coder, text[start:stop],
                data.draw(st.sampled_from(VALENCES)), data.draw(st.sampled_from(REPORTED_CHANGES)), "human",
                data.draw(MEMOS), code_id,
            )  # fmt: skip
            segments[start, stop, segment.applied_code, segment.coder] = segment
    folder = tmp_path_factory.mktemp("word")
    whole = sorted(segments.values())
    path = word_copy(folder, whole, transcript)
    coders = {segment.coder: segment.coder for segment in whole}
    back = taken(path, transcript=transcript, before=whole, authors=coders or None)
    assert sorted(back.segments) == whole


def test_codes_are_named_by_id_or_label_and_new_ones_are_proposed_not_made(tmp_path: Path) -> None:
    path = commented(
        tmp_path,
        ("I know the doses now", "Ann Berg", "Doses, steps: better"),
        ("Nobody told us", "Ann Berg", "new: Left alone; barrier; worse: see P02"),
        ("that before", "Ann Berg", "New: waiting LISTS, mixed"),
        ("honestly", "Ann Berg", "a fine word"),
        name="int01.docx",
    )
    back = taken(path)
    found = [(one.mechanism_id, one.code_id, one.reported_change) for one in back.segments]
    assert found == [("knowledge", "doses", "better")]
    assert [(one.label, one.valence, one.memo) for one in back.proposed] == [
        ("Left alone", "barrier", "see P02"),
        ("waiting LISTS, mixed", "unclear", ""),
    ]
    assert back.not_codings == ("comment 4 by Ann Berg",)
    assert 'Proposed code "Left alone"' in " ".join(back.remarks)


def test_a_proposed_code_that_exists_is_given(tmp_path: Path) -> None:
    back = taken(commented(tmp_path, ("that before", "Ann Berg", "new: waiting lists; mixed")))
    assert [(one.mechanism_id, one.code_id, one.valence) for one in back.segments] == [
        ("", "waiting", "mixed")
    ]


def test_a_label_of_several_codes_is_refused(tmp_path: Path) -> None:
    path = commented(tmp_path, ("that before", "Ann Berg", "Other: barrier"))
    assert problems(path) == [("comment 1 (?)", "a label that several codes carry")]


def test_a_corrected_copy_finds_its_words_and_says_what_moved(tmp_path: Path) -> None:
    """Line breaks, autocorrected quotation marks, a non-breaking space, a corrected word."""
    corrected = (
        "int01\n\nP01: Yeah. I know the doses now. Nobody told us\u00a0that before, honest.\n"
        "P01: A year's wait.\nYeah. It's no use for anybody.\n"
    )
    path = commented(
        tmp_path,
        ("Nobody told us\u00a0that before", "AB", "trust"),
        ("A year's wait", "AB", "waiting"),
        ("It's no use for anybody", "AB", "trust: barrier"),
        lines=corrected,
    )
    back = taken(path)
    assert [one.quote for one in back.segments] == [
        "Nobody told us that before",
        "A year’s wait",
        "It’s no use to anybody",
    ]
    assert back.moved[0].startswith("2 comments were placed by the same words")
    assert "comment 3" in back.moved[1].lower() and "% alike" in back.moved[1]
    assert "anybody" not in " ".join(back.remarks)  # no speech


def test_words_that_stand_twice_are_told_apart_by_what_stands_around_them(tmp_path: Path) -> None:
    lines = "P01: A year’s wait. Yeah. It’s no use to anybody."
    (segment,) = taken(commented(tmp_path, ("Yeah", "AB", "trust"), lines=lines)).segments
    assert segment.start == TEXT.rindex("Yeah")
    path = commented(
        tmp_path,
        ("Yeah", "AB", "trust"),
        ("nothing like it", "AB", "trust"),
        lines="Yeah\nnothing like it at all",
    )
    assert problems(path) == [
        ("comment 1 (trust)", "words that could stand in several places"),
        ("comment 2 (trust)", "words that do not stand in the transcript"),
    ]


def test_whose_comments_are_taken(tmp_path: Path) -> None:
    known = [coding("Nobody told us", coder="CD")]
    two = commented(
        tmp_path,
        ("I know the doses now", "Ann Berg", "knowledge"),
        ("Nobody told us", "CD", "trust, barrier"),
    )
    back = taken(two, before=known)
    assert [one.coder for one in back.segments] == ["AB"]
    assert back.not_taken == ("1 comment by CD not taken.",)
    only_theirs = commented(tmp_path, ("Nobody told us", "CD", "trust"))
    assert taken(only_theirs, before=known).segments == ()
    document = read_word_comments(only_theirs, "a.docx")
    blind = decisions_of_comments(document, only_theirs, "AB", [TRANSCRIPT], NAMES, coders=["CD"])
    assert blind.segments == ()
    both = commented(
        tmp_path,
        ("I know the doses now", "AB", "knowledge"),
        ("Nobody told us", "Ann Berg", "trust"),
        ("that before", "Eve", "trust"),
    )
    mine = taken(both)
    assert [one.coder for one in mine.segments] == ["AB", "AB"]
    assert mine.not_taken == ('1 comment by Eve not taken. To take them: --author "Eve=INITIALS".',)
    two_of_one_name = commented(
        tmp_path, ("I know the doses now", "Ann Berg", "trust"), ("that before", "Ali Black", "trust")
    )
    assert problems(two_of_one_name) == [("", "comments by Ann Berg, Ali Black")]
    unclear = commented(
        tmp_path, ("I know the doses now", "Eve", "knowledge"), ("Nobody told us", "Carl", "trust")
    )
    assert problems(unclear) == [("", "comments by Eve, Carl")]
    mapped = taken(unclear, authors={"eve": "EV", "Carl": "CD"})
    assert sorted(one.coder for one in mapped.segments) == ["CD", "EV"]
    assert problems(unclear, authors={"Evi": "EV"}) == [("", 'no comments by "Evi"')]


def test_what_the_document_no_longer_has_is_listed_and_a_fresh_copy_lists_nothing(tmp_path: Path) -> None:
    before = [
        coding("I know the doses now."),
        coding("Nobody told us", "trust"),
        coding("A year’s wait", coder="CD"),
    ]
    returned = taken(word_copy(tmp_path, before[:1]), before=before)
    assert returned.removed == (before[1],)
    assert "int01:" in returned.remarks[0] and "Nobody" not in returned.remarks[0]
    assert taken(commented(tmp_path, ("that before", "AB", "trust")), before=before).removed == ()


def test_replies_are_memos_of_the_coding_they_answer(tmp_path: Path) -> None:
    path = commented(
        tmp_path,
        ("I know the doses now", "AB", "knowledge, enabler: sure"),
        ("Nobody told us", "AB", "really?"),
        ("that before", "Carl", "trust, barrier"),
    )
    thread_comments(path, {1: 0, 2: 1})
    back = taken(path)
    (segment,) = back.segments
    assert segment.note == "sure / really? / Carl: trust, barrier"
    assert back.not_codings == ()
