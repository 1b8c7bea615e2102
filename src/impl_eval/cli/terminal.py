"""What every verb shares: study folders, messages, progress and exit codes.

Results go to stdout; messages and progress to stderr, progress only on a terminal.
"""

import codecs
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from impl_eval.errors import AnalysisRefused, OutputNotWritten, StudyProblems, describe_problems

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

DONE, OUR_BUG, WRONG_USAGE, STUDY_HAS_PROBLEMS, NOT_AS_PLANNED, NOT_WRITTEN, INTERRUPTED = (
    0,
    1,
    2,
    3,
    4,
    5,
    130,
)

study_argument = click.argument(
    "study", default=".", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a machine to read.")


def initials_of(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """Return the initials or name that a person gave; a usage error where they can be none."""
    from impl_eval.qualitative.coder_names import ALLOWED_CODER, RESERVED_CODERS, can_be_coder

    initials = " ".join(value.split())
    takes_back = context.info_name in ("undo", "redo")  # which says itself what cannot be taken back
    if not can_be_coder(initials) and not (takes_back and initials in RESERVED_CODERS):
        why = " This name is the program's own." if initials.casefold() in RESERVED_CODERS else ""
        raise click.UsageError(f"--coder needs {ALLOWED_CODER}.{why}")
    return initials


coder_option = click.option(
    "--coder", required=True, callback=initials_of, help="Initials of the person who decided."
)


def now() -> str:
    """Return the time of day as coders' events state it: UTC, to the second."""
    import datetime

    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def say(text: str) -> None:
    """Print a message for a person, on stderr."""
    click.echo(text, err=True)


PLAIN = {"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{UPWARDS ARROW}": "^", "\N{DOWNWARDS ARROW}": "v"}
PLAIN |= {"\N{LEFT RIGHT ARROW}": "<>", "\N{RIGHT SINGLE QUOTATION MARK}": "'"}


def write_what_can_be_written() -> None:
    """Let output to a narrow encoding, such as a Windows log file, use plain signs instead of failing.

    A minus sign becomes a hyphen and never a question mark: it is part of a number.
    """

    def plain(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        bad = error.object[error.start : error.end]
        return "".join(PLAIN.get(character, "?") for character in bad), error.end

    codecs.register_error("impl_eval_plain", plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="impl_eval_plain")


def print_json(document: Any) -> None:
    """Print one JSON document on stdout, keys sorted."""
    import json

    click.echo(json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False))


@contextmanager
def steps(count: int) -> Iterator[Callable[[str], None]]:
    """Show a progress bar with the name of each step, on a terminal only."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda step: None
        return
    bar: ProgressBar[int]
    with click.progressbar(length=count, label="starting", file=sys.stderr, show_eta=False, width=24) as bar:

        def next_step(step: str) -> None:
            bar.label = f"{step:<22}"
            bar.update(1)

        yield next_step


@contextmanager
def counted_steps(count: int, label: str) -> Iterator[Callable[[int], None]]:
    """Show a progress bar with the time that is left, for many steps of the same kind, on a terminal only."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda done: None
        return
    bar: ProgressBar[int]
    with click.progressbar(length=count, label=label, file=sys.stderr, width=24) as bar:
        yield bar.update


def exit_code_of(error: BaseException) -> int:
    """Print what a person can do about a known error and return its exit code; unknown ones are ours."""
    if isinstance(error, StudyProblems):
        say(describe_problems(error.problems))
        return STUDY_HAS_PROBLEMS
    if isinstance(error, AnalysisRefused):
        say(str(error))
        return NOT_AS_PLANNED
    if isinstance(error, OutputNotWritten):
        say(str(error))
        return NOT_WRITTEN
    if isinstance(error, KeyboardInterrupt):
        say("Interrupted: nothing was written.")
        return INTERRUPTED
    return OUR_BUG


def describe_bug(error: BaseException, *, with_message: bool) -> str:
    """Return frames and type of a bug of ours. Its message may hold confidential data: only on request."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)
    lines = ["This is a fault in impl-eval, not in your study."]
    lines += [f"  {Path(frame.filename).name}, line {frame.lineno}, in {frame.name}" for frame in frames]
    lines.append(f"  {type(error).__name__}")
    if with_message:
        lines += ["", "".join(traceback.format_exception(error)).rstrip()]
    else:
        lines.append("Run the command again with --debug to see the message: it may hold confidential data.")
    return "\n".join(lines)
