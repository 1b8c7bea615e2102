"""`impl-eval instrument import`: the questionnaire of another program as a draft that a person completes.

A question mark stands wherever the file does not say what scoring needs. The draft cannot be used until
each is answered: a reverse key that is guessed turns a result round.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.instruments import MissingKind
from impl_eval.instruments.model import UNSCORED
from impl_eval.outputs.atomic import write_all
from impl_eval.outputs.csv_text import csv_bytes, harmless
from impl_eval.readers.instruments import DraftItem, InstrumentDraft, read_instrument_draft
from impl_eval.readers.instruments.draft import Losses
from impl_eval.study.instrument_files import INSTRUMENT_FILE, ITEMS_FILE, UNANSWERED
from impl_eval.study.instrument_options import (
    SettledOptions,
    gather_missing_codes,
    name_options,
    settle_options,
)

LOSSES_FILE = "LOSSES.txt"
LONGEST_SHORT_LABEL = 40
_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_\-]{0,63}\Z")


@dataclass(frozen=True)
class DraftedInstrument:
    """The files of a draft by name, what it has lost, and how many answers it still needs."""

    files: Mapping[str, bytes]
    losses: tuple[str, ...]
    unanswered: int


def draft_instrument(path: Path, folder: Path) -> DraftedInstrument:
    """Read a questionnaire and write its draft into a new folder, whose name becomes the instrument's id.

    Raises StudyProblems where the file cannot be read, the folder holds something, or has no usable name.
    """
    if not _IDENTIFIER.match(folder.name):
        allowed = "a folder named with letters, digits, _ and -, beginning with a letter"
        raise StudyProblems([Problem(str(folder), None, "", f'"{folder.name}"', allowed)])
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        remedy = "Name a new folder: a draft never replaces an instrument."
        raise StudyProblems([Problem(str(folder), None, "", "a folder that holds something", "", remedy)])
    drafted = complete_draft(read_instrument_draft(path, path.name), folder.name)
    write_all({folder / name: (content, False) for name, content in drafted.files.items()})
    return drafted


def complete_draft(draft: InstrumentDraft, instrument_id: str) -> DraftedInstrument:
    """Return the files of a draft: what the file says, what is proposed, and question marks for the rest."""
    losses = Losses()
    items = _with_usable_ids(draft.items, losses)
    settled: dict[str, SettledOptions] = {}
    for item in items:
        options = settle_options(item, losses)
        if options is not None:
            settled[item.id] = options
    items = tuple(item for item in items if item.id in settled)
    if not items:
        found = f"{draft.kind}: no question with two answers that count"
        raise StudyProblems([Problem(instrument_id, None, "", found, "at least one such question")])
    names, options_by_name = name_options(items, settled)
    codes = gather_missing_codes(settled, losses)
    rows = _rows(items, names, losses)
    yaml = _yaml_text(draft, instrument_id, items, options_by_name, codes)
    sentences = (*draft.not_carried, *losses.sentences())
    unanswered = yaml.count(f'"{UNANSWERED}"') + sum(row.count(UNANSWERED) for row in rows)
    header = ("item_id", "scale", "choices", "reverse_scored", "show_if", "short_label", "wording")
    files = {
        INSTRUMENT_FILE: yaml.encode("utf-8"),
        ITEMS_FILE: csv_bytes(header, rows, mark=False),
        LOSSES_FILE: _losses_text(draft.kind, sentences, unanswered).encode("utf-8"),
    }
    return DraftedInstrument(files, sentences, unanswered)


def _with_usable_ids(items: tuple[DraftItem, ...], losses: Losses) -> tuple[DraftItem, ...]:
    renamed: dict[str, str] = {}
    taken: set[str] = set()
    kept = []
    for item in items:
        usable = item.id
        if not _IDENTIFIER.match(usable):
            usable = re.sub(r"[^A-Za-z0-9_]", "_", usable).strip("_")[:60] or "item"
            usable = usable if usable[0].isalpha() else f"q_{usable}"
        base, number = usable, 1
        while usable.lower() in taken:
            number += 1
            usable = f"{base}_{number}"
        taken.add(usable.lower())
        if usable != item.id:
            losses.add(f'The id "{item.id}", which is now', usable)
        renamed.setdefault(item.id, usable)
        condition = re.sub(r"[A-Za-z][\w\-]*", lambda name: renamed.get(name[0], name[0]), item.show_if)
        kept.append(replace(item, id=usable, show_if=condition))
    return tuple(kept)


def _rows(items: tuple[DraftItem, ...], names: Mapping[str, str], losses: Losses) -> list[tuple[str, ...]]:
    rows = []
    for item in items:
        reverse = {True: "yes", False: "no", None: UNANSWERED}[item.reverse_scored]
        if item.scale == UNSCORED:
            reverse = "no"
        texts = (item.short_label or _shortened(item.wording) or item.id, item.wording)
        safe = tuple(map(harmless, texts))
        if safe != texts:
            losses.add(
                "A first character that a spreadsheet would run as a formula (a ' stands before it)", item.id
            )
        rows.append((item.id, item.scale or UNANSWERED, names[item.id], reverse, item.show_if, *safe))
    return rows


def _shortened(wording: str) -> str:
    if len(wording) <= LONGEST_SHORT_LABEL:
        return wording.rstrip(".")
    return wording[: LONGEST_SHORT_LABEL - 3].rsplit(" ", 1)[0].rstrip(",;:-") + " ..."


def _yaml_text(
    draft: InstrumentDraft,
    instrument_id: str,
    items: tuple[DraftItem, ...],
    options: Mapping[str, SettledOptions],
    codes: Mapping[int, tuple[MissingKind, str]],
) -> str:
    worded = any(item.wording for item in items)
    version = draft.version if re.fullmatch(r"\d+\.\d+\.\d+", draft.version) else "1.0.0"
    lines = [
        f"# A draft, made from: {draft.kind}. Answer every line, here and in items.csv, that holds a",
        "# question mark; then run: impl-eval instrument check. What was lost stands in LOSSES.txt.",
        "schema: impl-eval/instrument/1",
        f"id: {instrument_id}",
        f"version: {version}",
        f"title: {_quoted(draft.title)}",
        'status: "?"    # validated, adapted or unvalidated',
        'source: "?"    # the publication to cite',
        "licence:",
        '  spdx: "?"    # of the wording: CC-BY-4.0, CC0-1.0, own; or another, with permission: ... below',
        '  holder: "?"',
        f"  text_included: {'yes' if worded else 'no'}",
    ]
    if draft.introduction:
        lines.append(f"introduction: {_quoted(draft.introduction)}")
    lines += ["choices:", *(line for name, one in options.items() for line in _options_lines(name, one))]
    lines.append("# Proposed from codes and labels: check each. None of them is ever scored.")
    lines.append("missing_codes:")
    for code, (kind, label) in codes.items():
        lines.append(f"  {code}: {kind}" + (f"    # {_comment(label)}" if label else ""))
    return "\n".join([*lines, *_scales_lines(items)]) + "\n"


def _options_lines(name: str, options: SettledOptions) -> list[str]:
    lines = [f"  {name}:", f"    min: {options.low}", f"    max: {options.high}"]
    if options.labels:
        lines.append("    labels:")
    return lines + [f"      {number}: {_quoted(label)}" for number, label in options.labels]


def _scales_lines(items: tuple[DraftItem, ...]) -> list[str]:
    named = dict.fromkeys(item.scale or UNSCORED for item in items)
    known = [scale for scale in named if scale != UNSCORED] or [UNANSWERED]
    lines = [
        "# One block for each scale; its items name it in the column scale of items.csv.",
        "# rule: mean or sum of the answered items, after reversing; min_valid: fewest answered items for",
        "# which a score is given; direction: higher_is_better or lower_is_better; mechanism: an id of the",
        "# framework, if it measures one.",
        "scales:",
    ]
    for scale in known:
        lines += [
            f"  - id: {_quoted(scale)}",
            f"    label: {_quoted(scale.replace('_', ' ').capitalize())}",
            *(f'    {key}: "{UNANSWERED}"' for key in ("rule", "min_valid", "direction")),
            "    # mechanism: ?",
        ]
    return lines


def _losses_text(kind: str, losses: tuple[str, ...], unanswered: int) -> str:
    lines = [f"Made from: {kind}.", "", "What the file says and this draft does not hold:"]
    lines += [f"- {sentence}" for sentence in losses] or ["- Nothing that was recognised."]
    lines += [
        "",
        f"What the file does not say, and a person must answer ({unanswered} question marks):",
        "- which items are reverse scored (agreeing means a worse score), and which scale each belongs to;",
        "- how each scale is scored, which direction is better, and which mechanism it measures;",
        "- who holds the wording and on which terms it may be used.",
    ]
    return "\n".join(lines) + "\n"


def _comment(text: str) -> str:
    return " ".join(text.replace("#", "").split())


def _quoted(text: str) -> str:
    """Return text as a YAML scalar in double quotes: JSON's strings are YAML's."""
    return json.dumps(text, ensure_ascii=False)
