"""Codebooks (.qdc) as programs write them, also those that the schema refuses."""

from pathlib import Path

import pytest

from impl_eval.readers.refi import parse_qdc, read_qdc
from tests.readers.files import write_file
from tests.readers.refi.building import code, element, guid


def codebook(*children: str, namespace: str = "urn:QDA-XML:codebook:1.0") -> bytes:
    tree = element("Codes", *(children or (code(guid(1), "Dose", element("Description", text="How much.")),)))
    return element("CodeBook", tree, "<Sets/>", xmlns=namespace, origin="Taguette 1.5").encode()


@pytest.mark.parametrize(
    "namespace", ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:1:0", "urn:QDA-XML:codebook:0:4"]
)
def test_namespaces_that_are_written_and_empty_sets(tmp_path: Path, namespace: str) -> None:
    path = write_file(tmp_path, "a.qdc", codebook(namespace=namespace))
    found = read_qdc(path, path.name)
    assert [(one.name, one.description) for one in found.codes] == [("Dose", "How much.")]
    assert (found.origin, found.sets) == ("Taguette 1.5", ())


def test_a_tree_with_colours_groups_and_sets() -> None:
    members = [element("MemberCode", guid=guid(2).upper())]
    content = element(
        "CodeBook",
        element("Codes", code(guid(1), "Top", code(guid(2), "Below", color="#F00"), color="red")),
        element("Sets", element("Set", *members, guid=guid(9), name="S")),
    ).replace('isCodable="true"', 'isCodable="false"', 1)
    found = parse_qdc(content.encode(), "a.qdc")
    assert [(one.name, one.parent, one.color, one.is_codable) for one in found.codes] == [
        ("Top", "", "", False), ("Below", guid(1), "#F00", True),
    ]  # fmt: skip
    assert found.sets[0].code_guids == (guid(2),)
    assert any(note.startswith("Colours") for note in found.reading.notes)


def test_codes_without_name_or_guid_are_kept_and_said() -> None:
    found = parse_qdc(b"<CodeBook><Codes><Code/><Code name='A' guid='1'/></Codes></CodeBook>", "a.qdc")
    assert [one.name for one in found.codes] == ["code without a name", "A"]
    assert len({one.guid for one in found.codes}) == 2
    assert found.reading.notes == (
        "Codes without a name: 1.",
        "Elements without a proper guid, which got one: 2.",
    )
