"""What a checked study holds, in numbers and sentences: the answer of `impl-eval check`."""

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from impl_eval.errors import describe_problem
from impl_eval.quantitative.responses import ANSWERED
from impl_eval.study.model import Study


@dataclass(frozen=True)
class TimepointCount:
    """Respondents of one site (or of all: site is empty) at one timepoint; None: not supplied."""

    timepoint: str
    site: str
    invited: int | None
    eligible: int | None
    rows: int
    answering: int


@dataclass(frozen=True)
class StudySummary:
    """What the study holds. `supply_next` says what is still missing, in order of use.

    `advice` is what its owner should look at, and what stops nothing.
    """

    title: str
    ics: str
    data: str
    instruments: tuple[str, ...]
    items: int
    scales: int
    mechanisms: tuple[str, ...]
    sites: int
    respondents: tuple[TimepointCount, ...]
    duplicated: tuple[str, ...]
    transcripts: int
    words: int
    coders: tuple[str, ...]
    coded_segments: int
    not_coded: tuple[str, ...]
    not_asked: tuple[str, ...]
    outcomes_supplied: tuple[str, ...]
    outcomes_not_supplied: tuple[str, ...]
    supply_next: tuple[str, ...]
    advice: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """Return the summary as plain data for JSON."""
        return asdict(self)


def summarise(study: Study) -> StudySummary:
    """Count what a study holds."""
    interviews = study.interviews
    transcripts = interviews.transcripts if interviews else ()
    segments = interviews.coded_segments if interviews else ()
    decided = {segment.transcript_id for segment in segments}
    if interviews:
        decided |= {entry.transcript_id for entry in interviews.rejected}
    asked = interviews.topic_guide.mechanisms_asked if interviews and interviews.topic_guide else None
    supplied = {value.outcome_id for value in study.outcome_values}
    return StudySummary(
        title=study.declared.title,
        ics=study.declared.ics.name,
        data=study.declared.data,
        instruments=tuple(f"{one.title} ({one.id} {one.version}, {one.status})" for one in study.instruments),
        items=sum(len(instrument.items) for instrument in study.instruments),
        scales=sum(len(instrument.scales) for instrument in study.instruments),
        mechanisms=study.framework.mechanism_ids,
        sites=len(study.sites),
        respondents=_respondents(study),
        duplicated=_duplicated(study),
        transcripts=len(transcripts),
        words=sum(transcript.word_count for transcript in transcripts),
        coders=tuple(sorted({segment.coder for segment in segments})),
        coded_segments=len(segments),
        not_coded=tuple(transcript.id for transcript in transcripts if transcript.id not in decided),
        not_asked=()
        if asked is None
        else tuple(mechanism for mechanism in study.framework.mechanism_ids if mechanism not in asked),
        outcomes_supplied=tuple(one.label for one in study.expected_outcomes if one.id in supplied),
        outcomes_not_supplied=tuple(one.label for one in study.expected_outcomes if one.id not in supplied),
        supply_next=_supply_next(study),
        advice=tuple(map(describe_problem, study.advice)),
    )


def _respondents(study: Study) -> tuple[TimepointCount, ...]:
    rows: Counter[tuple[str, str]] = Counter()
    answering: Counter[tuple[str, str]] = Counter()
    for responses in study.responses:
        answers = (responses.reasons == ANSWERED).any(axis=1)
        for site, timepoint, answered in zip(responses.site, responses.timepoint, answers, strict=True):
            rows[timepoint, site] += 1
            answering[timepoint, site] += int(answered)
    invited = {(one.timepoint, one.site_id): (one.invited, one.eligible) for one in study.invitations}
    counts = []
    for timepoint in study.declared.timepoints:
        of_sites = []
        for site in study.sites:
            key = (timepoint.id, site.id)
            asked, eligible = invited.get(key, (None, None))
            of_sites.append(TimepointCount(timepoint.id, site.id, asked, eligible, rows[key], answering[key]))
        counts += [_total(timepoint.id, of_sites), *of_sites]
    return tuple(counts)


def _total(timepoint: str, of_sites: list[TimepointCount]) -> TimepointCount:
    def added(values: list[int | None]) -> int | None:
        known = [value for value in values if value is not None]
        return sum(known) if known else None

    return TimepointCount(
        timepoint,
        "",
        added([one.invited for one in of_sites]),
        added([one.eligible for one in of_sites]),
        sum(one.rows for one in of_sites),
        sum(one.answering for one in of_sites),
    )


