"""The words of a comment as a coding: code [valence] [reported change] [: memo].

The inverse of what outputs/coded_transcript writes.
Any punctuation may stand between the parts. After a colon everything is memo, unless it is a valence or
change that stands alone: "trust: better" says better, "trust: better access would help" is a memo.
"""

import re
from dataclasses import dataclass
from typing import Literal

from impl_eval.qualitative.code_names import BREAKS, CodeNames, one_line
from impl_eval.qualitative.coding import REPORTED_CHANGES, VALENCES, ReportedChange, Valence

_BREAK = re.compile(f"[{re.escape(BREAKS)}]*")
_NEW = re.compile(r"\s*new\s*:\s*(?P<label>[^;:\n\r]*)(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_WORDS: dict[str, tuple[Literal["valence", "change"], str]] = {
    **{valence: ("valence", valence) for valence in VALENCES},
    **{change: ("change", change) for change in REPORTED_CHANGES},
}


@dataclass(frozen=True)
class ParsedComment:
    """A coding as a comment says it. Several `code_ids`: the name is that of several codes.

    Without a known code, `new_label` is the label of a code that the writer proposes.
    """

    code_ids: tuple[str, ...]
    valence: Valence = "unclear"
    reported_change: ReportedChange = "not said"
    memo: str = ""
    new_label: str = ""


def parse_comment(text: str, names: CodeNames) -> ParsedComment | None:
    """Return the coding that a comment is, or None: a remark that codes nothing."""
    code_ids, rest = names.at_beginning(text.strip())
    if code_ids:
        return ParsedComment(code_ids, *_decisions(rest))
    proposed = _NEW.match(text)
    if proposed is None or not one_line(proposed["label"]):
        return None
    label = one_line(proposed["label"])
    return ParsedComment(names.find(label), *_decisions(proposed["rest"]), new_label=label)


def _decisions(rest: str) -> tuple[Valence, ReportedChange, str]:
    """Take valence and change from the beginning, each once; what is left is the memo."""
    said: dict[str, str] = {}
    after_colon = False
    while True:
        signs = _break_before(rest)
        word = next((one for one in _WORDS if _begins_with(rest[len(signs) :], one)), None)
        after_colon = after_colon or ":" in signs
        if word is None or _WORDS[word][0] in said:
            break
        following = rest[len(signs) + len(word) :]
        if after_colon and not _stands_alone(following):
            break
        kind, value = _WORDS[word]
        said[kind] = value
        rest = following
        after_colon = False if len(said) == 2 else after_colon
    memo = rest[signs.index(":") + 1 :] if ":" in signs else rest[len(signs) :]
    valence: Valence = next((one for one in VALENCES if one == said.get("valence")), "unclear")
    change: ReportedChange = next((one for one in REPORTED_CHANGES if one == said.get("change")), "not said")
    return valence, change, one_line(memo)


def _break_before(rest: str) -> str:
    match = _BREAK.match(rest)
    return match.group() if match is not None else ""


def _begins_with(text: str, word: str) -> bool:
    begins = text[: len(word)].lower().replace("_", " ") == word
    return begins and (text[len(word) : len(word) + 1] or " ") in BREAKS


def _stands_alone(following: str) -> bool:
    """Tell whether a sign or another such word follows, and not the rest of a sentence."""
    signs = _break_before(following)
    rest = following[len(signs) :]
    return not rest or bool(signs.strip()) or any(_begins_with(rest, word) for word in _WORDS)
