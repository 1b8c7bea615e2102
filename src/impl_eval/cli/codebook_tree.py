"""The codes of a codebook as a tree on the terminal, and as JSON."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from impl_eval.qualitative.codebook import Codebook
    from impl_eval.qualitative.codebook_outline import OutlineLine

WIDTH = 100


def outline_document(one: "Codebook", line: "OutlineLine") -> dict[str, object]:
    """Return what is printed of a code as JSON."""
    code = line.code
    return {
        "id": line.code_id, "label": line.label, "depth": line.depth,
        "mechanism": one.mechanism_of(line.code_id) if code is not None else line.code_id,
        "parent": code.parent if code is not None else None,
        "origin": code.origin if code is not None else None,
        "definition": code.definition if code is not None else None,
        "codings": line.codings, "codings_with_sub_codes": line.with_sub_codes,
    }  # fmt: skip


def echo_tree(lines: "Iterable[OutlineLine]", *, short: bool, counted: bool) -> None:
    """Print codes, each under its parent, with definitions and numbers of codings where asked for."""
    for line in lines:
        indent = "  " * line.depth
        if not short:
            click.echo()
        inductive = ", inductive" if line.code is not None and line.code.origin == "inductive" else ""
        numbers = f"  [{_counted(line)}{inductive}]" if counted else inductive
        click.echo(f"{indent}{line.code_id}: {line.label}{numbers}")
        if not short:
            echo_text(line.code.definition if line.code else "No code of its own.", f"{indent}    ")


def _counted(line: "OutlineLine") -> str:
    number = "1 coding" if line.codings == 1 else f"{line.codings} codings"
    more = line.with_sub_codes != line.codings
    return f"{number}, {line.with_sub_codes} with sub-codes" if more else number


def echo_text(text: str, indent: str) -> None:
    """Print a text in lines that fit a terminal."""
    import textwrap

    click.echo(textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent))
