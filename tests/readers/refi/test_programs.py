"""What programs write, each trap in a small file built here: codings arrive with their exact words."""

import pytest

from impl_eval.readers.refi import parse_qdpx
from impl_eval.readers.refi.guids import same_spelling
from tests.readers.refi.building import (
    CASE,
    CODE,
    CODES,
    OTHER,
    TEXT,
    USER,
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


def place(text: str, words: str) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def test_nvivo_for_windows_upper_case_folder_mark_and_crlf() -> None:
    """Positions are code points of the text without its mark, with CRLF kept; the end is exclusive."""
    text = "\ufeff" + TEXT.replace("\n", "\r\n")
    at = place(text[1:], "Nobody told us how.")
    qde = project(source(10, passage(20, *at, coding(30))))
    found = read(qde, {f"Sources/{guid(10)}.txt": text})
    assert quotes(found) == ["Nobody told us how."]
    assert found.sources[0].text == text[1:]
    assert any("folder of sources is named Sources" in note for note in found.reading.notes)
    assert found.reading.changed == ()


def test_nvivo_for_mac_namespace_and_empty_root_entry() -> None:
    qde = project(source(10, passage(20, 5, 27, coding(30))), namespace="urn:QDA-XML:project:1:0")
    found = read(qde, {".root": "", member(10): TEXT})
    assert quotes(found) == ["I cut the dose slowly."]
    assert "The file names the standard urn:QDA-XML:project:1:0." in found.reading.notes


def test_prefixed_names_and_foreign_namespaces_are_the_same() -> None:
    inner = '<x:Codes><x:Code guid="{G}" name="Dose" isCodable="true"/></x:Codes>'.replace("{G}", CODE)
    qde = (
        f'<x:Project xmlns:x="urn:QDA-XML:project:0:4" name="P"><x:CodeBook>{inner}</x:CodeBook></x:Project>'
    )
    assert [one.name for one in read(qde).codes] == ["Dose"]


def test_positions_that_drift_are_told_and_not_repaired() -> None:
    text = "some words stand here and others over there " * 20
    drifted = [passage(100 + n, 44 * n + n % 5, 44 * n + n % 5 + 10, coding(200 + n)) for n in range(20)]
    found = read(project(source(10, *drifted)), {member(10): text})
    assert [(one.start, one.end) for one in found.selections][3] == (44 * 3 + 3, 44 * 3 + 13)
    assert found.reading.changed == ()
    (check,) = found.reading.checks
    assert (check.places, check.named) == (40, 0)
    assert check.between_words < 0.9 * check.places


@pytest.mark.parametrize("name", ["My Project.qde", "Project.qde", "PROJECT.QDE"])
def test_atlas_ti_names_the_inner_file_after_the_project(name: str) -> None:
    qde = project(source(10, passage(20, 5, 27, coding(30))))
    found = parse_qdpx(packed(qde, {member(10): TEXT}, name), "a.qdpx")
    assert quotes(found) == ["I cut the dose slowly."]
    assert f"The project inside is named {name}; the standard has project.qde." in found.reading.notes


def test_line_ends_counted_as_one_where_the_words_show_it() -> None:
    """The text has CRLF, the positions count LF: names of the passages begin with their words."""
    text = "\r\n".join(f"P{n:02d}: this is what number {n} said to us" for n in range(30))
    plain = text.replace("\r\n", "\n")
    words = [f"this is what number {n} said" for n in (3, 17, 29)]
    passages = [
        passage(20 + n, *place(plain, one), coding(60 + n), name=one[:15] + "…")
        for n, one in enumerate(words)
    ]
    found = read(project(source(10, *passages)), {member(10): text})
    assert quotes(found) == words
    assert "a line end of two characters as one" in found.reading.changed[0]


def test_line_ends_are_left_alone_where_nothing_shows_another_way() -> None:
    text = "aaa\r\nbbb ccc ddd"
    found = read(project(source(10, passage(20, 5, 8, coding(30)))), {member(10): text})
    assert quotes(found) == ["bbb"]
    assert found.reading.changed == ()


def test_atlas_ti_passages_without_a_character_stay_visible() -> None:
    found = read(project(source(10, passage(20, 7, 7, coding(30)))), {member(10): TEXT})
    assert [(one.start, one.end, len(one.codings)) for one in found.selections] == [(7, 7, 1)]


def test_maxqda_comments_without_a_code_and_sources_of_one_name() -> None:
    note = element("Description", text="Look again.")
    one = source(10, passage(20, 5, 27, note), name="Interview")
    two = source(11, passage(21, 0, 3, coding(31)), name="Interview")
    found = read(project(one, two), {member(10): TEXT, member(11): "Zoe: other words"})
    assert [(part.description, len(part.codings)) for part in found.selections] == [
        ("Look again.", 0),
        ("", 1),
    ]
    assert [part.name for part in found.sources] == ["Interview", "Interview"]


def test_empty_sets_are_no_sets() -> None:
    assert read(project(after="<Sets/>")).sets == ()


def test_a_coding_of_a_case_assigns_the_passage_to_it() -> None:
    cases = element("Cases", element("Case", guid=CASE, name="Ann"))
    qde = project(
        source(10, passage(20, 5, 27, coding(30, CASE), coding(31)), coding(32, CASE)), before=cases
    )
    found = read(qde, {member(10): TEXT})
    assert found.selections[0].case_guids == (CASE,)
    assert [one.code_guid for one in found.codings] == [CODE]
    assert found.cases[0].source_guids == (guid(10),)
    assert found.reading.case_codings == 2


def test_codings_on_the_text_of_a_pdf_arrive() -> None:
    words = element(
        "Representation",
        passage(20, 5, 27, coding(30)),
        guid=guid(11),
        plainTextPath=f"internal://{guid(11)}.txt",
    )
    area = element(
        "PDFSelection", element("Representation", element("PlainTextContent", text="told us"), guid=guid(13)),
        coding(31, OTHER), guid=guid(12), page=0, firstX=1, firstY=1, secondX=2, secondY=2,
    )  # fmt: skip
    pdf = element("PDFSource", area, words, coding(32), guid=guid(10), name="a.pdf", path="internal://a.pdf")
    found = read(project(pdf), {member(11): TEXT, "sources/a.pdf": b"%PDF"})
    assert quotes(found) == ["I cut the dose slowly."]
    assert [(one.kind, one.guid, len(one.codings)) for one in found.sources] == [("pdf", guid(10), 1)]
    assert [(one.what, one.words) for one in found.areas] == [("page area", "told us")]
    assert sum(1 for _ in found.codings) == found.reading.elements["Coding"] == 3


def test_transcripts_of_recordings_by_their_sync_points() -> None:
    points = [
        element("SyncPoint", guid=guid(40 + n), timeStamp=n * 1000, position=at)
        for n, at in enumerate((5, 27))
    ]
    points.append(element("SyncPoint", guid=guid(42), timeStamp=9000))
    selections = [
        element(
            "TranscriptSelection",
            coding(30),
            guid=guid(20),
            fromSyncPoint=guid(40).upper(),
            toSyncPoint=guid(41),
        ),
        element(
            "TranscriptSelection", coding(31), guid=guid(21), fromSyncPoint=guid(41), toSyncPoint=guid(42)
        ),
    ]
    transcript = element(
        "Transcript", *points, *selections, guid=guid(11), plainTextPath=f"internal://{guid(11)}.txt"
    )
    clip = element("AudioSelection", coding(32), guid=guid(22), begin=0, end=1000)
    audio = element(
        "AudioSource", transcript, clip, coding(33), guid=guid(10), name="talk.mp3", path="internal://t.mp3"
    )
    found = read(project(audio), {member(11): TEXT})
    assert quotes(found) == ["I cut the dose slowly."]
    assert [(one.name, one.text is None) for one in found.sources] == [
        ("talk.mp3", True),
        ("talk.mp3", False),
    ]
    assert sorted(one.what for one in found.areas) == ["passage without sync points", "sound clip"]
    assert sum(1 for _ in found.codings) == 4


def test_pictures_are_read_for_the_words_that_describe_them() -> None:
    words = element(
        "TextDescription",
        element("PlainTextContent", text=TEXT),
        passage(20, 0, 3, coding(30)),
        guid=guid(11),
    )
    found = read(
        project(element("PictureSource", words, guid=guid(10), name="a.jpg", path="internal://a.jpg"))
    )
    assert quotes(found) == ["Ann"]


def test_a_coding_of_a_whole_text() -> None:
    found = read(project(source(10, coding(30, creatingUser=USER))), {member(10): TEXT})
    assert [one.user_guid for one in found.sources[0].codings] == [USER]


def test_who_coded_is_said_by_the_coding_else_by_the_passage() -> None:
    other = guid(99)
    users = element("Users", element("User", guid=USER, name="Ann"), element("User", guid=other, name="Bob"))
    held = passage(20, 5, 27, coding(30, creatingUser=other.upper()), coding(31, OTHER), creatingUser=USER)
    found = read(project(source(10, held), users=users), {member(10): TEXT})
    assert [one.user_guid for one in found.codings] == [other, USER]


def test_words_within_the_xml() -> None:
    held = element("PlainTextContent", text=TEXT)
    assert quotes(read(project(source(10, held, passage(20, 5, 27, coding(30)), plainTextPath=None)))) == [
        "I cut the dose slowly."
    ]


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("internal://{G}.txt", "sources/{G}.txt"),
        ("internal://{G}.txt", "SOURCES/{G}.TXT"),
        ("internal://sources/{G}.txt", "sources/{G}.txt"),
        ("internal:///{G}.txt", "sources/{G}.txt"),
        ("relative:///texts/{G}.txt", "sources/{G}.txt"),
        ("absolute:///C:/Users/someone/{G}.txt", "sources/{G}.txt"),
        ("internal://my%20text.txt", "sources/my text.txt"),
        ("internal://{G}.txt", "Sources\\{G}.txt"),
        ("{G}.txt", "{G}.txt"),
        ("internal://{{G}}.txt", "sources/{G}.txt"),
    ],
)
def test_paths_are_names_to_look_for_in_the_archive(path: str, where: str) -> None:
    path, where = path.replace("{G}", guid(10)), where.replace("{G}", guid(10))
    found = read(project(source(10, passage(20, 5, 27, coding(30)), plainTextPath=path)), {where: TEXT})
    assert quotes(found) == ["I cut the dose slowly."]


