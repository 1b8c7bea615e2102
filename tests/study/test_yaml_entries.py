"""Entries of a list in YAML: what is changed reads as wanted, and what is not stays to the letter."""

import string

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.study.yaml_entries import edit_entries

BLOCK = """\
# Above.
schema: x/1  # beside

decisions:
  # The first.
  - mechanism: trust
    fit: agreement  # why not
    reason: >-
      Both strands
      say it

  # The second, on two lines.
  - {mechanism: knowledge, fit: silence,
     reason: Nobody asked}
# Between.
threads:
  - from: a   # left as it is
"""


def test_a_changed_value_leaves_comments_and_order() -> None:
    changed = {0: {"mechanism": "trust", "fit": "dissonance", "reason": "Both strands say it"}}
    assert edit_entries(BLOCK, "decisions", changed) == BLOCK.replace("agreement", "dissonance")


def test_values_come_and_go_in_blocks_and_in_braces() -> None:
    first = {"mechanism": "trust", "reason": "Both: no", "settles": "yes"}
    second = {"mechanism": "knowledge", "fit": "silence", "reason": "Nobody, it seems", "date": "2024-05-01"}
    edited = edit_entries(BLOCK, "decisions", {0: first, 1: second})
    assert yaml.load(edited, Loader=yaml.BaseLoader)["decisions"] == [first, second]
    assert "fit: agreement" not in edited
    assert "    settles: yes\n" in edited
    assert "reason: 'Nobody, it seems', date: 2024-05-01}\n" in edited
    for comment in ("# Above.", "# beside", "# The first.", "# The second, on two lines.", "# Between."):
        assert comment in edited


def test_an_entry_goes_and_another_comes_in_the_indent_of_the_list() -> None:
    edited = edit_entries(BLOCK, "decisions", {0: None}, [{"mechanism": "trust", "fit": "silence"}])
    assert edited == (
        "# Above.\nschema: x/1  # beside\n\ndecisions:\n  # The first.\n\n  # The second, on two lines.\n"
        "  - {mechanism: knowledge, fit: silence,\n     reason: Nobody asked}\n"
        "  - mechanism: trust\n    fit: silence\n# Between.\nthreads:\n  - from: a   # left as it is\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "", "# Only words.\n", "schema: x/1", "decisions:\n", "decisions: []  # none yet\nother: 1\n",
        "schema: x/1\r\ndecisions:\r\nother: 1\r\n", "decisions: ~\n", "decisions:\n- a: b\n",
        "other: >-\n  some\n  words\n", "\N{ZERO WIDTH NO-BREAK SPACE}schema: x/1\n",
    ],
)  # fmt: skip
def test_a_list_is_made_or_continued(text: str) -> None:
    try:
        edited = edit_entries(text, "decisions", {}, [{"a": "1"}, {"b": "yes", "c": "null"}])
    except ValueError:
        assert "~" in text  # a null that is written out is not edited
        return
    content = yaml.load(edited, Loader=yaml.BaseLoader)
    assert content["decisions"][-2:] == [{"a": "1"}, {"b": "yes", "c": "null"}]
    before = yaml.load(text, Loader=yaml.BaseLoader) or {}
    assert {key: content[key] for key in before if key != "decisions"} == {
        key: value for key, value in before.items() if key != "decisions"
    }
    assert ("\r\n" in text) == ("\r\n" in edited) and edited.count("\r\n") in (0, edited.count("\n"))


@pytest.mark.parametrize("text", ["decisions: [{a: b}]\n", "{decisions: [], other: 1}\n", "- a\n"])
def test_what_cannot_be_edited_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        edit_entries(text, "decisions", {}, [{"a": "c"}])


VALUES = st.text(string.ascii_letters + string.digits + " :#,[]{}'\"-&*!|>%@`=?\u00e9\u2013", min_size=1).map(
    lambda text: " ".join(text.split()) or "x"
)
ENTRIES = st.dictionaries(st.sampled_from(["fit", "reason", "date", "seen"]), VALUES, min_size=1)


@given(st.lists(ENTRIES, min_size=1, max_size=4), st.data(), st.booleans())
def test_any_change_reads_as_wanted(entries: list[dict[str, str]], data: st.DataObject, flow: bool) -> None:
    shown = [
        "  - " + yaml.safe_dump(one, default_flow_style=True, width=9999, allow_unicode=True)
        if flow
        else yaml.safe_dump([one], default_flow_style=False, width=30, allow_unicode=True)
        for one in entries
    ]
    text = "# top\ndecisions:\n" + "# each\n".join(shown) + "# end\nother: 1\n"
    at = data.draw(st.integers(0, len(entries) - 1))
    wanted: dict[str, str] | None = data.draw(st.one_of(st.none(), ENTRIES))
    added = data.draw(st.lists(ENTRIES, max_size=2))
    try:
        edited = edit_entries(text, "decisions", {at: wanted}, added)
    except ValueError:
        assert wanted is not None and not set(wanted) & set(entries[at])
        return
    left = [wanted if position == at else one for position, one in enumerate(entries)]
    now = yaml.load(edited, Loader=yaml.BaseLoader)
    assert (now["decisions"] or []) == [one for one in (*left, *added) if one is not None]
    assert edited.count("# each") == text.count("# each") and edited.endswith("# end\nother: 1\n")
    # The same again changes nothing.
    if wanted is not None:
        assert edit_entries(edited, "decisions", {at: wanted}) == edited
