"""check, run, score, analyse."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from impl_eval.cli.evaluated import evaluated
from impl_eval.cli.outputs_folder import (
    refuse_nothing,
    say_where_and_what,
    warn_of_two_releases,
    write_outputs,
)
from impl_eval.cli.report_files import read_template_file, template_option
from impl_eval.cli.terminal import json_option, print_json, say, steps, study_argument
from impl_eval.errors import AnalysisRefused

if TYPE_CHECKING:
    from impl_eval.deliverables import Deliverables
    from impl_eval.study.model import Study


@click.command()
@study_argument
@json_option
def check(study: Path, as_json: bool) -> None:
    """Say what the study holds, or list all of its problems (exit code 3)."""
    from impl_eval.coding_desk.standing import load_settled_study
    from impl_eval.study.summary import describe_summary, summarise

    if as_json:
        print_json(_checked_as_document(study))
        return
    click.echo(describe_summary(summarise(load_settled_study(study))))


def _checked_as_document(study: Path) -> dict[str, object]:
    from dataclasses import asdict

    from impl_eval.coding_desk.standing import load_settled_study
    from impl_eval.errors import StudyProblems
    from impl_eval.study.summary import summarise

    try:
        return {"problems": [], "study": summarise(load_settled_study(study)).as_document()}
    except StudyProblems as error:
        print_json({"problems": [asdict(problem) for problem in error.problems], "study": None})
        raise


@click.command()
@study_argument
@template_option
def run(study: Path, template_file: Path | None) -> None:
    """Evaluate the whole study: report, tables, figures and results in its outputs folder."""
    from impl_eval import deliverables
    from impl_eval.coding_desk.standing import load_settled_study
    from impl_eval.coding_desk.unimported_work import holds_unimported_work
    from impl_eval.evaluation import suggest
    from impl_eval.outputs.kept_work import KeptWork
    from impl_eval.outputs.stale import remove_stale
    from impl_eval.outputs.suppression import suppress
    from impl_eval.qualitative.review import undecided_suggestions

    template = read_template_file(template_file)
    with steps(11) as progress:
        progress("reading the study")
        loaded = load_settled_study(study)
        refuse_nothing(loaded)
        progress("suggestions")
        suggestions = suggest(loaded)
        kept = KeptWork.opened(study / "outputs" / deliverables.KEPT_WORK)
        evaluation = evaluated(loaded, kept, progress, suggestions)
        progress("scored answers")
        files: Deliverables = {**deliverables.results_files(evaluation), **deliverables.scored_files(loaded)}
        if loaded.interviews is not None:
            material = loaded.interviews
            undecided = undecided_suggestions(suggestions, material.coded_segments, material.rejected)
            files |= deliverables.tagging_files(loaded, suggestions, undecided)
            if holds_unimported_work(study / "outputs" / deliverables.REVIEW_WORKBOOK, loaded):
                files.pop(deliverables.REVIEW_WORKBOOK, None)
                say("Kept as it is: the review workbook, which holds decisions that nobody has imported yet.")
        progress("report and figures")
        inputs = deliverables.report_inputs(loaded)
        shown = suppress(evaluation)
        files |= deliverables.report_files(shown, inputs, kept=kept, template=template)
        progress("writing")
        warn_of_two_releases(study, evaluation)
        write_outputs(study, files)
        remove_stale(study / "outputs", [study / "outputs" / path for path in files])
        progress("done")
    say_where_and_what(study / "outputs" / deliverables.report_name(shown), shown)
    for file in evaluation.provenance.inputs:
        for note in file.notes:
            if note.startswith("quarantined"):
                say(f"Note: {file.file}: {note}.")


@click.command()
@study_argument
@json_option
def score(study: Path, as_json: bool) -> None:
    """Score the survey: scored_responses.csv and .sav in outputs/internal."""
    from impl_eval.deliverables import scored_files

    loaded = _with_answers(study)
    if as_json:
        print_json(_scores_document(loaded))
        return
    files = scored_files(loaded)
    write_outputs(study, files)
    for path in files:
        click.echo(str(study / "outputs" / path))


@click.command()
@study_argument
@json_option
def analyse(study: Path, as_json: bool) -> None:
    """Analyse the survey as the plan says and print the estimates."""
    from impl_eval.evaluation import analyse_surveys
    from impl_eval.outputs.number_text import value_text
    from impl_eval.outputs.results_json import estimate_document

    surveys = analyse_surveys(_with_answers(study))
    reported = sorted((one for survey in surveys for one in survey.section.reported), key=lambda one: one.id)
    if as_json:
        print_json(
            {"schema": "impl-eval/results/1", "estimates": [estimate_document(one) for one in reported]}
        )
        return
    for one in reported:
        click.echo(f"{one.id}: {value_text(one)}")
    for survey in surveys:
        for caution in survey.section.cautions:
            say(f"Note: {caution}")


def _with_answers(study: Path) -> "Study":
    from impl_eval.coding_desk.standing import load_settled_study

    loaded = load_settled_study(study)
    if not any(len(responses) for responses in loaded.responses):
        raise AnalysisRefused("The study has no survey answers: 'impl-eval check' says what to supply next.")
    return loaded


def _scores_document(loaded: "Study") -> dict[str, object]:
    from impl_eval.deliverables import scored_table
    from impl_eval.study.respondent_keys import respondent_hashes

    instruments = []
    for responses in loaded.responses:
        columns = scored_table(responses, respondent_hashes(loaded, responses)).columns
        instruments.append(
            {
                "instrument": responses.instrument.id,
                "columns": {column.name: _without_nan(column.values.tolist()) for column in columns},
                "reasons": {column.name: list(column.reasons) for column in columns if column.reasons},
            }
        )
    return {"schema": "impl-eval/scored/1", "instruments": instruments}


def _without_nan(values: list[Any]) -> list[Any]:
    return [None if isinstance(value, float) and math.isnan(value) else value for value in values]
