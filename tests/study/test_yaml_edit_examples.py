"""Examples of codes taken out of a codebook: their lines go, every other line stays."""

import pytest

from impl_eval.study.yaml_edit import remove_examples

TEXT = """\
codes:
  - id: a  # first
    examples:  # of the pilot
      - segment: t1:1-5
      - text: Their words.
        # a comment within
      - Plain words
    phrases: [x]
  - id: b
    counter_examples: [Their words.]
    phrases: [y]
"""


def test_lines_go_and_comments_stay() -> None:
    after = remove_examples(TEXT, {"t1:1-5"})
    assert after == TEXT.replace("      - segment: t1:1-5\n", "")


def test_a_list_that_holds_nothing_else_goes_whole() -> None:
    after = remove_examples(TEXT, {"t1:1-5", "Their words.", "Plain words"})
    assert "xamples" not in after
    assert after.startswith("codes:\n  - id: a  # first\n    phrases: [x]\n")
    assert after.endswith("  - id: b\n    phrases: [y]\n")


def test_nothing_to_take_out_changes_nothing() -> None:
    assert remove_examples(TEXT, {"other"}) == TEXT


def test_one_of_several_in_brackets_is_for_a_person() -> None:
    with pytest.raises(KeyError):
        remove_examples("codes:\n  - id: a\n    examples: [one, two]\n", {"one"})
