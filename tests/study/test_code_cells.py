"""What a cell may say of a code."""

import pytest

from impl_eval.study.code_cells import CodeCell, read_code_cell
from tests.study.test_comment_import import NAMES


@pytest.mark.parametrize(
    ("text", "code_id"),
    [
        ("doses", "doses"),
        ("Doses, steps", "doses"),
        ("doses – Doses, steps", "doses"),
        ("doses – renamed since", "doses"),
        ("TRUST", "trust"),
        ("new: waiting lists", "waiting"),
    ],
)
def test_ids_labels_and_choices_of_the_list(text: str, code_id: str) -> None:
    assert read_code_cell(text, NAMES) == CodeCell(code_id)


def test_new_codes_unclear_and_unknown_ones() -> None:
    assert read_code_cell("New: Night\n calls ", NAMES) == CodeCell(new_label="Night calls")
    assert read_code_cell("Other", NAMES).allowed == "the id of one: other_k, other_t"
    unknown = read_code_cell("dosse", NAMES)
    assert (unknown.code_id, unknown.remedy) == ("", "Did you mean doses?")
    assert unknown.allowed.startswith("knowledge, trust, doses")
    assert read_code_cell("", NAMES, ["trust"]).allowed == "trust"
    assert read_code_cell("new:", NAMES).allowed
