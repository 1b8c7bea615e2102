"""What people may call a code when they write by hand: its id or its label, in any case.

Mechanisms of the framework and codes of the codebook together; a label that several codes carry names
none of them. Nothing here makes a code.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from impl_eval.protocols import Mechanism
from impl_eval.qualitative.codebook import Codebook

BREAKS = " \t\n\r\u00a0,;:.-–—()[]/"
"""Signs of which one follows a name, unless nothing does."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_SAME = str.maketrans({"İ": "i", "‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " ", "_": " "})


@dataclass(frozen=True)
class CodeNames:
    """Names of codes in one spelling, with the ids they stand for (several: the name is not clear)."""

    ids_of: Mapping[str, tuple[str, ...]]
    mechanism_of: Mapping[str, str]

    @classmethod
    def of(cls, mechanisms: Sequence[Mechanism], codebook: Codebook | None = None) -> "CodeNames":
        """Gather the names of all codes. An id goes before a label that reads the same."""
        mechanism_of = {one.id: one.id for one in mechanisms}
        labels = [(name, one.id) for one in mechanisms for name in (one.label, one.short_label)]
        if codebook is not None:
            for code_id, code in codebook.by_id.items():
                mechanism_of.setdefault(code_id, codebook.mechanism_of(code_id))
                labels += [(code.label, code_id)] if code.label else []
        ids_of: dict[str, tuple[str, ...]] = {_spelling(code_id): (code_id,) for code_id in mechanism_of}
        carried: dict[str, dict[str, None]] = {}
        for label, code_id in labels:
            carried.setdefault(_spelling(label), {})[code_id] = None
        for label, code_ids in carried.items():
            ids_of.setdefault(label, tuple(code_ids))
        return cls(ids_of, mechanism_of)

    @property
    def known(self) -> tuple[str, ...]:
        """All ids: those of mechanisms first, then those of the codebook in its order."""
        return tuple(self.mechanism_of)

    def find(self, name: str) -> tuple[str, ...]:
        """Return the ids that a name stands for: none, one, or several where it is not clear."""
        return self.ids_of.get(_spelling(" ".join(name.split())), ())

    def at_beginning(self, text: str) -> tuple[tuple[str, ...], str]:
        """Return the ids of the longest name that a text begins with, and the rest of the text."""
        spelt = _spelling(text)
        for name in self._longest_first:
            if spelt.startswith(name) and (text[len(name) : len(name) + 1] or " ") in BREAKS:
                return self.ids_of[name], text[len(name) :]
        return (), text

    def columns(self, code_id: str) -> tuple[str, str]:
        """Return mechanism_id and code_id as segments have them: no code_id for that of a mechanism."""
        mechanism_id = self.mechanism_of[code_id]
        return mechanism_id, "" if code_id == mechanism_id else code_id

    @cached_property
    def _longest_first(self) -> tuple[str, ...]:
        return tuple(sorted(self.ids_of, key=lambda name: (-len(name), name)))


def _spelling(name: str) -> str:
    """Return a name as long as it is: İ is the one letter that small letters would make longer."""
    return name.translate(_SAME).lower()


def label_path(applied_code: str, labels: Mapping[str, str], codebook: Codebook | None) -> tuple[str, ...]:
    """Return the labels from the mechanism down to a code; `labels` are those of mechanisms by id."""
    if codebook is None or applied_code not in codebook.by_id:
        return (labels.get(applied_code, applied_code),)
    line = list(codebook.line_of(applied_code))
    path = [labels.get(code.code_id, code.shown_label) for code in reversed(line)]
    mechanism_id = codebook.mechanism_of(applied_code)
    is_named = not mechanism_id or any(code.code_id == mechanism_id for code in line)
    return tuple(path if is_named else [labels.get(mechanism_id, mechanism_id), *path])


def one_line(text: str) -> str:
    """Return a memo as the study's files hold it: on one line, without control characters."""
    return " ".join(_CONTROL.sub(" ", text).split())
