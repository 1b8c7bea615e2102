"""What the reader says of a block: an edit makes a difference, what Word does by itself makes none."""

from dataclasses import replace

import pytest
from lxml import etree

from impl_eval.outputs.refresh import block_hashes
from impl_eval.outputs.refresh.names import w
from impl_eval.outputs.refresh.package import Package, UnreadablePackage
from impl_eval.outputs.refresh.reading import read_report
from impl_eval.outputs.refresh.record import report_record
from tests.outputs.refresh.word_files import (
    Grid,
    Picture,
    Value,
    control,
    edited,
    element,
    field,
    part,
    report,
    retype,
    run,
    text,
)

BLOCKS = (
    text("intro", "Confidence rose by ", Value("survey.change", "+0.42"), " points."),
    Grid("scores", "Scores", (("Who", "Before"), ("GPs", "3.1")), "Means."),
    Picture("picture", "Change", b"\x89PNG one"),
)
REPORT = report(BLOCKS)


def hashes_after(change) -> dict[str, str]:
    return block_hashes(edited(REPORT, change))


def changed(change) -> set[str]:
    before, after = block_hashes(REPORT), hashes_after(change)
    return {block_id for block_id in before if before[block_id] != after.get(block_id)}


def test_every_block_has_a_hash_that_is_written_with_it() -> None:
    hashes = block_hashes(REPORT)
    assert list(hashes) == ["intro", "scores", "picture"]
    record = etree.fromstring(part(REPORT, "customXml/item1.xml").encode())
    assert [each.get("hash") for each in record.iter("{urn:impl-eval:1}block")] == list(hashes.values())


@pytest.mark.parametrize(
    ("block_id", "old", "new"),
    [
        ("intro", "rose", "went up"),
        ("intro", "+0.42", "+0.43"),
        ("scores", "3.1", "3.2"),
        ("scores", "Means", "X"),
    ],
)
def test_typing_over_words_numbers_cells_and_notes_is_an_edit(block_id: str, old: str, new: str) -> None:
    assert changed(retype(block_id, old, new)) == {block_id}


def test_white_space_split_runs_and_spelling_marks_are_no_edit() -> None:
    def change(body: etree._Element) -> None:
        for each in body.iter(w("t")):
            each.text = (each.text or "").replace(" ", "\N{NO-BREAK SPACE} ")
        paragraph = next(control(body, "intro").iter(w("p")))
        paragraph.append(element('<w:p><w:proofErr w:type="spellStart"/></w:p>')[0])
        first = next(paragraph.iter(w("r")))
        words = first[0].text
        first[0].text = words[:4]
        first.addnext(element(f"<w:p>{run(words[4:])}</w:p>")[0])

    assert changed(change) == set()


def test_renumbering_captions_and_references_is_no_edit() -> None:
    def change(body: etree._Element) -> None:
        for each in body.iter(w("t")):
            if each.text == "1":
                each.text = "7"

    assert changed(change) == set()


def test_where_a_reference_leads_makes_a_difference_and_what_it_shows_makes_none() -> None:
    def refer(instruction: str, shown: str):
        def change(body: etree._Element) -> None:
            last = list(control(body, "intro").iter(w("r")))[-1]
            for each in reversed(element(f"<w:p>{field(instruction, shown)}</w:p>")):
                last.addnext(each)

        return hashes_after(change)["intro"]

    assert refer("REF c_scores \\h", "Table 1") == refer("REF c_scores \\h", "Table 2")
    assert refer("REF c_scores \\h", "Table 1") != refer("REF c_picture \\h", "Table 1")


