"""What two spellings of one code have in common."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.quantitative.code_normalisation import normalise_codes, without_look_alikes
from tests.statistics.known import PROPERTY


def normalised(codes, code_format=""):
    return normalise_codes(np.array(codes, dtype=np.str_), code_format)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("ab12", "AB12"),
        (" AB-12 ", "AB12"),
        ("a.b/1_2", "AB12"),
        ("\uff21\uff22\uff11\uff12", "AB12"),  # full-width signs
        ("A\u00a0B\u200b12", "AB12"),  # no-break and zero-width space
        ("?", ""),
        ("", ""),
        ("007", "007"),
    ],
)
def test_case_spaces_and_punctuation_do_not_count(written: str, key: str) -> None:
    assert normalised([written]).keys.tolist() == [key]


def test_look_alikes_are_repaired_only_where_the_format_says_what_they_are() -> None:
    found = normalised(["A0-12", "AO12", "abI2", "AB1Z", "AB123", "O112", "ab12", ""], "AA-00")
    assert found.keys.tolist() == ["AO12", "AO12", "AB12", "AB1Z", "AB123", "OI12", "AB12", ""]
    assert found.repaired.tolist() == [True, False, True, False, False, True, False, False]
    assert found.faulty.tolist() == [False, False, False, True, True, False, False, False]
    assert found.has_code.tolist() == [True] * 7 + [False]


def test_without_a_format_nothing_is_repaired_and_nothing_is_at_fault() -> None:
    found = normalised(["A0", "AO"])
    assert found.keys.tolist() == ["A0", "AO"]
    assert not found.repaired.any()
    assert not found.faulty.any()
    assert without_look_alikes("A0I1") == without_look_alikes("AOII") == "AOII"


def test_a_sign_that_may_be_either_is_left_alone() -> None:
    found = normalised(["AO1", "A0I"], "A*0")
    assert found.keys.tolist() == ["AO1", "A01"]


@pytest.mark.parametrize("code_format", ["AB0", "[A-Z]", "-", " ", "a0"])
def test_a_format_of_other_signs_is_refused(code_format: str) -> None:
    with pytest.raises(ValueError, match="code format"):
        normalised(["A1"], code_format)


@PROPERTY
@given(st.lists(st.text(max_size=8), max_size=12), st.sampled_from(["", "AA00", "A*0", "0000"]))
def test_a_key_is_its_own_key(codes: list[str], code_format: str) -> None:
    codes = [code.replace("\x00", "") for code in codes]
    found = normalised(codes, code_format)
    again = normalised(found.keys.tolist(), code_format)
    assert again.keys.tolist() == found.keys.tolist()
    assert not again.repaired.any()
    assert again.faulty.tolist() == found.faulty.tolist()
