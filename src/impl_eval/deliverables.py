"""What a run leaves in outputs/: every file as bytes, with whether it is confidential.

Nothing is computed here. What leaves the team is rendered from the suppressed evaluation; what stays
in internal/ holds full precision.
"""

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from impl_eval.instruments import Instrument
from impl_eval.outputs.coding_review import ReviewLine, write_coding_review
from impl_eval.outputs.csv_text import csv_bytes, harmless
from impl_eval.outputs.report_file import ReportFormat
from impl_eval.outputs.scored_files import ScoredColumn, ScoredTable, scored_csv, scored_sav
from impl_eval.qualitative.coding import Suggestion
from impl_eval.qualitative.transcript import Transcript, Turn
from impl_eval.qualitative.why import why_suggested
from impl_eval.quantitative.responses import ANSWERED, REASON_LABELS, Responses
from impl_eval.quantitative.scoring import score_scales
from impl_eval.results import Evaluation, StudyFacts
from impl_eval.study.coded_transcripts import codes_beside_mechanisms
from impl_eval.study.model import Study
from impl_eval.study.write import segments_csv

if TYPE_CHECKING:
    from impl_eval.outputs.kept_work import KeptWork
    from impl_eval.outputs.report.inputs import Edition, ReportInputs
    from impl_eval.outputs.word.foundation import Template
    from impl_eval.power import PowerReport

Deliverables = dict[PurePosixPath, tuple[bytes, bool]]
INTERNAL = PurePosixPath("internal")
KEPT_WORK = INTERNAL / "kept_work.zip"
CONTEXT_CHARACTERS = 240


_SUFFIXES: dict[ReportFormat, str] = {"word": "docx", "markdown": "md", "html": "html", "json": "json"}


def report_name(evaluation: Evaluation, edition: str = "full", file_format: ReportFormat = "word") -> str:
    """Return the file name of the report: it says which edition it is, and SIMULATED while data are.

    A report in which nothing is hidden lies in the folder internal/, and its name says INTERNAL.
    """
    internal = evaluation.disclosure.is_internal
    mark = ("-INTERNAL" if internal else "") + ("-SIMULATED" if evaluation.facts.simulated else "")
    which = "" if edition == "full" else f"-{edition}"
    folder = f"{INTERNAL}/" if internal else ""
    return f"{folder}{evaluation.facts.ics_id}-evaluation-report{which}{mark}.{_SUFFIXES[file_format]}"


def report_inputs(study: Study, edition: "Edition" = "full") -> "ReportInputs":
    """Return what a report needs beside the results: what people wrote, questionnaires, codebook."""
    from impl_eval.outputs.report.inputs import ReportInputs
    from impl_eval.qualitative.codebook_table import codebook_table
    from impl_eval.study.report_inputs import load_checklists

    mechanisms = [(one.id, one.short_label) for one in study.framework.mechanisms]
    material = study.interviews
    return ReportInputs(
        words=study.written.words,
        description=study.written.description,
        checklists=load_checklists(),
        answers=study.written.answers,
        instruments=study.instruments,
        codebook=codebook_table(material.codebook, mechanisms) if material is not None else None,
        edition=edition,
        logo=study.written.logo,
    )


def report_files(
    evaluation: Evaluation,
    inputs: "ReportInputs | None" = None,
    file_format: ReportFormat = "word",
    kept: "KeptWork | None" = None,
    template: "Template | None" = None,
) -> Deliverables:
    """Return what leaves the team: the report in one edition and format, its tables and its figures.

    `kept` holds figures and page numbers of an earlier run; what this one made is among the files.
    `template` is the Word template of an organisation.
    """
    from impl_eval.outputs.charts import draw_all, figure_files
    from impl_eval.outputs.report_file import report_bytes
    from impl_eval.outputs.suppression import suppress
    from impl_eval.outputs.table_files import table_files

    shown = suppress(evaluation)
    pictures = draw_all(shown, kept)
    edition = inputs.edition if inputs is not None else "full"
    report = report_bytes(shown, pictures, inputs, file_format, kept, template)
    internal = shown.disclosure.is_internal
    beside = {**table_files(shown), **figure_files(pictures)}
    folder = INTERNAL if internal else PurePosixPath()
    files = {folder / name: (content, internal) for name, content in beside.items()}
    files[PurePosixPath(report_name(shown, edition, file_format))] = (report, internal)
    return files | ({KEPT_WORK: (kept.content(), True)} if kept is not None and kept.changed else {})