def _duplicated(study: Study) -> tuple[str, ...]:
    return tuple(
        responses.row_labels[int(row)]
        for responses in study.responses
        for row in responses.duplicated.nonzero()[0]
    )


def _supply_next(study: Study) -> tuple[str, ...]:
    steps = []
    declared = study.declared
    gaps = {
        "authors": declared.authors == "not stated",
        "report_date": declared.report_date is None,
        "start under programme": declared.programme.start is None,
    }
    if any(gaps.values()):
        steps.append(f"in study.yaml: {', '.join(name for name, is_open in gaps.items() if is_open)}")
    if not study.instruments:
        steps.append("an instrument: name a folder of instruments/ under instruments in study.yaml")
    if study.responses and not any(len(responses) for responses in study.responses):
        steps.append("survey answers: the exports hold none yet; put them in their place when there are some")
    elif not study.responses:
        steps.append(
            "survey answers: put the export into quantitative/, draft its column map with "
            "'impl-eval preview FILE', and name both under surveys in study.yaml"
        )
    if not study.sites:
        steps.append(f"sites: one row for each in {study.declared.sites}")
    if study.interviews is None:
        steps.append("interviews, if there are any: name codebook, speakers and transcripts in study.yaml")
    elif not study.interviews.transcripts:
        interviews = study.declared.interviews
        folder = interviews.transcripts if interviews else "qualitative/transcripts"
        steps.append(f"transcripts: put them into {folder}/ and their speakers into the speakers file")
    elif not study.interviews.coded_segments:
        steps.append(
            "codings: 'impl-eval tag' writes a workbook to review, 'impl-eval coding import' reads it"
        )
    missing = [one.label for one in study.expected_outcomes]
    if missing and not study.outcome_values:
        steps.append(f"programme outcomes: {', '.join(missing)}")
    return tuple(steps)


def describe_summary(summary: StudySummary) -> str:
    """Return the summary as text for a terminal."""
    lines = [f"{summary.title}", f"{summary.ics}: {summary.data} data", ""]
    lines += [f"Instruments   {text}" for text in summary.instruments]
    survey = (
        _counted(summary.items, "item"),
        _counted(summary.scales, "scale"),
        _counted(summary.sites, "site"),
    )
    lines.append(f"Survey        {', '.join(survey)}")
    if any(count.rows for count in summary.respondents):
        lines += ["", *_respondent_table(summary), ""]
    lines += [f"Quarantined   {label}: the respondent stands more than once" for label in summary.duplicated]
    coders = ", ".join(summary.coders) or "nobody yet"
    lines.append(f"Interviews    {_counted(summary.transcripts, 'transcript')}, {summary.words:,} words")
    lines.append(f"Coding        {_counted(summary.coded_segments, 'segment')} by {coders}")
    if summary.not_coded:
        lines.append(f"Not coded     {', '.join(summary.not_coded)}")
    lines.append(f"Mechanisms    {', '.join(summary.mechanisms)}")
    if summary.not_asked:
        lines.append(f"Not asked     {', '.join(summary.not_asked)} (no question of the topic guide)")
    lines.append(f"Outcomes      {', '.join(summary.outcomes_supplied) or 'none supplied'}")
    if summary.outcomes_not_supplied:
        lines.append(f"Not supplied  {', '.join(summary.outcomes_not_supplied)}")
    if summary.supply_next:
        lines += [
            "",
            "To supply next:",
            *(f"  {number}. {step}" for number, step in enumerate(summary.supply_next, 1)),
        ]
    if summary.advice:
        lines += ["", "Worth a look (none of this stops a run):", *summary.advice]
    lines += ["", "No problems found."]
    return "\n".join(lines)


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _respondent_table(summary: StudySummary) -> list[str]:
    def shown(value: int | None) -> str:
        return "?" if value is None else str(value)

    width = max(len("all sites"), *(len(count.site) for count in summary.respondents))
    wide = max(len("timepoint"), *(len(count.timepoint) for count in summary.respondents))
    head = f"{'timepoint':<{wide}}  {'site':<{width}}  {'invited':>8}  {'eligible':>8}  {'answering':>9}"
    return [
        head,
        *(
            f"{count.timepoint:<{wide}}  {count.site or 'all sites':<{width}}  {shown(count.invited):>8}  "
            f"{shown(count.eligible):>8}  {count.answering:>9}"
            for count in summary.respondents
        ),
    ]
