"""The report of an import: what the file had, what became of it, and what its places are worth."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from impl_eval.qualitative.exchange.arriving import Arrivals
from impl_eval.qualitative.exchange.loss_report import LossReport, counted
from impl_eval.qualitative.exchange.matching_codes import CodeMatches
from impl_eval.qualitative.exchange.matching_sources import How, MatchedSource
from impl_eval.qualitative.exchange.naming import ORIGIN
from impl_eval.readers.refi import QdaProject

GOOD_SHARE = 0.9
"""Fewer places between words than this share say that the file's own places may have drifted."""
_PLACES_SHOWN = 20
_MEMOS = "that code a memo"
_CASES = "that assign a passage or document to a case"
_LEFT_OUT = "left out because of the faults listed"
_UNKNOWN = "in parts of the file that the standard does not have"


def project_report(
    project: QdaProject,
    codes: CodeMatches,
    matched: Mapping[str, MatchedSource],
    arrivals: Arrivals,
    coders: Mapping[str, str],
    *,
    memos: int,
    notes_lost: int,
    rejected: int,
    rejected_lost: int,
) -> LossReport:
    """Return the report of a project that was imported."""
    lost = _lost_codings(project, arrivals)
    in_file = max(project.reading.elements.get("Coding", 0), arrivals.arrived + sum(lost.values()))
    if in_file > arrivals.arrived + sum(lost.values()):
        lost[_UNKNOWN] = in_file - arrivals.arrived - sum(lost.values())
    arrived = [
        _first_sentence(arrivals.arrived, in_file, len(arrivals.segments)),
        *_text_sentences(matched),
        *_code_sentences(project, codes),
        *_people(project, arrivals, coders),
    ]
    if memos:
        arrived.append(f"{counted(memos, 'memo')}.")
    if rejected:
        arrived.append(f"{counted(rejected, 'suggestion')} turned down.")
    lost_sentences = _lost_sentences(lost)
    lost_sentences += [*codes.lost, *_lost_things(project, arrivals, notes_lost, rejected_lost)]
    return LossReport(
        in_file,
        arrivals.arrived,
        dict(sorted(lost.items())),
        tuple(arrived),
        (*project.reading.changed, *_changed(arrivals), *codes.changed, *project.reading.notes),
        tuple(lost_sentences),
        tuple(_checked(project, matched, arrivals)),
    )


def with_more_lost(report: LossReport, more: Mapping[str, int], segments: int) -> LossReport:
    """Return a report in which further codings did not arrive; `segments` is how many are left."""
    lost = dict(sorted((Counter(report.codings_lost) + Counter(more)).items()))
    arrived = report.codings_arrived - sum(more.values())
    return replace(
        report,
        codings_arrived=arrived,
        codings_lost=lost,
        arrived=(_first_sentence(arrived, report.codings_in_file, segments), *report.arrived[1:]),
        lost=(*_lost_sentences(lost), *report.lost[len(report.codings_lost) :]),
    )


def _first_sentence(arrived: int, in_file: int, segments: int) -> str:
    return f"{arrived:,} of {counted(in_file, 'coding')}, as {counted(segments, 'segment')}."


def _lost_sentences(lost: Mapping[str, int]) -> list[str]:
    return [f"{counted(number, 'coding')} {why}." for why, number in sorted(lost.items())]


def code_report(project: QdaProject, codes: CodeMatches) -> LossReport:
    """Return the report of a codebook that was imported."""
    lost = [*codes.lost]
    if project.sets:
        lost.append(f"{counted(len(project.sets), 'set')} of codes.")
    changed = (*codes.changed, *project.reading.notes)
    return LossReport(0, 0, {}, tuple(_code_sentences(project, codes)), changed, tuple(lost))


def _lost_codings(project: QdaProject, arrivals: Arrivals) -> Counter[str]:
    lost = Counter({why: number for why, number in arrivals.lost.items() if number})
    reading = project.reading
    others = (
        (_CASES, reading.case_codings),
        (_MEMOS, reading.note_codings),
        (_LEFT_OUT, reading.left_out_codings),
    )
    for why, number in others:
        if number:
            lost[why] += number
    return lost


def _text_sentences(matched: Mapping[str, MatchedSource]) -> Iterator[str]:
    hows = Counter(one.how for one in matched.values())
    said: dict[How, str] = {
        "same text": "are transcripts of the study, word for word",
        "same name": "are transcripts of the study in another version",
        "new": "are new here",
    }
    if matched:
        parts = ", ".join(f"{hows[how]:,} {words}" for how, words in said.items() if hows[how])
        yield f"{counted(len(matched), 'text')}: {parts}."


def _code_sentences(project: QdaProject, codes: CodeMatches) -> Iterator[str]:
    new = len(codes.new_codes)
    known = len(project.codes) - new
    parts = [
        f"{known:,} the study has already"
        + (f" ({codes.by_label:,} by their label)" if codes.by_label else "")
    ]
    parts += [f"{new:,} new"] if new else []
    if project.codes:
        yield f"{counted(len(project.codes), 'code')}: {', '.join(parts)}."


