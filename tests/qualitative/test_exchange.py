"""Exchange: what we export comes back as the same coding; what others wrote arrives and is accounted for."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from impl_eval.coding.refi_writer import qdc_bytes, qdpx_bytes
from impl_eval.qualitative.codebook import Code, Codebook
from impl_eval.qualitative.coding import (
    ORIGINS,
    REPORTED_CHANGES,
    VALENCES,
    CodedSegment,
    RejectedSuggestion,
)
from impl_eval.qualitative.exchange import (
    ExchangedMemo,
    ImportedProject,
    codebook_project,
    codebook_report,
    codes_of_project,
    export_report,
    project_of_study,
    segments_of_project,
)
from impl_eval.qualitative.exchange.line_ends import PlainLines
from impl_eval.qualitative.transcript import Transcript
from impl_eval.readers.refi import QdaProject, parse_qdc, parse_qdpx, read_qdpx
from tests.qualitative.examples import codebook_of
from tests.readers.refi.building import (
    CASE,
    CODE,
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
    read,
    source,
)
from tests.shared import shared_path

MECHANISMS = (("role", "Role"), ("skill", "Skill"))


def entry(**facts: Any) -> Code:
    return Code.model_validate({"definition": "What it is.", **facts})


BOOK = codebook_of(
    entry(mechanism="role", include="all of it", phrases=("my job",)),
    entry(id="told", parent="role", label="Being told", examples=("They told me.",)),
    entry(id="money", origin="inductive", exclude="time", source="A paper"),
    entry(id="hands", mechanism="skill"),
)
CODE_IDS = ("role", "skill", "told", "money", "hands")


def transcript(identity: str, text: str) -> Transcript:
    return Transcript(identity, text, (), (), simulated=False)


def segment(
    one: Transcript, start: int, end: int, code_id: str = "role", coder: str = "AB", **facts: Any
) -> CodedSegment:
    mechanism = "role" if code_id == "role" else "skill" if code_id == "skill" else BOOK.mechanism_of(code_id)
    said: dict[str, Any] = {"valence": "unclear", "reported_change": "not said", "origin": "human", **facts}
    own = "" if code_id == mechanism else code_id
    return CodedSegment(one.id, start, end, mechanism, coder, one.text[start:end], code_id=own, **said)


def imported(
    found: QdaProject, transcripts: Sequence[Transcript] = (), codebook: Codebook = BOOK, **options: Any
) -> ImportedProject:
    result = segments_of_project(found, transcripts, codebook, MECHANISMS, **options)
    assert result.report.adds_up
    texts = {one.id: one.text for one in (*transcripts, *result.new_transcripts)}
    assert all(texts[one.transcript_id][one.start : one.end] == one.quote for one in result.segments)
    assert not [line for line in result.report.lines() if "Nobody told" in line]
    return result


def out_and_in(out: QdaProject, transcripts: Sequence[Transcript]) -> ImportedProject:
    return imported(parse_qdpx(qdpx_bytes(out), "a.qdpx"), transcripts)


# --- our own export comes back the same ---

TEXTS = st.text(st.sampled_from("ab .\r\n\ufeff\U0001f600é"), min_size=2, max_size=40)
NOTES = st.sampled_from(
    ["", "a note", "Valence: barrier", "Origin: coded by hand", "Valence: barrier and more", "x \U0001f600"]
)


@st.composite
def studies(draw: st.DrawFn) -> tuple[list[Transcript], list[CodedSegment], list[RejectedSuggestion]]:
    transcripts = [transcript(f"int{n}", draw(TEXTS)) for n in range(draw(st.integers(1, 3)))]
    segments: dict[tuple[object, ...], CodedSegment] = {}
    rejected = []
    for _ in range(draw(st.integers(0, 8))):
        one = draw(st.sampled_from(transcripts))
        start = draw(st.integers(0, len(one.text) - 1))
        end = draw(st.integers(start + 1, len(one.text)))
        made = segment(
            one,
            start,
            end,
            draw(st.sampled_from(CODE_IDS)),
            draw(st.sampled_from(["AB", "C D", "consensus"])),
            valence=draw(st.sampled_from(VALENCES)),
            reported_change=draw(st.sampled_from(REPORTED_CHANGES)),
            origin=draw(st.sampled_from(ORIGINS)),
            note=draw(NOTES),
        )
        if draw(st.booleans()):
            segments[one.id, start, end, made.applied_code, made.coder] = made
        else:
            rejected.append(
                RejectedSuggestion(one.id, start, end, made.mechanism_id, made.coder, made.note, made.code_id)
            )
    return transcripts, list(segments.values()), rejected


def has_words(one: Transcript) -> bool:
    return bool(PlainLines(one.text).text.strip())


@settings(max_examples=60, deadline=None)
@given(studies())
def test_what_goes_out_comes_back_the_same(
    study: tuple[list[Transcript], list[CodedSegment], list[RejectedSuggestion]],
) -> None:
    transcripts, segments, rejected = study
    out = project_of_study(BOOK, transcripts, segments, MECHANISMS, "T", rejected=rejected)
    assert qdpx_bytes(out) == qdpx_bytes(
        project_of_study(BOOK, transcripts, segments[::-1], MECHANISMS, "T", rejected=rejected[::-1])
    )
    back = out_and_in(out, transcripts)
    full = {one.id for one in transcripts if has_words(one)}
    # A passage that holds nothing but half a line end or a byte order mark is no passage elsewhere.
    kept = [one for one in segments if one.transcript_id in full and _is_visible(one, transcripts)]
    assert set(kept) <= set(back.segments) <= set(segments)
    assert len(back.segments) == len(kept)
    assert set(back.rejected) == {one for one in rejected if one.transcript_id in full}
    assert (back.new_codes, back.new_transcripts) == ((), ())


def _is_visible(one: CodedSegment, transcripts: Sequence[Transcript]) -> bool:
    plain = next(PlainLines(each.text) for each in transcripts if each.id == one.transcript_id)
    return plain.to_plain(one.start) < plain.to_plain(one.end)


@given(TEXTS, st.data())
def test_places_with_plain_line_ends(text: str, data: st.DataObject) -> None:
    plain = PlainLines(text)
    position = data.draw(st.integers(0, len(plain.text)))
    assert plain.to_plain(plain.to_original(position)) == position
    assert plain.text == text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    end = data.draw(st.integers(position, len(plain.text)))
    there = text[plain.to_original(position) : plain.to_original(end)]
    assert there.replace("\r\n", "\n").replace("\r", "\n") == plain.text[position:end]


ONE = transcript("int01", "Ann: It is my job.\r\nBob: Nobody told us how.\r\n")
JOB, HOW = segment(ONE, 5, 18, valence="enabler", note="clear"), segment(ONE, 25, 44, "told", "CD")


def exported(**options: Any) -> QdaProject:
    return project_of_study(BOOK, [ONE], [JOB, HOW], MECHANISMS, "T", **options)


def test_a_program_that_renews_guids_and_drops_our_part_loses_nothing_of_the_codings() -> None:
    """ATLAS.ti gives new guids with each export, and no program keeps a member that it does not know."""
    content = qdpx_bytes(exported())
    found = replace(parse_qdpx(content, "a.qdpx"), companion="")
    renewed = {one.guid: guid(1000 + n) for n, one in enumerate(found.codes)}
    codes = [replace(one, guid=renewed[one.guid], parent=renewed.get(one.parent, "")) for one in found.codes]
    selections = [
        replace(
            one,
            guid=guid(n),
            codings=tuple(
                replace(c, guid=guid(500 + n), code_guid=renewed[c.code_guid]) for c in one.codings
            ),
        )
        for n, one in enumerate(found.selections)
    ]
    back = imported(replace(found, codes=tuple(codes), selections=tuple(selections)), [ONE])
    assert back.segments == (JOB, HOW)
    assert back.new_codes == ()


def test_memos_and_dates_come_back() -> None:
    memos = [
        ExchangedMemo("study", "About all.", coder="AB", at="2026-07-01T10:00:00Z"),
        ExchangedMemo("transcript", "Tired.\n\nLong day.", "int01"),
        ExchangedMemo("code", "Split it?", "told"),
        ExchangedMemo("code", "About a mechanism without a code", "skill"),
        ExchangedMemo("segment", "Telling.", segment=HOW, coder="CD"),
    ]
    out = exported(memos=memos, coded_at={JOB: "2026-06-30T09:00:00Z"})
    back = out_and_in(out, [ONE])
    assert set(back.memos) == set(memos)
    assert back.coded_at == {JOB: "2026-06-30T09:00:00Z"}
    assert "  5 memos." in back.report.lines()


def test_another_study_gets_transcripts_and_codes_as_they_were_and_a_second_time_adds_nothing() -> None:
    empty = codebook_of(entry(id="other"))
    found = parse_qdpx(qdpx_bytes(exported()), "a.qdpx")
    first = imported(found, codebook=empty)
    assert {one.code_id: one for one in first.new_codes} == BOOK.by_id
    assert [(one.id, one.text) for one in first.new_transcripts] == [
        ("int01", ONE.text.replace("\r\n", "\n"))
    ]
    assert [(one.quote, one.applied_code, one.valence) for one in first.segments] == [
        (JOB.quote, "role", "enabler"),
        (HOW.quote, "told", "unclear"),
    ]
    now = codebook_of(*empty.codes, *first.new_codes)
    again = imported(found, [transcript(one.id, one.text) for one in first.new_transcripts], now)
    assert (again.new_codes, again.new_transcripts, again.segments) == ((), (), first.segments)


def test_mechanisms_that_a_framework_does_not_have_are_left_behind_and_said() -> None:
    found = parse_qdpx(qdpx_bytes(exported()), "a.qdpx")
    result = segments_of_project(found, [], codebook_of(entry(id="other")), [("elsewhere", "Elsewhere")])
    by_id = {one.code_id: one for one in result.new_codes}
    assert (by_id["role"].mechanism, by_id["told"].parent, by_id["hands"].parent) == (None, "role", "skill")
    assert {one.mechanism_id for one in result.segments} == {""}
    assert any("mechanisms that the framework here does not have" in line for line in result.report.lines())


def test_simulated_data_say_so() -> None:
    out = project_of_study(BOOK, [replace(ONE, simulated=True)], [JOB], MECHANISMS, "T")
    assert (out.name, out.description) == ("T (SIMULATED DATA)", "SIMULATED DATA: nobody said any of this.")


def test_what_other_programs_will_not_see_is_said() -> None:
    elsewhere = segment(transcript("int09", "other words"), 0, 5)
    report = export_report(exported(), BOOK, [ONE], [JOB, HOW, elsewhere])
    assert report.adds_up
    assert report.lines() == [
        "Arrived:",
        "  2 codings of 2 people, 1 text, 5 codes, 0 memos.",
        "Changed:",
        "  Valence, reported change, origin and notes of 1 coding stand in descriptions.",
        "  Inclusion, exclusion and examples of codes stand in their descriptions.",
        "  Line ends of 1 text are a single character (LF), and places are counted so.",
        "Lost:",
        "  1 coding of transcripts that are not exported.",
        "  Phrases of 1 code: it comes back to impl-eval only.",
        "  Speakers and participants, summaries of the framework matrix, agreement and the log of decisions.",
        "Checked:",
        "  2 of 2 passages hold the words of their segment, line ends aside.",
    ]
    wrong = [JOB, replace(HOW, quote="other words")]
    said = export_report(project_of_study(BOOK, [ONE], wrong, MECHANISMS, "T"), BOOK, [ONE], wrong).checked
    assert said == ("1 of 2 passages hold the words of their segment, line ends aside.",)


# --- codebooks by themselves ---


def test_a_codebook_goes_out_and_comes_back() -> None:
    out = codebook_project(BOOK, MECHANISMS)
    found = parse_qdc(qdc_bytes(out), "a.qdc")
    assert codes_of_project(found, BOOK, MECHANISMS)[0] == ()
    other, report = codes_of_project(found, codebook_of(entry(id="x")), ())
    by_id = {one.code_id: one for one in other}
    assert list(by_id) == ["role", "told", "skill", "hands", "money"]
    assert (by_id["role"].include, by_id["money"].exclude, by_id["money"].source) == (
        "all of it",
        "time",
        "A paper",
    )
    assert [one.text for one in by_id["told"].examples] == ["They told me."]
    assert (by_id["told"].parent, by_id["told"].label) == ("role", "Being told")
    assert "  5 codes: 0 the study has already, 5 new." in report.lines()
    assert codebook_report(out, BOOK).lines()[1] == "  5 codes."


@pytest.mark.parametrize(
    "companion", ["", "{", "[]", '{"format": "x"}', '{"format": "impl-eval/exchange/1"}']
)
def test_a_part_of_ours_that_is_damaged_is_passed_over(companion: str) -> None:
    found = replace(parse_qdpx(qdpx_bytes(exported()), "a.qdpx"), companion=companion)
    assert imported(found, [ONE]).segments == (JOB, HOW)


# --- codes of other programs ---


def tree(*codes: str) -> QdaProject:
    return read(project(codes=element("CodeBook", element("Codes", *codes))))


def test_codes_are_matched_by_label_and_place() -> None:
    book = codebook_of(
        entry(mechanism="role"),
        entry(id="time1", label="Time", parent="role"),
        entry(id="time2", label="Time", mechanism="skill"),
        entry(id="solo", label="On their own"),
    )
    found = tree(
        code(guid(1), "Skill", code(guid(2), "time")),
        code(guid(3), "Role", code(guid(4), "Time")),
        code(guid(5), "Theme", code(guid(6), "On their own"), code(guid(7), "Time")),
    )
    result = imported(found, codebook=book)
    assert [(one.code_id, one.label, one.parent) for one in result.new_codes] == [
        ("theme", "Theme", None),
        ("time", "Time", "theme"),
    ]
    assert "  7 codes: 5 the study has already (5 by their label), 2 new." in result.report.lines()


def test_a_code_called_like_an_id_is_that_code() -> None:
    """The label of the mechanism is Role, that of the code Being told: their ids are known too."""
    codes = element("CodeBook", element("Codes", code(CODE, "ROLE"), code(OTHER, "told")))
    found = read(
        project(source(1, passage(10, 5, 9, coding(11)), passage(12, 5, 9, coding(13, OTHER))), codes=codes),
        {member(1): TEXT},
    )
    assert {one.applied_code for one in imported(found).segments} == {"role", "told"}


def test_repeated_names_become_codes_of_their_own_and_a_second_time_adds_none() -> None:
    found = tree(
        code(guid(1), "Good"),
        code(guid(2), "Good"),
        code(guid(3), "日本"),
        code(guid(4), "1st"),
        code(guid(5), "A", code(guid(6), "Good")),
        code(guid(7), "x" * 300),
    )
    first = imported(found)
    assert [one.code_id for one in first.new_codes][:6] == [
        "good",
        "good_2",
        "code_00000003",
        "code_1st",
        "a",
        "good_3",
    ]
    assert all(one.origin == "inductive" for one in first.new_codes)
    assert imported(found, codebook=codebook_of(*BOOK.codes, *first.new_codes)).new_codes == ()
    assert any("7 new codes came without a definition" in line for line in first.report.lines())


def test_a_code_under_a_mechanism_without_a_code_of_its_own() -> None:
    found = tree(
        code(guid(1), "Skill", code(guid(2), "Drawing", element("Description", text="With pens.\nOr not.")))
    )
    (new,) = imported(found).new_codes
    assert (new.code_id, new.mechanism, new.parent, new.definition) == (
        "drawing",
        "skill",
        None,
        "With pens. Or not.",
    )


# --- sources and passages of other programs ---


def test_the_same_text_with_other_line_ends_and_mark_is_the_same_transcript() -> None:
    words = "\ufeffAnn: It is my job.\nBob: Nobody told us how.\n"
    held = source(10, passage(20, 24, 43, coding(30)), name="Interview one.docx")
    result = imported(read(project(held), {member(10): words}), [ONE])
    assert [(one.transcript_id, one.start, one.quote) for one in result.segments] == [
        ("int01", 25, HOW.quote)
    ]
    assert "  1 text: 1 are transcripts of the study, word for word." in result.report.lines()
    assert (
        "  1 of 1 coding of passages hold the same words here as in the file, line ends aside."
        in result.report.lines()
    )


def test_a_corrected_version_of_a_transcript_is_compared() -> None:
    old = (
        "Ann: I cutt the dose slowly, over many months.\nBob: Nobody told us how to go about it at all.\n"
        "Ann: Gone words here now."
    )
    now = transcript(
        "int10",
        "Ann: I cut the dose slowly, over many months.\nBob: Nobody told us how to go about it at all.\n",
    )
    at = [
        (old.index(words), old.index(words) + len(words))
        for words in ("Nobody told us how", "I cutt the dose", "Gone words here")
    ]
    held = source(10, *(passage(20 + n, *place, coding(30 + n)) for n, place in enumerate(at)))
    result = imported(read(project(held), {member(10): old}), [now])
    assert [one.quote for one in result.segments] == ["I cut the dose", "Nobody told us how"]
    lines = result.report.lines()
    assert "  1 coding stand elsewhere in the version here, on the same words." in lines
    assert "  1 coding stand on words that differ in the version here: look at int10:5-19." in lines
    assert result.report.codings_lost == {"of passages whose words the transcript here does not have": 1}


def test_another_text_of_the_same_name_is_a_new_transcript() -> None:
    there = transcript("int10", "Something else was said on that day, and nothing of this.")
    result = imported(read(project(source(10, passage(20, 0, 3, coding(30)))), {member(10): TEXT}), [there])
    assert [one.id for one in result.new_transcripts] == ["int10_2"]


def test_the_name_of_a_file_is_known() -> None:
    there = transcript("p1", TEXT + " And more was said afterwards, at some length.")
    found = read(
        project(source(10, passage(20, 5, 27, coding(30)), name="Ann, May.docx")), {member(10): TEXT}
    )
    result = imported(found, [there], transcript_names={"p1": "qualitative/transcripts/Ann, May.txt"})
    assert [one.transcript_id for one in result.segments] == ["p1"]


def test_sources_of_one_name_stay_apart_unless_they_hold_one_text() -> None:
    """Two people coded their own copy of a document; two respondents said the same words."""
    held = [
        source(n, passage(20 + n, 0, 3, coding(30 + n)), name=name)
        for n, name in enumerate(["Doc", "Doc", "Doc", "Other"])
    ]
    texts = {member(0): TEXT, member(1): "Zoe: no", member(2): TEXT + "", member(3): TEXT}
    first = imported(read(project(*held), texts))
    assert [(one.id, one.name) for one in first.new_transcripts] == [
        ("Doc", "Doc"),
        ("Doc_2", "Doc"),
        ("Other", "Other"),
    ]
    assert len(first.segments) == 3
    assert any("1 coding repeated another" in line for line in first.report.lines())
    again = imported(
        read(project(*held), texts), [transcript(one.id, one.text) for one in first.new_transcripts]
    )
    assert (again.new_transcripts, again.segments) == ((), first.segments)


def test_overlapping_codings_of_several_people() -> None:
    users = element(
        "Users",
        element("User", guid=USER, name="Ann"),
        element("User", guid=CASE, id="BB"),
        element("User", guid=guid(9)),
    )
    held = source(
        10,
        passage(20, 5, 27, coding(30), coding(31, OTHER), creatingUser=USER),
        passage(21, 5, 27, coding(32, CODE, creatingUser=CASE), coding(33, CODE, creatingUser=USER)),
        passage(
            22,
            7,
            20,
            coding(34, CODE, creatingUser=guid(9)),
            coding(35, CODE, creatingUser=guid(77)),
            coding(36),
        ),
    )
    result = imported(
        read(project(held, users=users), {member(10): TEXT}), coder_names={"Ann": "AN"}, coder="nobody"
    )
    assert sorted((one.start, one.code_id, one.coder) for one in result.segments) == [
        (5, "advice", "AN"),
        (5, "dose", "AN"),
        (5, "dose", "BB"),
        (7, "dose", "nobody"),
        (7, "dose", "nobody 3"),
    ]
    lines = "\n".join(result.report.lines())
    assert "7 of 7 codings, as 5 segments." in lines
    assert (
        "2 codings repeated another of the same passage, code and coder: they are one segment now." in lines
    )
    assert 'Codings of 1 user whom the file does not list are those of "nobody".' in lines


def test_descriptions_and_memos_of_passages() -> None:
    notes = element(
        "Notes",
        *(
            element("Note", element("PlainTextContent", text=f"n{n}"), guid=guid(50 + n), name="Idea")
            for n in range(5)
        ),
    )
    refs = [element("NoteRef", targetGUID=guid(50 + n)) for n in range(5)]
    held = source(
        10,
        passage(20, 5, 27, element("Description", text="Look\nagain."), coding(30, CODE, refs[0]), refs[1]),
        passage(21, 0, 3, element("Description", text="No code."), refs[2], creatingUser=USER),
        passage(22, 4, 6),
        refs[3],
    )
    result = imported(read(project(held, after=notes), {member(10): TEXT}))
    (only,) = result.segments
    assert only.note == "Look again."
    assert {(one.about, one.target, one.text, one.coder) for one in result.memos} == {
        ("segment", "", "Idea: n0", ""),
        ("segment", "", "Idea: n1", ""),
        ("transcript", "int10", "Idea: n2", ""),
        ("transcript", "int10", "Idea: n3", ""),
        ("study", "", "Idea: n4", ""),
        ("transcript", "int10", "On int10:0-3: No code.", "Ann Bell"),
    }
    assert {one.segment for one in result.memos if one.about == "segment"} == {only}
    assert "  1 passage marked without a code, comment or memo." in result.report.lines()


def test_every_coding_that_does_not_arrive_is_counted_with_its_reason() -> None:
    def area(number: int, words: str) -> str:
        held = element("Representation", element("PlainTextContent", text=words), guid=guid(90 + number))
        return element(
            "PDFSelection",
            held,
            coding(number),
            guid=guid(100 + number),
            page=0,
            firstX=1,
            firstY=1,
            secondX=2,
            secondY=2,
        )

    pdf = element(
        "PDFSource",
        area(40, "told us how"),
        area(41, "words of a picture"),
        element("Representation", element("PlainTextContent", text=TEXT), guid=guid(11)),
        guid=guid(12),
        name="a.pdf",
    )
    picture = element("PictureSource", coding(42), guid=guid(13), name="a.jpg")
    clip = element("AudioSelection", coding(43), guid=guid(21), begin=0, end=9)
    audio = element("AudioSource", clip, guid=guid(14), name="a.mp3")
    text = source(
        10,
        passage(20, 7, 7, coding(44)),
        passage(22, 5, 27, coding(45, CASE), coding(46)),
        coding(47),
        passage(23, 0, 999, coding(48)),
    )
    note = element(
        "Note", element("PlainTextContent", text="n"), passage(24, 0, 1, coding(49)), guid=guid(15)
    )
    odd = element("Hologram", coding(50), guid=guid(16))
    cases = element("Cases", element("Case", guid=CASE, name="Ann"))
    after = (
        element("Notes", note)
        + element("Links", element("Link", guid=guid(17)))
        + element("Widgets", coding(51))
    )
    qde = project(text, pdf, picture, audio, odd, before=cases, after=after)
    found = parse_qdpx(packed(qde, {member(10): TEXT}), "a.qdpx", partial=True)
    result = imported(found)
    assert (result.report.codings_in_file, result.report.codings_arrived) == (12, 3)
    assert result.report.codings_lost == {
        "in parts of the file that the standard does not have": 1,
        "left out because of the faults listed": 2,
        "of a page area without words that the text has": 1,
        "of a passage without a character": 1,
        "of a sound clip without words that the text has": 1,
        "of whole pictures, pages or recordings without text": 1,
        "that assign a passage or document to a case": 1,
        "that code a memo": 1,
    }
    assert [one.quote for one in result.segments] == ["told us how", TEXT, "I cut the dose slowly."]
    lines = "\n".join(result.report.lines())
    for said in (
        "1 coding of page areas were placed by the words",
        "1 coding of whole documents cover the whole text now.",
        "1 case, 0 variables and 0 values",
        "1 link.",
        "2 documents without text (1 audio, 1 picture).",
        "Left out, line 2: project.qde",
        "3 of 3",
        "Changed:",
    ):
        assert said in lines or said == "3 of 3"


def test_places_that_may_have_drifted_are_said_by_document() -> None:
    text = "some words stand here and others over there " * 20
    drifted = [passage(100 + n, 44 * n + 2, 44 * n + 8, coding(200 + n)) for n in range(20)]
    sound = source(11, passage(20, 5, 27, coding(30)), name="Sound")
    found = read(project(source(10, *drifted, name="Odd"), sound), {member(10): text, member(11): TEXT})
    checked = [line for line in imported(found).report.lines() if "places" in line]
    assert checked[0] == "  2 of 42 places in the file lie between words."
    assert checked[1].startswith('  "Odd": only 0 of 40 places lie between words.')
    assert len(checked) == 2


def test_names_of_passages_that_stand_elsewhere_are_said() -> None:
    held = source(
        10,
        passage(20, 0, 3, coding(30), name="Nobody told us how"),
        passage(21, 33, 51, coding(31), name="Nobody told us how"),
    )
    found = read(project(held), {member(10): TEXT})
    assert any(
        "1 of 2 passages do not begin with the words" in line for line in imported(found).report.lines()
    )


def test_the_real_project_of_atlas_ti_is_accounted_for() -> None:
    path = shared_path("real/refi-qda/refi_test_project.qdpx")
    result = imported(read_qdpx(path, path.name, partial=True))
    assert result.report.codings_in_file == 16
    assert result.report.codings_lost["left out because of the faults listed"] == 9
    assert [one.code_id for one in result.new_codes][4] == "coke_full-fat_coke"
    lines = "\n".join(result.report.lines())
    for said in ("16 sets", "1 link", "1 graph", "13 time stamps", "Colours of 13 codes"):
        assert said in lines


def test_a_coding_of_a_part_of_a_page_and_of_its_words_is_one_segment() -> None:
    words = element("PlainTextContent", text=TEXT)
    notes = element("Notes", element("Note", element("PlainTextContent", text="n"), guid=guid(50), name="N"))
    link = element("Links", element("Link", guid=guid(60), originGUID=guid(50), targetGUID=guid(20)))
    facts = {"page": 0, "firstX": 1, "firstY": 1, "secondX": 2, "secondY": 2}
    area = element("PDFSelection", coding(31), coding(32, OTHER), guid=guid(20), **facts)
    held = element("Representation", words, passage(20, 5, 27, coding(30)), guid=guid(11))
    pdf = element("PDFSource", area, held, guid=guid(10), name="a.pdf")
    result = imported(read(project(pdf, after=notes + link)))
    assert [(one.code_id, one.quote) for one in result.segments] == [
        ("advice", "I cut the dose slowly."),
        ("dose", "I cut the dose slowly."),
    ]
    assert [one.segment for one in result.memos] == [result.segments[1]]
    assert (result.report.codings_arrived, result.report.codings_lost) == (3, {})
    assert not [line for line in result.report.lines() if "link" in line]


def test_our_part_is_believed_only_for_what_still_stands_in_the_file() -> None:
    text = transcript("int01", "one\r\ntwo three")
    half = segment(text, 0, 4)
    found = parse_qdpx(qdpx_bytes(project_of_study(BOOK, [text], [half], MECHANISMS, "T")), "a.qdpx")
    assert imported(found, [text]).segments == (half,)
    moved = replace(found, selections=tuple(replace(one, end=7) for one in found.selections))
    assert [one.quote for one in imported(moved, [text]).segments] == ["one\r\ntwo"]
    forged = replace(found, companion=found.companion.replace("   4\n", "   99\n"))
    assert forged.companion != found.companion
    assert [one.quote for one in imported(forged, [text]).segments] == ["one"]
