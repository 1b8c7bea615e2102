"""Comments in Word documents: what each is about, to the code point, in the transcript reader's text."""

from pathlib import Path

import docx
import pytest
from docx.document import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from impl_eval.readers.transcripts import read_transcript
from impl_eval.readers.word_comments import CommentReply, WordComments, read_word_comments
from tests.readers.files import faults, write_file
from tests.readers.word_files import mark, new_document, put, saved, thread_comments, tracked


def _read(document: Document, folder: Path) -> WordComments:
    path = saved(document, folder)
    comments = read_word_comments(path, path.name)
    assert comments.text == read_transcript(path, path.name).text
    return comments


def _quotes(comments: WordComments) -> list[tuple[str, str]]:
    return [(comment.text, comments.text[comment.start : comment.end]) for comment in comments.comments]


def test_runs_paragraphs_nesting_and_overlap(tmp_path: Path) -> None:
    document = docx.Document()
    first = document.add_paragraph()
    words = [first.add_run(word) for word in ("P01: ", "It is ", "\U0001f600 my ", "job ", "now.")]
    second = document.add_paragraph()
    more = [second.add_run(word) for word in ("P02: ", "e\u0301 not ", "mine.")]
    document.add_comment(words[1:4], text="outer", author="AB")
    document.add_comment(words[2], text="nested", author="CD")
    document.add_comment([words[3], more[1]], text="two paragraphs", author="AB")
    document.add_comment(more[2], text="line one\nline two", author="")
    comments = _read(document, tmp_path)
    assert comments.text == "P01: It is \U0001f600 my job now.\nP02: e\u0301 not mine."
    assert _quotes(comments) == [
        ("outer", "It is \U0001f600 my job "),
        ("nested", "\U0001f600 my "),
        ("two paragraphs", "job now.\nP02: e\u0301 not "),
        ("line one\nline two", "mine."),
    ]
    assert [comment.author for comment in comments.comments] == ["AB", "CD", "AB", ""]
    assert comments.notes == ("4 comments are not part of the text.",)


def test_comments_in_tables_and_across_the_end_of_one(tmp_path: Path) -> None:
    document = new_document("before")
    table = document.add_table(rows=1, cols=2)
    cell = table.cell(0, 1).paragraphs[0].add_run("in the cell")
    table.cell(0, 0).text = "P01:"
    after = document.add_paragraph().add_run("after")
    document.add_comment(cell, text="cell", author="A")
    document.add_comment([cell, after], text="over the edge", author="A")
    comments = _read(document, tmp_path)
    assert comments.text == "before\nP01:\nin the cell\nafter"
    assert _quotes(comments) == [("cell", "in the cell"), ("over the edge", "in the cell\nafter")]


