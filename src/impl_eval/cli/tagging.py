"""tag: passages to look at, suggested."""

from pathlib import Path

import click

from impl_eval.cli.terminal import json_option, print_json, study_argument
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
