"""What every reader of a questionnaire returns: its items as drafted, before a person has completed them.

None of the formats says everything that an instrument needs: None stands for a question that a person
must answer, and is never replaced by a guess. `not_carried` says what the draft has lost.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Only the tags that survey programs write: "a < b" and "<your area>" are words.
_TAG = re.compile(
    r"</?(?:a|b|i|u|em|strong|p|div|span|font|br|hr|h[1-6]|ul|ol|li|table|tbody|thead|tr|td|th|sup|sub|"
    r"small|big|center|img|label|input|o:p)(?:\s[^<>]*)?/?>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK = re.compile(r"<\s*(?:br|/p|/div|/li|/tr|/h\d)\b[^<>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(style|script)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
MOST_LISTED = 12


@dataclass(frozen=True)
class DraftOption:
    """One answer that can be chosen: its code as the file writes it, and its label ("" where none).

    `is_missing`: the file itself declares the code missing.
    """

    code: str
    label: str
    is_missing: bool = False


@dataclass(frozen=True)
class DraftItem:
    """One single-choice question. None: the file does not say.

    `range` is the lowest and highest answer of a slider or rating without an option for each value.
    """

    id: str
    wording: str
    options: tuple[DraftOption, ...]
    options_name: str = ""
    range: tuple[int, int] | None = None
    scale: str | None = None
    reverse_scored: bool | None = None
    short_label: str = ""
    show_if: str = ""


@dataclass(frozen=True)
class InstrumentDraft:
    """The questionnaire of one file. `not_carried` are sentences about what the draft does not hold."""

    kind: str
    title: str
    items: tuple[DraftItem, ...]
    not_carried: tuple[str, ...]
    introduction: str = ""
    version: str = ""


def plain_text(text: str) -> str:
    """Return text without HTML tags and entities, on one line."""
    if "<" in text:
        text = _TAG.sub("", _BLOCK.sub(" ", _HIDDEN.sub("", text)))
    return " ".join(html.unescape(text).replace("\N{ZERO WIDTH SPACE}", "").split())


def listed(names: Iterable[str]) -> str:
    """Return names as text, the first twelve of many."""
    given: Sequence[str] = tuple(names)
    shown = ", ".join(given[:MOST_LISTED])
    return f"{shown} and {len(given) - MOST_LISTED} more" if len(given) > MOST_LISTED else shown


class Losses:
    """Collects what a format says and a draft cannot hold, by kind, in the order in which kinds appear."""

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = {}

    def add(self, what: str, name: str = "") -> None:
        """Note a loss; `name` is the question it concerns."""
        names = self._names.setdefault(what, [])
        if name and name not in names:
            names.append(name)

    def sentences(self) -> tuple[str, ...]:
        """Return one sentence for each kind of loss, with the questions it concerns."""
        return tuple(
            f"{what}: {listed(names)}." if names else f"{what}." for what, names in self._names.items()
        )
