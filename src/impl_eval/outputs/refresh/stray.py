"""Numbers of the report that people copied into text of their own: told, never changed."""

from impl_eval.outputs.refresh.comments import Comments
from impl_eval.outputs.refresh.finding import ancestor, control_tag
from impl_eval.outputs.refresh.log import Change
from impl_eval.outputs.refresh.merging import OLD_NUMBER
from impl_eval.outputs.refresh.names import w
from impl_eval.outputs.refresh.reading import Reading
from impl_eval.outputs.refresh.record import ValueRecord
from impl_eval.outputs.refresh.shown_values import value_words


def comment_on_copied_numbers(now: Reading, new: Reading, comments: Comments) -> list[Change]:
    """Comment on every copied number that has changed since, and return what was commented."""
    new_words = _new_words(now, new)
    told = []
    for control in now.stray:
        tag, said = control_tag(control), value_words(control)
        after = new_words.get((tag, said))
        paragraph = ancestor(control, w("p"))
        if after is None or after == said or paragraph is None:
            continue
        comments.add(paragraph, f"{OLD_NUMBER} {after}")
        told.append(Change("", f"{tag.removeprefix('ie:val:')}, {said}", said, after))
    return told


def _new_words(now: Reading, new: Reading) -> dict[tuple[str, str], str]:
    """Return what each number says now, by its tag and what it said."""
    after = dict(_numbered(new.record.values))
    return {
        (key[1], " ".join(old.text.split())): " ".join(after[key].text.split())
        for key, old in _numbered(now.record.values)
        if key in after
    }


def _numbered(values: tuple[ValueRecord, ...]) -> list[tuple[tuple[str, str, int], ValueRecord]]:
    """Return each number with its block, its tag and how manieth of that tag it is there."""
    seen: dict[tuple[str, str], int] = {}
    found = []
    for value in values:
        key = (value.block_id, value.tag)
        seen[key] = seen.get(key, 0) + 1
        found.append(((*key, seen[key]), value))
    return found
