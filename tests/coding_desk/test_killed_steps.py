"""Killed at every moment, a replacing or a withdrawal has not happened, or is finished when run again."""

import os
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from impl_eval.coding_desk.desk import open_desk
from impl_eval.coding_desk.merging import verify_store
from impl_eval.coding_desk.recording import record_decisions
from impl_eval.coding_desk.replacing import replace_in_study
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.coding_desk.withdrawal import withdraw
from impl_eval.errors import AnalysisRefused, StudyProblems
from impl_eval.study.decisions import Decisions
from impl_eval.study.identifier_check import check_identifiers, write_review
from tests.coding_desk.interviews import AT, all_content
from tests.coding_desk.kills import dies_at
from tests.coding_desk.test_replacing import OLD_WORDS, RANG, named, segment
from tests.coding_desk.test_withdrawal import THEIRS, prepared
from tests.study.identifier_study import decide

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="steps run in a fork: not on this system")
EVERY = int(os.environ.get("IMPL_EVAL_KILL_EVERY", "7"))
"""Of the moments every seventh is tried; IMPL_EVAL_KILL_EVERY=1 tries them all."""
LAST = 400


def state(study: Path) -> Mapping[str, bytes]:
    """Return every file but the store and its backups, whose bytes hold times and random names."""
    return {name: one for name, one in all_content(study).items() if not name.startswith("coding")}


def leftovers(study: Path, words: tuple[bytes, ...]) -> list[str]:
    return [name for name, one in all_content(study).items() for word in words if word in one]


def is_whole(study: Path) -> bool:
    """Tell whether the study can be worked with; else a step says that it waits."""
    try:
        load_settled_study(study)
    except StudyProblems as refused:
        assert "was interrupted" in refused.problems[0].found
        return False
    assert verify_store(study)[0] == ()
    return True


def test_replacing(small_study: Path, tmp_path: Path) -> None:
    study = named(small_study)
    with open_desk(load_settled_study(study)) as desk:
        record_decisions(desk, Decisions((segment(RANG, "CD"),)), "CD", AT)
    loaded = load_settled_study(study)
    write_review(loaded, check_identifiers(loaded))
    decide(study, "replace")
    before = state(study)
    shutil.copytree(study, tmp_path / "done")
    replace_in_study(tmp_path / "done", tmp_path / "d" / "key.csv", tmp_path / "d" / "originals", AT)
    after = state(tmp_path / "done")
    seen = set()
    for moment in range(1, LAST, EVERY):
        copy, apart = tmp_path / f"copy{moment}", tmp_path / f"apart{moment}"
        shutil.copytree(study, copy)
        step = partial(replace_in_study, copy, apart / "key.csv", apart / "originals", AT)
        if not dies_at(moment, step):
            break
        whole = is_whole(copy)
        if whole:
            assert state(copy) in (before, after)
        seen.add((whole, state(copy) == after))
        step()
        assert state(copy) == after
        assert leftovers(copy, OLD_WORDS) == ["qualitative/names.csv"] * 2
        assert [path.name for path in (apart / "originals").glob("[!.]*")] == ["t1.txt"]
        assert is_whole(copy)
        shutil.rmtree(copy)
    assert moment < LAST
    assert {(True, False), (False, False)} <= seen


def test_withdrawal(small_study: Path, tmp_path: Path) -> None:
    study = prepared(small_study)
    before = state(study)
    shutil.copytree(study, tmp_path / "done")
    withdraw(tmp_path / "done", "P02", AT)
    after = state(tmp_path / "done")
    for moment in range(1, LAST, EVERY):
        copy = tmp_path / f"copy{moment}"
        shutil.copytree(study, copy)
        if not dies_at(moment, partial(withdraw, copy, "P02", AT)):
            break
        if is_whole(copy):
            assert state(copy) in (before, after)
        try:
            withdraw(copy, "P02", AT)
        except AnalysisRefused as refused:
            assert "is no participant" in str(refused), "it was done already"
        assert state(copy) == after
        assert leftovers(copy, THEIRS) == []
        assert is_whole(copy)
        shutil.rmtree(copy)
    assert 20 < moment < LAST
