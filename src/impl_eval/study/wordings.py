"""Does a column of an export carry the wording of an item, in its heading or its label?"""

import re

from impl_eval.instruments import Instrument
from impl_eval.readers.survey import SurveyTable

_ROW_OF_GRID = re.compile(r"\[([^\[\]]+)\]\s*\Z")


def plain_name(name: str) -> str:
    """Return a text as letters and digits only, without regard to capitals."""
    return "".join(filter(str.isalnum, name.casefold()))


def columns_of_wordings(instrument: Instrument, table: SurveyTable) -> dict[str, str]:
    """Return for each item the one column whose heading or label is, or ends in, its wording.

    Items of one wording, and wordings of several columns, are left out: they tell nothing.
    """
    whole: dict[str, set[str]] = {}
    ending: dict[str, set[str]] = {}
    for column in table.columns:
        texts = (column, table.variable_labels.get(column, ""))
        for text in {plain_name(text) for text in texts} - {""}:
            whole.setdefault(text, set()).add(column)
        for text in _endings(*texts):
            ending.setdefault(text, set()).add(column)
    wordings = [plain_name(item.text) for item in instrument.items]
    found = {}
    for item, wording in zip(instrument.items, wordings, strict=True):
        columns = whole.get(wording) or ending.get(wording, set())
        if wording and wordings.count(wording) == 1 and len(columns) == 1:
            found[item.id] = next(iter(columns))
    return found


def _endings(*texts: str) -> set[str]:
    """Return the last parts of headings such as "How much do you agree? - I know it" or "... [I know it]"."""
    endings = set()
    for text in texts:
        grid = _ROW_OF_GRID.search(text)
        endings |= {plain_name(text.rpartition(" - ")[2])} | ({plain_name(grid[1])} if grid else set())
    return endings - {""}