def test_of_two_members_of_one_name_the_one_among_the_sources_is_meant() -> None:
    held = {f"old/{guid(10)}.txt": "no", f"Sources/{guid(10)}.txt": TEXT}
    assert read(project(source(10)), held).sources[0].text == TEXT


def test_guids_in_any_case_and_with_braces_are_the_same() -> None:
    held = passage(20, 5, 27, coding(30, "{" + CODE.upper() + "}"))
    found = read(project(source(10, held)), {member(10): TEXT})
    assert next(found.codings).code_guid == CODE
    assert same_spelling(" {" + CODE.upper() + "} ") == CODE


def test_notes_are_linked_to_codes_sources_passages_codings_and_the_project() -> None:
    notes = [
        element("Note", element("PlainTextContent", text=f"Note {n}"), guid=guid(50 + n), name="N")
        for n in range(5)
    ]
    refs = [element("NoteRef", targetGUID=guid(50 + n).upper()) for n in range(5)]
    codes = element("CodeBook", element("Codes", code(CODE, "Dose", refs[0])))
    held = source(10, passage(20, 5, 27, coding(30, CODE, refs[3]), refs[2]), refs[1])
    found = read(project(held, codes=codes, after=element("Notes", *notes) + refs[4]), {member(10): TEXT})
    assert found.codes[0].note_guids == (guid(50),)
    assert found.sources[0].note_guids == (guid(51),)
    assert found.selections[0].note_guids == (guid(52),)
    assert next(found.codings).note_guids == (guid(53),)
    assert found.note_guids == (guid(54),)
    assert [note.text for note in found.notes] == [f"Note {n}" for n in range(5)]


