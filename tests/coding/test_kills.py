"""Killed at any moment, nothing acknowledged is lost: 200 writers of one store, by SIGKILL."""

import os
import subprocess
import sys

import pytest

from tests.shared import ROOT


@pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forked, which this system cannot do")
def test_two_hundred_killed_writers_lose_nothing() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "coding_kills.py"), "--kills", "200"],
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    kills, acknowledged, lost, faults, half = (
        int(cell) for cell in done.stdout.splitlines()[-1].strip("| ").split("|")
    )
    assert (kills, lost, faults, half) == (200, 0, 0, 0)
    assert acknowledged > 200, "writers must have got to work before they were killed"
