"""Written REFI-QDA: valid by the published schemas and by our own check, the same bytes each time."""

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impl_eval.coding.refi_validation import invalid_parts
from impl_eval.coding.refi_writer import qdc_bytes, qdpx_bytes
from impl_eval.readers.refi import (
    QdaArea,
    QdaCode,
    QdaCoding,
    QdaNote,
    QdaProject,
    QdaSelection,
    QdaSet,
    QdaSource,
    QdaUser,
    QdaVariable,
    parse_qdc,
    parse_qdpx,
)  # fmt: skip
from tests.readers.refi.building import CODE, OTHER, TEXT, USER, guid
from tests.shared import shared_path

PROJECT = QdaProject(
    "A <study> & more",
    "impl-eval",
    users=(QdaUser(USER, "Ann", "AB"),),
    codes=(
        QdaCode(CODE, "Dose", description="How much.\nInclude: all", color="#FF0000", note_guids=(guid(50),)),
        QdaCode(OTHER, "Slowly", CODE, is_codable=False),
    ),
    sources=(
        QdaSource(
            guid(10),
            "int01",
            text=TEXT,
            description="d",
            user_guid=USER,
            created="2026-07-01T10:00:00Z",
            codings=(QdaCoding(guid(31), OTHER),),
            note_guids=(guid(51),),
        ),
        QdaSource(guid(11), "int02", text="\U0001f600 é"),
    ),
    selections=(
        QdaSelection(
            guid(20), guid(10), 5, 27, "I cut…", "Valence: barrier", USER, "2026-07-01T10:00:00Z",
            (QdaCoding(guid(30), CODE, USER, "2026-07-01T10:00:00Z", (guid(50),)),), (), (guid(51),),
        ),
        QdaSelection(guid(21), guid(11), 0, 1),
    ),
    notes=(QdaNote(guid(50), "Memo", "line\n\nline", USER), QdaNote(guid(51), "Memo", "two")),
    description="What it is.",
    note_guids=(guid(51),),
    companion='{"format": "x"}\n',
)  # fmt: skip


def schema_faults(content: bytes, name: str) -> list[str]:
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(shared_path(f"real/refi-qda/refi-qda-{name}.xsd")))
    return [] if schema.validate(etree.fromstring(content)) else [str(schema.error_log)]


def member(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def test_what_is_written_is_valid_by_the_published_schemas() -> None:
    assert schema_faults(member(qdpx_bytes(PROJECT), "project.qde"), "project") == []
    assert schema_faults(qdc_bytes(PROJECT), "codebook") == []
    empty = QdaProject("nothing")
    assert schema_faults(member(qdpx_bytes(empty), "project.qde"), "project") == []


def test_what_is_written_reads_back_the_same() -> None:
    assert parse_qdpx(qdpx_bytes(PROJECT), "a.qdpx") == PROJECT
    codes = tuple(replace(one, note_guids=()) for one in PROJECT.codes)
    assert parse_qdc(qdc_bytes(PROJECT), "a.qdc").codes == codes


def test_the_same_project_gives_the_same_bytes_without_clock_or_place() -> None:
    content = qdpx_bytes(PROJECT)
    assert content == qdpx_bytes(PROJECT)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = archive.namelist()
    assert names == ["impl-eval.json", "project.qde", f"sources/{guid(10)}.txt", f"sources/{guid(11)}.txt"]
    for said in (b"basePath", b"absolute:", b"currentPath", b"richTextPath"):
        assert said not in member(content, "project.qde")


NAMES = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Z")), min_size=1, max_size=8)
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")) | st.sampled_from("\n\t"), max_size=20)


@st.composite
def projects(draw: st.DrawFn) -> QdaProject:
    codes = [QdaCode(guid(1), draw(NAMES))]
    for number in range(2, draw(st.integers(2, 6))):
        parent = draw(st.sampled_from(["", *(one.guid for one in codes)]))
        codes.append(QdaCode(guid(number), draw(NAMES), parent, draw(WORDS), is_codable=draw(st.booleans())))
    order: list[QdaCode] = []
    for code in codes:  # a tree is written and read depth first
        family = [at for at, one in enumerate(order) if one.guid == code.parent]
        at = len(order) if not family else family[0] + 1 + _below(order, code.parent, family[0])
        order.insert(at, code)
    users = tuple(QdaUser(guid(90 + n), draw(NAMES)) for n in range(draw(st.integers(0, 2))))
    source = QdaSource(
        guid(10), draw(NAMES), text=draw(st.text(st.sampled_from("ab\n\r\U0001f600\u2028"), max_size=20))
    )
    length = len(source.text or "")
    selections = []
    for number in range(draw(st.integers(0, 4))):
        start, end = sorted((draw(st.integers(0, length)), draw(st.integers(0, length))))
        user = draw(st.sampled_from(["", *(one.guid for one in users)]))
        codings = (QdaCoding(guid(200 + number), draw(st.sampled_from(order)).guid, user),)
        selections.append(
            QdaSelection(guid(100 + number), guid(10), start, end, "", draw(WORDS), user, "", codings)
        )
    return QdaProject(
        draw(NAMES), "impl-eval", users, tuple(order), sources=(source,), selections=tuple(selections)
    )


def _below(order: list[QdaCode], parent: str, at: int) -> int:
    under, number = {parent}, 0
    for one in order[at + 1 :]:
        if one.parent not in under:
            break
        under.add(one.guid)
        number += 1
    return number


@settings(max_examples=60, deadline=None)
@given(projects())
def test_any_project_comes_back(project: QdaProject) -> None:
    found = parse_qdpx(qdpx_bytes(project), "a.qdpx")
    assert replace(found, selections=()) == replace(project, selections=())
    # Where nothing but positions is at stake the standard's way of counting must be taken.
    assert found.reading.changed == ()
    assert [replace(one, description="") for one in found.selections] == [
        replace(one, description="") for one in project.selections
    ]
    assert [one.description for one in found.selections] == [one.description for one in project.selections]


def test_characters_that_xml_cannot_hold_are_replaced() -> None:
    code = QdaCode(CODE, "a\x0bb", description="\x00\ud800x\ufffe\r\ny")
    (found,) = parse_qdc(qdc_bytes(QdaProject("p", codes=(code,))), "a.qdc").codes
    assert (found.name, found.description) == ("a\ufffdb", "\ufffd\ufffdx\ufffd\ny")


def test_a_time_in_another_form_is_left_out() -> None:
    source = replace(PROJECT.sources[0], created="1 July")
    found = parse_qdpx(qdpx_bytes(replace(PROJECT, sources=(source, PROJECT.sources[1]))), "a.qdpx")
    assert found.sources[0].created == ""


SELECTION = PROJECT.selections[0]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"variables": (QdaVariable(guid(1), "v"),)}, "it has variables"),
        ({"sets": (QdaSet(guid(1), "s"),)}, "it has sets"),
        ({"areas": (QdaArea(guid(1), guid(10), "page area"),)}, "it has areas"),
        ({"sources": (*PROJECT.sources, QdaSource(guid(12)))}, "it has sources without text"),
        ({"sources": PROJECT.sources * 2}, "two sources have one guid"),
        ({"notes": ()}, "refers to a note"),
        ({"users": ()}, "names no user"),
        ({"codes": PROJECT.codes[:1]}, "names no code"),
        ({"codes": PROJECT.codes[::-1]}, "stands before the one above"),
        ({"codes": (*PROJECT.codes, PROJECT.codes[0])}, "two codes have one guid"),
        ({"selections": (replace(SELECTION, end=len(TEXT) + 1),)}, "outside its text"),
        ({"selections": (replace(SELECTION, case_guids=(guid(1),)),)}, "passages of cases"),
        ({"selections": (replace(SELECTION, guid="none"),)}, "guid of PlainTextSelection"),
    ],
)
def test_what_cannot_be_written_is_refused(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said) as raised:
        qdpx_bytes(replace(PROJECT, **changes))  # type: ignore[arg-type]
    assert "cut" not in str(raised.value)


