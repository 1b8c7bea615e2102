"""Archives: what is inside, to the byte, and every archive that is no honest one refused."""

import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.errors import StudyProblems
from impl_eval.readers.archive import ArchiveLimits, check_archive, read_archive


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return target.getvalue()


def found(content: bytes, limits: ArchiveLimits | None = None) -> str:
    """Return what both functions find wrong, which must be the same."""
    said = set()
    for read in (read_archive, check_archive):
        with pytest.raises(StudyProblems) as raised:
            read(content, "a.qdpx", limits=limits or ArchiveLimits())
        (problem,) = raised.value.problems
        assert problem.file == "a.qdpx"
        said.add(problem.found)
    (only,) = said
    return only


@given(
    st.dictionaries(
        st.text("abc/ é", min_size=1).filter(lambda name: name[0] != "/"), st.binary(), max_size=6
    )
)
def test_members_come_back_to_the_byte(members: dict[str, bytes]) -> None:
    files = {name: content for name, content in members.items() if not name.endswith("/")}
    assert read_archive(zipped(files), "a.zip") == files
    check_archive(zipped(files), "a.zip")


def test_only_what_is_wanted_is_read_and_counted() -> None:
    content = zipped({"project.qde": b"<Project/>", "sources/a.mp3": b"x" * 5000})
    limits = ArchiveLimits(unpacked=100)
    members = read_archive(content, "a.qdpx", limits=limits, wanted=lambda name: name.endswith(".qde"))
    assert members == {"project.qde": b"<Project/>"}
    assert found(content, limits) == "more than 0 MB when unpacked"


def test_folders_are_left_out() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.mkdir("sources")
        archive.writestr("sources/a.txt", b"a")
    assert read_archive(target.getvalue(), "a.qdpx") == {"sources/a.txt": b"a"}


@pytest.mark.parametrize(
    "member",
    ["../a.txt", "a/../../b", "/etc/passwd", "C:\\a.txt", "c:a.txt", "\\\\host\\a", "a\\..\\b", ".."],
)
def test_members_that_point_outside_are_refused(member: str) -> None:
    assert found(_named(member)) == "an archive with a file that points outside it"


def _named(member: str) -> bytes:
    """Write a member under exactly this name: zipfile would turn backslashes round on Windows."""
    info = zipfile.ZipInfo("x")
    info.filename = member
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(info, b"a")
    return target.getvalue()


def test_links_are_refused() -> None:
    info = zipfile.ZipInfo("sources/a.txt")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(info, b"/etc/passwd")
    assert found(target.getvalue()) == "an archive with a file that points outside it"


def test_too_many_members() -> None:
    content = zipped({f"{number}.txt": b"" for number in range(11)})
    assert found(content, ArchiveLimits(members=10)) == "an archive of 11 files"
    check_archive(content, "a.zip", limits=ArchiveLimits(members=11))


def test_a_bomb_is_stopped_by_its_ratio() -> None:
    """Zeros pack about a thousandfold (1,032 is the most that deflate can do)."""
    content = zipped({"word/document.xml": bytes(17 << 20)})
    assert found(content) == "a file that unpacks to more than 200 times its size"
    check_archive(zipped({"word/document.xml": bytes(15 << 20)}), "a.docx")


def test_a_bomb_that_lies_about_its_size_is_stopped() -> None:
    """The sizes in both headers say 10 bytes: what comes out is cut there, and the checksum is wrong."""
    content = bytearray(zipped({"a.xml": bytes(1 << 20)}))
    size = struct.pack("<I", 1 << 20)
    assert content.count(size) == 2
    assert (
        found(bytes(content.replace(size, struct.pack("<I", 10)))) == "a file that is damaged or incomplete"
    )


def test_locked_archives() -> None:
    content = bytearray(zipped({"a.txt": b"secret"}))
    content[content.index(b"PK\x03\x04") + 6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert found(bytes(content)) == "a file that is locked by a password"


def test_compressions_that_unpack_without_bounds_are_refused() -> None:
    assert "unusual compression" in found(zipped({"a.xml": b"a"}, zipfile.ZIP_BZIP2))


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_one_name_twice_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("project.qde", b"one")
        archive.writestr("project.qde", b"two")
    assert found(target.getvalue()) == "an archive with two files of one name"


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04cut short", zipped({"a": b"abc" * 99})[:-30]],
    ids=["empty", "signature only", "without its end"],  # a zip holds the time: as an id it would differ
)
def test_damaged_archives(content: bytes) -> None:
    assert found(content) == "a file that is damaged or incomplete"


XML = '<?xml version="1.0"?>{}<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("member", ["word/document.xml", "project.qde", "hidden.bin"])
@pytest.mark.parametrize("padding", [0, (1 << 16) - 30, 200_000])
def test_document_type_declarations_are_refused_wherever_they_stand(
    encoding: str, member: str, padding: int
) -> None:
    content = XML.format(f"<!--{' ' * padding}-->").encode(encoding)
    said = found(zipped({member: content}, zipfile.ZIP_STORED))
    assert said == f"a document type declaration in {member}, which no Office program writes"


def test_a_web_page_inside_a_document_may_have_one() -> None:
    check_archive(zipped({"word/afchunk.htm": b"<!DOCTYPE html><p>a</p>"}), "a.docx")
