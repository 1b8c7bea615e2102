"""The coding store: what is acknowledged is kept, nothing on record changes, and anything is undone."""

import sqlite3
import stat
from pathlib import Path

import pytest

from impl_eval.coding.drafts import (
    Passage,
    adjudicated,
    layer_locked,
    memo_written,
    orphaned,
    re_anchored,
    recoded,
    removed,
    suggestion_rejected,
    summary_written,
)
from impl_eval.coding.erasing import Erasing
from impl_eval.coding.store import CodingStore
from impl_eval.coding.verification import verify
from impl_eval.errors import OutputNotWritten, StudyProblems
from tests.coding.stores import AT, TEXTS, a_coding, new_store, send


def test_a_coding_is_there_after_reopening_with_its_place_and_note(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path)
    with store:
        store.record("AB", [a_coding(keys, valence="enabler", note="ours")], AT)
    with CodingStore(store.path, store.name) as again:
        (segment,) = again.segments()
        document = again.documents()[segment.document]
        assert document.text[segment.start : segment.end] == "It is ours now."
        assert (segment.layer, segment.code, segment.valence) == ("AB", "ownership", "enabler")
        assert again.texts()[segment.note] == "ours"
        assert verify(again) == ((), ())


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path)
    store.record("AB", [a_coding(keys)], AT)
    files = list(store.path.parent.iterdir())
    assert len(files) == 3, "the database, its write-ahead log and its index"
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE(store.path.parent.stat().st_mode) == 0o700
    store.close()


def test_settings_of_the_database(tmp_path: Path) -> None:
    store, _ = new_store(tmp_path)
    connection = store._connection
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,), "FULL"
    assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    strict = connection.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict")
    assert [row[0] for row in strict if not row[0].startswith("sqlite_")] == []
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET coder = 'XY'",
        "UPDATE event SET body = '{}'",
        "DELETE FROM event",
        "REPLACE INTO event SELECT id, 'XY', device, 9, clock, at, action, kind, '{}', previous FROM event",
    ],
)
def test_an_event_can_neither_be_changed_nor_deleted(tmp_path: Path, statement: str) -> None:
    store, keys = new_store(tmp_path)
    store.record("AB", [a_coding(keys)], AT)
    before = store.events()
    try:
        store._connection.execute(statement)
    except sqlite3.IntegrityError as refused:
        assert "event of the log cannot be" in str(refused) or "FOREIGN KEY" in str(refused)
    assert store.events() == before
    store.close()


def test_words_of_transcripts_and_notes_are_not_in_the_log(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path)
    store.record("AB", [a_coding(keys, note="an opinion of mine")], AT)
    log = "".join(event.body for event in store.events())
    assert "ours" not in log
    assert "opinion" not in log
    assert "int01" not in log
    store.close()


def test_recoding_removing_and_their_undoing(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path)
    store.record("AB", [a_coding(keys, note="first")], AT)
    (segment,) = store.segments()
    store.record("AB", [recoded(segment.id, codebook="d" * 64, code="list", valence="barrier", note="")], AT)
    (changed,) = store.segments()
    assert (changed.id, changed.code, changed.valence, changed.note) == (segment.id, "list", "barrier", "")
    store.record("AB", [removed(segment.id)], AT)
    assert store.segments() == []
    assert store.undo("AB", AT)
    assert store.segments() == [changed]
    assert store.undo("AB", AT)
    assert [one.note for one in store.segments()] == [segment.note]
    assert store.undo("AB", AT)
    assert store.segments() == []
    assert store.undo("AB", AT) == "", "nothing is left to take back"
    for expected in ([segment.code], ["list"], []):
        assert store.redo("AB", AT)
        assert [one.code for one in store.segments()] == expected
    assert store.redo("AB", AT) == ""
    assert verify(store) == ((), ())
    store.close()


def test_after_new_work_there_is_nothing_to_redo(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path)
    store.record("AB", [a_coding(keys)], AT)
    store.undo("AB", AT)
    store.record("AB", [a_coding(keys, start=29)], AT)
    assert store.redo("AB", AT) == ""
    assert [one.start for one in store.segments()] == [29]
    store.close()


def test_an_action_is_undone_as_a_whole_and_only_by_its_coder(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path)
    first = store.record("AB", [a_coding(keys), a_coding(keys, start=29)], AT)
    assert store.undo("CD", AT) == ""
    store.undo("CD", AT, first)
    assert len(store.segments()) == 2, "somebody else's undoing has no effect"
    store.undo("AB", AT, first)
    assert store.segments() == []
    store.close()