def test_ranges_around_tracked_changes(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    first = paragraph.add_run("I ")
    put(paragraph, tracked("ins", "always "))
    put(paragraph, tracked("del", "never "))
    last = paragraph.add_run("taper")
    document.add_comment([first, last], text="c", author="A")
    assert _quotes(_read(document, tmp_path)) == [("c", "I always taper")]


def test_a_comment_on_a_deletion_becomes_a_point(tmp_path: Path) -> None:
    document = new_document("kept ")
    paragraph = document.paragraphs[0]
    document.comments.add_comment(text="gone", author="A")
    put(paragraph, mark("commentRangeStart", 0))
    put(paragraph, tracked("del", "struck "))
    put(paragraph, mark("commentRangeEnd", 0))
    paragraph.add_run("on")
    comments = _read(document, tmp_path)
    assert [(comment.start, comment.end) for comment in comments.comments] == [(5, 5)]


def test_comments_without_a_range_are_points_and_those_without_a_place_are_counted(tmp_path: Path) -> None:
    document = new_document("one", "two")
    for text in ("point", "open end", "nowhere", "end before start"):
        document.comments.add_comment(text=text, author="A")
    paragraph = document.paragraphs[1]
    put(paragraph, mark("commentReference", 0))
    put(paragraph, mark("commentRangeStart", 1))
    put(paragraph, mark("commentRangeEnd", 3))
    paragraph.add_run(" more")
    put(paragraph, mark("commentRangeStart", 3))
    comments = _read(document, tmp_path)
    assert comments.text == "one\ntwo more"
    places = {comment.text: (comment.start, comment.end) for comment in comments.comments}
    assert places == {"point": (7, 7), "open end": (7, 7), "end before start": (12, 12)}
    assert "1 of the comments stand outside the text" in comments.notes[1]


def test_ranges_that_open_and_close_between_paragraphs(tmp_path: Path) -> None:
    from docx.oxml import parse_xml

    document = new_document("one", "two", "three")
    document.comments.add_comment(text="c", author="A")
    body = document.element.body
    body.insert(1, parse_xml(mark("commentRangeStart", 0)))
    body.insert(3, parse_xml(mark("commentRangeEnd", 0)))
    assert _quotes(_read(document, tmp_path)) == [("c", "two")]


def test_a_document_without_comments(tmp_path: Path) -> None:
    comments = _read(new_document("P01: hello"), tmp_path)
    assert (comments.comments, comments.notes) == ((), ())


@pytest.mark.parametrize(("name", "words"), [("a.docx", "plain text"), ("a.txt", "with the ending .txt")])
def test_only_word_documents_have_comments(tmp_path: Path, name: str, words: str) -> None:
    (problem,) = faults(read_word_comments, write_file(tmp_path, name, "P01: hello"))
    assert words in problem.found


RUNS = st.lists(
    st.lists(st.text("ab \U0001f600\u0301\u05d0", max_size=4), min_size=1, max_size=3), min_size=1, max_size=4
)


@settings(max_examples=40, deadline=None)
@given(RUNS, st.data())
def test_any_range_of_runs_is_found_again(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[str]], data: st.DataObject
) -> None:
    document = docx.Document()
    flat, texts = [], []
    for number, words in enumerate(runs):
        paragraph = document.add_paragraph()
        for position, text in enumerate(["x", *words]):
            flat.append(paragraph.add_run(text))
            texts.append(("\n" if number and not position else "") + ("x" if not position else text))
    wanted = []
    for number in range(data.draw(st.integers(1, 3))):
        first = data.draw(st.integers(0, len(flat) - 1))
        last = data.draw(st.integers(first, len(flat) - 1))
        document.add_comment([flat[first], flat[last]], text=str(number), author="A")
        quote = "".join(texts[first : last + 1])
        opens_a_line = texts[first].startswith("\n")  # the line end before a range is not in it
        wanted.append((str(number), quote[opens_a_line:]))
    comments = _read(document, tmp_path_factory.mktemp("word"))
    assert sorted(_quotes(comments)) == sorted(wanted)


def test_replies_stand_with_the_first_comment_of_their_thread(tmp_path: Path) -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("our job")
    for author, text in (
        ("Ann Berg", "trust"),
        ("Carl", "really?"),
        ("Ann Berg", "trust"),
        ("Carl", "really?"),
    ):
        document.add_comment(run, text=text, author=author, initials=author[0])
    path = saved(document, tmp_path)
    thread_comments(path, {1: 0, 3: 1})
    comments = read_word_comments(path, "a.docx")
    first, second = comments.comments
    assert first.replies == (CommentReply("Carl", "really?"), CommentReply("Carl", "really?"))
    assert (second.replies, second.initials, comments.authors) == ((), "A", ("Ann Berg",))


def test_replies_that_answer_each_other_in_a_circle_do_no_harm(tmp_path: Path) -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("our job")
    for text in ("a", "b", "c"):
        document.add_comment(run, text=text, author="A")
    path = saved(document, tmp_path)
    thread_comments(path, {0: 1, 1: 0})
    assert [comment.text for comment in read_word_comments(path, "a.docx").comments] == ["c"]


def test_a_damaged_list_of_replies_is_a_damaged_file(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_comment(document.add_paragraph().add_run("our job"), text="a", author="A")
    path = saved(document, tmp_path)
    thread_comments(path, {}, entries="<w15:commentEx")
    (problem,) = faults(read_word_comments, path)
    assert "damaged" in problem.found