def test_codes_nested_too_deep_and_no_codes_are_refused() -> None:
    codes = [QdaCode(guid(1), "c")]
    for number in range(2, 102):
        codes.append(QdaCode(guid(number), "c", codes[-1].guid))
    assert len(parse_qdc(qdc_bytes(QdaProject("p", codes=tuple(codes[:100]))), "a.qdc").codes) == 100
    for write in (qdc_bytes, qdpx_bytes):
        with pytest.raises(ValueError, match="100 levels"):
            write(QdaProject("p", codes=tuple(codes)))
    with pytest.raises(ValueError, match="no codes"):
        qdc_bytes(QdaProject("p"))


SOUND = member(qdpx_bytes(PROJECT), "project.qde").decode()


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (' isCodable="true"', ""),
        (' isCodable="true"', ' isCodable="maybe"'),
        (' startPosition="5"', ""),
        (' startPosition="5"', ' startPosition="five"'),
        (f'guid="{guid(30)}"', 'guid="30"'),
        ('color="#FF0000"', 'color="red"'),
        ('creationDateTime="2026-07-01T10:00:00Z"', 'creationDateTime="July"'),
        ("<Users>", "<People/><Users>"),
        (
            "<Description>What it is.</Description>",
            "<Description>a</Description><Description>b</Description>",
        ),
        (f'<CodeRef targetGUID="{CODE}"/>', ""),
        (' name="Dose"', ' name="Dose" size="3"'),
        ("urn:QDA-XML:project:1.0", "urn:QDA-XML:project:1:0"),
        ("<Notes>", "<Notes/><Notes>"),
        ("<?xml version", "<?xml  version"),
    ],
)
def test_our_check_agrees_with_the_published_schema(was: str, now: str) -> None:
    """Each change is judged alike by libxml2 with the published schema, and by our own check."""
    changed = SOUND.replace(was, now, 1).encode()
    assert changed != SOUND.encode()
    assert bool(invalid_parts(changed)) == bool(schema_faults(changed, "project"))


def test_parts_out_of_order_are_found() -> None:
    head, users, rest = SOUND.partition("<Users>")[0], *SOUND.partition("<Users>")[2].split("</Users>", 1)
    moved = f"{head}{rest.replace('<Sources>', f'<Users>{users}</Users><Sources>', 1)}".encode()
    assert invalid_parts(moved) == ["parts of Project out of order"]
    assert schema_faults(moved, "project")
    assert invalid_parts(b"<Other/>") == ["Other as root"]