def results_files(evaluation: Evaluation) -> Deliverables:
    """Return results.json and provenance.json, in full precision."""
    from impl_eval.outputs.provenance import provenance_document
    from impl_eval.outputs.results_json import results_json

    return {
        INTERNAL / "results.json": (results_json(evaluation).encode("utf-8"), True),
        INTERNAL / "provenance.json": (provenance_document(evaluation).encode("utf-8"), True),
    }


def scored_files(study: Study) -> Deliverables:
    """Return the scored answers of each instrument, as CSV and for SPSS, and lists for the team.

    The lists hold pairs that a person may match, and how many answered at each site.
    """
    from impl_eval.study.match_listing import match_listing
    from impl_eval.study.respondent_keys import respondent_hashes
    from impl_eval.study.response_listing import response_listing

    answered = [responses for responses in study.responses if len(responses)]
    files: Deliverables = {}
    for responses in answered:
        part = "" if len(answered) == 1 else f"_{responses.instrument.id}"
        hashes = respondent_hashes(study, responses)
        table = scored_table(responses, hashes)
        files[INTERNAL / f"scored_responses{part}.csv"] = (scored_csv(table), True)
        files[INTERNAL / f"scored_responses{part}.sav"] = (scored_sav(table), True)
        listing = match_listing(responses, hashes, study.plan.matching)
        files[INTERNAL / f"respondent_matches{part}.csv"] = (listing, True)
        if study.invitations:
            files[INTERNAL / f"response_rates{part}.csv"] = (response_listing(study, responses), True)
    return files


def scored_table(responses: Responses, respondent_hashes: npt.NDArray[np.str_]) -> ScoredTable:
    """Return answers as given (not reversed), why they are missing, and the scale scores.

    `respondent_hashes` (n) stand for the respondents: their codes are in no output.
    """
    scores = score_scales(responses)
    who = (
        ("respondent_id", "Respondent, as a keyed hash of site and code", respondent_hashes),
        ("site", "Site", responses.site),
        ("stakeholder_group", "Stakeholder group", responses.stakeholder_group),
        ("timepoint", "Timepoint", responses.timepoint),
        ("quarantined", "Respondent stands more than once", np.where(responses.duplicated, "yes", "no")),
    )
    instrument = responses.instrument
    columns = [ScoredColumn(name, label, "text", values) for name, label, values in who]
    columns += [_answer_column(instrument, responses, position) for position in range(len(instrument.items))]
    for position, scale in enumerate(instrument.scales):
        name = f"{scale.id}_score" if scale.id in {item.id for item in instrument.items} else scale.id
        columns.append(ScoredColumn(name, scale.label, "score", scores.scores[:, position]))
    return ScoredTable(tuple(columns), instrument.title)


def _answer_column(instrument: Instrument, responses: Responses, position: int) -> ScoredColumn:
    item = instrument.items[position]
    labels = {ANSWERED: "", **REASON_LABELS}
    reasons = responses.reasons[:, position]
    texts = np.array([labels[code] for code in range(len(labels))], dtype=object)[reasons]
    return ScoredColumn(
        item.id,
        item.text,
        "answer",
        responses.values[:, position],
        tuple(texts.tolist()),
        tuple(sorted(instrument.options_of(item).labels.items())),
        tuple(sorted(instrument.missing_codes.items())),
    )


def power_files(report: "PowerReport", facts: StudyFacts) -> Deliverables:
    """Return the table and the figure of a power simulation. They hold assumptions, no answers."""
    from impl_eval.outputs.charts import draw
    from impl_eval.outputs.table_files import table_csv

    picture = draw(report.chart, facts)
    folder = PurePosixPath("power")
    contents = {"power.csv": table_csv(report.table), "power.png": picture.png, "power.svg": picture.svg}
    return {folder / name: (content, False) for name, content in contents.items()}


REVIEW_WORKBOOK = INTERNAL / "coding_review.xlsx"


def review_workbook(coder: str = "") -> PurePosixPath:
    """Return where the workbook to review lies: one for the study, and one for each coder who asked."""
    return REVIEW_WORKBOOK.with_stem(f"{REVIEW_WORKBOOK.stem}_{coder}") if coder else REVIEW_WORKBOOK


