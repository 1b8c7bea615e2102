"""The fingerprint of an instrument: one hash of all of it, and one of every part that can change.

Comments, order of keys and layout do not count. The parts' hashes say which items changed since a
version was locked; a single hash could only say that something did.
"""

import hashlib
import json
import unicodedata
from typing import Any

from impl_eval.declared import DeclaredModel, Text
from impl_eval.instruments.model import Instrument

PART_LENGTH = 16
NO_WORDING = "no wording"


class Fingerprint(DeclaredModel):
    """Hashes of an instrument: `sha256` of the whole; the parts by name.

    `wording` is what people read and answer, `scoring` what makes scores of it, `about` the rest:
    title, source, licence, short labels. Parts are cut to their first 16 hexadecimal digits.
    """

    sha256: Text
    wording: dict[str, Text]
    scoring: dict[str, Text]
    about: dict[str, Text]

    @property
    def is_intact(self) -> bool:
        """True where the parts have this hash: nobody has edited them."""
        return self.sha256 == _whole(self.wording, self.scoring, self.about)


def fingerprint_of(instrument: Instrument) -> Fingerprint:
    """Return the fingerprint of an instrument: SHA-256 over canonical JSON (RFC 8259, keys sorted)."""
    document = instrument.model_dump(mode="json", by_alias=True)
    items, choices = document["items"], document["choices"]
    wording = {f"item {item['id']}": _text_hash(item["wording"]) for item in items}
    wording |= {f"response options {name}": _hash(one["labels"]) for name, one in choices.items()}
    wording |= {
        "introduction": _text_hash(document["introduction"] or ""),
        "order of items": _hash([item["id"] for item in items]),
    }
    keys = ("scale", "choices", "reverse_scored", "show_if")
    scoring = {f"item {item['id']}": _hash({key: item[key] for key in keys}) for item in items}
    scoring |= {f"response options {name}": _hash([one["min"], one["max"]]) for name, one in choices.items()}
    scoring |= {f"scale {scale['id']}": _hash(_scoring_of(scale)) for scale in document["scales"]}
    scoring |= {"missing codes": _hash(document["missing_codes"])}
    about = {key: _hash(document[key]) for key in ("schema", "id", "version", "title", "status", "source")}
    about |= {"licence": _hash(document["licence"])}
    about |= {
        "labels": _hash([[one["id"], one["short_label"]] for one in items]),
        "labels of scales": _hash([[one["id"], one["label"]] for one in document["scales"]]),
    }
    return Fingerprint(sha256=_whole(wording, scoring, about), wording=wording, scoring=scoring, about=about)


def _scoring_of(scale: dict[str, Any]) -> dict[str, Any]:
    """Return a scale without what is only said about it; the reverse key stands with the items."""
    said = ("label", "reverse_scored_items", "mid", "mid_source")
    return {key: value for key, value in scale.items() if key not in said}


def _text_hash(text: str) -> str:
    return _hash(unicodedata.normalize("NFC", text)) if text else NO_WORDING


def _hash(value: Any) -> str:
    return _sha256(value)[:PART_LENGTH]


def _whole(wording: dict[str, str], scoring: dict[str, str], about: dict[str, str]) -> str:
    return _sha256({"about": about, "scoring": scoring, "wording": wording})


def _sha256(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
