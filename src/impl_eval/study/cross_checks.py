"""Rules between files: what no single file can know about itself."""

from collections.abc import Mapping, Sequence

from impl_eval.errors import did_you_mean
from impl_eval.instruments import Instrument
from impl_eval.protocols import AnalysisPlan, Framework
from impl_eval.qualitative.codebook import Codebook, TopicGuide
from impl_eval.study.declared_files import Gathering, Located
from impl_eval.study.model import InterviewMaterial
from impl_eval.study.study_file import StudyFile

Sources = Mapping[str, Located]


def check_repeated_ids(declared: StudyFile, source: Located, gathering: Gathering) -> None:
    """Ids of timepoints, groups and instruments stand once each."""
    lists = {
        "timepoints": [entry.id for entry in declared.timepoints],
        "stakeholder_groups": [entry.id for entry in declared.stakeholder_groups],
        "instruments": list(declared.instruments),
    }
    for key, ids in lists.items():
        for index, identity in enumerate(ids):
            if identity in ids[:index]:
                gathering.add(source.place((key, index)), f'"{identity}" a second time', "each once")


def check_framework(framework: Framework, source: Located, gathering: Gathering) -> None:
    """Mechanism ids stand once each."""
    ids = framework.mechanism_ids
    for index, identity in enumerate(ids):
        if identity in ids[:index]:
            gathering.add(source.place(("mechanisms", index)), f'"{identity}" a second time', "each id once")


def check_mechanisms(
    framework: Framework,
    instruments: Mapping[str, tuple[Instrument, Located]],
    codebook: tuple[Codebook, Located] | None,
    topic_guide: tuple[TopicGuide, Located] | None,
    gathering: Gathering,
) -> None:
    """Every mechanism that an instrument, codebook or topic guide names is in the framework."""
    named: list[tuple[Located, tuple[str | int, ...], str]] = []
    for instrument, source in instruments.values():
        named += [
            (source, ("scales", index, "mechanism"), scale.mechanism)
            for index, scale in enumerate(instrument.scales)
            if scale.mechanism is not None
        ]
    if codebook is not None:
        named += [
            (codebook[1], ("codes", index, "mechanism"), code.mechanism)
            for index, code in enumerate(codebook[0].codes)
            if code.mechanism is not None
        ]
    if topic_guide is not None:
        named += [
            (topic_guide[1], ("questions", index, "mechanisms", position), mechanism)
            for index, question in enumerate(topic_guide[0].questions)
            for position, mechanism in enumerate(question.mechanisms)
        ]
    known = tuple(dict.fromkeys(framework.mechanism_ids))
    for source, path, mechanism in named:
        if mechanism not in known:
            remedy = did_you_mean(mechanism, known) or "Add it to the framework, or take it out here."
            gathering.add(source.place(path), f'the mechanism "{mechanism}"', ", ".join(known), remedy)


def check_plan(
    plan: AnalysisPlan,
    source: Located,
    declared: StudyFile,
    instruments: Sequence[Instrument],
    gathering: Gathering,
) -> None:
    """Timepoints, scales and items of the plan exist; a family holds one scale for each mechanism."""
    timepoints = [timepoint.id for timepoint in declared.timepoints]
    scales = {scale.id: scale for instrument in instruments for scale in instrument.scales}
    items = [item.id for instrument in instruments for item in instrument.items]

    def known(path: tuple[str | int, ...], value: str | None, among: Sequence[str], kind: str) -> None:
        if value is not None and value not in among:
            remedy = did_you_mean(value, among) or "Correct the plan, or declare it."
            gathering.add(source.place(path), f'"{value}", which is no {kind}', ", ".join(among), remedy)

    known(("baseline",), plan.baseline, timepoints, "timepoint of study.yaml")
    known(("follow_up",), plan.follow_up, timepoints, "timepoint of study.yaml")
    if plan.follow_up == plan.baseline:
        gathering.add(source.place(("follow_up",)), f'"{plan.follow_up}", the baseline', "another timepoint")
    if not declared.instruments:
        return
    known(("headline",), plan.headline, tuple(scales), "scale of an instrument")
    for index, item in enumerate(plan.headline_items):
        known(("headline_items", index), item, items, "item of an instrument")
    instrument_of = {scale.id: instrument.id for instrument in instruments for scale in instrument.scales}
    scale_of: dict[str, str] = {}
    for index, scale_id in enumerate(plan.family):
        # Holm's adjustment is computed within one instrument: a family over two would be adjusted too little.
        others = {instrument_of[other] for other in plan.family[:index] if other in instrument_of}
        if others and instrument_of.get(scale_id, "") not in {"", *others}:
            found = f'"{scale_id}", a scale of another instrument than those before it'
            gathering.add(source.place(("family", index)), found, f"scales of {', '.join(sorted(others))}")
        known(("family", index), scale_id, tuple(scales), "scale of an instrument")
        mechanism = scales[scale_id].mechanism if scale_id in scales else None
        if scale_id in scales and mechanism is None:
            place = source.place(("family", index))
            found = f'"{scale_id}", which measures no mechanism'
            remedy = "Take it out of the family, or name its mechanism in instrument.yaml."
            gathering.add(place, found, "scales with a mechanism", remedy)
        elif mechanism is not None and mechanism in scale_of:
            found = f'"{scale_id}", a second scale for {mechanism} (the first is {scale_of[mechanism]})'
            remedy = "Keep the one that was decided beforehand; the other is still described."
            gathering.add(source.place(("family", index)), found, "one scale for each mechanism", remedy)
        elif mechanism is not None:
            scale_of[mechanism] = scale_id


def check_coders(
    declared: StudyFile,
    plan: AnalysisPlan | None,
    interviews: InterviewMaterial,
    sources: tuple[Located, Located | None],
    gathering: Gathering,
) -> None:
    """The counted coder has coded something, and the transcripts said to be double coded exist."""
    coders = sorted({segment.coder for segment in interviews.coded_segments})
    counted = plan.counted_coder if plan is not None else None
    if counted is not None and sources[1] is not None and coders and counted not in coders:
        near = did_you_mean(counted, coders)
        found = f'"{counted}", who coded nothing'
        gathering.add(sources[1].place(("counted_coder",)), found, ", ".join(coders), near)
    known = [transcript.id for transcript in interviews.transcripts]
    for index, name in enumerate((declared.interviews and declared.interviews.double_coded) or ()):
        if name not in known:
            place = sources[0].place(("interviews", "double_coded", index))
            remedy = did_you_mean(name, known)
            gathering.add(place, f'"{name}", which is no transcript', ", ".join(known), remedy)


def check_simulated(
    declared: StudyFile, source: Located, marked: Mapping[str, bool], gathering: Gathering
) -> None:
    """Simulated files are marked, and stand only in a study that says so."""
    simulated = declared.data == "simulated"
    for file, is_marked in sorted(marked.items()):
        if is_marked and not simulated:
            gathering.add(
                (file, None, ""),
                "a simulated file in a study of real data",
                "real files only",
                "Take the file out; or, if all data are simulated, write data: simulated in study.yaml.",
            )
        elif simulated and not is_marked:
            gathering.add(
                (file, None, ""),
                "a file without the simulated mark in a study of simulated data",
                "simulated files only",
                "If all data are real, write data: real in study.yaml and remove the simulated files.",
            )
