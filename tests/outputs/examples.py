"""A small evaluation of one's own making, for the tests of outputs. No number in it was computed."""

import datetime
from dataclasses import replace

from impl_eval.outputs.walk import reported_by_id
from impl_eval.results import (
    Chart,
    ChartPoint,
    Estimate,
    Evaluation,
    Fit,
    Headline,
    InputFile,
    InstrumentSummary,
    InterviewEvidence,
    JointDisplay,
    JointRow,
    MechanismSummary,
    Provenance,
    Quote,
    Reported,
    Section,
    StudyFacts,
    SurveyEvidence,
    Table,
)

FACTS = StudyFacts(
    title="Evaluation of a tapering toolkit",
    ics_name="Exampleshire integrated care system",
    ics_short_name="Exampleshire",
    ics_id="exampleshire",
    programme="Tapering toolkit",
    programme_start=datetime.date(2023, 4, 1),
    report_date=datetime.date(2024, 5, 31),
    authors="The evaluation team",
    simulated=True,
    timepoints=(("baseline", "Before"), ("follow_up", "After")),
    site_count=8,
    instruments=(InstrumentSummary("own", "Own survey", "unvalidated", "1.0.0", "ours", "CC BY 4.0"),),
)
MECHANISMS = (
    ("role", "Clear expectation that tapering is the prescriber's role"),
    ("knowledge", "Knowledge of how to taper opioids and gabapentinoids"),
    ("confidence", "Confidence to start tapering discussions and to manage their consequences"),
    ("pathway", "A care pathway with timely access to non-pharmacological care"),
    ("alignment", "Patient's and prescriber's expectations are aligned"),
    ("team", "A consistent approach by the whole healthcare team"),
)
OPTIONS = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")


def survey(id_: str, statistic: str, value: float | None, **about: object) -> Reported:
    """Return a survey result; n, low, high, unit, reason go to the estimate, the rest is what it is about."""
    of_estimate = {
        name: about.pop(name) for name in ("n", "low", "high", "level", "unit", "reason") if name in about
    }
    estimate = Estimate(statistic, value, **of_estimate)
    return Reported(id_, "survey", id_, estimate, **about)


def people(id_: str, value: float, **about: object) -> Reported:
    """Return a count of respondents."""
    return survey(id_, "count", value, **{"n": int(value), "unit": "respondents", **about})


def change_chart(changes: tuple[tuple[float, float, float] | None, ...], mechanisms=MECHANISMS) -> Chart:
    points = []
    for (id_, label), change in zip(mechanisms, changes, strict=True):
        about = {
            "scale_id": id_,
            "mechanism_id": id_,
            "contrast": "follow_up - baseline",
            "analysis": "paired",
        }
        if change is None:
            reported = survey(
                f"survey.{id_}.mean_change", "mean_change", None, reason="only 1 pair", n=1, **about
            )
        else:
            value, low, high = change
            reported = survey(
                f"survey.{id_}.mean_change",
                "mean_change",
                value,
                low=low,
                high=high,
                level=0.95,
                n=78,
                **about,
            )
        points.append(ChartPoint(label, "", reported))
    return Chart(
        "survey.change",
        "change",
        "Change by mechanism",
        "Change in mean score (points, scale 1 to 5)",
        tuple(points),
    )


CHANGES = (
    (0.42, 0.18, 0.66),
    (0.61, 0.35, 0.87),
    (0.95, 0.6, 1.3),
    (-0.1, -0.34, 0.14),
    (0.0, -0.2, 0.2),
    None,
)


