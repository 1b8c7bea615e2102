"""Names that a person may code under, and names that are the program's own."""

import pytest

from impl_eval.coding.drafts import CONSENSUS
from impl_eval.coding_desk.merging import MERGING
from impl_eval.coding_desk.rewriting import WITHDRAWAL
from impl_eval.qualitative.coder_names import RESERVED_CODERS, can_be_coder


@pytest.mark.parametrize("name", ["AB", "Zoë Ünal", "日本", "O'Neil-Smith", "A.B."])
def test_people(name: str) -> None:
    assert can_be_coder(name)


@pytest.mark.parametrize("name", ["", ".", "../../etc", "a/b", "=1+1", "x" * 31, "Consensus", "withdrawal"])
def test_no_people(name: str) -> None:
    assert not can_be_coder(name)


def test_every_layer_and_chain_of_the_program_is_reserved() -> None:
    assert {CONSENSUS, MERGING, WITHDRAWAL} <= RESERVED_CODERS
