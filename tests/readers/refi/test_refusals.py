"""Files that are damaged, at fault or not to be trusted: refused in words, or read in part when asked."""

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from impl_eval.errors import Problem, StudyProblems, describe_problems
from impl_eval.readers.archive import ArchiveLimits
from impl_eval.readers.refi import package, parse_qdc, parse_qdpx, read_qdpx
from impl_eval.readers.refi.xml_tree import DEEPEST_CODES
from tests.readers.files import write_file
from tests.readers.refi.building import (
    CASE,
    CODE,
    OTHER,
    TEXT,
    code,
    coding,
    element,
    guid,
    member,
    packed,
    passage,
    project,
    quotes,
    read,
    source,
)  # fmt: skip


def refused(reading: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(StudyProblems) as raised:
        reading()
    assert "Nobody" not in describe_problems(raised.value.problems)
    assert "Nobody" not in repr(raised.value)
    return raised.value.problems


def found_in(content: bytes) -> str:
    (problem,) = refused(lambda: parse_qdpx(content, "a.qdpx", partial=True))
    assert problem.file.startswith("a.qdpx")
    return problem.found


def test_a_zip_bomb_stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "LIMITS", ArchiveLimits(unpacked=1 << 20, ratio=200, small=1 << 18))
    words = "a" * (1 << 19)
    assert "unpacks to more than 200 times" in found_in(packed(project(source(10)), {member(10): words}))
    assert "unpacks to more than 200 times" in found_in(packed(f"<Project>{' ' * (1 << 19)}</Project>"))


def test_media_are_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "LIMITS", ArchiveLimits(unpacked=1 << 20))
    content = packed(project(source(10)), {member(10): TEXT, "sources/film.mp4": b"0" * (2 << 20)})
    assert parse_qdpx(content, "a.qdpx").sources[0].text == TEXT


@pytest.mark.parametrize(
    "name", ["../evil.txt", "sources/../../evil.txt", "C:\\evil.txt", "/etc/evil", "..\\evil.txt"]
)
def test_members_that_point_outside_are_refused(name: str) -> None:
    assert "points outside" in found_in(packed(project(), {name: "x"}))


def test_links_are_refused() -> None:
    content = io.BytesIO(packed(project()))
    with zipfile.ZipFile(content, "a") as archive:
        link = zipfile.ZipInfo(member(10))
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert "points outside" in found_in(content.getvalue())


LAUGHS = '<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
XXE = '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "doctype", [LAUGHS, XXE, "<!DOCTYPE Project>", '<!DOCTYPE p SYSTEM "http://example.org/p.dtd">']
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1"])
def test_document_types_are_refused_in_any_encoding(doctype: str, encoding: str) -> None:
    head, body = project(source(10)).split("\n", 1)
    name = "utf-16" if encoding.startswith("utf-16") else encoding.removesuffix("-sig")
    qde = f"{head.replace('utf-8', name)}\n{doctype}{body}"
    assert "document type declaration" in found_in(packed(qde.encode(encoding), {member(10): TEXT}))
    codebook = qde.encode(encoding)
    assert "document type declaration" in refused(lambda: parse_qdc(codebook, "a.qdc"))[0].found


def test_several_projects_and_none() -> None:
    assert "2 projects (a.qde, project.qde)" in found_in(packed(project(), {"a.qde": project()}))
    assert "without a project" in found_in(packed("words", name="words.txt"))


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_archive(share: float) -> None:
    content = packed(project(source(10)), {member(10): TEXT * 50})
    assert "damaged" in found_in(content[: int(len(content) * share)])


