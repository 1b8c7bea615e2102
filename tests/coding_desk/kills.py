"""Kills a step at each of its moments: a child process that dies at its n-th touch of a file."""

import os
import signal
import sys
from collections.abc import Callable

MOMENTS = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "sqlite3.connect", "shutil.rmtree"})


def dies_at(moment: int, step: Callable[[], object]) -> bool:
    """Run a step in a child that is killed at a moment, counted from 1; tell whether it got so far.

    A moment is what the interpreter is about to do to a file or database: what came before is done.
    """
    child = os.fork()
    if child == 0:
        left = [moment]

        def count(event: str, arguments: tuple[object, ...]) -> None:
            writes = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & os.O_CREAT)
            if event in MOMENTS or writes:
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            step()
        except BaseException:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the step failed of itself"
    return os.WIFSIGNALED(status)
