"""The real command line, as its users call it: a process of its own, or its door within this one."""

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
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


def impl_eval_here(*arguments: str | Path, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Do the same within this process, where starting one for each command would only cost time."""
    from impl_eval.cli.main import main

    printed, said = io.StringIO(), io.StringIO()
    typed, before = sys.argv, Path.cwd()
    sys.argv = ["impl-eval", *map(str, arguments)]
    os.chdir(folder or before)
    code: object = 0
    try:
        with redirect_stdout(printed), redirect_stderr(said):
            main()
    except SystemExit as leaving:
        code = leaving.code
    finally:
        sys.argv = typed
        os.chdir(before)
    return subprocess.CompletedProcess(
        ["impl-eval", *map(str, arguments)], int(str(code or 0)), printed.getvalue(), said.getvalue()
    )
