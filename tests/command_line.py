"""The real command line, as its users call it: a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = "from impl_eval.cli.main import main; main()"


def impl_eval(
    *arguments: str | Path, folder: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `impl-eval ARGUMENTS` and return what it printed and its exit code."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )
