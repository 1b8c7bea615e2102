"""What of a study goes into a comparison of coders: segments, codes, an earlier coding, the workbook."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from impl_eval.errors import AnalysisRefused, StudyProblems, did_you_mean
from impl_eval.outputs.adjudication_workbook import AdjudicationLine, write_adjudication_workbook
from impl_eval.qualitative.agreement import Comparison, Level, disagreements, of_two_times
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.transcript import Transcript
from impl_eval.study.coded_segments import RowsMayName, read_coded_segments
from impl_eval.study.declared_files import Gathering
from impl_eval.study.files import StudyFiles
from impl_eval.study.model import InterviewMaterial, Study
from impl_eval.study.transcript_files import Transcripts


@dataclass(frozen=True)
class ComparedMaterial:
    """What is compared. `codes` holds id, label and definition, in the order of the study.

    `finished` is who has locked each transcript that is coded blind and may be shown.
    """

    transcripts: tuple[Transcript, ...]
    segments: tuple[CodedSegment, ...]
    codes: tuple[tuple[str, str, str], ...]
    double_coded: tuple[str, ...] | None
    finished: Mapping[str, tuple[str, ...]]

    @property
    def labels(self) -> tuple[tuple[str, str], ...]:
        """Id and label of each code."""
        return tuple((code_id, label) for code_id, label, _ in self.codes)


def compared_material(
    study: Study,
    level: Level = "mechanism",
    *,
    nobodys_own: Collection[str] = (),
    earlier: tuple[str, tuple[CodedSegment, ...]] | None = None,
) -> ComparedMaterial:
    """Return what of a study is compared.

    Parameters
    ----------
    nobodys_own : layers that are no coder's, such as what adjudication settled.
    earlier : a coder, and an earlier coding; then this coder alone is compared, now and then.
    """
    material = _material(study)
    declared = study.declared.interviews
    doubled = declared.double_coded if declared is not None else None
    finished = material.finished
    segments = tuple(one for one in material.coded_segments if one.coder not in nobodys_own)
    if earlier is not None:
        coder, before = earlier
        segments = of_two_times(segments, before, coder)
        doubled = tuple(sorted({one.transcript_id for one in before if one.coder == coder}))
        finished = {}
    return ComparedMaterial(material.transcripts, segments, _codes(study, level), doubled, finished)


def earlier_coding(
    path: Path, study: Study, coders: Collection[str] = ()
) -> tuple[str, tuple[CodedSegment, ...]]:
    """Read an earlier coded_segments.csv, wherever it lies; return whose coding it is, and its segments.

    Whose: the one of `coders` who has segments in it and in the study, or the only one who has.

    Raises
    ------
    StudyProblems : rows that do not fit the study's transcripts and codebook, all of them.
    AnalysisRefused : nobody has segments in both, or several have and none was chosen.
    """
    material = _material(study)
    by_id = {one.id: one for one in material.transcripts}
    files = StudyFiles(path.parent, Gathering())
    segments = read_coded_segments(
        path.name,
        RowsMayName(
            Transcripts(by_id, {}, frozenset(by_id)), study.framework.mechanism_ids, material.codebook
        ),
        (path.name, None, ""),
        files,
    )
    if files.gathering.problems:
        raise StudyProblems(files.gathering.problems)
    both = sorted({one.coder for one in material.coded_segments} & {one.coder for one in segments})
    chosen = [coder for coder in both if not coders or coder in coders]
    if len(chosen) > 1:
        raise AnalysisRefused(f"{', '.join(chosen)} have segments in both files: choose one with --coders.")
    if not chosen:
        raise AnalysisRefused(
            f"{' and '.join(sorted(coders))} has no segments both now and earlier: a coder's initials "
            "have to be the same in both files."
            if coders
            else "No coder has segments both now and earlier: initials have to be the same in both files."
        )
    return chosen[0], segments


def check_coders(study: Study, coders: Collection[str]) -> None:
    """Raise AnalysisRefused where somebody asked for has no coding in the study."""
    known = sorted({one.coder for one in _material(study).coded_segments})
    for coder in sorted(set(coders) - set(known)):
        near = did_you_mean(coder, known) or f"The study has segments of: {', '.join(known) or 'nobody'}."
        raise AnalysisRefused(f"{coder} has no coded segments in this study. {near}")


def adjudication_workbook(material: ComparedMaterial, comparison: Comparison) -> tuple[bytes, int]:
    """Return the workbook of the passages on which coders differ, and how many they are. It holds speech."""
    found = disagreements(
        material.transcripts,
        material.segments,
        [code_id for code_id, _ in material.labels],
        double_coded=material.double_coded,
        finished=material.finished,
        comparison=comparison,
    )
    texts = {one.id: one.text for one in material.transcripts}
    coders = sorted({coder for one in found for coder, _ in one.by_coder})
    lines = [
        AdjudicationLine(
            one.transcript_id,
            one.place,
            texts[one.transcript_id][one.start : one.end],
            one.code_id,
            tuple(dict(one.by_coder).get(coder, "") for coder in coders),
            one.valence or "",
            one.reported_change or "",
            one.start,
            one.end,
        )
        for one in found
    ]
    return write_adjudication_workbook(lines, coders, material.codes), len(lines)


def _material(study: Study) -> InterviewMaterial:
    if study.interviews is None:
        raise AnalysisRefused("The study has no interviews.")
    return study.interviews


def _codes(study: Study, level: Level) -> tuple[tuple[str, str, str], ...]:
    """Mechanisms; at the level of codes also every other code of the codebook, under what it belongs to."""
    mechanisms = {one.id: (one.id, one.short_label, one.definition) for one in study.framework.mechanisms}
    if level == "mechanism":
        return tuple(mechanisms.values())
    codebook = _material(study).codebook
    under = {code_id: codebook.mechanism_of(code_id) for code_id in codebook.by_id}
    ordered: list[tuple[str, str, str]] = []
    for mechanism_id in (*mechanisms, ""):
        ordered += [mechanisms[mechanism_id]] if mechanism_id else []
        ordered += [
            (code_id, code.shown_label, code.definition)
            for code_id, code in codebook.by_id.items()
            if under[code_id] == mechanism_id and code_id not in mechanisms
        ]
    return tuple(ordered)
