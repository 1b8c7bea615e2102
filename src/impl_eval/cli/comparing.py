"""compare-coders: how far coders agree, and where they do not."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from impl_eval.cli.terminal import json_option, print_json, say, study_argument
from impl_eval.errors import AnalysisRefused

if TYPE_CHECKING:
    from impl_eval.qualitative.agreement import Comparison, Level, Unit
    from impl_eval.results import Section
    from impl_eval.study.model import Study

# As in qualitative.agreement, which is not imported for --help.
UNITS: tuple["Unit", ...] = ("utterance", "sentence", "character", "overlap")
LEVELS: tuple["Level", ...] = ("mechanism", "code")
WORKBOOK = Path("outputs/internal/adjudication.xlsx")
_ALL_TEXT = ("overall", "coefficients.overall", "several.overall", "sets")


@click.command("compare-coders")
@study_argument
@click.option(
    "--unit",
    type=click.Choice(UNITS),
    default="utterance",
    show_default=True,
    help="What is compared: turns, sentences, characters as in NVivo, or the overlap of passages.",
)
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default="mechanism",
    show_default=True,
    help="Whether a sub-code counts for its mechanism or for itself.",
)
@click.option("--coders", default="", help="Compare only these, such as AB,CD.")
@click.option("--by-transcript", is_flag=True, help="Show agreement in each transcript too.")
@click.option(
    "--with-uncoded/--without-uncoded",
    "uncoded",
    default=None,
    help="Show only the figures with, or without, text that nobody coded. Otherwise both.",
)
@click.option(
    "--earlier",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Compare a coder with an earlier coded_segments.csv of the same coder.",
)
@click.option("--workbook", is_flag=True, help=f"Write {WORKBOOK}: differences to settle, with reasons.")
@json_option
def compare_coders(
    study: Path,
    unit: str,
    level: str,
    coders: str,
    by_transcript: bool,
    uncoded: bool | None,
    earlier: Path | None,
    workbook: bool,
    as_json: bool,
) -> None:
    """Compare coders of the same transcripts: percent agreement, kappa and more for each mechanism.

    Every place where they differ is listed. Accepted suggestions are left out: two people who accept
    the same suggestion have not coded independently.
    """
    from impl_eval.coding_desk.standing import load_settled_study
    from impl_eval.evaluation import compare
    from impl_eval.qualitative.agreement import Comparison
    from impl_eval.study.coder_comparison import check_coders, earlier_coding

    if unit == "overlap" and uncoded is not None:
        raise click.UsageError("The overlap of passages has no text that nobody coded.")
    if workbook and earlier is not None:
        raise click.UsageError("One coder at two times has nothing to settle: leave --workbook out.")
    loaded = load_settled_study(study, look_for_names=False)
    if loaded.interviews is None:
        raise AnalysisRefused("The study has no interviews.")
    wanted = tuple(sorted({" ".join(name.split()) for name in coders.split(",")} - {""}))
    if len(wanted) == 1 and earlier is None:
        raise click.UsageError("--coders needs at least two, with a comma between them: AB,CD.")
    check_coders(loaded, wanted)
    comparison = Comparison(
        unit=next(one for one in UNITS if one == unit),
        level=next(one for one in LEVELS if one == level),
        coders=wanted,
        by_transcript=by_transcript,
        confidence_level=loaded.plan.confidence_level,
    )
    before = None
    if earlier is not None:
        before = earlier_coding(earlier, loaded, wanted)
        comparison = replace(comparison, coders=())
    section = compare(loaded, comparison, earlier=before)
    if as_json:
        print_json(_document(section, comparison))
    else:
        _print(section, uncoded)
    if workbook:
        _write_workbook(study, loaded, comparison)


def _document(section: "Section", comparison: "Comparison") -> dict[str, Any]:
    from impl_eval.outputs.results_json import estimate_document

    differing = [table for table in section.tables if table.id.endswith(".disagreements")]
    return {
        "schema": "impl-eval/agreement/1",
        "unit": comparison.unit,
        "level": comparison.level,
        "estimates": [estimate_document(one) for one in section.reported],
        "disagreements": [
            dict(zip(("transcript", "place", "code", "coded_by", "not_coded_by"), row, strict=True))
            for table in differing
            for row in table.rows
        ],
        "cautions": list(section.cautions),
        "methods": list(section.methods),
    }


def _print(section: "Section", uncoded: bool | None) -> None:
    from impl_eval.outputs.report.values import reasons_note
    from impl_eval.outputs.table_files import table_text
    from impl_eval.results import Reported

    for table in section.tables:
        name = table.id.split(".", 1)[1]
        over_all = any(name.endswith(ending) for ending in _ALL_TEXT)
        if (uncoded is True and name.endswith("coded_text")) or (uncoded is False and over_all):
            continue
        click.echo(table_text(table) if table.rows else f"{table.title}: none.")
        reasons = reasons_note(cell for row in table.rows for cell in row if isinstance(cell, Reported))
        if reasons:
            click.echo(reasons)
        click.echo()
    for sentence in section.methods:
        say(sentence)
    for caution in section.cautions:
        say(f"Note: {caution}")


def _write_workbook(folder: Path, study: "Study", comparison: "Comparison") -> None:
    from impl_eval.coding.drafts import CONSENSUS
    from impl_eval.outputs.atomic import write_whole
    from impl_eval.readers.adjudication_workbook import holds_decisions
    from impl_eval.study.coder_comparison import adjudication_workbook, compared_material

    path = folder / WORKBOOK
    if holds_decisions(path):
        raise AnalysisRefused(
            f"{path} holds decisions: it was not written over. Import it, then move it away or delete it."
        )
    material = compared_material(study, comparison.level, nobodys_own=(CONSENSUS,))
    content, count = adjudication_workbook(material, comparison)
    write_whole(path, content, private=True)
    say(f"{path}: {count} {'passage' if count == 1 else 'passages'} to settle. It holds speech.")