def _people(project: QdaProject, arrivals: Arrivals, coders: Mapping[str, str]) -> Iterator[str]:
    names = sorted({one.coder for one in arrivals.segments.values()})
    if names:
        yield f"{counted(len(names), 'coder')}: {', '.join(names)}."
    alike = len(set(coders.values()))
    if alike < len(coders):
        yield f"{len(coders):,} users of the file share {counted(alike, 'name')}: they count as one each."


def _changed(arrivals: Arrivals) -> Iterator[str]:
    if arrivals.repeated:
        yield (
            f"{counted(arrivals.repeated, 'coding')} repeated another of the same passage, code and coder: "
            "they are one segment now."
        )
    if arrivals.whole:
        yield f"{counted(arrivals.whole, 'coding')} of whole documents cover the whole text now."
    if arrivals.by_words:
        number = counted(arrivals.by_words, "coding")
        yield f"{number} of page areas were placed by the words that the file gives."
    if arrivals.how["moved"]:
        number = counted(arrivals.how["moved"], "coding")
        yield f"{number} stand elsewhere in the version here, on the same words."
    if arrivals.reworded:
        shown = ", ".join(arrivals.reworded[:_PLACES_SHOWN])
        more = ", ..." if len(arrivals.reworded) > _PLACES_SHOWN else ""
        yield (
            f"{counted(arrivals.how['reworded'], 'coding')} stand on words that differ in the version here: "
            f"look at {shown}{more}."
        )
    if arrivals.annotations:
        yield (
            f"{counted(len(arrivals.annotations), 'comment')} on passages without a code became memos on "
            "their transcript."
        )
    if arrivals.notes_on_one_line:
        yield f"{counted(arrivals.notes_on_one_line, 'note')} over several lines stand on one line now."
    if arrivals.unknown_users:
        number = counted(len(arrivals.unknown_users), "user")
        yield f'Codings of {number} whom the file does not list are those of "{arrivals.nobody}".'


def _lost_things(
    project: QdaProject, arrivals: Arrivals, notes_lost: int, rejected_lost: int
) -> Iterator[str]:
    values = sum(len(one.values) for one in project.cases)
    values += sum(len(one.values) for one in project.sources)
    if project.cases or project.variables or values:
        yield (
            f"{counted(len(project.cases), 'case')}, {counted(len(project.variables), 'variable')} and "
            f"{counted(values, 'value')}: the study has participants, by the labels of speakers."
        )
    if project.sets:
        yield f"{counted(len(project.sets), 'set')} of codes or documents."
    elements: Sequence[tuple[str, str]] = (("Link", "link"), ("Graph", "graph"), ("SyncPoint", "time stamp"))
    for element, noun in elements:
        number = project.reading.elements.get(element, 0)
        number -= project.reading.note_links if element == "Link" else 0
        if number:
            yield f"{counted(number, noun)}."
    media = Counter(one.kind for one in project.sources if one.text is None)
    if media:
        listed = ", ".join(f"{number:,} {kind}" for kind, number in sorted(media.items()))
        yield f"{counted(sum(media.values()), 'document')} without text ({listed})."
    empty = sum(one.text is not None and not one.text.strip() for one in project.sources)
    if empty:
        yield f"{counted(empty, 'document')} without a word."
    if arrivals.uncoded:
        yield f"{counted(arrivals.uncoded, 'passage')} marked without a code, comment or memo."
    if project.description.strip() and project.origin != ORIGIN:
        yield "The description of the project."
    described = sum(bool(one.description.strip()) for one in project.sources)
    if described:
        yield f"{counted(described, 'description')} of documents."
    if notes_lost:
        yield f"{counted(notes_lost, 'memo')} whose text the file does not have."
    if rejected_lost:
        yield f"{counted(rejected_lost, 'suggestion')} turned down, which have no place here."


def _checked(project: QdaProject, matched: Mapping[str, MatchedSource], arrivals: Arrivals) -> Iterator[str]:
    passages = sum(arrivals.how.values())
    if passages:
        yield (
            f"{arrivals.same_words:,} of {counted(passages, 'coding')} of passages hold the same words here "
            "as in the file, line ends aside."
        )
    checks = project.reading.checks
    places = sum(one.places for one in checks)
    if places:
        between = sum(one.between_words for one in checks)
        yield f"{between:,} of {places:,} places in the file lie between words."
    for one in checks:
        name = matched[one.source_guid].source.name if one.source_guid in matched else one.source_guid
        if one.between_words < GOOD_SHARE * one.places:
            yield (
                f'"{name}": only {one.between_words:,} of {one.places:,} places lie between words. They may '
                "have drifted in the program that wrote the file: compare some passages with it."
            )
        if one.named_right < one.named:
            yield (
                f'"{name}": {one.named - one.named_right:,} of {one.named:,} passages do not begin with the '
                "words that the program gave them as a name: compare them with it."
            )
    for problem in project.reading.left_out:
        yield f"Left out, line {problem.line}: {problem.where}: {problem.found}."