@pytest.mark.parametrize("content", [b"", b"words", b"%PDF-1.4 x", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_project_at_all(content: bytes) -> None:
    assert found_in(content)


@pytest.mark.parametrize(
    "qde", ["", "<Project>", "<Project name='a'><b></Project>", "\0\0", "<Proj\x01ect/>", "<a>&x;</a>"]
)
def test_xml_that_is_not_well_formed(qde: str) -> None:
    assert "not well formed" in found_in(packed(qde))


def test_another_root() -> None:
    assert "the root CodeBook in project.qde" in found_in(packed("<CodeBook/>"))
    assert "the root Project" in refused(lambda: parse_qdc(project().encode(), "a.qdc"))[0].found
    assert "no codebook" in refused(lambda: parse_qdc(packed(project()), "a.qdc"))[0].found


def test_ten_thousand_nested_codes_are_refused_and_as_many_beside_each_other_are_not() -> None:
    nested = (
        "".join(f'<Code guid="{guid(n)}" name="c" isCodable="true">' for n in range(10_000))
        + "</Code>" * 10_000
    )
    qde = project(codes=element("CodeBook", element("Codes", nested)))
    assert f"more than {DEEPEST_CODES} levels" in found_in(packed(qde))
    beside = element("CodeBook", element("Codes", *(code(guid(n), "c") for n in range(10_000))))
    assert len(read(project(codes=beside)).codes) == 10_000


def test_any_other_nesting_is_limited_too() -> None:
    assert "nested more than" in found_in(packed(project(after="<a>" * 5000 + "</a>" * 5000)))


FAULTY = project(
    source(
        10,
        passage(20, 5, 27, coding(30)),
        passage(21, 5, 9999, coding(31)),
        passage(22, 9, 3, coding(32)),
        passage(23, -1, 3, coding(33)),
        passage(24, "x", 3, coding(34)),
        passage(25, 0, 3, coding(35, guid(77))),
    ),
    source(11, passage(26, 0, 3, coding(36)), coding(37)),
    source(12, "<Coding/>"),
)


def test_every_fault_is_listed_with_its_line_and_the_rest_is_read_when_asked() -> None:
    content = packed(FAULTY.replace("><", ">\n<"), {member(10): TEXT, member(12): TEXT})
    problems = refused(lambda: parse_qdpx(content, "a.qdpx"))
    found = sorted(problem.found for problem in problems)
    assert found == [
        "a coding that names no code",
        "a coding with a code that the codebook does not have",
        "a passage outside its text: -1 to 3",
        "a passage outside its text: 5 to 9999",
        "a passage outside its text: 9 to 3",
        "a passage without proper positions",
        f"a source whose text is missing: internal://{guid(11)}.txt",
    ]
    assert len({problem.line for problem in problems}) == 7
    assert all("--partial" in problem.remedy for problem in problems)
    rest = parse_qdpx(content, "a.qdpx", partial=True)
    assert [one for one, part in zip(quotes(rest), rest.selections, strict=True) if part.codings] == [
        "I cut the dose slowly."
    ]
    assert (len(rest.reading.left_out), rest.reading.left_out_codings) == (7, 8)
    assert sum(1 for _ in rest.codings) + 8 == rest.reading.elements["Coding"]


def test_many_faults_of_one_sort_do_not_hide_the_others() -> None:
    many = [passage(100 + n, 0, 9999, coding(500 + n)) for n in range(60)]
    content = packed(project(source(10, *many, coding(30, guid(77)))), {member(10): TEXT})
    problems = refused(lambda: parse_qdpx(content, "a.qdpx"))
    assert len(problems) == 22
    assert any("40 more" in problem.found for problem in problems)
    assert len(parse_qdpx(content, "a.qdpx", partial=True).reading.left_out) == 61


def test_guids_that_stand_twice() -> None:
    codes = element("CodeBook", element("Codes", code(CODE, "Dose"), code(CODE, "Again")))
    content = packed(project(source(10, passage(20, 5, 27, coding(30))), codes=codes), {member(10): TEXT})
    (problem,) = refused(lambda: parse_qdpx(content, "a.qdpx"))
    assert problem.found == "a second Code with a guid that Code has"
    rest = parse_qdpx(content, "a.qdpx", partial=True)
    assert [one.name for one in rest.codes] == ["Dose", "Again"]
    assert len({one.guid for one in rest.codes}) == 2
    assert next(rest.codings).code_guid == rest.codes[0].guid


def test_codings_with_one_guid_are_said_and_both_read() -> None:
    held = source(10, passage(20, 5, 27, coding(30)), passage(20, 0, 3, coding(30, OTHER)))
    found = read(project(held), {member(10): TEXT})
    assert len({one.guid for one in found.codings}) == len({one.guid for one in found.selections}) == 2
    assert any(note.endswith("which got one of their own: 2.") for note in found.reading.notes)


def test_one_user_listed_twice_is_one_user() -> None:
    one = element("User", guid=CASE, name="Ann")
    assert len(read(project(users=element("Users", one, one))).users) == 1


def test_a_missing_pdf_text_leaves_its_page_areas() -> None:
    area = element(
        "PDFSelection", coding(31), guid=guid(12), page=0, firstX=1, firstY=1, secondX=2, secondY=2
    )
    words = element(
        "Representation", passage(20, 0, 3, coding(30)), guid=guid(11), plainTextPath="internal://no.txt"
    )
    content = packed(project(element("PDFSource", area, words, guid=guid(10), name="a.pdf")))
    rest = parse_qdpx(content, "a.qdpx", partial=True)
    assert (len(rest.areas), rest.sources[0].text, rest.reading.left_out_codings) == (1, None, 1)


def test_paths_outside_the_archive_are_never_opened(tmp_path: Path) -> None:
    secret = write_file(tmp_path, "secret.txt", TEXT)
    for path in (f"absolute://{secret}", f"file://{secret}", f"internal://../{secret.name}", str(secret)):
        qde = project(source(10, plainTextPath=path), basePath=str(tmp_path))
        file = write_file(tmp_path, "a.qdpx", packed(qde))
        (problem,) = refused(lambda file=file: read_qdpx(file, file.name))  # type: ignore[misc]
        assert problem.found.startswith("a source whose text is missing")


def test_names_of_passages_and_words_stay_out_of_reprs() -> None:
    note = element("Description", text="Nobody knows")
    found = read(project(source(10, passage(20, 5, 27, note, name="Nobody"))), {member(10): TEXT})
    assert "Nobody" not in repr(found)


def test_a_text_that_is_none() -> None:
    (problem,) = refused(lambda: read(project(source(10)), {member(10): b"a\0b"}))
    assert "NUL" in problem.found
