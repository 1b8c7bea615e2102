"""coding search: which passages were given which code, by whom, and what was noted about them."""

import sys
from pathlib import Path
from typing import Any

import click

from impl_eval.cli.terminal import json_option, print_json, say, study_argument
from impl_eval.qualitative.coding import VALENCES


@click.command()
@study_argument
@json_option
@click.option("--code", "codes", multiple=True, metavar="ID", help="Only this code. Can be repeated.")
@click.option("--coder", default="", help="Only this coder's; shows the coder's own blind layers.")
@click.option("--transcript", "transcripts", multiple=True, metavar="ID", help="Can be repeated.")
@click.option("--valence", "valences", multiple=True, type=click.Choice(VALENCES), help="Can be repeated.")
@click.option("--text", default="", metavar="WORDS", help="Words that stand in the passage.")
@click.option("--memo", default="", metavar="WORDS", help="Words of its note or of a memo about it.")
@click.option("--quotes", is_flag=True, help="Print words also where the output is no terminal.")
def search(study: Path, as_json: bool, quotes: bool, **asked: Any) -> None:
    """Find codings in the coding store: place, code, coder, valence and, on a terminal, the words.

    Everything that is given has to fit; words are found in any case and spacing.
    """
    from impl_eval.coding.searching import Search
    from impl_eval.coding_desk.searching import search_study

    coder = " ".join(asked["coder"].split())
    wanted = Search(
        code_ids=asked["codes"],
        coders=(coder,) if coder else (),
        transcript_ids=asked["transcripts"],
        valences=asked["valences"],
        words=asked["text"],
        noted=asked["memo"],
    )
    found = search_study(study, wanted, coder)
    with_words = quotes or (sys.stdout.isatty() and not as_json)
    if as_json:
        print_json(
            {"schema": "impl-eval/coding-search/1", "codings": [_row(one, with_words) for one in found]}
        )
        return
    for one in found:
        state = one.state
        place = f"{one.transcript_id}:{state.start}-{state.end}"
        words = f'  "{" ".join(one.quote.split())}"' if with_words else ""
        click.echo(f"{place}  {state.code}  {state.layer}  {state.valence}{words}")
    say(f"{len(found):,} {'coding' if len(found) == 1 else 'codings'} found.")


def _row(one: Any, with_words: bool) -> dict[str, Any]:
    state = one.state
    row = {"transcript_id": one.transcript_id, "start": state.start, "end": state.end}
    row |= {"code_id": state.code, "coder": state.layer, "valence": state.valence}
    row |= {"reported_change": state.reported_change, "origin": state.origin}
    return row | ({"quote": one.quote, "note": one.note, "memos": list(one.memos)} if with_words else {})
