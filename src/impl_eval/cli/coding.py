"""tag, coding import, compare-coders."""

import re
from pathlib import Path

import click

from impl_eval.cli.terminal import json_option, print_json, say, study_argument
from impl_eval.errors import AnalysisRefused


@click.command()
@study_argument
@json_option
@click.option("--coder", default="", help="Leave out only what this coder has decided on.")
def tag(study: Path, as_json: bool, coder: str) -> None:
    """Suggest passages to code, in a workbook to review. A suggestion is never evidence."""
    from impl_eval.deliverables import REVIEW_WORKBOOK, suggestion_id, tagging_files
    from impl_eval.evaluation import suggest
    from impl_eval.outputs.atomic import write_all
    from impl_eval.qualitative.review import undecided_suggestions
    from impl_eval.study.load import load_study
    from impl_eval.study.review_guard import holds_unimported_work

    loaded = load_study(study)
    material = loaded.interviews
    if material is None or not material.transcripts:
        raise AnalysisRefused("The study has no transcripts: 'impl-eval check' says what to supply next.")
    suggestions = suggest(loaded)
    undecided = undecided_suggestions(suggestions, material.coded_segments, material.rejected, coder=coder)
    if as_json:
        from dataclasses import asdict

        documents = [{"id": suggestion_id(one), **asdict(one)} for one in suggestions]
        open_ids = [suggestion_id(one) for one in undecided]
        print_json({"schema": "impl-eval/suggestions/1", "suggestions": documents, "undecided": open_ids})
        return
    files = tagging_files(loaded, suggestions, undecided)
    if holds_unimported_work(study / "outputs" / REVIEW_WORKBOOK, loaded):
        raise AnalysisRefused(
            f"{study / 'outputs' / REVIEW_WORKBOOK} holds decisions that nobody has imported yet. "
            "Import it with 'impl-eval coding import', or move it away, then tag again."
        )
    write_all({study / "outputs" / path: content for path, content in files.items()})
    click.echo(f"Workbook to review: {study / 'outputs' / REVIEW_WORKBOOK}")
    decided = len(suggestions) - len(undecided)
    click.echo(f"Suggestions: {len(undecided)} to decide on, {decided} already decided.")
    click.echo("Then: impl-eval coding import FILE --coder YOUR_INITIALS")


@click.group()
def coding() -> None:
    """What people decided about passages."""


@coding.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@study_argument
@click.option("--coder", required=True, help="Initials of the person who decided.")
def import_decisions(file: Path, study: Path, coder: str) -> None:
    """Read a reviewed workbook, or a Word copy of a transcript with comments, into the study.

    In a Word copy, a comment that begins with a mechanism's id is a coding; valence (enabler,
    barrier, mixed, unclear) and reported change (better, same, worse, not said) may follow.
    """
    from impl_eval.study.coding_import import merge_decisions, not_counted, read_decisions
    from impl_eval.study.load import load_study
    from impl_eval.study.write import write_decisions

    initials = " ".join(coder.split())
    if not re.fullmatch(r"[^\W_][\w .'-]{0,29}", initials):
        raise click.UsageError("--coder needs the initials or name of a person, at most 30 letters.")
    loaded = load_study(study)
    new = read_decisions(file, initials, loaded)
    material = loaded.interviews
    if material is None:
        raise AnalysisRefused("The study has no interviews.")
    merged = merge_decisions(material.coded_segments, material.rejected, new)
    if merged.changed:
        write_decisions(loaded, merged.segments, merged.rejected)
    click.echo(
        f"Segments: {merged.added} added, {merged.updated} changed, {merged.unchanged} as before. "
        f"Suggestions: {merged.turned_down} newly rejected, {new.undecided} not yet decided."
    )
    for text in not_counted(merged.segments, new.segments, loaded.plan.counted_coder):
        say(text)
    for text in new.not_codings:
        say(f"Not a coding (it does not begin with a mechanism's id): {text}.")


@click.command("compare-coders")
@study_argument
@json_option
def compare_coders(study: Path, as_json: bool) -> None:
    """Compare coders of the same transcripts: percent agreement and kappa for each mechanism."""
    from impl_eval.evaluation import compare
    from impl_eval.outputs.results_json import estimate_document
    from impl_eval.outputs.table_files import table_text
    from impl_eval.study.load import load_study

    loaded = load_study(study)
    if loaded.interviews is None:
        raise AnalysisRefused("The study has no interviews.")
    section = compare(loaded)
    if as_json:
        print_json(
            {
                "schema": "impl-eval/results/1",
                "estimates": [estimate_document(one) for one in section.reported],
            }
        )
        return
    for table in section.tables:
        click.echo(table_text(table))
        click.echo()
    for caution in section.cautions:
        say(f"Note: {caution}")
