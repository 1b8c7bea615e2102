"""SPSS and Stata files made for a test, with what their writers cannot write put in byte by byte."""

import struct
from pathlib import Path

import pandas as pd
import pyreadstat

STAND_IN = -7777.25  # replaced by a tagged missing value below
_DOUBLE_MISSING = 0x7FE0  # the two highest bytes of Stata's "."; the third counts the letter


def write_spss(folder: Path, frame: pd.DataFrame, name: str = "a.sav", **settings: object) -> Path:
    """Write an SPSS file with pyreadstat."""
    pyreadstat.write_sav(frame, str(folder / name), **settings)
    return folder / name


def with_response_sets(path: Path, declared: str) -> Path:
    """Put a record of multiple response sets (record 7, subtype 7) before the dictionary ends."""
    content = path.read_bytes()
    end = content.index(struct.pack("<ii", 999, 0))
    text = declared.encode()
    record = struct.pack("<iiii", 7, 7, 1, len(text)) + text
    path.write_bytes(content[:end] + record + content[end:])
    return path


def write_stata(
    folder: Path, frame: pd.DataFrame, letter: str = "", version: int = 118, **settings: object
) -> Path:
    """Write a Stata file with pandas; every STAND_IN becomes the tagged missing value of the letter.

    Stata's own: "." is the double 0x7fe0 0000 0000 0000, ".a" is 0x7fe0 0100 0000 0000, and so on.
    """
    path = folder / "a.dta"
    frame.to_stata(path, version=version, write_index=False, **settings)
    if letter:
        tagged = (_DOUBLE_MISSING << 48) | ((ord(letter) - ord("a") + 1) << 40)
        content = path.read_bytes()
        assert struct.pack("<d", STAND_IN) in content
        path.write_bytes(content.replace(struct.pack("<d", STAND_IN), struct.pack("<Q", tagged)))
    return path
