"""What stands for a respondent in outputs: a keyed hash, never the code that the respondent wrote.

The key lies in the study, outside outputs/, and can be read by its owner only. It is made when it is
first needed. Whoever has outputs/ alone cannot try all codes until one fits.
"""

import hashlib
import hmac
import re
import secrets

import numpy as np
import numpy.typing as npt

from impl_eval.errors import Problem, StudyProblems
from impl_eval.outputs.atomic import write_whole
from impl_eval.quantitative.code_normalisation import normalise_codes
from impl_eval.quantitative.responses import Responses
from impl_eval.study.model import Study

RESPONDENT_KEY = "quantitative/respondent.key"
KEY_BYTES, HASH_DIGITS = 32, 16
_KEY = re.compile(rb"[0-9a-f]{64}\s*\Z")

Texts = npt.NDArray[np.str_]


def respondent_hashes(study: Study, responses: Responses) -> Texts:
    """Return what stands for the respondent of each row: n texts of 16 hexadecimal digits.

    HMAC-SHA256 of site and comparison key, cut to 64 bits. Spellings of one code have the same hash, one
    code at two sites has two, and a row without a code has none. The same key gives the same hashes for
    all instruments and at all times.

    Raises
    ------
    StudyProblems : the key file holds something else.
    OutputNotWritten : there is no key yet and none can be written.
    """
    keys = normalise_codes(responses.respondent_id, responses.code_format).keys
    if not np.any(keys != ""):
        return np.full(len(keys), "", dtype=np.str_)
    secret = study_key(study)
    known: dict[tuple[str, str], str] = {}
    for who in set(zip(responses.site.tolist(), keys.tolist(), strict=True)):
        known[who] = _hash(secret, *who) if who[1] else ""
    hashes = [known[who] for who in zip(responses.site.tolist(), keys.tolist(), strict=True)]
    return np.array(hashes, dtype=np.str_)


def study_key(study: Study) -> bytes:
    """Return the key of a study, which is made where there is none.

    A simulated study has a public key of its own: there is nobody to protect, and the same study has to
    give the same outputs on every machine.
    """
    if study.simulated:
        return hashlib.sha256(f"simulated study {study.declared.ics.id}".encode()).digest()
    path = study.root / RESPONDENT_KEY
    if not path.resolve().is_relative_to(study.root.resolve()):
        raise _unusable("a link to a file outside the study")
    if not path.exists():
        write_whole(path, f"{secrets.token_hex(KEY_BYTES)}\n".encode("ascii"), private=True)
    content = path.read_bytes()
    if not _KEY.match(content):
        raise _unusable("something else than a key")
    return bytes.fromhex(content.decode("ascii").strip())


def _hash(secret: bytes, site: str, key: str) -> str:
    # The length of the site keeps (site "a", key "bc") apart from (site "ab", key "c").
    message = f"{len(site)}:{site}{key}".encode()
    return hmac.new(secret, message, hashlib.sha256).hexdigest()[:HASH_DIGITS]


def _unusable(found: str) -> StudyProblems:
    remedy = (
        "Put the old key back; or move this file away: a new key is made, and respondents get other hashes."
    )
    return StudyProblems([Problem(RESPONDENT_KEY, None, "", found, "64 hexadecimal digits", remedy)])
