"""What two spellings of one respondent code have in common: the comparison key.

People write the code that they make up for themselves now as "ab-12" and now as "AB 12". Nothing here
compares two codes with each other (near_codes.py) or decides who is whom (matching.py).
"""

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

LETTER, DIGIT, EITHER = "A", "0", "*"
CODE_FORMAT_PATTERN = r"^[\s./_\-]*[A0*](?:[A0*]|[\s./_\-])*$"
_TO_LETTER = {"0": "O", "1": "I"}
_TO_DIGIT = {letter: digit for digit, letter in _TO_LETTER.items()}
_ALIKE = str.maketrans(_TO_LETTER)

Texts = npt.NDArray[np.str_]
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class NormalisedCodes:
    """The comparison keys of n respondent codes, and what was found in the codes.

    `keys`: n texts, empty where there is no code. The others mark rows: `repaired` where an O was read as
    0, or an I as 1, or the other way round, because the declared format says so; `faulty` where the code
    does not follow the declared format even then (nowhere, if none is declared).
    """

    keys: Texts
    repaired: Marks
    faulty: Marks
    code_format: str = ""

    @property
    def has_code(self) -> Marks:
        """Mark the rows with a code."""
        return np.asarray(self.keys != "")


def normalise_codes(codes: Texts, code_format: str = "") -> NormalisedCodes:
    """Return what is compared in place of n respondent codes.

    Upper case, compatibility forms of Unicode (full-width digits, ligatures) replaced, and everything
    that is neither letter nor digit left out. `code_format` is a mask with one sign for each sign of the
    code: A for a letter, 0 for a digit, * for either; other signs in it count as little as in codes. With
    a mask, O and 0, I and 1 are taken for each other where that makes the whole code follow it. Without
    one they are left alone.

    Raises
    ------
    ValueError : the mask holds a sign of another meaning, or none at all.
    """
    mask = _mask(code_format)
    given, rows = np.unique(codes, return_inverse=True)
    keys, repaired, faulty = [], [], []
    for code in given.tolist():
        plain = plain_code(code)
        key = _repaired(plain, mask)
        keys.append(key)
        repaired.append(key != plain)
        faulty.append(bool(mask and key and not _follows(key, mask)))
    return NormalisedCodes(
        np.array(keys, dtype=np.str_)[rows],
        np.array(repaired, dtype=np.bool_)[rows],
        np.array(faulty, dtype=np.bool_)[rows],
        code_format,
    )


def plain_code(code: str) -> str:
    """Return a code in upper case, without spaces and punctuation."""
    upper = unicodedata.normalize("NFKC", code).upper()
    return "".join(sign for sign in unicodedata.normalize("NFKC", upper) if sign.isalnum())


def without_look_alikes(key: str) -> str:
    """Return a key in which 0 is O and 1 is I: equal for keys that differ in nothing else."""
    return key.translate(_ALIKE)


def _mask(code_format: str) -> str:
    if code_format and not re.match(CODE_FORMAT_PATTERN, code_format):
        raise ValueError("a code format holds A (letter), 0 (digit), * (either) and separators only")
    return "".join(sign for sign in code_format if sign in (LETTER, DIGIT, EITHER))


def _repaired(key: str, mask: str) -> str:
    """Return the key with look-alikes exchanged, if that makes it follow the mask; else as it is."""
    if len(key) != len(mask) or _follows(key, mask):
        return key
    exchanged = "".join(_as_declared(sign, place) for sign, place in zip(key, mask, strict=True))
    return exchanged if _follows(exchanged, mask) else key


def _as_declared(sign: str, place: str) -> str:
    if place == LETTER:
        return _TO_LETTER.get(sign, sign)
    return _TO_DIGIT.get(sign, sign) if place == DIGIT else sign


def _follows(key: str, mask: str) -> bool:
    return len(key) == len(mask) and all(
        sign.isalpha() if place == LETTER else sign.isdecimal() if place == DIGIT else True
        for sign, place in zip(key, mask, strict=True)
    )