def test_coding_the_same_again_is_one_segment_and_the_later_counts(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path)
    store.record("AB", [a_coding(keys, valence="enabler")], AT)
    store.record("AB", [a_coding(keys, valence="barrier")], AT)
    assert [one.valence for one in store.segments()] == ["barrier"]
    store.record("CD", [a_coding(keys, layer="CD")], AT)
    assert [one.layer for one in store.segments()] == ["AB", "CD"]
    store.close()


def test_a_corrected_transcript_keeps_its_earlier_version_and_codings(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path)
    store.record("AB", [a_coding(keys), a_coding(keys, start=44, end=50)], AT)
    later = store.register({"int01": "Corrected. " + TEXTS["int01"]})
    assert {one.transcript_id: one.is_current for one in store.documents().values() if one.is_current} == {
        "int01": True,
        "int02": True,
    }
    first, second = store.segments()
    assert {first.document, second.document} == {keys["int01"]}
    moves = [re_anchored(first.id, later["int01"], 39, 54), orphaned(second.id, later["int01"])]
    store.record("AB", moves, AT)
    assert [(one.document, one.start) for one in store.segments()] == [(later["int01"], 39)]
    assert [one.id for one in store.segments(("orphaned",))] == [second.id]
    store.record("AB", [re_anchored(second.id, later["int01"], 55, 61)], AT)
    assert [one.state for one in store.segments()] == ["live", "live"]
    store.close()


def test_memos_summaries_rejections_locks_and_consensus(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path)
    store.record("AB", [memo_written("code", "ownership", "what I mean by it")], AT)
    (memo,) = store.memos()
    store.record("AB", [memo_written("code", "ownership", "better words", replaces=memo[0])], AT)
    assert [words for *_, words in store.memos()] == ["better words"]
    store.record("AB", [summary_written("ownership", '{"case":"P01"}', [])], AT)
    assert [content for _, _, content, _ in store.summaries()] == ['{"case":"P01"}']
    place = Passage(keys["int01"], 28, 43, "ownership", note="no")
    store.record("AB", [suggestion_rejected("AB", place, codebook="c" * 64)], AT)
    assert [(one.layer, one.code) for one in store.rejections()] == [("AB", "ownership")]
    store.record("AB", [re_anchored(store.rejections()[0].id, keys["int01"], 27, 42)], AT)
    assert [one.start for one in store.rejections()] == [27]
    store.undo("AB", AT)
    store.record("AB", [layer_locked("AB", [keys["int01"]])], AT)
    assert store.locks() == {("AB", keys["int01"])}
    store.record("EF", [adjudicated(place, decision="keep", codebook="c" * 64, reason="both meant it")], AT)
    drop = Passage(keys["int01"], 44, 50, "ownership")
    store.record("EF", [adjudicated(drop, decision="drop", codebook="c" * 64)], AT)
    assert [(one.layer, one.start) for one in store.segments()] == [("consensus", 28)]
    assert [one.start for one in store.segments(("dropped",))] == [44]
    assert verify(store) == ((), ())
    store.undo("AB", AT)
    assert store.locks() == frozenset()
    store.close()


def test_what_is_erased_is_in_no_file_and_does_not_come_back(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path / "here")
    other, _ = new_store(tmp_path / "there")
    store.record(
        "AB", [a_coding(keys, note="a remark to erase"), a_coding(keys, transcript="int02", start=5)], AT
    )
    send(store, other, ["AB"])
    doomed = next(one for one in store.segments() if one.document == keys["int01"])
    store.erase("AB", Erasing([keys["int01"], doomed.note]), AT)
    folder = store.path.parent
    content = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"Nobody told us" not in content
    assert b"a remark to erase" not in content
    assert b"int01" not in content
    assert [one.document for one in store.segments()] == [keys["int02"]]
    send(other, store, ["AB"])
    assert "a remark to erase" not in store.texts().values()
    assert verify(store)[0] == ()
    last = store.events()[-1]
    assert (last.kind, sorted(last.said)) == ("withdrawn", ["erased"])
    store.undo("AB", AT, last.action)
    assert [one.document for one in store.segments()] == [keys["int02"]], "a withdrawal is not undone"
    send(store, other, ["AB"])
    assert other.erase_again() == 2
    assert b"Nobody told us" not in b"".join(path.read_bytes() for path in other.path.parent.iterdir())
    store.close()
    other.close()


