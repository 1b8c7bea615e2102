"""codebook library: ready codebooks to read and to take codes from."""

from pathlib import Path

import click

from impl_eval.cli.codebook_tree import echo_text, echo_tree, outline_document
from impl_eval.cli.terminal import json_option, print_json, say, study_argument


@click.group()
def library() -> None:
    """Codebooks that come with impl-eval."""


@library.command("list")
@json_option
def list_library(as_json: bool) -> None:
    """List the ready codebooks."""
    from impl_eval.study.codebook_library import CODEBOOK_IDS, load_library_codebook

    found = [(name, load_library_codebook(name)) for name in CODEBOOK_IDS]
    if as_json:
        print_json(
            [
                {"id": name, "version": one.version, "title": one.title, "codes": len(one.codes),
                 "licence": one.licence, "source": one.source}
                for name, one in found
            ]
        )  # fmt: skip
        return
    for name, one in found:
        click.echo(f"{name:<9}{one.title} ({len(one.codes)} codes; {one.licence})")


@library.command("show")
@click.argument("library_id", metavar="ID")
@click.option("--short", is_flag=True, help="Codes only, without definitions.")
@json_option
def show_library(library_id: str, short: bool, as_json: bool) -> None:
    """Print the codes of a ready codebook as a tree, with definitions."""
    from impl_eval.qualitative.codebook_outline import outline
    from impl_eval.study.codebook_library import load_library_codebook

    one = load_library_codebook(library_id)
    lines = outline(one, (), {})
    if as_json:
        print_json([outline_document(one, line) for line in lines])
        return
    click.echo(one.title)
    echo_text(f"Source: {one.source}", "")
    echo_tree(lines, short=short, counted=False)


@library.command("add")
@click.argument("library_id", metavar="ID")
@study_argument
@click.option("--codes", default="", metavar="IDS", help="Codes to add to the study's own codebook: a,b,c.")
@click.option("--under", default="", metavar="ID", help="Mechanism or code of the study to put them under.")
@click.option("--with-sub-codes", is_flag=True, help="Add everything under these codes as well.")
@click.option(
    "--origin", default="deductive", show_default=True, type=click.Choice(["deductive", "inductive"]),
    help="How the study came by these codes.",
)  # fmt: skip
def add_from_library(
    library_id: str, study: Path, codes: str, under: str, with_sub_codes: bool, origin: str
) -> None:
    """Copy a ready codebook into a study to look at, or add some of its codes to the study's own codebook.

    Without --codes a copy is written to qualitative/codebooks/ID.yaml, which the study does not use.
    With --codes these codes stand after the last code of the study's codebook, beside the framework or
    under a mechanism or code (--under). Comments and everything else in that file stay.
    """
    from impl_eval.qualitative.codebook_choice import named_but_absent
    from impl_eval.study.codebook_files import read_codebook_at
    from impl_eval.study.codebook_library import (
        Placed,
        add_library_codes,
        copy_from_library,
        load_library_codebook,
    )

    wanted = tuple(dict.fromkeys(name.strip() for name in codes.split(",") if name.strip()))
    if not wanted:
        if codes or under or with_sub_codes or origin != "deductive":
            raise click.UsageError("Name the codes to add: --codes a,b,c.")
        click.echo(str(copy_from_library(study, library_id)))
        say("The study does not use this copy: it is there to look at, and to take codes from.")
        return
    placed = Placed(under, "inductive" if origin == "inductive" else "deductive", with_sub_codes)
    path, added = add_library_codes(study, library_id, wanted, placed)
    click.echo(str(path))
    names = ", ".join(one.code_id for one in added)
    say(f"Added {len(added)} {'code' if len(added) == 1 else 'codes'}: {names}.")
    absent = named_but_absent(added, load_library_codebook(library_id), read_codebook_at(study))
    if absent:
        say(f"Their rules name codes that the study does not have: {', '.join(absent)}. Reword these rules.")
    say("Give the codebook a new version, then: impl-eval check")
