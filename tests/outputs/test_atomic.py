import errno
import os
import stat
from pathlib import Path

import pytest

from impl_eval.errors import OutputNotWritten
from impl_eval.outputs.atomic import write_all, write_whole

NAMES = ("a.docx", "b.csv", "internal/c.json")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def files(folder: Path, content: bytes) -> dict[Path, tuple[bytes, bool]]:
    return {folder / name: (content, name.startswith("internal")) for name in NAMES}


def fail_at(monkeypatch: pytest.MonkeyPatch, name: str, step: int, code: int = errno.EACCES) -> None:
    """Let the step-th call of an os function fail, and only that."""
    calls = 0
    real = getattr(os, name)

    def failing(*arguments: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls == step:
            raise OSError(code, os.strerror(code), str(arguments[0]))
        return real(*arguments, **options)

    monkeypatch.setattr(os, name, failing)


def test_writes_whole_and_private(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        write_all(files(tmp_path, b"new"))
    finally:
        os.umask(before)
    assert {name: (tmp_path / name).read_bytes() for name in NAMES} == dict.fromkeys(NAMES, b"new")
    assert mode(tmp_path / "a.docx") == 0o644
    assert mode(tmp_path / "internal" / "c.json") == 0o600
    assert mode(tmp_path / "internal") == 0o700


def test_a_private_file_that_could_be_read_by_all_is_private_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_bytes(b"old")
    path.chmod(0o644)
    write_whole(path, b"new", private=True)
    assert (path.read_bytes(), mode(path)) == (b"new", 0o600)


@pytest.mark.parametrize("existed", [True, False])
@pytest.mark.parametrize(
    ("function", "step"),
    [(function, step) for function in ("open", "fsync", "replace") for step in (1, 2, 3)],
)
def test_where_one_step_fails_everything_is_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, step: int, existed: bool
) -> None:
    if existed:
        write_all(files(tmp_path, b"old"))
    fail_at(monkeypatch, function, step)
    with pytest.raises(OutputNotWritten) as caught:
        write_all(files(tmp_path, b"new"))
    monkeypatch.undo()
    left = {
        path.relative_to(tmp_path).as_posix(): path.read_bytes()
        for path in tmp_path.rglob("*")
        if path.is_file()
    }
    assert left == (dict.fromkeys(NAMES, b"old") if existed else {})
    assert "unchanged" in str(caught.value)
    if existed:
        assert mode(tmp_path / "internal" / "c.json") == 0o600


def test_where_even_putting_back_fails_files_are_old_or_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_all(files(tmp_path, b"old"))
    real, calls = os.replace, 0

    def failing(source: Path, target: Path) -> None:
        nonlocal calls
        calls += 1
        if calls > 1:
            raise OSError(errno.EIO, "broken", str(source))
        real(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OutputNotWritten, match=r"already new, and whole, are: .*a\.docx\."):
        write_all(files(tmp_path, b"new"))
    monkeypatch.undo()
    assert [(tmp_path / name).read_bytes() for name in NAMES] == [b"new", b"old", b"old"]
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == [
        "a.docx",
        "b.csv",
        "c.json",
    ]


def test_an_interruption_is_not_swallowed_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a.docx", b"new", private=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "advice"),
    [(errno.EACCES, "open in Word"), (errno.ENOSPC, "disk is full"), (errno.EIO, "can be reached")],
)
def test_the_message_says_which_file_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, advice: str
) -> None:
    fail_at(monkeypatch, "replace", 1, code)
    with pytest.raises(OutputNotWritten, match=advice) as caught:
        write_whole(tmp_path / "report.docx", b"new", private=False)
    assert str(caught.value).startswith(f"{tmp_path / 'report.docx'} could not be written")


def test_a_folder_that_is_a_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "outputs").write_bytes(b"")
    with pytest.raises(OutputNotWritten):
        write_whole(tmp_path / "outputs" / "a.csv", b"", private=False)
