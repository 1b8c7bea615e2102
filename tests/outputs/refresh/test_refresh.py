"""Refreshing edited reports: what people wrote stays, what nobody edited is brought up to date."""

import pytest
from lxml import etree

from impl_eval.errors import StudyProblems
from impl_eval.outputs.refresh import Refreshed, refresh
from impl_eval.outputs.refresh.names import w
from tests.outputs.refresh.word_files import (
    Grid,
    Picture,
    Value,
    control,
    delete,
    edited,
    element,
    field,
    own,
    paragraph,
    part,
    report,
    retype,
    run,
    text,
    words,
)

ONE, TWO = b"\x89PNG one", b"\x89PNG two"


def blocks(change: str = "+0.42", gps: str = "3.1", png: bytes = ONE, verb: str = "rose by"):
    return (
        text("title", "Did it work?", style="Heading1"),
        text("intro", f"Confidence {verb} ", Value("survey.change", change), " points."),
        Grid("scores", "Scores", (("Who", "Before"), ("GPs", gps), ("Nurses", "2.0")), "Means."),
        Picture("picture", "Change", png),
        text("end", "Nothing else was asked."),
    )


OLD = report(blocks())
NEW = report(blocks("+0.61", "3.4", TWO))


def refreshed(*changes, old: bytes = OLD, new: bytes = NEW) -> Refreshed:
    file = old
    for change in changes:
        file = edited(file, change)
    done = refresh(file, new)
    again = refresh(done.docx, new)
    assert again.docx == done.docx, "refreshing twice is refreshing once"
    assert {entry.outcome for entry in again.log.entries} <= {"unchanged", "kept", "stays deleted", "copy"}
    assert again.log.changes == ()
    return done


def outcomes(done: Refreshed) -> dict[str, str]:
    return {entry.block_id: entry.outcome for entry in done.log.entries if entry.outcome != "unchanged"}


def comments(file: bytes) -> list[str]:
    try:
        root = etree.fromstring(part(file, "word/comments.xml").encode())
    except KeyError:
        return []
    return ["\n".join("".join(p.itertext()) for p in each.iter(w("p"))) for each in root]


def test_an_unedited_report_becomes_the_new_one() -> None:
    done = refreshed()
    assert words(done.docx) == words(NEW)
    assert outcomes(done) == {"intro": "replaced", "scores": "replaced", "picture": "replaced"}
    assert part(done.docx, "customXml/item1.xml") == part(NEW, "customXml/item1.xml")
    assert [(one.what, one.before, one.after) for one in done.log.changes] == [
        ("survey.change", "+0.42", "+0.61"),
        ("GPs, Before", "3.1", "3.4"),
    ]


def test_a_report_of_the_same_data_is_left_as_it_is() -> None:
    file = edited(OLD, retype("end", "Nothing", "Hardly anything"))
    done = refresh(file, OLD)
    assert words(done.docx) == words(file)
    assert done.log.summary() == "1 kept"


def test_an_edited_paragraph_keeps_its_words_and_gets_the_new_number() -> None:
    done = refreshed(retype("intro", "Confidence rose by ", "We saw confidence rise by "))
    assert "We saw confidence rise by +0.61 points." in words(done.docx)
    assert outcomes(done)["intro"] == "filled in"
    assert comments(done.docx) == []


def test_a_number_that_somebody_typed_over_is_kept_and_commented() -> None:
    done = refreshed(retype("intro", "+0.42", "+0.40"))
    assert "Confidence rose by +0.40 points." in words(done.docx)
    assert outcomes(done)["intro"] == "conflict"
    (comment,) = comments(done.docx)
    assert comment.endswith("\nConfidence rose by +0.61 points.")
    assert "+0.61" in done.log.as_text()


def test_words_changed_on_both_sides_are_kept_with_new_numbers_and_a_comment() -> None:
    new = report(blocks("-0.10", verb="fell by"))
    done = refreshed(retype("intro", "Confidence", "Happily, confidence"), new=new)
    assert "Happily, confidence rose by -0.10 points." in words(done.docx)
    assert comments(done.docx)[0].endswith("Confidence fell by -0.10 points.")


