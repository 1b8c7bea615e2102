"""What a cell of a table says about the code of a passage: an id, a label, a choice, or a new code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from impl_eval.errors import did_you_mean
from impl_eval.qualitative.code_names import CodeNames, one_line

_NEW = re.compile(r"new\s*:\s*(?P<label>.+)", re.IGNORECASE | re.DOTALL)
_BETWEEN_ID_AND_LABEL = " – "


@dataclass(frozen=True)
class CodeCell:
    """The code that a cell names, or the label of a code that it proposes; else what is wrong with it."""

    code_id: str = ""
    new_label: str = ""
    allowed: str = ""
    remedy: str = ""


def read_code_cell(text: str, names: CodeNames, offered: Sequence[str] | None = None) -> CodeCell:
    """Return what a cell says; `offered` are the ids to list where it says something else."""
    for name in (text, text.partition(_BETWEEN_ID_AND_LABEL)[0]):
        code_ids = names.find(name)
        if len(code_ids) == 1:
            return CodeCell(code_ids[0])
        if code_ids:
            return CodeCell(allowed="the id of one: " + ", ".join(code_ids))
    proposed = _NEW.match(text)
    if proposed is not None and one_line(proposed["label"]):
        label = one_line(proposed["label"])
        code_ids = names.find(label)
        return CodeCell(code_ids[0]) if len(code_ids) == 1 else CodeCell(new_label=label)
    listed = names.known if offered is None else offered
    return CodeCell(allowed=", ".join(listed), remedy=did_you_mean(text, names.ids_of))
