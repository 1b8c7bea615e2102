"""matrix: the framework matrix out to Excel and back, counts by code, and words in context."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from impl_eval.cli.terminal import coder_option, json_option, now, print_json, say, study_argument
from impl_eval.errors import AnalysisRefused

if TYPE_CHECKING:
    from impl_eval.qualitative.framework_matrix import CaseKind, FrameworkMatrix, MatrixCell
    from impl_eval.qualitative.keyword_in_context import KeywordHit

KINDS: dict[str, "CaseKind"] = {
    "participants": "participant",
    "groups": "stakeholder_group",
    "sites": "site",
}
cases_option = click.option(
    "--cases",
    type=click.Choice(list(KINDS)),
    default="participants",
    show_default=True,
    help="What the rows are.",
)


@click.group()
def matrix() -> None:
    """The framework matrix: cases by codes, with the analyst's summaries."""


@matrix.command()
@study_argument
@cases_option
@click.option("--format", "kind", type=click.Choice(["xlsx", "docx"]), default="xlsx", show_default=True)
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
def export(study: Path, cases: str, kind: str, target: Path | None) -> None:
    """Write the matrix as a workbook to fill in, or as a Word document to read.

    The file goes into the study's outputs/internal folder unless --to names another. Only you can read it:
    it holds words of participants.
    """
    from impl_eval.coding_desk.matrix_decisions import holds_unimported_work
    from impl_eval.coding_desk.standing import load_settled_study
    from impl_eval.outputs.atomic import write_whole
    from impl_eval.outputs.framework_matrix import matrix_docx, matrix_workbook
    from impl_eval.study.framework_matrix import matrix_of_study, shown_matrix

    loaded = load_settled_study(study, look_for_names=False)
    built = matrix_of_study(loaded, KINDS[cases])
    shown = shown_matrix(loaded, built)
    path = target or study / "outputs" / "internal" / f"framework_matrix_{cases}.{kind}"
    if kind == "xlsx" and holds_unimported_work(path, loaded):
        raise AnalysisRefused(
            f"{path} holds summaries that nobody has imported yet. Import it with 'impl-eval matrix import', "
            "or move it away, then export again."
        )
    content = matrix_workbook(shown) if kind == "xlsx" else matrix_docx(shown, loaded.declared.report_date)
    write_whole(path, content, private=True)
    click.echo(str(path))
    _say_what_stands(built)


def _say_what_stands(built: "FrameworkMatrix") -> None:
    states = [cell.standing.state for cell in built.cells.values()]
    written = sum(state != "empty" for state in states)
    undecided = f", {states.count('undecided')} undecided" if "undecided" in states else ""
    say(f"{len(states)} cells, {written} with a summary, {states.count('stale')} of them stale{undecided}.")
    if built.without_case:
        say(f"Segments that no case speaks: {len(built.without_case)}. They are in no cell.")
    for one in built.left_over:
        say(f"A summary without a cell: {one.key.case_id}, {one.key.code_id}.")


@matrix.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@study_argument
@coder_option
def bring_back(file: Path, study: Path, coder: str) -> None:
    """Read summaries from a workbook that 'matrix export' wrote. Only changed cells are taken over.

    FILE may also be the study's own qualitative/summaries.csv after it was edited by hand.
    """
    from impl_eval.coding_desk.matrix_decisions import import_summaries

    click.echo(import_summaries(study, file, coder, now()))


@matrix.command()
@click.argument("case")
@click.argument("code")
@study_argument
@cases_option
@click.option("--keep", required=True, metavar="INITIALS", help="Whose summary counts from now on.")
@coder_option
def settle(case: str, code: str, study: Path, cases: str, keep: str, coder: str) -> None:
    """Decide between summaries of one cell that were written apart, and met in a merge."""
    from impl_eval.coding_desk.matrix_decisions import settle_summaries

    click.echo(settle_summaries(study, (KINDS[cases], case, code), keep, coder, now()))


@matrix.command()
@study_argument
@cases_option
@json_option
def status(study: Path, cases: str, as_json: bool) -> None:
    """List the summaries that no longer fit the coding, and cases to look at again."""
    from impl_eval.coding_desk.standing import load_settled_study
    from impl_eval.study.framework_matrix import matrix_of_study
    from impl_eval.study.interview_depth import deviant_prompts

    loaded = load_settled_study(study, look_for_names=False)
    built = matrix_of_study(loaded, KINDS[cases])
    prompts = deviant_prompts(loaded)
    if as_json:
        written = [cell for cell in built.cells.values() if cell.standing.state != "empty"]
        summaries = [_cell_document(cell) for cell in written]
        print_json(
            {
                "schema": "impl-eval/matrix-status/1",
                "summaries": summaries,
                "prompts": [
                    {"code": one.code_id, "about": one.about, "prompt": one.prompt, "answered": answered}
                    for one, answered in prompts
                ],
            }
        )
        return
    for _, cells in built.rows():
        for cell in cells:
            if cell.standing.state in ("stale", "not linked", "undecided"):
                click.echo(f"{cell.case.label}, {cell.code.label}: {cell.standing.reason}.")
    for one, answered in prompts:
        if not answered:
            click.echo(one.prompt)
    _say_what_stands(built)