def test_a_comment_of_an_earlier_refresh_gives_way_to_the_next() -> None:
    first = refreshed(retype("intro", "+0.42", "+0.40"))
    second = refresh(first.docx, report(blocks("+0.99", "3.4", TWO)))
    assert [one.splitlines()[-1] for one in comments(second.docx)] == ["Confidence rose by +0.99 points."]
    agreed = edited(second.docx, retype("intro", "+0.40", "+0.99"))
    assert comments(refresh(agreed, report(blocks("+0.99", "3.4", TWO))).docx) == []


def test_what_was_deleted_stays_deleted_for_ever() -> None:
    done = refreshed(delete("intro"), delete("picture"))
    assert outcomes(done)["intro"] == outcomes(done)["picture"] == "stays deleted"
    later = refresh(done.docx, report(blocks("+0.99", "9.9", ONE)))
    assert not [line for line in words(later.docx) if "Confidence" in line]


def test_an_emptied_block_stays_empty() -> None:
    def empty(body: etree._Element) -> None:
        for each in control(body, "intro").iter(w("t")):
            each.text = ""

    done = refreshed(empty)
    assert outcomes(done)["intro"] == "stays deleted"
    assert not [line for line in words(done.docx) if "points" in line]


def test_own_text_and_own_order_stay() -> None:
    def move_and_add(body: etree._Element) -> None:
        body.insert(0, control(body, "scores"))
        control(body, "intro").addprevious(element(own("My preface.")))
        control(body, "end").addnext(element(own("My last words.")))

    done = refreshed(move_and_add)
    assert words(done.docx) == [
        "Table 1. Scores", "Who", "Before", "GPs", "3.4", "Nurses", "2.0", "Means.",
        "Did it work?", "My preface.", "Confidence rose by +0.61 points.", "Figure 1. Change",
        "Nothing else was asked.", "My last words.",
    ]  # fmt: skip


def test_a_paragraph_typed_inside_a_block_stays_there_and_the_rest_is_brought_up_to_date() -> None:
    def enter(body: etree._Element) -> None:
        for block_id in ("intro", "scores"):
            control(body, block_id).find(w("sdtContent")).append(element(own(f"More on {block_id}.")))

    done = refreshed(enter)
    lines = words(done.docx)
    assert lines.index("More on intro.") == lines.index("Confidence rose by +0.61 points.") + 1
    assert lines.index("More on scores.") == lines.index("Means.") + 1
    assert "3.4" in lines
    assert comments(done.docx) == []


def test_a_paragraph_that_was_split_gets_its_numbers_and_a_comment() -> None:
    def split(body: etree._Element) -> None:
        first = next(control(body, "intro").iter(w("p")))
        second = element(paragraph("", "BodyText"))
        first.addnext(second)
        for child in list(first)[3:]:
            second.append(child)

    done = refreshed(split)
    assert {"Confidence rose by", "+0.61 points."} <= set(words(done.docx))
    assert len(comments(done.docx)) <= 1


def test_cells_are_merged_one_by_one() -> None:
    done = refreshed(retype("scores", "2.0", "2.0 (few)"))
    assert {"3.4", "2.0 (few)"} <= set(words(done.docx))
    assert outcomes(done)["scores"] == "filled in"


def test_a_cell_changed_on_both_sides_is_commented() -> None:
    done = refreshed(retype("scores", "3.1", "about 3"))
    assert "about 3" in words(done.docx)
    assert comments(done.docx)[0].endswith("\n3.4")


def test_a_cell_beside_a_new_label_is_left_to_a_person() -> None:
    rows = (("Who", "Before"), ("Pharmacists", "3.1"), ("Nurses", "2.5"))
    new = report((*blocks()[:2], Grid("scores", "Scores", rows, "Means."), *blocks()[3:]))
    done = refreshed(retype("scores", "3.1", "3.1 (three GPs)"), new=new)
    assert {"GPs", "3.1 (three GPs)", "2.0"} <= set(words(done.docx))
    assert "Pharmacists | 3.1" in comments(done.docx)[0]


def test_a_table_of_another_shape_is_replaced_under_an_edited_caption() -> None:
    rows = (("Who", "Before", "After"), ("GPs", "3.1", "3.9"))
    new = report((*blocks()[:2], Grid("scores", "Scores", rows, "Means."), *blocks()[3:]))
    done = refreshed(retype("scores", ". Scores", ". Scores of practices"), new=new)
    assert {"Table 1. Scores of practices", "After", "3.9"} <= set(words(done.docx))
    assert "Nurses" not in words(done.docx)