def test_a_copy_goes_on_in_a_chain_of_its_own(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path / "here")
    store.record("AB", [a_coding(keys)], AT)
    copied = tmp_path / "copy" / "coding.sqlite"
    copied.parent.mkdir()
    store.copy_to(copied)
    copy = CodingStore(copied, "copy")
    copy.record("AB", [a_coding(keys, start=29)], AT)
    store.record("AB", [a_coding(keys, start=30)], AT)
    assert len({event.device for event in copy.events()}) == 2
    send(copy, store, ["AB"])
    assert [one.start for one in store.segments()] == [28, 29, 30]
    assert verify(store) == ((), ())
    store.close()
    copy.close()


def test_a_tampered_file_is_noticed(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path)
    store.record("AB", [a_coding(keys), a_coding(keys, start=29, note="mine")], AT)
    connection = store._connection
    connection.execute("UPDATE written_text SET text = 'other words'")
    assert verify(store)[0] == ("1 notes, memos or summaries are not what was written.",)
    connection.execute("DROP TRIGGER event_is_final")
    connection.execute("UPDATE event SET body = replace(body, 'ownership', 'list')")
    assert verify(store)[0][0] == f"event 1 of AB ({AT}) was changed after it was written."
    store.close()


def test_tables_that_are_not_what_the_log_says_are_rebuilt(tmp_path: Path) -> None:
    store, keys = new_store(tmp_path)
    store.record("AB", [a_coding(keys)], AT)
    store._connection.execute("UPDATE segment SET code = 'list'")
    assert "not what the log amounts to" in verify(store)[0][0]
    store.rebuild()
    assert verify(store) == ((), ())
    store.close()


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    store, _ = new_store(tmp_path)
    store._connection.execute("PRAGMA user_version = 99")
    store.close()
    with pytest.raises(StudyProblems) as refused:
        CodingStore(store.path, "coding/coding.sqlite")
    assert refused.value.problems[0].found == "a coding store of version 99"


@pytest.mark.parametrize(
    "content", [b"this is no database at all" * 50, b"SQLite format 3\x00" + b"\xff" * 4000]
)
def test_a_damaged_file_is_said_to_be_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "coding.sqlite"
    path.write_bytes(content)
    with pytest.raises(StudyProblems) as refused:
        CodingStore(path, "coding/coding.sqlite")
    assert "coding/backups" in refused.value.problems[0].remedy
    assert path.read_bytes() == content


def test_another_database_is_not_taken_for_a_store(tmp_path: Path) -> None:
    path = tmp_path / "coding.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (x)")
    connection.close()
    with pytest.raises(StudyProblems) as refused:
        CodingStore(path, "coding/coding.sqlite")
    assert refused.value.problems[0].found == "a database that is no coding store"


def test_a_writer_that_holds_the_store_is_waited_for_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, keys = new_store(tmp_path)
    store._connection.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(store.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OutputNotWritten, match="Another impl-eval is writing"):
        store.record("AB", [a_coding(keys)], AT)
    other.execute("ROLLBACK")
    other.close()
    store.record("AB", [a_coding(keys)], AT)
    assert len(store.segments()) == 1
    store.close()


def test_an_empty_file_is_never_taken_for_a_new_store(tmp_path: Path) -> None:
    """A file that something cut to nothing: saying "nothing on record" would let exports be emptied too."""
    path = tmp_path / "coding.sqlite"
    path.touch()
    with pytest.raises(StudyProblems) as refused:
        CodingStore(path, "coding.sqlite")
    (problem,) = refused.value.problems
    assert (problem.found, "coding/backups" in problem.remedy) == ("an empty file", True)
    assert path.stat().st_size == 0


def test_a_folder_where_the_store_should_be(tmp_path: Path) -> None:
    path = tmp_path / "coding.sqlite"
    path.mkdir()
    with pytest.raises(OutputNotWritten, match="could not be used"):
        CodingStore(path, "coding.sqlite")


def test_a_new_store_appears_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "coding" / "coding.sqlite"
    CodingStore(path, "coding.sqlite").close()
    assert [one.name for one in path.parent.iterdir()] == ["coding.sqlite"]
    assert path.stat().st_mode & 0o777 == 0o600
    CodingStore(path, "coding.sqlite").close()
