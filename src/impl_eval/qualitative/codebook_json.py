"""A codebook as JSON text and back, without loss: the form in which each version of it is kept."""

import json

from pydantic import ValidationError

from impl_eval.qualitative.codebook import Codebook


def codebook_json(codebook: Codebook) -> str:
    """Return a codebook as canonical JSON: keys sorted, lists in their order, no spaces, LF nowhere.

    Fields at their default are left out, so that a later format with further fields writes the same text.
    """
    document = codebook.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def parse_codebook_json(text: str) -> Codebook:
    """Return the codebook that a JSON text holds.

    Raises
    ------
    ValueError : the text is no codebook. (Nothing of it is repeated: examples can be speech.)
    """
    try:
        return Codebook.model_validate_json(text)
    except ValidationError as error:
        places = sorted({".".join(map(str, fault["loc"])) for fault in error.errors(include_url=False)})
        shown = ", ".join(places[:5]) or "the whole"
        raise ValueError(f"the text is no codebook: {shown}") from None