def _cell_document(cell: "MatrixCell") -> dict[str, object]:
    return {
        "case": cell.case.id,
        "code": cell.code.code_id,
        "segments": len(cell.seen),
        "state": cell.standing.state,
        "reason": cell.standing.reason,
    }


@matrix.command()
@study_argument
@json_option
@click.option("--by", type=click.Choice(list(KINDS)), help="Print passages of every code by case instead.")
def counts(study: Path, as_json: bool, by: str | None) -> None:
    """Print counts by code and stakeholder group, codes that come up together, and new codes.

    With --by, print how many passages each participant, group or site has under each code.
    """
    if by is not None:
        _print_by_case(study, KINDS[by], as_json)
        return
    from impl_eval.coding_desk.standing import load_settled_study
    from impl_eval.outputs.results_json import estimate_document
    from impl_eval.outputs.table_files import table_text
    from impl_eval.study.interview_depth import depth_of_study

    depth = depth_of_study(load_settled_study(study, look_for_names=False))
    if as_json:
        estimates = [estimate_document(one) for one in sorted(depth.reported, key=lambda one: one.id)]
        print_json({"schema": "impl-eval/results/1", "estimates": estimates})
        return
    if not depth.tables:
        say("Nobody has coded anything yet.")
    for table in depth.tables:
        click.echo(table_text(table))
        click.echo()


def _print_by_case(study: Path, kind: "CaseKind", as_json: bool) -> None:
    from impl_eval.coding_desk.standing import load_settled_study
    from impl_eval.outputs.table_files import table_text
    from impl_eval.qualitative.case_counts import case_count_table, passages_by_case
    from impl_eval.study.framework_matrix import matrix_of_study

    built = matrix_of_study(load_settled_study(study, look_for_names=False), kind)
    if as_json:
        found = [
            {"case": cell.case.id, "code": cell.code.code_id, "passages": len(cell.seen)}
            for cells in passages_by_case(built)
            for cell in cells
        ]
        print_json({"schema": "impl-eval/case-counts/1", "cases": kind, "counts": found})
    else:
        click.echo(table_text(case_count_table(built)))
    if built.without_case:
        say(f"Segments that no case speaks: {len(built.without_case)}. They are not counted here.")


@matrix.command()
@click.argument("word")
@study_argument
@click.option("--with-interviewers", is_flag=True, help="Look in what interviewers say too.")
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), help="CSV file to write.")
def keyword(word: str, study: Path, with_interviewers: bool, target: Path | None) -> None:
    """Print every place of WORD with what stands before and after it.

    WORD may be a phrase; '*' stands for any ending, as in "taper*". Capitals do not matter. What is printed
    are words of participants.
    """
    from impl_eval.outputs.atomic import write_whole
    from impl_eval.qualitative.keyword_in_context import keyword_in_context, keyword_pattern
    from impl_eval.study.framework_matrix import material_of
    from impl_eval.study.interview_depth import hits_csv
    from impl_eval.study.load import load_study

    try:
        keyword_pattern(word)
    except ValueError:
        raise click.UsageError("WORD needs a letter or a digit.") from None
    transcripts = material_of(load_study(study, look_for_names=False)).transcripts
    hits = tuple(keyword_in_context(transcripts, word, with_interviewers=with_interviewers))
    if target is not None:
        write_whole(target, hits_csv(hits), private=True)
        click.echo(str(target))
    else:
        _print_hits(hits)
    places = "1 place" if len(hits) == 1 else f"{len(hits)} places"
    say(f"{places} in {len({one.transcript_id for one in hits})} of {len(transcripts)} transcripts.")


def _print_hits(hits: "tuple[KeywordHit, ...]") -> None:
    wide = max((len(f"{one.transcript_id}:{one.start}") for one in hits), default=0)
    left = max((len(one.left) for one in hits), default=0)
    speaker = max((len(one.speaker) for one in hits), default=0)
    for one in hits:
        place = f"{one.transcript_id}:{one.start}"
        click.echo(f"{place:<{wide}}  {one.speaker:<{speaker}}  {one.left:>{left}}{one.word}{one.right}")