def tagging_files(
    study: Study, suggestions: Sequence[Suggestion], undecided: Sequence[Suggestion], coder: str = ""
) -> Deliverables:
    """Return the suggestions as CSV, the workbook to review, and the segments people have coded.

    With `coder`, suggestions and workbook bear that name, and no segments come along: they may hold a
    layer that nobody else may see.
    """
    material = study.interviews
    if material is None or not material.transcripts:
        return {}
    transcripts = {transcript.id: transcript for transcript in material.transcripts}
    lines = [review_line(suggestion, transcripts[suggestion.transcript_id]) for suggestion in undecided]
    mechanisms = [(one.id, one.label, one.definition) for one in study.framework.mechanisms]
    codes = codes_beside_mechanisms(study.framework.mechanisms, material.codebook)
    workbook = review_workbook(coder)
    files = {
        workbook.with_name(f"suggestions_{coder}.csv" if coder else "suggestions.csv"): (
            suggestions_csv(suggestions),
            True,
        ),
        workbook: (write_coding_review(lines, mechanisms, codes), True),
    }
    if not coder:
        segments = segments_csv(material.coded_segments, safe=harmless)
        files[INTERNAL / "coded_segments.csv"] = (segments, True)
    return files


def review_line(suggestion: Suggestion, transcript: Transcript) -> ReviewLine:
    """Return a suggestion with the words around it, whoever spoke them."""
    turn = _turn_at(suggestion.start, transcript)
    before = transcript.text[max(0, suggestion.start - CONTEXT_CHARACTERS) : suggestion.start]
    after = transcript.text[suggestion.end : suggestion.end + CONTEXT_CHARACTERS]
    return ReviewLine(
        suggestion=suggestion_id(suggestion),
        transcript=suggestion.transcript_id,
        speaker=turn.speaker if turn is not None else "",
        before=before.strip(),
        passage=suggestion.quote,
        after=after.strip(),
        mechanism=suggestion.mechanism_id,
        phrase=_phrase_or_words(suggestion),
        cue=suggestion.valence_cue,
        valence=suggestion.valence,
        start=suggestion.start,
        end=suggestion.end,
        code=suggestion.code_id,
        band=suggestion.band,
        why=why_suggested(suggestion),
    )


def _turn_at(start: int, transcript: Transcript) -> Turn | None:
    """Return the turn around a place, whoever speaks: interviewers' turns can be suggested too."""
    return next((turn for turn in transcript.turns if turn.start <= start < turn.end), None)


def _phrase_or_words(suggestion: Suggestion) -> str:
    if not suggestion.phrase:
        return f"no phrase; the word that says most: {suggestion.evidence}"
    return f"{suggestion.phrase} (codebook line {suggestion.codebook_line})"


def suggestion_id(suggestion: Suggestion) -> str:
    """Return a readable id: the same passage and code always have the same one."""
    return f"{suggestion.transcript_id}:{suggestion.start}-{suggestion.end}:{suggestion.applied_code}"


SUGGESTION_COLUMNS: tuple[tuple[str, Callable[[Suggestion], str]], ...] = (
    ("suggestion", suggestion_id),
    ("transcript_id", lambda one: one.transcript_id),
    ("start", lambda one: str(one.start)),
    ("end", lambda one: str(one.end)),
    ("mechanism_id", lambda one: one.mechanism_id),
    ("quote", lambda one: harmless(one.quote)),
    ("phrase", lambda one: harmless(one.phrase)),
    ("codebook_line", lambda one: str(one.codebook_line)),
    ("evidence", lambda one: harmless(one.evidence)),
    ("valence", lambda one: one.valence),
    ("valence_cue", lambda one: harmless(one.valence_cue)),
    ("code_id", lambda one: one.code_id),
    ("band", lambda one: one.band),
    ("probability", lambda one: "" if one.probability is None else repr(one.probability)),
    ("score", lambda one: "" if one.explanation is None else repr(one.explanation.score)),
    ("why", lambda one: harmless(why_suggested(one))),
)


def suggestions_csv(suggestions: Sequence[Suggestion]) -> bytes:
    """Return suggestions as CSV; speech cannot become a formula."""
    header = [name for name, _ in SUGGESTION_COLUMNS]
    return csv_bytes(header, ([cell(one) for _, cell in SUGGESTION_COLUMNS] for one in suggestions))