def test_inserted_text_counts_and_deleted_text_does_not() -> None:
    def insert(body: etree._Element) -> None:
        last = list(control(body, "intro").iter(w("r")))[-1]
        last.addnext(element(f'<w:p><w:ins w:id="9" w:author="A">{run(" Indeed.")}</w:ins></w:p>')[0])

    def delete_again(body: etree._Element) -> None:
        insert(body)
        added = next(body.iter(w("ins")))
        added.tag = w("del")
        next(added.iter(w("t"))).tag = w("delText")

    assert changed(insert) == {"intro"}
    assert changed(delete_again) == set()


@pytest.mark.parametrize(
    "mark", ["<w:highlight w:val='yellow'/>", "<w:strike/>", "<w:b/>", "<w:u w:val='single'/>"]
)
def test_emphasis_set_by_hand_is_an_edit(mark: str) -> None:
    def change(body: etree._Element) -> None:
        first = next(control(body, "intro").iter(w("r")))
        first.insert(0, element(f"<w:p><w:rPr>{mark}</w:rPr></w:p>")[0])

    assert changed(change) == {"intro"}


def test_switched_off_emphasis_is_none() -> None:
    def change(body: etree._Element) -> None:
        first = next(control(body, "intro").iter(w("r")))
        first.insert(0, element("<w:p><w:rPr><w:b w:val='false'/><w:u w:val='none'/></w:rPr></w:p>")[0])

    assert changed(change) == set()


def test_a_footnote_a_field_and_a_picture_of_the_lead_are_edits() -> None:
    for xml in (
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
        field("AUTHOR", "Ann"),
        "<w:r><w:drawing/></w:r>",
    ):

        def change(body: etree._Element, xml: str = xml) -> None:
            last = list(control(body, "intro").iter(w("r")))[-1]
            for each in reversed(element(f"<w:p>{xml}</w:p>")):
                last.addnext(each)

        assert changed(change) == {"intro"}


def test_other_pixels_or_other_words_of_a_picture_are_a_difference() -> None:
    other = report((*BLOCKS[:2], Picture("picture", "Change", b"\x89PNG two")))
    assert block_hashes(other)["picture"] != block_hashes(REPORT)["picture"]

    def change(body: etree._Element) -> None:
        next(each for each in body.iter() if str(each.tag).endswith("}docPr")).set("descr", "Other words")

    assert changed(change) == {"picture"}


def drop_tags(body: etree._Element) -> None:
    for each in list(body.iter(w("tag"))):
        each.getparent().remove(each)


def drop_controls(body: etree._Element) -> None:
    for each in list(body.iter(w("sdt"))):
        for child in each.find(w("sdtContent")):
            each.addprevious(child)
        each.getparent().remove(each)


def drop_tags_and_bookmarks(body: etree._Element) -> None:
    drop_tags(body)
    for each in list(body.iter(w("bookmarkStart"))):
        each.getparent().remove(each)


@pytest.mark.parametrize("loss", [drop_tags, drop_tags_and_bookmarks])
def test_without_tags_blocks_are_found_by_bookmark_or_title(loss) -> None:
    assert changed(loss) == set()


def test_a_new_block_is_not_taken_for_another_one_of_its_title() -> None:
    package = Package.opened(edited(REPORT, drop_tags))
    record = report_record(package)
    assert record is not None
    new = replace(record.blocks[0], id="intro_2", tag="ie:intro_2", bookmark="ie_intro_2")
    assert list(read_report(package, record, also=(new,)).blocks) == ["intro", "scores", "picture"]


def test_ungrouped_blocks_are_found_by_bookmark_and_their_numbers_are_words_again() -> None:
    without = hashes_after(drop_controls)
    before = block_hashes(REPORT)
    assert {id_: without[id_] for id_ in ("scores", "picture")} == {
        id_: before[id_] for id_ in ("scores", "picture")
    }
    assert without["intro"] == before["intro"].partition("/")[0]


def test_a_file_that_is_no_report_is_refused() -> None:
    for bad in (b"", b"PK", b"no file", edited(REPORT, lambda body: None)[:400]):
        with pytest.raises(UnreadablePackage):
            block_hashes(bad)
