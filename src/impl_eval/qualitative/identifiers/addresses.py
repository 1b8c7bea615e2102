"""Street addresses: a house number before the name of a street. Possible only: it may be a surgery's."""

import re
from collections.abc import Iterator

from impl_eval.qualitative.identifiers.model import Identifier

_STREETS = (
    "Street|Road|Avenue|Lane|Drive|Close|Crescent|Court|Gardens|Grove|Terrace|Way|Place|Square|Hill|Row|Walk"
    "|Mews|Parade|Rise|View|St|Rd|Ave"
)
_HOUSE = r"(?:[Ff]lat \d{1,3}[a-zA-Z]?,? )?\d{1,4}[a-zA-Z]?"
_ADDRESS = re.compile(rf"(?<![\w£.,/-]){_HOUSE},? (?:[A-Z][\w’'-]+ ){{1,3}}(?:{_STREETS})\b")


def find_addresses(text: str) -> Iterator[Identifier]:
    """Yield house numbers with their street."""
    for match in _ADDRESS.finditer(text):
        value = " ".join(re.sub(r"[^\w]+", " ", match[0].lower()).split())
        why = "a house number and the name of a street"
        yield Identifier(match.start(), match.end(), "place", "possible", why, value=value)
