"""Work kept for the next run: found by all it depends on, dropped when unused, never in the way."""

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.outputs import charts
from impl_eval.outputs.charts import draw_all, looks_version
from impl_eval.outputs.kept_work import KeptWork, key_of
from tests.outputs.report_fixture import full_evaluation


@given(st.dictionaries(st.from_regex(r"[a-z]{1,6}/[0-9a-f]{4}", fullmatch=True), st.binary(), max_size=5))
def test_what_is_kept_is_found_again_and_the_same_bytes(work: dict[str, bytes]) -> None:
    first = KeptWork()
    for key, piece in work.items():
        first.keep(key, piece)
    again = KeptWork(first.content())
    assert {key: again.find(key) for key in work} == work
    assert not again.changed
    assert again.content() == first.content()


def test_what_a_run_did_not_use_is_dropped() -> None:
    first = KeptWork()
    first.keep("figure/a", b"1")
    first.keep("figure/b", b"2")
    second = KeptWork(first.content())
    assert second.find("figure/b") == b"2"
    assert second.changed
    assert KeptWork(second.content()).find("figure/a") is None


def test_a_broken_or_missing_archive_holds_nothing(tmp_path: Path) -> None:
    assert KeptWork.opened(tmp_path / "none.zip").find("figure/a") is None
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 broken")
    assert KeptWork.opened(tmp_path / "broken.zip").find("figure/a") is None


def test_keys_do_not_depend_on_how_parts_are_cut() -> None:
    assert key_of("figure", "ab", "c") != key_of("figure", "a", "bc")
    assert key_of("figure", "ab") != key_of("pages", "ab")


def test_a_second_run_draws_nothing_and_shows_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    evaluation = full_evaluation()
    kept = KeptWork()
    first = draw_all(evaluation, kept)
    monkeypatch.setattr(charts, "draw", lambda *about: pytest.fail("a figure was drawn again"))
    assert draw_all(evaluation, KeptWork(kept.content())) == first


def test_another_value_or_mark_is_drawn_anew() -> None:
    evaluation = full_evaluation()
    kept = KeptWork()
    draw_all(evaluation, kept)
    real = replace(evaluation, facts=replace(evaluation.facts, simulated=False))
    other = KeptWork(kept.content())
    assert draw_all(real, other) != draw_all(evaluation, KeptWork(kept.content()))
    with (
        zipfile.ZipFile(io.BytesIO(kept.content())) as before,
        zipfile.ZipFile(io.BytesIO(other.content())) as after,
    ):
        assert not set(before.namelist()) & set(after.namelist())


def test_the_looks_have_a_version_of_their_own() -> None:
    assert looks_version().startswith("looks/")
