"""What has to be known of all blocks before the first is written: their controls, numbers and names.

A list of contents stands before what it lists, and a reference may point forward.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from impl_eval.outputs.report.identity import id_of
from impl_eval.outputs.report.model import Block, FigureBlock, Heading, TableBlock
from impl_eval.outputs.word.controls import BlockControl, Controls
from impl_eval.outputs.word.xml_text import LONGEST_BOOKMARK, bookmark_name

Listed = Literal["headings", "tables", "figures"]
_CAPTION = "c_"


@dataclass(frozen=True)
class Entry:
    """One line of a list of contents: the level of its heading (1 for tables and figures), words, target."""

    level: int
    text: str
    bookmark: str


@dataclass
class Plan:
    """Controls by block id, labels ("Table", 3) of captions by block id, where references lead, and lists."""

    controls: dict[str, BlockControl] = field(default_factory=dict)
    labels: dict[str, tuple[str, int]] = field(default_factory=dict)
    targets: dict[str, str] = field(default_factory=dict)
    entries: dict[Listed, list[Entry]] = field(
        default_factory=lambda: {"headings": [], "tables": [], "figures": []}
    )


def plan_of(blocks: Iterable[Block], controls: Controls) -> Plan:
    """Number tables and figures, and give every block that has an id its control."""
    plan = Plan()
    counts = {"Table": 0, "Figure": 0}
    targets: set[str] = set()
    for block in blocks:
        block_id = id_of(block)
        if not block_id:
            continue
        control = plan.controls[block_id] = controls.of_block(block)
        if isinstance(block, Heading):
            plan.targets[block_id] = control.bookmark
            plan.entries["headings"].append(Entry(block.level, block.text, control.bookmark))
        elif isinstance(block, TableBlock | FigureBlock):
            label = "Table" if isinstance(block, TableBlock) else "Figure"
            counts[label] += 1
            plan.labels[block_id] = (label, counts[label])
            plan.targets[block_id] = _caption_bookmark(block_id, targets)
            words = block.title if isinstance(block, TableBlock) else block.caption
            listed: Listed = "tables" if label == "Table" else "figures"
            plan.entries[listed].append(Entry(1, f"{label} {counts[label]}. {words}", control.bookmark))
    return plan


def _caption_bookmark(block_id: str, taken: set[str]) -> str:
    """Return a bookmark for label and number of a caption, which references repeat."""
    wanted = name = bookmark_name(_CAPTION, block_id)
    number = 1
    while name.lower() in taken:
        number += 1
        name = wanted[: LONGEST_BOOKMARK - len(str(number)) - 1] + f"_{number}"
    taken.add(name.lower())
    return name
