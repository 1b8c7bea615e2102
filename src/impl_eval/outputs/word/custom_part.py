"""The custom XML part of a report: what a later refresh has to know of the report it finds.

It names every block with its control, its base hash and the results it shows, every number in running
text and in cells with the words that stood there, and the inputs. All of it is suppressed like the report
itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from impl_eval.outputs.word.controls import Controls, ShownInCell
from impl_eval.outputs.word.xml_text import attribute

NAMESPACE = "urn:impl-eval:1"
STORE_ITEM = "{1F0D5C2A-6E0B-4C1E-9D3B-696D706C6576}"
"""Names the part inside a file, as Word asks; the same in every report."""


@dataclass(frozen=True)
class Origin:
    """Where a report comes from: version of impl-eval, study, edition, and (file, SHA-256) of every input."""

    version: str
    study: str = ""
    inputs: tuple[tuple[str, str], ...] = ()
    edition: str = "full"


def part_xml(controls: Controls, origin: Origin, hashes: Mapping[str, str]) -> bytes:
    """Return the part. `hashes` are base hashes by block id; a block without one has no attribute."""
    blocks = "".join(
        f"<block {attribute(one.block_id, 'id')} {attribute(one.tag, 'tag')}"
        f" {attribute(one.bookmark, 'bookmark')} {attribute(one.title, 'alias')}"
        + (f" {attribute(hashes[one.block_id], 'hash')}" if one.block_id in hashes else "")
        + f" {attribute(' '.join(one.sources), 'sources')}/>"
        for one in controls.blocks
    )
    values = "".join(
        f"<value {attribute(one.result_id, 'result')} {attribute(one.block_id, 'block')}"
        f" {attribute(one.tag, 'tag')} {attribute(str(one.number), 'control')}"
        f" {attribute(one.text, 'text')}/>"
        for one in controls.values
    )
    cells = "".join(
        f"<cells {attribute(block_id, 'block')}>{''.join(map(_cell_xml, shown))}</cells>"
        for block_id, shown in groupby(controls.cells, key=lambda one: one.block_id)
    )
    inputs = "".join(
        f"<input {attribute(file, 'file')} {attribute(sha256, 'sha256')}/>" for file, sha256 in origin.inputs
    )
    about = f"{attribute(origin.version, 'version')} {attribute(origin.study, 'study')}"
    about += f" {attribute(origin.edition, 'edition')}"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<report xmlns="{NAMESPACE}" {about}>{inputs}{blocks}{values}{cells}</report>'
    ).encode()


def _cell_xml(shown: ShownInCell) -> str:
    return (
        f'<cell row="{shown.row}" column="{shown.column}" {attribute(shown.value_id, "result")}'
        f" {attribute(shown.text, 'text')}/>"
    )


def properties_xml() -> bytes:
    """Return the part that names the custom XML part and its namespace."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem xmlns:ds="{namespace}" ds:itemID="{STORE_ITEM}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()
