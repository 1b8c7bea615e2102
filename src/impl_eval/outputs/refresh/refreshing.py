"""The refresh of a report: an edited file and a new one go in, the edited one comes out up to date.

Every block is compared three ways (as it was written, as it stands, as it would be written now). What nobody
edited is brought up to date; what somebody edited is kept, and where the data changed too, a comment says so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from impl_eval.outputs.refresh.comments import Comments
from impl_eval.outputs.refresh.contents import ANY_PAGE, Lists
from impl_eval.outputs.refresh.copying import Importer
from impl_eval.outputs.refresh.deciding import Three
from impl_eval.outputs.refresh.elements import outermost, restore_descriptions
from impl_eval.outputs.refresh.fields import renumber
from impl_eval.outputs.refresh.log import Change, Entry, Outcome, RefreshLog
from impl_eval.outputs.refresh.merging import NOT_WRITTEN, Merged, Merger, block_text
from impl_eval.outputs.refresh.names import w
from impl_eval.outputs.refresh.package import Package
from impl_eval.outputs.refresh.reading import ReadBlock, Reading, read_report, style_names
from impl_eval.outputs.refresh.record import BlockRecord
from impl_eval.outputs.refresh.refusing import opened_report, same_study
from impl_eval.outputs.refresh.shown_values import ShownValue, restore_names
from impl_eval.outputs.refresh.stray import comment_on_copied_numbers
from impl_eval.outputs.refresh.words import plain_words

if TYPE_CHECKING:
    from lxml.etree import _Element

CountPages = Callable[[bytes], Mapping[str, int]]


@dataclass(frozen=True)
class Refreshed:
    """The report brought up to date, and what was done to it."""

    docx: bytes
    log: RefreshLog


def refresh(
    edited: bytes, fresh: bytes, file: str = "the report", count_pages: CountPages | None = None
) -> Refreshed:
    """Bring an edited report up to date.

    Parameters
    ----------
    edited : the .docx that people edited.
    fresh : the .docx that would be written now, of the same study and edition.
    file : how the edited file is called in messages.
    count_pages : lays a .docx out and returns the page of each bookmark; without it the lists of contents
        have links and no page numbers.

    Returns
    -------
    Refreshed. The same files give the same bytes, and what is refreshed already stays as it is.

    Raises
    ------
    StudyProblems : the edited file is no report that can be refreshed, or that of another study.
    """
    package, record = opened_report(edited, file)
    fresh_package, fresh_record = opened_report(fresh, "the new report")
    same_study(record, fresh_record, file)
    new = read_report(fresh_package, fresh_record)
    now = read_report(package, record, also=fresh_record.blocks)
    work = _Refresh(now, new)
    log = work.done()
    package.parts[record.part] = fresh_package.parts[fresh_record.part]
    package.forget(record.part)
    notes = work.fill_lists({})
    if count_pages and work.lists.bookmarks():
        work.fill_lists(dict.fromkeys(work.lists.bookmarks(), ANY_PAGE))
        work.fill_lists(count_pages(package.to_bytes()))
    content = package.to_bytes()
    return Refreshed(content, RefreshLog(log.entries, log.changes, (*log.notes, *notes)))


class _Refresh:
    """One refresh: walks the blocks in the order of the new report, then those that it no longer has."""

    def __init__(self, now: Reading, new: Reading) -> None:
        self.now, self.new = now, new
        self.importer = Importer(new.package, now.package)
        self.comments = Comments(now.package)
        self.merger = Merger(self.importer, self.comments)
        self.bases = {one.id: one for one in now.record.blocks}
        self.titles = {one.id: _title(one) for one in (*now.record.blocks, *new.record.blocks)}
        self.chapters = _chapters(new)
        self.entries: list[Entry] = []
        self.changes: list[Change] = []
        self.places: dict[str, tuple[_Element, _Element]] = {
            block_id: (block.found.first, block.found.last) for block_id, block in now.blocks.items()
        }

    def done(self) -> RefreshLog:
        """Do it all but for the lists of contents."""
        copied = comment_on_copied_numbers(self.now, self.new, self.comments)
        for one in self.new.record.blocks:
            if one.id in self.new.blocks:
                self._block(one)
        for one in self.now.record.blocks:
            if one.id not in self.new.blocks and one.id in self.now.blocks:
                self._no_longer_written(one)
        for block_id in self.now.copies:
            self._tell(block_id, "copy")
        for change in copied:
            self.entries.append(Entry("", "", change.what, "number of yours", change.after))
        lost = renumber(self.now.body)
        self._tidy_bookmarks()
        self.importer.drop_unused()
        notes = [f"A reference leads to {name}, which is no longer there." for name in sorted(set(lost))]
        return RefreshLog(tuple(self.entries), tuple(dict.fromkeys(self.changes)), (*notes, *self._headers()))

    @property
    def lists(self) -> Lists:
        """The lists of contents of the report as it is now."""
        return Lists(self.now.body, style_names(self.now.package), self.importer)

    def fill_lists(self, pages: Mapping[str, int]) -> list[str]:
        """Write the lists of contents anew."""
        return self.lists.fill(pages)

    def _block(self, one: BlockRecord) -> None:
        current, new = self.now.blocks.get(one.id), self.new.blocks[one.id]
        known = one.id in self.bases
        if current is None:
            if known:
                self._tell(one.id, "stays deleted")
            else:
                self._insert(one)
            return
        base = self.bases[one.id].base if known else ""
        three = Three(base, current.hash, new.hash)
        title = self.titles[one.id]
        match three.decision:
            case "unchanged":
                self.comments.remove_ours(current.found.elements)
                self._tell(one.id, "unchanged")
            case "kept":
                self._tell(one.id, "kept")
            case "emptied":
                self._tell(one.id, "stays deleted")
            case "replace":
                merged = self.merger.replace(current, new, base, title)
                self._tell_merged(one.id, merged, "replaced")
            case "merge":
                merged = self.merger.merge(current, new, base, title)
                self._tell_merged(one.id, merged, "kept")
        restore_descriptions(current.found.elements, new.found.elements)
        restore_names(_values(current), _values(new))
        self._remember(one.id)

    def _tell_merged(self, block_id: str, merged: Merged, otherwise: Outcome) -> None:
        self.changes += merged.changes
        if merged.conflicts:
            self._tell(block_id, "conflict", "\n".join(merged.conflicts))
        elif otherwise == "replaced":
            self._tell(block_id, "replaced")
        else:
            self._tell(block_id, "filled in" if merged.put_in else "kept")

    def _tell(self, block_id: str, outcome: Outcome, new_text: str = "") -> None:
        title = self.titles.get(block_id, block_id)
        self.entries.append(Entry(block_id, self.chapters.get(block_id, ""), title, outcome, new_text))

    def _remember(self, block_id: str) -> None:
        """Note where a block stands after it may have been put in anew."""
        block = self.now.blocks[block_id]
        if block.found.first.getparent() is None:
            found = self.now.find(block_id)
            if found is not None:
                self.places[block_id] = (found, found)

    def _insert(self, one: BlockRecord) -> None:
        """Put a new block after what stands before it in the new report, or else before what follows."""
        block = self.new.blocks[one.id]
        body = self.now.body
        before, after = self._neighbours(one.id)
        if before is not None:
            copy = self.merger.insert_after(outermost(self.places[before][1], body), block)
        elif after is not None:
            copy = self.merger.insert_before(outermost(self.places[after][0], body), block)
        else:
            copy = self.importer.bring(block.found.first)
            body.insert(len(body) - (1 if len(body) and body[-1].tag == w("sectPr") else 0), copy)
        self.places[one.id] = (copy, copy)
        self._tell(one.id, "new", block_text(block))

    def _neighbours(self, block_id: str) -> tuple[str | None, str | None]:
        """Return the nearest blocks before and after that stand in the edited report.

        Where a new section begins between the one before and the block, the one before does not count.
        """
        order = [one.id for one in self.new.record.blocks if one.id in self.new.blocks]
        here = order.index(block_id)
        before = next((one for one in reversed(order[:here]) if one in self.places), None)
        after = next((one for one in order[here + 1 :] if one in self.places), None)
        if before is None or after is None:
            return before, after
        if self._section_between(before, block_id) and not self._section_between(block_id, after):
            return None, after
        return before, None

    def _section_between(self, one: str, other: str) -> bool:
        body = self.new.body
        first, last = (
            body.index(outermost(self.new.blocks[block_id].found.first, body)) for block_id in (one, other)
        )
        between = body[first + 1 : last]
        return any(each.find(f"{w('pPr')}/{w('sectPr')}") is not None for each in between)

    def _no_longer_written(self, one: BlockRecord) -> None:
        block = self.now.blocks[one.id]
        three = Three(one.base, block.hash, "")
        if not block.hash:
            return
        if three.unedited and not block.found.shared and not self.comments.of_people_in(block.found.elements):
            self.comments.remove_ours(block.found.elements)
            self.merger.take_out(block)
            self._tell(one.id, "removed")
            return
        self.merger.comment(block.found.elements, NOT_WRITTEN)
        self._tell(one.id, "no longer written")

    def _tidy_bookmarks(self) -> None:
        """Take out halves of bookmarks whose other half went with the words around it."""
        starts = {each.get(w("id")): each for each in self.now.body.iter(w("bookmarkStart"))}
        ends = {each.get(w("id")): each for each in self.now.body.iter(w("bookmarkEnd"))}
        for halves, others in ((starts, ends), (ends, starts)):
            for number, half in halves.items():
                parent = half.getparent()
                if number not in others and parent is not None:
                    parent.remove(half)

    def _headers(self) -> list[str]:
        """Say where a new report would have other words at the top or foot of its pages."""
        now, new = (_page_words(package) for package in (self.now.package, self.new.package))
        return [
            f'A new report says at the top or foot of its pages: "{words}". Yours does not: it stays.'
            for words in new
            if words not in now
        ]


def _values(block: ReadBlock) -> list[ShownValue]:
    return [value for unit in block.units for value in unit.values if value.control.getparent() is not None]


def _title(one: BlockRecord) -> str:
    return one.title.removeprefix("Auto: ") or one.id


def _chapters(reading: Reading) -> dict[str, str]:
    """Return the heading under which each block stands in the new report."""
    chapters, heading = {}, ""
    for one in reading.record.blocks:
        block = reading.blocks.get(one.id)
        if block is None:
            continue
        paragraph = block.found.elements[0] if block.found.elements else None
        style = None if paragraph is None else paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        name = "" if style is None else reading.style_names.get(style.get(w("val"), ""), "")
        if paragraph is not None and name.startswith("heading"):
            heading = plain_words(paragraph)
        chapters[one.id] = heading
    return chapters


def _page_words(package: Package) -> list[str]:
    """Return the words of headers and footers, each once, without the numbers of pages."""
    from impl_eval.outputs.refresh.words import words_of

    parts = package.relationships(package.document_name)
    found = [
        words_of(package.tree(each.target), {}, lambda _: "").full
        for each in parts
        if each.kind in ("header", "footer") and each.target in package.parts
    ]
    return list(dict.fromkeys(words for words in found if words))