def test_a_note_may_be_a_file_or_missing() -> None:
    notes = [
        element("Note", guid=guid(50), name="A", plainTextPath=f"internal://{guid(50)}.txt"),
        element("Note", guid=guid(51), name="B", richTextPath="internal://x.docx"),
    ]
    found = read(project(after=element("Notes", *notes)), {member(50): "\ufeffWords"})
    assert [note.text for note in found.notes] == ["Words", None]


def test_code_trees_with_repeated_names_keep_their_order_and_parents() -> None:
    tree = [
        code(guid(1), "Barriers", code(guid(2), "Time"), code(guid(3), "Money", code(guid(4), "Time"))),
        code(guid(5), "Time"),
    ]
    found = read(project(codes=element("CodeBook", element("Codes", *tree))))
    assert [(one.name, one.parent) for one in found.codes] == [
        ("Barriers", ""), ("Time", guid(1)), ("Money", guid(1)), ("Time", guid(3)), ("Time", ""),
    ]  # fmt: skip


def test_variables_values_cases_and_sets() -> None:
    value = element(
        "VariableValue", element("VariableRef", targetGUID=guid(60)), element("IntegerValue", text="7")
    )
    nothing = element("VariableValue", element("VariableRef", targetGUID=guid(60)))
    variables = element(
        "Variables", element("Variable", guid=guid(60), name="Years", typeOfVariable="Integer")
    )
    cases = element(
        "Cases", element("Case", value, element("SourceRef", targetGUID=guid(10)), guid=CASE, name="Ann")
    )
    sets = element("Sets", element("Set", element("MemberCode", targetGUID=CODE), guid=guid(70), name="S"))
    found = read(
        project(source(10, value, nothing), before=variables + cases, after=sets), {member(10): TEXT}
    )
    assert [(one.variable_guid, one.value) for one in found.cases[0].values] == [(guid(60), "7")]
    assert [one.value for one in found.sources[0].values] == ["7"]
    assert found.variables[0].kind == "Integer"
    assert found.sets[0].code_guids == (CODE,)


