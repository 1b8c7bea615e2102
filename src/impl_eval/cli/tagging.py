"""tag: passages to look at, suggested; and how far the suggestions agree with people."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from impl_eval.cli.terminal import counted_steps, initials_of, json_option, print_json, say, study_argument
from impl_eval.errors import AnalysisRefused

if TYPE_CHECKING:
    from impl_eval.qualitative.coding import Suggestion
    from impl_eval.results import Section
    from impl_eval.study.model import Study


def _initials_or_nobody(context: click.Context, parameter: click.Parameter, value: str) -> str:
    return initials_of(context, parameter, value) if value else ""


@click.command()
@study_argument
@json_option
@click.option(
    "--coder",
    default="",
    callback=_initials_or_nobody,
    help="Learn from this coder alone, and leave out what they decided on.",
)
@click.option("--include-interviewers", is_flag=True, help="Suggest passages of interviewers too.")
@click.option("--evaluate", is_flag=True, help="Say how far the suggestions agree with people instead.")
@click.option(
    "--audited",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="With --evaluate: a filled audit sheet to judge by. May be given twice, for two people.",
)
@click.option(
    "--audit",
    type=click.IntRange(1, 10_000),
    help="Draw so many turns at random into a sheet to code without seeing suggestions.",
)
def tag(
    study: Path,
    as_json: bool,
    coder: str,
    include_interviewers: bool,
    evaluate: bool,
    audited: tuple[Path, ...],
    audit: int | None,
) -> None:
    """Suggest passages to code, in a workbook to review. A suggestion is never evidence.

    It starts from the codebook and learns from what people decided. With --evaluate it says how well
    that works on this study; with --audit it makes a sheet for a blind check.
    """
    from impl_eval.coding_desk.standing import load_settled_study, seen_by
    from impl_eval.coding_desk.unimported_work import is_partly_hidden

    if evaluate and audit is not None:
        raise click.UsageError("--audit draws a sample and --evaluate judges: one at a time.")
    if audited and not evaluate:
        raise click.UsageError("--audited goes with --evaluate.")
    loaded = load_settled_study(study, look_for_names=False)
    if coder:
        loaded = seen_by(loaded, coder)
    elif is_partly_hidden(loaded):
        say("Left out: what is coded blind and not shown yet. With --coder you see your own.")
    if audit is not None:
        _draw_audit(study, loaded, audit, coder)
    elif evaluate:
        _evaluate(loaded, audited, coder, as_json=as_json, include_interviewers=include_interviewers)
    else:
        _suggest(study, loaded, coder, as_json=as_json, include_interviewers=include_interviewers)


def _suggest(study: Path, loaded: "Study", coder: str, *, as_json: bool, include_interviewers: bool) -> None:
    from impl_eval.coding_desk.unimported_work import holds_unimported_work
    from impl_eval.deliverables import review_workbook, tagging_files
    from impl_eval.outputs.atomic import write_all
    from impl_eval.outputs.json_text import json_text
    from impl_eval.qualitative.review import undecided_suggestions
    from impl_eval.qualitative.tagger.model_document import document_of_model
    from impl_eval.study.tagging import interviews_of, tag_study

    material = interviews_of(loaded)
    tagged = tag_study(loaded, coder=coder, include_interviewers=include_interviewers)
    suggestions = tagged.suggestions
    undecided = undecided_suggestions(suggestions, material.coded_segments, material.rejected, coder=coder)
    if as_json:
        _print_suggestions(suggestions, undecided)
        return
    workbook = study / "outputs" / review_workbook(coder)
    if holds_unimported_work(workbook, loaded):
        raise AnalysisRefused(
            f"{workbook} holds decisions that nobody has imported yet. "
            "Import it with 'impl-eval coding import', or move it away, then tag again."
        )
    files = {
        study / "outputs" / path: content
        for path, content in tagging_files(loaded, suggestions, undecided, coder).items()
    }
    model = json_text(document_of_model(tagged.tagging.model)).encode("utf-8")
    name = f"tagger_model_{coder}.json" if coder else "tagger_model.json"
    files[workbook.with_name(name)] = (model, True)
    write_all(files)
    click.echo(f"Workbook to review: {workbook}")
    decided = len(suggestions) - len(undecided)
    click.echo(
        f"Suggestions: {len(undecided)} to decide on ({_bands(undecided)}), {decided} already decided."
    )
    click.echo(f"Then: impl-eval coding import FILE --coder {coder or 'YOUR_INITIALS'}")


def _bands(suggestions: "tuple[Suggestion, ...]") -> str:
    from impl_eval.qualitative.explanation import BANDS

    return ", ".join(f"{sum(one.band == band for one in suggestions)} {band}" for band in BANDS)


def _print_suggestions(suggestions: "tuple[Suggestion, ...]", undecided: "tuple[Suggestion, ...]") -> None:
    from dataclasses import asdict

    from impl_eval.deliverables import suggestion_id

    documents = [{"id": suggestion_id(one), **asdict(one)} for one in suggestions]
    open_ids = [suggestion_id(one) for one in undecided]
    print_json({"schema": "impl-eval/suggestions/1", "suggestions": documents, "undecided": open_ids})


def _evaluate(
    loaded: "Study",
    audited: tuple[Path, ...],
    coder: str,
    *,
    as_json: bool,
    include_interviewers: bool,
) -> None:
    from contextlib import ExitStack

    from impl_eval.study.audit import judge_audit_files
    from impl_eval.study.tagging import evaluate_tagging

    with ExitStack() as bars:
        sections = [
            evaluate_tagging(
                loaded,
                coder=coder,
                include_interviewers=include_interviewers,
                steps=lambda count: bars.enter_context(counted_steps(count, "holding out transcripts")),
            )
        ]
    if audited:
        sections.append(judge_audit_files(loaded, audited, coder))
    if as_json:
        from impl_eval.outputs.results_json import estimate_document

        estimates = [estimate_document(one) for section in sections for one in section.reported]
        print_json({"schema": "impl-eval/results/1", "estimates": estimates})
        return
    for section in sections:
        _show(section)


def _show(section: "Section") -> None:
    from impl_eval.outputs.table_files import table_text

    for table in section.tables:
        click.echo(table_text(table))
        click.echo()
    for text in (*section.methods, *section.cautions):
        say(f"Note: {text}")


def _draw_audit(study: Path, loaded: "Study", size: int, coder: str) -> None:
    from impl_eval.outputs.atomic import write_whole
    from impl_eval.study.audit import audit_file

    name = f"audit_sample_{coder}.csv" if coder else "audit_sample.csv"
    target = study / "outputs" / "internal" / name
    if target.exists():
        raise AnalysisRefused(f"{target} is there already, perhaps half coded: move it away first.")
    sheet, count = audit_file(loaded, size, coder)
    if not count:
        raise AnalysisRefused(f"{coder} has coded every transcript: nothing is left to code blind.")
    write_whole(target, sheet, private=True)
    click.echo(f"Sheet to code: {target}")
    click.echo(f"Turns: {count}. Write x where a turn carries the code, before looking at any suggestion.")
    click.echo("Then: impl-eval tag --evaluate --audited FILE")
