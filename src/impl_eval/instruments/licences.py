"""The licence gate: wording stands in an instrument only where somebody may pass it on.

Open are Creative Commons Attribution (any version, without further conditions), CC0, and wording of
one's own. For everything else the holder's permission is named, or the instrument stays a shell.
"""

import re
from collections.abc import Iterator

from impl_eval.declared import Finding
from impl_eval.instruments.model import Instrument

OWN = "own"
_OPEN = re.compile(rf"(CC-BY-\d\.\d(-[A-Z]{{2,3}})?|CC0-1\.0|{OWN})\Z", re.IGNORECASE)
_FURTHER_CONDITION = re.compile(r"CC-BY-(NC|ND|SA)", re.IGNORECASE)
_ALLOWED = f"CC-BY-4.0 (or another version), CC0-1.0, {OWN}; or the holder's permission"
_PERMISSION = (
    'Name the permission ("permission: letter of the holder, 3 May 2024"), or take the wording out and '
    "write text_included: no."
)


def is_open(spdx: str) -> bool:
    """Tell whether a licence lets anybody pass the wording on, with attribution at most."""
    return bool(_OPEN.match(spdx.strip()))


def check_licence(instrument: Instrument) -> Iterator[Finding]:
    """Yield what stands in the way of keeping the wording of an instrument in its files."""
    licence = instrument.licence
    worded = [item.id for item in instrument.items if item.wording]
    without = [(index, item.id) for index, item in enumerate(instrument.items) if not item.wording]
    if not licence.text_included:
        if worded:
            found = f"no, although {_listed(worded)} have their wording"
            remedy = "Take the wording out, or write yes and name the licence or the permission."
            yield Finding(("licence", "text_included"), found, "yes, or no wording", remedy)
        return
    if not is_open(licence.spdx) and licence.permission is None:
        found = f'"{licence.spdx}"'
        if _FURTHER_CONDITION.match(licence.spdx):
            found += ", which asks for more than attribution"
        yield Finding(("licence", "spdx"), found, _ALLOWED, _PERMISSION)
    for index, item_id in without:
        yield Finding(
            ("items", index, "wording"), f"no wording of {item_id}", "the words that people read",
            "Write it, or say text_included: no under licence and take out all wording.",
        )  # fmt: skip


def _listed(ids: list[str], most: int = 5) -> str:
    shown = ", ".join(ids[:most])
    return f"{shown} and {len(ids) - most} more" if len(ids) > most else shown
