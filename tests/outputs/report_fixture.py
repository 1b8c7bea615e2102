"""Evaluations made by hand for the tests of the report, in the shapes that studies come in."""

import datetime
from dataclasses import replace

from impl_eval.outputs.suppression import suppress
from impl_eval.results import (
    Chart,
    ChartPoint,
    Direction,
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

MECHANISMS = (
    ("role", "Role expectation", "Clear expectation that tapering is the prescriber's role"),
    ("knowledge", "Knowledge", "Knowledge of how to taper"),
    ("confidence", "Confidence", "Confidence to start discussions and to manage their consequences"),
    ("pathway", "Care pathway", "A care pathway with timely access to other care"),
    ("alignment", "Aligned expectations", "Patient's and prescriber's expectations are aligned"),
    ("team", "Team consistency", "A consistent approach by the whole healthcare team"),
)
CHANGES: dict[str, tuple[Direction, float | None, float | None, float | None]] = {
    "role": ("up", 0.42, 0.18, 0.66),
    "knowledge": ("up", 0.61, 0.35, 0.87),
    "confidence": ("down", -0.33, -0.60, -0.06),
    "pathway": ("no clear change", -0.10, -0.34, 0.14),
    "alignment": ("no clear change", 0.05, -0.20, 0.30),
    "team": ("not estimable", None, None, None),
}
TIMEPOINTS = (("baseline", "Before"), ("follow_up", "After"))
INSTRUMENT = InstrumentSummary("own", "Own survey", "unvalidated", "1.0.0", "Written by us.", "CC BY 4.0")


def facts(*, simulated: bool = True, timepoints: tuple[tuple[str, str], ...] = TIMEPOINTS) -> StudyFacts:
    return StudyFacts(
        title="Evaluation of a tapering toolkit",
        ics_name="Exampleshire Integrated Care System",
        ics_short_name="Exampleshire",
        ics_id="exampleshire",
        programme="Tapering toolkit",
        programme_start=datetime.date(2023, 4, 1),
        report_date=datetime.date(2024, 3, 31),
        authors="The evaluation team",
        simulated=simulated,
        timepoints=timepoints,
        site_count=8,
        instruments=(INSTRUMENT,),
        framework_title="Six mechanisms",
        framework_citation="Author A. Journal 2022;1:1-2",
        respondents_called="prescribers",
        headline_question="Did prescribers become more confident?",
        possible_harms=("withdrawal", "distress"),
    )


def survey(id_: str, estimate: Estimate, **about: str) -> Reported:
    return Reported(id_, "survey", id_, estimate, **about)


def count(id_: str, value: float, unit: str = "respondents", **about: str) -> Reported:
    return survey(id_, Estimate("count", value, n=int(value), unit=unit), **about)


def evidence(
    scale_id: str,
    label: str,
    change: tuple[Direction, float | None, float | None, float | None],
    **about: str,
) -> SurveyEvidence:
    direction, value, low, high = change
    reason = "the study has one timepoint only" if value is None else ""

    def estimate(statistic: str) -> Estimate:
        if value is None:
            return Estimate.not_estimable(statistic, reason)
        return Estimate(statistic, value, low, high, 0.95, 60)

    where = {"scale_id": scale_id, **about}
    key = f"survey.{about['item_id']}" if "item_id" in about else f"survey.{scale_id}"
    before = Estimate("mean", 3.05, 2.9, 3.2, 0.95, 96, "points")
    after = Estimate("mean", 3.45, 3.3, 3.6, 0.95, 84, "points")
    if value is None:
        after = Estimate.not_estimable("mean", reason)
    better = {"up": "better", "down": "worse"}.get(direction, "unclear")
    return SurveyEvidence(
        scale_id=scale_id,
        label=label,
        mechanism_id=about["mechanism_id"],
        before=survey(f"{key}.mean.baseline", before, timepoint="baseline", **where),
        after=survey(f"{key}.mean.follow_up", after, timepoint="follow_up", **where),
        change=survey(f"{key}.mean_change.paired", estimate("mean_change"), analysis="paired", **where),
        standardised_change=survey(f"{key}.d_av", estimate("standardised_mean_change_av"), **where),
        all_rows_change=survey(f"{key}.mean_change.all_rows", estimate("mean_change"), **where),
        direction=direction,
        improvement=better,
        decision="decided by its p value after Holm's adjustment",
        score_range=(0, 10) if scale_id == "prescriber_confidence" else (1, 5),
    )


def interviews(mechanism_id: str, *, segments: int = 18, asked: bool = True) -> InterviewEvidence:
    def number(what: str, value: int, n: int, unit: str) -> Reported:
        estimate = Estimate("count", float(value), n=n, unit=unit)
        id_ = f"interviews.{mechanism_id}.{what}"
        return Reported(id_, "interviews", what, estimate, mechanism_id=mechanism_id)

    people = 10 if segments else 0
    quotes = (
        Quote(
            "it is written down that if you sign the repeat you own it", "GP", mechanism_id, "enabler", "i1"
        ),
        Quote("Nobody rang me about it.", "patient", mechanism_id, "barrier", "i2"),
    )
    return InterviewEvidence(
        mechanism_id=mechanism_id,
        asked=asked,
        coded_transcripts=9,
        participants=number("participants", people, 13, "participants"),
        segments=number("segments", segments, segments, "segments"),
        groups=(
            ("GP", number("gp", min(people, 3), 3, "participants"), number("gp.said", 5, 18, "segments")),
            ("other groups", number("other", 2, 3, "participants"), number("o.said", 4, 18, "segments")),
        ),
        valences=(("enabler", number("enabler", segments // 2, segments, "segments")),
                  ("barrier", number("barrier", segments - segments // 2, segments, "segments"))),
        changes=(("better", number("better", people - 2 if people else 0, people, "participants")),
                 ("worse", number("worse", 1 if people else 0, people, "participants")),
                 ("not said", number("not_said", 1 if people else 0, people, "participants"))),
        quotes=quotes if segments else (),
    )  # fmt: skip


def _survey_section(scales: dict[str, SurveyEvidence]) -> Section:
    points = tuple(ChartPoint(entry.label, "Matched pairs", entry.change) for entry in scales.values())
    charts = [Chart("survey.change", "change", "Change in each mechanism", "Points", points)]
    for scale_id in scales:
        shares = tuple(
            ChartPoint(f"{item}, {label}", option, _share(scale_id, item, option, timepoint, value))
            for item in ("First item", "Second item")
            for timepoint, label in TIMEPOINTS
            for option, value in (("Disagree", 0.25), ("Neither", 0.35), ("Agree", 0.4))
        )
        charts.append(
            Chart(f"survey.distribution.{scale_id}", "distribution", f"{scale_id}: answers", "Share", shares,
                  mechanism_id=scale_id)
        )  # fmt: skip
    described = tuple(
        survey(f"survey.{scale_id}.{estimate.statistic}.{timepoint}", estimate, scale_id=scale_id,
               timepoint=timepoint)
        for scale_id in scales
        for timepoint, _ in TIMEPOINTS
        for estimate in (Estimate("count", 96.0, n=96, unit="respondents"),
                         Estimate("standard_deviation", 0.9, n=96),
                         Estimate("cronbachs_alpha", 0.78, 0.69, 0.85, 0.95, 90))
    )  # fmt: skip
    means = tuple(reported for entry in scales.values() for reported in (entry.before, entry.after))
    groups = Table(
        "survey.groups",
        "Respondents by stakeholder group",
        ("Stakeholder group", "Before", "After"),
        (
            ("GP", count("survey.groups.gp.b", 70.0), count("survey.groups.gp.a", 60.0)),
            ("Nurse", count("survey.groups.n.b", 26.0), count("survey.groups.n.a", 24.0)),
            ("Patient", count("survey.groups.p.b", 0.0), count("survey.groups.p.a", 0.0)),
        ),
    )
    return Section(
        "survey",
        "Own survey",
        reported=(*described, *means),
        tables=(groups,),
        charts=tuple(charts),
        cautions=("The instrument (Own survey) is unvalidated.",),
        methods=("A scale score is the mean of the answered items.",),
    )


def _share(scale_id: str, item: str, option: str, timepoint: str, value: float) -> Reported:
    id_ = f"survey.item.{scale_id}.{item}.{option}.{timepoint}".replace(" ", "_")
    return survey(id_, Estimate("share", value, n=90), item_id=f"{scale_id}_{item}", timepoint=timepoint)


def _interview_section(heard: dict[str, InterviewEvidence]) -> Section:
    points = tuple(
        ChartPoint(id_, valence, reported)
        for id_, entry in heard.items()
        for valence, reported in entry.valences
    )

    def number(id_: str, value: float, unit: str) -> Reported:
        return Reported(f"interviews.{id_}", "interviews", id_, Estimate("count", value, unit=unit))

    words, alone = (
        number("words", 960.0, "words"),
        number("transcript.int01.participants", 1.0, "participants"),
    )
    together = number("transcript.int09.participants", 4.0, "participants")
    transcripts = Table(
        "interviews.transcripts",
        "Interviews and focus groups",
        ("Transcript", "Participants", "Words", "Analysed"),
        (("int01", alone, words, "yes"), ("int09", together, words, "no")),
    )
    chart = Chart("interviews.segments", "segments", "Coded segments", "Coded segments", points)
    return Section(
        "interviews",
        "Interviews",
        reported=(number("participants", 5.0, "participants"),),
        tables=(transcripts,),
        charts=(chart,),
        cautions=("Not analysed, because nobody has coded them: int09.",),
        methods=("Evidence is what people coded.",),
    )


def _outcome_section() -> Section:
    def value(date: str, number: float) -> Reported:
        estimate = Estimate("value", number, unit="items", reason="described as supplied")
        return Reported(
            f"outcomes.opioids.{date}", "outcomes", "Opioids", estimate, timepoint=date, place="North"
        )

    values = [value(f"2023-{month:02}-01", 100.0 - month) for month in (1, 4, 7, 10)]
    table = Table(
        "outcomes.values",
        "Programme outcomes as supplied",
        ("Outcome", "Place", "Date", "Value"),
        tuple(("Opioid prescribing", "North", each.timepoint, each) for each in values),
    )
    points = tuple(ChartPoint(each.timepoint, "North", each) for each in values)
    chart = Chart("outcomes.opioids.trend", "trend", "Opioid prescribing", "items", points)
    return Section("outcomes", "Programme outcomes", tables=(table,), charts=(chart,))


def full_evaluation(
    *,
    simulated: bool = True,
    with_survey: bool = True,
    with_interviews: bool = True,
    with_outcomes: bool = True,
    with_follow_up: bool = True,
    headline: tuple[Direction, float | None, float | None, float | None] = ("up", 1.01, 0.73, 1.3),
    headline_label: str = "Prescriber confidence in tapering tasks (0 to 10)",
    suggestions: int = 3,
) -> Evaluation:
    """Return a suppressed evaluation with the strands asked for."""
    timepoints = TIMEPOINTS if with_follow_up else TIMEPOINTS[:1]
    unknown: tuple[Direction, None, None, None] = ("not estimable", None, None, None)
    scales = {
        id_: evidence(id_, label, CHANGES[id_] if with_follow_up else unknown, mechanism_id=id_)
        for id_, label, _ in MECHANISMS[:-1]
    } if with_survey else {}  # fmt: skip
    heard = {
        id_: interviews(id_, segments=0 if id_ == "team" else 18, asked=id_ != "team")
        for id_, _, _ in MECHANISMS
    } if with_interviews else {}  # fmt: skip
    sections = [_survey_section(scales)] if with_survey else []
    sections += [_interview_section(heard)] if with_interviews else []
    sections += [_outcome_section()] if with_outcomes else [Section("outcomes", "Programme outcomes")]
    absent = [
        name
        for name, present in (
            ("survey", with_survey), ("interviews", with_interviews), ("outcomes", with_outcomes),
        )
        if not present
    ]  # fmt: skip
    return suppress(
        Evaluation(
            facts=facts(simulated=simulated, timepoints=timepoints),
            mechanisms=tuple(
                MechanismSummary(
                    id_, label, short, "What must be true.", ("TDF: Skills (stated; Source 2020)",)
                )
                for id_, short, label in MECHANISMS
            ),
            headline=_headline(headline if with_follow_up else unknown, headline_label)
            if with_survey
            else None,
            sections=tuple(sections),
            joint_display=JointDisplay(
                tuple(
                    _row(id_, short, scales.get(id_), heard.get(id_), suggestions)
                    for id_, short, _ in MECHANISMS
                ),
                '"Up" or "down": the p value is below 0.05. "No clear change": it is not.',
                "Fit is proposed by this rule. People decide.",
            ),
            not_supplied=("Harms during tapering", "Quality of life"),
            provenance=Provenance(
                (InputFile("quantitative/survey.csv", "0123456789abcdef" * 4, "csv", 180, 178, ("utf-8",)),),
                (("confidence_level", "0.95"),),
                (("impl-eval", "0.1.0"),),
            ),
            smallest_count_shown=5,
            absent=tuple(absent),
            scales=tuple(scales.values()),
        )
    )


def _headline(change: tuple[Direction, float | None, float | None, float | None], label: str) -> Headline:
    about = {"mechanism_id": "confidence"}
    task_change: tuple[Direction, float | None, float | None, float | None] = ("up", 0.63, 0.1, 1.16)
    if change[1] is None:
        task_change = change
    task = evidence(
        "prescriber_confidence", "Start a tapering discussion", task_change, item_id="start", **about
    )
    return Headline(
        evidence("prescriber_confidence", label, change, **about),
        matched=count("survey.respondents.matched", 60.0)
        if change[1] is not None
        else survey("survey.respondents.matched", Estimate.not_estimable("count", "one timepoint only")),
        sites=count("survey.respondents.sites", 20.0, unit="sites"),
        tasks=(task,),
    )


def _row(
    mechanism_id: str,
    label: str,
    measured: SurveyEvidence | None,
    heard: InterviewEvidence | None,
    suggestions: int,
) -> JointRow:
    fit = Fit("agreement", "confirmation", "proposed: agreement. The survey shows a change for the better.")
    if measured is None or heard is None:
        fit = Fit(
            "silence", "survey: not measured", "proposed: silence (survey silent: no scale measures it)."
        )
    id_ = f"interviews.{mechanism_id}.suggestions"
    pending = Reported(id_, "interviews", id_, Estimate("count", float(suggestions), unit="suggestions"))
    return JointRow(mechanism_id, label, measured, heard, fit, pending)


def with_many_mechanisms(evaluation: Evaluation, number: int) -> Evaluation:
    """Return the evaluation with its first row repeated under other names."""
    first = evaluation.joint_display.rows[0]
    rows = tuple(
        replace(first, mechanism_id=f"m{index}", label=f"Mechanism number {index}") for index in range(number)
    )
    return replace(evaluation, joint_display=replace(evaluation.joint_display, rows=rows))