def test_a_new_block_comes_after_its_nearest_neighbour() -> None:
    new = report((*blocks()[:3], text("extra", "Something new."), *blocks()[3:]))
    assert words(refreshed(new=new).docx) == words(new)
    without = refreshed(delete("scores"), new=new)
    lines = words(without.docx)
    assert lines.index("Something new.") == lines.index("Confidence rose by +0.42 points.") + 1
    assert outcomes(without)["extra"] == "new"


def test_a_new_block_before_all_others_comes_first() -> None:
    new = report((text("first", "At the very top."), *blocks()))
    assert words(refreshed(new=new).docx) == words(new)


def test_what_is_no_longer_written_goes_unless_it_was_edited() -> None:
    new = report((*blocks()[:1], *blocks()[2:]))
    assert words(refreshed(new=new).docx) == words(new)
    done = refreshed(retype("intro", "rose", "went up"), new=new)
    assert "Confidence went up by +0.42 points." in words(done.docx)
    assert outcomes(done) == {"intro": "no longer written"}
    assert "no longer has this passage" in comments(done.docx)[0]


def test_tracked_insertions_count_and_tracked_deletions_do_not() -> None:
    def insert(body: etree._Element) -> None:
        last = list(control(body, "end").iter(w("r")))[-1]
        last.addnext(element(f'<w:p><w:ins w:id="9" w:author="A">{run(" I think.")}</w:ins></w:p>')[0])

    def strike_out(body: etree._Element) -> None:
        paragraph = next(control(body, "intro").iter(w("p")))
        for each in list(paragraph.iter(w("r"))):
            for shown in each.iter(w("t")):
                shown.tag = w("delText")
            struck = each.makeelement(w("del"), {w("id"): "8", w("author"): "A"})
            each.addprevious(struck)
            struck.append(each)

    done = refreshed(insert, strike_out)
    assert "Nothing else was asked. I think." in words(done.docx)
    assert outcomes(done)["intro"] == "stays deleted"


def test_comments_and_bookmarks_of_people_outlive_the_words_around_them() -> None:
    def comment(body: etree._Element) -> None:
        paragraph = next(control(body, "intro").iter(w("p")))
        paragraph.insert(1, paragraph.makeelement(w("commentRangeStart"), {w("id"): "0"}))
        for xml in (
            '<w:commentRangeEnd w:id="0"/>',
            '<w:r><w:commentReference w:id="0"/></w:r>',
            '<w:bookmarkStart w:id="77" w:name="mine"/>',
            '<w:bookmarkEnd w:id="77"/>',
        ):
            paragraph.append(element(f"<w:p>{xml}</w:p>")[0])

    new = report(blocks(verb="fell by"))
    document = part(refreshed(comment, new=new).docx)
    for mark in ("commentRangeStart", "commentRangeEnd", "commentReference", 'w:name="mine"'):
        assert document.count(mark) == 1
    assert document.count('w:name="ie_intro"') == 1


def test_captions_are_numbered_anew_and_references_follow() -> None:
    def refer(body: etree._Element) -> None:
        control(body, "end").addnext(
            element(paragraph(run("See ") + field("REF c_scores \\h", "Table 1") + run(".")))
        )
        caption = run("Table ") + field("SEQ Table \\* ARABIC", "1") + run(". Mine")
        control(body, "scores").addprevious(element(paragraph(caption, "Caption")))

    done = refreshed(refer)
    assert {"Table 1. Mine", "Table 2. Scores", "See Table 2."} <= set(words(done.docx))


def test_a_reference_to_what_was_deleted_is_told() -> None:
    def refer(body: etree._Element) -> None:
        control(body, "end").addnext(element(paragraph(field("REF c_scores \\h", "Table 1"))))

    done = refreshed(refer, delete("scores"))
    assert any("c_scores" in note for note in done.log.notes)


def test_of_a_copy_only_the_first_is_refreshed() -> None:
    def copy(body: etree._Element) -> None:
        from copy import deepcopy

        control(body, "end").addnext(deepcopy(control(body, "intro")))

    done = refreshed(copy)
    lines = [line for line in words(done.docx) if "points" in line]
    assert lines == ["Confidence rose by +0.61 points.", "Confidence rose by +0.42 points."]
    assert [entry.block_id for entry in done.log.entries if entry.outcome == "copy"] == ["intro"]