def distribution_chart(
    items: tuple[str, ...] = (
        "Knows the dose steps",
        "Knows when not to taper",
        "Can convert doses between opioids and gabapentinoids",
    ),
    options: tuple[str, ...] = OPTIONS,
    n: int = 84,
) -> Chart:
    points = []
    for row, item in enumerate(items):
        for column, (timepoint, name) in enumerate(FACTS.timepoints):
            weights = [1 + (row + column + 1) * (option + 1) % 7 for option in range(len(options))]
            for option, weight in zip(options, weights, strict=True):
                slug = option.lower().replace(" ", "_")
                reported = survey(
                    f"survey.item.i{row}.share.{slug}.{timepoint}",
                    "share",
                    weight / sum(weights),
                    n=n,
                    item_id=f"i{row}",
                    timepoint=timepoint,
                )
                points.append(ChartPoint(f"{item}, {name}", option, reported))
    return Chart(
        "survey.distribution.knowledge",
        "distribution",
        "Knowledge: answers",
        "Share of those who answered the item",
        tuple(points),
    )


def segments_chart(
    counts=((14, 6, 2, 1), (3, 12, 1, 1), (22, 9, 4, 2), (1, 17, 0, 0), (0, 0, 0, 0), (2, 1, 0, 5)),
) -> Chart:
    points = []
    for (id_, label), row in zip(MECHANISMS, counts, strict=True):
        for valence, count in zip(("enabler", "barrier", "mixed", "unclear"), row, strict=True):
            estimate = Estimate(
                "count", float(count), n=count, unit="segments", reason="a count has no interval"
            )
            reported = Reported(
                f"interviews.{id_}.count.{valence}", "interviews", valence, estimate, mechanism_id=id_
            )
            points.append(ChartPoint(label, valence, reported))
    return Chart(
        "interviews.segments",
        "segments",
        "Coded segments by mechanism and valence",
        "Coded segments",
        tuple(points),
    )


