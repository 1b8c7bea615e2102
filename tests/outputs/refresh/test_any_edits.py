"""Whatever people do to a report, in whatever order: no edit is lost, no old number stays unmarked."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from impl_eval.outputs.refresh import refresh
from impl_eval.outputs.refresh.finding import ancestor
from impl_eval.outputs.refresh.names import w
from impl_eval.outputs.refresh.words import plain_words
from tests.outputs.refresh.word_files import (
    Block,
    Grid,
    Picture,
    Value,
    edited,
    element,
    own,
    part,
    report,
    run,
    text,
    words,
)

IDS = ("a", "b", "c", "d", "e")
Change = tuple[str, int, int]
changes = st.lists(
    st.tuples(st.sampled_from(["edit", "delete", "insert", "move", "track", "cell", "retype", "enter"]),
              st.integers(0, 6), st.integers(0, 6)),
    max_size=8,
)  # fmt: skip


def old_number(block_id: str) -> str:
    return f"1.{ord(block_id)}"


def new_number(block_id: str) -> str:
    return f"2.{ord(block_id)}"


def blocks(changed: set[str], present: set[str], verb: str) -> list[Block]:
    """Paragraphs with a number each, a table and a picture; `changed` ones have new numbers."""

    def number(block_id: str) -> str:
        return new_number(block_id) if block_id in changed else old_number(block_id)

    made: list[Block] = [
        text(id_, f"Block {id_} {verb} ", Value(f"result.{id_}", number(id_)), " in all.") for id_ in IDS
    ]
    made.append(Grid("t", "Table", (("Who", "What"), ("x", number("t")), ("y", "same")), "A note."))
    made.append(Picture("p", "Picture", b"\x89PNG" + number("p").encode()))
    return [block for block in made if block.id in present]


def apply(body: etree._Element, change: Change, number: int) -> None:
    """Do one thing to a report as a person would, if its block is still there."""
    kind, where, to = change
    token = f"TYPED{number}"
    controls = [each for each in body if each.tag == w("sdt")]
    if kind == "insert" or not controls:
        body.insert(min(where, len(body) - 1), element(own(token)))
        return
    target = controls[where % len(controls)]
    if kind == "delete":
        body.remove(target)
    elif kind == "move":
        body.remove(target)
        body.insert(min(to, len(body) - 1), target)
    elif kind == "edit":
        shown = [each for each in target.iter(w("t")) if each.text]
        shown[to % len(shown)].text = f"{shown[to % len(shown)].text} {token} "
    elif kind == "track":
        paragraph = next(target.iter(w("p")))
        paragraph.append(element(f'<w:p><w:ins w:id="5" w:author="A">{run(f" {token}")}</w:ins></w:p>')[0])
    elif kind == "enter":
        content = target.find(w("sdtContent"))
        assert content is not None
        content.insert(min(to, len(content)), element(own(token)))
    elif kind == "retype":
        for each in list(target.iter(w("t")))[1:]:
            each.text = ""
        next(target.iter(w("t"))).text = token
    else:
        cells = [next(each.iter(w("t"))) for each in target.iter(w("tc"))]
        if cells:
            cells[to % len(cells)].text = token


def do(all_changes: list[Change]) -> Callable[[etree._Element], None]:
    def change(body: etree._Element) -> None:
        for number, one in enumerate(all_changes):
            apply(body, one, number)

    return change


def tags(file: bytes) -> list[str]:
    root = etree.fromstring(part(file).encode())
    found = (each.get(w("val"), "") for each in root.iter(w("tag")))
    return [tag for tag in found if tag.startswith("ie:") and not tag.startswith("ie:val:")]


@given(
    changes,
    st.sets(st.sampled_from([*IDS, "t", "p"])),
    st.sets(st.sampled_from([*IDS, "t", "p"]), min_size=1),
    st.sets(st.sampled_from([*IDS, "t", "p"]), min_size=1),
    st.sampled_from(["rose to", "fell to"]),
)
def test_no_edit_is_lost_and_no_old_number_stays_unmarked(
    all_changes: list[Change], changed: set[str], before: set[str], after: set[str], verb: str
) -> None:
    old, new = report(blocks(set(), before, "rose to")), report(blocks(changed, after, verb))
    file = edited(old, do(all_changes))
    done = refresh(file, new)
    typed = [word for line in words(file) for word in line.split() if word.startswith("TYPED")]
    left = " ".join(words(done.docx))
    assert all(token in left for token in typed), "what people typed is there"
    survivors = [tag for tag in tags(file) if tag in tags(done.docx)]
    assert [tag for tag in tags(done.docx) if tag in survivors] == survivors, "people's order is kept"
    deleted = {f"ie:{id_}" for id_ in before} - set(tags(file))
    assert not deleted & set(tags(done.docx)), "what was deleted stays deleted"
    assert {f"ie:{id_}" for id_ in after - before} <= set(tags(done.docx)), "what is new is there"
    assert_old_numbers_are_marked(done.docx, {*changed} & after)
    assert_ids_are_unique(done.docx)
    again = refresh(done.docx, new)
    assert again.docx == done.docx, "refreshing twice is refreshing once"


def assert_old_numbers_are_marked(file: bytes, changed: set[str]) -> None:
    root = etree.fromstring(part(file).encode())
    for paragraph in root.iter(w("p")):
        said = plain_words(paragraph)
        if any(old_number(block_id) in said for block_id in changed):
            holder = ancestor(paragraph, w("tbl"))
            place = paragraph if holder is None else holder
            assert next(place.iter(w("commentReference")), None) is not None, said


def assert_ids_are_unique(file: bytes) -> None:
    root = etree.fromstring(part(file).encode())
    for name, attribute in (
        ("bookmarkStart", w("id")),
        ("bookmarkStart", w("name")),
        ("bookmarkEnd", w("id")),
    ):
        found = [each.get(attribute) for each in root.iter(w(name))]
        assert len(found) == len(set(found)), name
    starts = {each.get(w("id")) for each in root.iter(w("bookmarkStart"))}
    assert starts == {each.get(w("id")) for each in root.iter(w("bookmarkEnd"))}
    controls = [each.get(w("val")) for each in root.iter(w("id"))]
    assert len(controls) == len(set(controls))
    labels = [each.get("id") for each in root.iter() if str(each.tag).endswith("}docPr")]
    assert len(labels) == len(set(labels))
