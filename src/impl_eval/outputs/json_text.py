"""How a JSON document is written: the same document always gives the same text."""

import json
from typing import Any


def json_text(document: dict[str, Any]) -> str:
    """Return a document as JSON: keys sorted, indented, LF, floats in full precision.

    Raises
    ------
    ValueError : a number is NaN or infinite, which JSON cannot hold.
    """
    return json.dumps(document, sort_keys=True, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
