"""Edited reports as files: nothing that exists is ever written over."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from impl_eval.errors import OutputNotWritten
from impl_eval.outputs.refresh import refresh
from impl_eval.outputs.refresh.files import (
    copies_of_edited,
    edition_of,
    is_as_written,
    read_word_file,
    write_refreshed,
)
from tests.outputs.refresh.word_files import Value, delete, edited, element, own, report, retype, text


def version(number: str) -> bytes:
    return report((text("a", "It rose by ", Value("r", number), "."), text("b", "Nothing else.")))


OLD, NEW = version("+1.1"), version("+2.2")
MINE = edited(OLD, retype("a", "rose", "went up"))


def test_a_refreshed_report_lies_beside_the_edited_one_with_its_log(tmp_path: Path) -> None:
    path = tmp_path / "mine.docx"
    path.write_bytes(MINE)
    written = write_refreshed(path, refresh(MINE, NEW), private=False)
    assert written == tmp_path / "mine-refreshed.docx"
    assert path.read_bytes() == MINE
    log = json.loads((tmp_path / "mine-refreshed-log.json").read_text(encoding="utf-8"))
    assert log["schema"] == "impl-eval/refresh/1"
    assert (tmp_path / "mine-refreshed-log.txt").read_text(encoding="utf-8").startswith("Refreshed: ")


def test_a_name_that_is_taken_gets_a_number_and_the_same_bytes_keep_theirs(tmp_path: Path) -> None:
    path = tmp_path / "mine.docx"
    path.write_bytes(MINE)
    first = write_refreshed(path, refresh(MINE, NEW), private=True)
    assert write_refreshed(path, refresh(MINE, NEW), private=True) == first
    other = write_refreshed(path, refresh(MINE, version("+3.3")), private=True)
    assert other.name == "mine-refreshed-2.docx"
    third = write_refreshed(first, refresh(first.read_bytes(), version("+4.4")), private=True)
    assert third.name == "mine-refreshed-3.docx"
    assert first.stat().st_mode & 0o077 == 0


def saved_again(content: bytes) -> bytes:
    """The same parts in a file that another program wrote."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(file, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    return file.getvalue()


def test_a_report_as_written_is_known_from_one_that_somebody_had_in_hand() -> None:
    assert is_as_written(OLD)
    moved = edited(OLD, lambda body: body.insert(0, body[1]))
    mine = edited(OLD, lambda body: body.insert(0, element(own("A preface."))))
    for touched in (
        MINE,
        moved,
        mine,
        edited(OLD, delete("b")),
        saved_again(OLD),
        refresh(MINE, NEW).docx,
        b"x",
    ):
        assert not is_as_written(touched)


def test_only_edited_reports_are_copied_before_a_new_one_is_written(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    assert copies_of_edited({path: NEW}) == {}
    path.write_bytes(OLD)
    assert copies_of_edited({path: NEW, tmp_path / "table.csv": b""}) == {}
    path.write_bytes(MINE)
    assert copies_of_edited({path: NEW}) == {tmp_path / "report-edited.docx": MINE}
    (tmp_path / "report-edited.docx").write_bytes(b"another one")
    assert copies_of_edited({path: NEW}) == {tmp_path / "report-edited-2.docx": MINE}


def test_a_file_that_cannot_be_read_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(OutputNotWritten, match="cannot be read"):
        read_word_file(tmp_path)


def test_the_edition_is_read_where_a_report_says_it() -> None:
    assert edition_of(OLD) == ""
    assert edition_of(b"no file") == ""