def test_a_project_with_codes_only() -> None:
    found = read(project(codes=CODES, users=""))
    assert ([one.name for one in found.codes], found.sources) == (["Dose", "Advice"], ())


def test_what_macos_adds_to_an_archive_is_passed_over() -> None:
    held = {"__MACOSX/._project.qde": b"\0\5", member(10): TEXT}
    assert read(project(source(10)), held).sources[0].text == TEXT


def test_a_folder_that_was_zipped_as_a_whole() -> None:
    content = packed(project(source(10)), {f"study/sources/{guid(10)}.txt": TEXT}, "study/project.qde")
    assert parse_qdpx(content, "a.qdpx").sources[0].text == TEXT


def test_a_project_in_utf_16() -> None:
    qde = project(source(10, passage(20, 5, 27, coding(30)))).replace('encoding="utf-8"', 'encoding="utf-16"')
    assert quotes(read(qde.encode("utf-16"), {member(10): TEXT})) == ["I cut the dose slowly."]


def test_a_coding_of_several_codes_is_as_many_codings() -> None:
    references = element("CodeRef", targetGUID=CASE) + element("CodeRef", targetGUID=CODE)
    several = element("Coding", references, element("CodeRef", targetGUID=OTHER), guid=guid(30))
    cases = element("Cases", element("Case", guid=CASE))
    found = read(project(source(10, passage(20, 5, 27, several)), before=cases), {member(10): TEXT})
    assert [one.code_guid for one in found.codings] == [CODE, OTHER]
    assert len({one.guid for one in found.codings}) == 2
    assert found.selections[0].case_guids == (CASE,)


def test_a_part_of_a_page_and_its_words_share_a_guid() -> None:
    """So ATLAS.ti writes them, each with codings of its own."""
    words = element(
        "Representation",
        passage(20, 5, 27, coding(30)),
        guid=guid(11),
        plainTextPath=f"internal://{guid(11)}.txt",
    )
    facts = {"page": 0, "firstX": 1, "firstY": 1, "secondX": 2, "secondY": 2}
    area = element("PDFSelection", coding(31), guid=guid(20), **facts)
    found = read(project(element("PDFSource", area, words, guid=guid(10), name="a.pdf")), {member(11): TEXT})
    assert found.areas[0].guid == found.selections[0].guid == guid(20)
    assert found.reading.notes == ()


def test_ids_that_are_no_guids_still_refer_to_each_other() -> None:
    codes = element("CodeBook", element("Codes", code("c1", "Dose"), code("C2", "Advice")))
    held = element(
        "PlainTextSelection",
        element("Coding", element("CodeRef", targetGUID="c2")),
        startPosition=0,
        endPosition=3,
    )
    text = element("TextSource", held, guid="s1", name="doc", plainTextPath="s1.txt")
    found = read(project(text, codes=codes), {"sources/s1.txt": TEXT})
    assert [one.code_guid for one in found.codings] == [found.codes[1].guid]
    assert quotes(found) == ["Ann"]
    assert "Elements without a proper guid, which got one: 5." in found.reading.notes


def test_an_end_that_is_the_last_character_where_names_show_it() -> None:
    held = source(
        10, passage(20, 5, 26, coding(30), name="I cut the dose slowly."), passage(21, 0, 2, coding(31))
    )
    found = read(project(held), {member(10): TEXT})
    assert quotes(found) == ["I cut the dose slowly.", "Ann"]
    assert "take the end of a passage for its last character" in found.reading.changed[0]


def test_links_between_memos_and_what_they_are_about() -> None:
    notes = element("Notes", element("Note", element("PlainTextContent", text="n"), guid=guid(50), name="N"))
    ends = [(guid(50), guid(20)), (CODE, guid(50)), (guid(20), CODE), (guid(50), guid(99))]
    links = [element("Link", guid=guid(60 + n), originGUID=a, targetGUID=b) for n, (a, b) in enumerate(ends)]
    held = source(10, passage(20, 5, 27, coding(30)))
    found = read(project(held, after=notes + element("Links", *links)), {member(10): TEXT})
    assert found.selections[0].note_guids == found.codes[0].note_guids == (guid(50),)
    assert (found.reading.note_links, found.reading.elements["Link"]) == (2, 4)


def test_references_to_memos_that_are_not_there_are_said() -> None:
    lost = element("NoteRef", targetGUID=guid(77))
    found = read(project(source(10, passage(20, 5, 27, coding(30, CODE, lost)), lost)), {member(10): TEXT})
    assert "References to memos that the file does not have: 2." in found.reading.notes
