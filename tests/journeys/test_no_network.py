"""Nothing goes out: a whole run works with every connection refused."""

import subprocess
import sys
from pathlib import Path

BLOCKED = """
import socket

def refuse(*arguments, **options):
    raise AssertionError("a connection was tried")

socket.socket.connect = socket.socket.connect_ex = socket.create_connection = socket.getaddrinfo = refuse
from impl_eval.cli.main import main
main()
"""


def test_a_run_needs_no_network(small_study: Path) -> None:
    command = [sys.executable, "-c", BLOCKED, "run", str(small_study)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