def trend_chart(
    places=("Great Exampleton", "Rest of Exampleshire", "Exampleshire, all"), hidden: bool = True
) -> Chart:
    points = []
    dates = [datetime.date(2022 + month // 12, month % 12 + 1, 1) for month in range(3, 36, 3)]
    for row, place in enumerate(places):
        for column, date in enumerate(dates):
            value = 61.5 - 4 * row - column * (0.9 + 0.4 * row) + (column * 7 % 5) * 0.8
            estimate = Estimate("rate", value, n=12000, unit="per 1000 patients", reason="supplied")
            if hidden and row == 1 and column == 4:
                estimate = Estimate(
                    "rate", None, reason="suppressed so that another cannot be worked out", suppressed=True
                )
            reported = Reported(
                f"outcomes.opioid.rate.p{row}.{date}", "outcomes", place, estimate, place=place
            )
            points.append(ChartPoint(date.isoformat(), place, reported))
    return Chart(
        "outcomes.opioid",
        "trend",
        "Opioid prescribing",
        "Opioid items per 1,000 patients a month",
        tuple(points),
    )


def evidence(scale_id: str, label: str) -> SurveyEvidence:
    about = {"scale_id": scale_id, "mechanism_id": scale_id}
    return SurveyEvidence(
        scale_id=scale_id,
        label=label,
        mechanism_id=scale_id,
        before=survey(f"survey.{scale_id}.mean.baseline", "mean", 3.1, n=84, timepoint="baseline", **about),
        after=survey(f"survey.{scale_id}.mean.follow_up", "mean", 3.6, n=80, timepoint="follow_up", **about),
        change=survey(
            f"survey.{scale_id}.mean_change", "mean_change", 0.42, low=0.18, high=0.66, level=0.95, n=78,
            contrast="follow_up - baseline", analysis="paired", **about,
        ),
        standardised_change=survey(
            f"survey.{scale_id}.standardised", "standardised_mean_change_av", 0.5, n=78, **about
        ),
        all_rows_change=survey(f"survey.{scale_id}.all_rows", "mean_change", 0.39, n=164, **about),
        direction="up",
        improvement="better",
        decision="Holm-adjusted p below 0.05",
    )  # fmt: skip


def interviews(mechanism_id: str) -> InterviewEvidence:
    def count(what: str, number: int) -> Reported:
        estimate = Estimate("count", float(number), n=number, unit="participants", reason="a count")
        return Reported(
            f"interviews.{mechanism_id}.{what}", "interviews", what, estimate, mechanism_id=mechanism_id
        )

    return InterviewEvidence(
        mechanism_id=mechanism_id,
        asked=True,
        coded_transcripts=10,
        participants=count("participants", 7),
        segments=count("segments", 23),
        groups=(("GP", count("gp.participants", 4), count("gp.segments", 12)),),
        valences=(("enabler", count("enabler", 14)), ("barrier", count("barrier", 2))),
        changes=(("better", count("better", 5)), ("same", count("same", 2))),
        quotes=(Quote("I would not know whom to ask.", "GP", mechanism_id, "barrier", "gp_01"),),
    )


def place_table(counts: dict[str, tuple[int, int]], kind: str = "place") -> Table:
    """Return counts and means before and after, by place or by group."""
    rows: list[tuple[str | Reported, ...]] = []
    for place, (before, after) in counts.items():
        cells: list[str | Reported] = [place]
        for timepoint, n in (("baseline", before), ("follow_up", after)):
            slug = place.lower().replace(" ", "_")
            about = {"timepoint": timepoint, kind: place, "scale_id": "confidence"}
            cells.append(people(f"survey.confidence.count.{timepoint}.{kind}.{slug}", n, **about))
            mean = f"survey.confidence.mean.{timepoint}.{kind}.{slug}"
            cells.append(
                survey(mean, "mean", 6.25, n=n, **about)
                if n
                else survey(mean, "mean", None, reason="nobody answered", n=0, **about)
            )
        rows.append(tuple(cells))
    columns = ("Place", "n, Before", "Mean, Before", "n, After", "Mean, After")
    return Table(f"survey.{kind}s", "Confidence by place", columns, tuple(rows))


def evaluation(
    *,
    tables: tuple[Table, ...] = (),
    charts: tuple[Chart, ...] = (),
    reported: tuple[Reported, ...] = (),
    outcomes: tuple[Reported, ...] = (),
    smallest: int = 5,
) -> Evaluation:
    """Return an unsuppressed evaluation that holds these things in its survey section."""
    confidence = evidence("confidence", "Confidence")
    rows = tuple(
        JointRow(
            id_,
            label,
            confidence if id_ == "confidence" else None,
            interviews(id_),
            Fit("agreement", "both speak of improvement", "The survey goes up and so do reports."),
            None,
        )
        for id_, label in MECHANISMS
    )
    sections = [Section("survey", "Survey", reported, tables, charts, cautions=("Change is not effect.",))]
    sections.append(Section("interviews", "Interviews", charts=(segments_chart(),)))
    if outcomes:
        sections.append(Section("outcomes", "Outcomes", outcomes))
    return Evaluation(
        facts=FACTS,
        mechanisms=tuple(MechanismSummary(id_, label, id_, "what must be true") for id_, label in MECHANISMS),
        headline=Headline(
            confidence,
            matched=people("survey.respondents.matched", 78),
            sites=survey("survey.sites", "count", 3.0, unit="sites"),
        ),
        sections=tuple(sections),
        joint_display=JointDisplay(rows, "a rule of direction", "a rule of fit"),
        not_supplied=("Quality of life",),
        provenance=Provenance(
            (InputFile("quantitative/survey.csv", "0" * 64, "csv", 170, 168, ("encoding utf-8",)),),
            (("confidence_level", "0.95"),),
            (("impl-eval", "0.1.0"),),
        ),
        smallest_count_shown=smallest,
    )


def by_id(part: Evaluation) -> dict[str, Reported]:
    """Return what an evaluation says under each id."""
    return reported_by_id(part)


def with_value(reported: Reported, value: float) -> Reported:
    """Return a result with another value."""
    return replace(reported, estimate=replace(reported.estimate, value=value, low=None, high=None))