def test_a_number_copied_into_own_text_is_commented_and_not_changed() -> None:
    def copy(body: etree._Element) -> None:
        from copy import deepcopy

        value = next(
            each for each in control(body, "intro").iter(w("sdt")) if each is not control(body, "intro")
        )
        mine = element(paragraph(run("As I said: "), "Normal"))
        mine.append(deepcopy(value))
        control(body, "end").addnext(mine)

    done = refreshed(copy)
    assert "As I said: +0.42" in words(done.docx)
    assert comments(done.docx)[0].endswith("now: +0.61")


def test_a_block_moved_into_another_is_refreshed_there() -> None:
    def nest(body: etree._Element) -> None:
        content = control(body, "end").find(w("sdtContent"))
        content.append(control(body, "intro"))

    done = refreshed(nest)
    assert words(done.docx)[-1] == "Confidence rose by +0.61 points."


def test_ungrouped_blocks_are_refreshed_by_their_bookmarks() -> None:
    def ungroup(body: etree._Element) -> None:
        for each in list(body.iter(w("sdt"))):
            for child in each.find(w("sdtContent")):
                each.addprevious(child)
            each.getparent().remove(each)

    new = report(blocks("+0.61", "3.4", TWO, verb="went up by"))
    assert words(refreshed(ungroup, new=new).docx) == words(new)


def test_blocks_merged_into_one_paragraph_are_kept() -> None:
    def join(body: etree._Element) -> None:
        first, second = (next(control(body, id_).iter(w("p"))) for id_ in ("title", "intro"))
        for child in [child for child in second if child.tag != w("pPr")]:
            first.append(child)
        control(body, "intro").getparent().remove(control(body, "intro"))

    done = refreshed(join)
    assert words(done.docx)[0] == "Did it work?Confidence rose by +0.61 points."
    assert outcomes(done) == {
        "title": "kept",
        "intro": "filled in",
        "scores": "replaced",
        "picture": "replaced",
    }


def test_a_style_that_the_report_lacks_is_brought_along() -> None:
    from impl_eval.outputs.canonical_zip import canonical_zip

    styles = part(OLD, "word/styles.xml")
    renamed = styles.replace('w:styleId="Caption"', 'w:styleId="Caption1"')
    gone = renamed.replace(
        '<w:style w:type="paragraph" w:styleId="TableNote"><w:name w:val="Table Note"/></w:style>', ""
    )
    assert len(gone) < len(styles)
    file = canonical_zip(OLD, {"word/styles.xml": gone.encode()})
    new = report((*blocks(), Grid("more", "More", (("A", "B"), ("c", "d")), "A note.")))
    done = refresh(file, new)
    assert 'w:styleId="TableNote"' in part(done.docx, "word/styles.xml")
    assert 'w:val="Caption1"' in part(done.docx)


def test_pictures_that_nothing_shows_any_more_are_taken_out() -> None:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(refreshed().docx)) as archive:
        media = [archive.read(name) for name in archive.namelist() if "media" in name]
    assert media == [TWO]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"", "damaged"),
        (OLD[:900], "damaged"),
        (report(blocks(), "othershire"), "another study: othershire"),
        (report(blocks(), hashed=False), "older version"),
    ],
)
def test_other_files_are_refused_in_clear_words(content: bytes, found: str) -> None:
    with pytest.raises(StudyProblems) as refused:
        refresh(content, NEW, "my-report.docx")
    (problem,) = refused.value.problems
    assert problem.file == "my-report.docx"
    assert found in problem.found
    assert problem.remedy


def test_a_report_that_lost_its_hidden_part_or_has_another_version_is_refused() -> None:
    from impl_eval.outputs.canonical_zip import canonical_zip

    plain = canonical_zip(OLD, {"customXml/item1.xml": b"<other/>"})
    later = part(OLD, "customXml/item1.xml").replace("urn:impl-eval:1", "urn:impl-eval:2")
    for file, found in (
        (plain, "hidden part"),
        (canonical_zip(OLD, {"customXml/item1.xml": later.encode()}), "another version"),
    ):
        with pytest.raises(StudyProblems) as refused:
            refresh(file, NEW)
        assert found in refused.value.problems[0].found


def test_the_same_files_give_the_same_bytes() -> None:
    file = edited(OLD, retype("intro", "+0.42", "+0.40"))
    assert refresh(file, NEW).docx == refresh(file, NEW).docx
