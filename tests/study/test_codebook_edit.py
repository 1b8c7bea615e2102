"""Codes added to a codebook file: what stood there stays, byte for byte, comments and all."""

from pathlib import Path

import pytest
from hypothesis import given

from impl_eval.qualitative.codebook import Code, Codebook
from impl_eval.readers.yaml_text import read_yaml_text
from impl_eval.study.codebook_edit import add_code_text
from tests.qualitative.codebook_strategies import codes
from tests.shared import ROOT

HEAD = "schema: impl-eval/codebook/1\nid: b\nversion: 1\ntitle: T\nlicence: CC0-1.0\n"
DOUBTS = Code.model_validate(
    {
        "id": "doubts", "parent": "trust", "origin": "inductive", "definition": "Doubts: all kinds.",
        "phrases": ["no", "- not sure", "what if *"], "examples": ["Hm.", {"segment": "t1:3-9"}],
        "valence_cues": {"barrier": ["afraid"]},
        "links": [{"framework": "TDF", "domain": "Emotion", "status": "inferred", "citation": "Us"}],
    }
)  # fmt: skip
ADDED = """
  - id: doubts
    parent: trust
    origin: inductive
    definition: 'Doubts: all kinds.'
    phrases:
      - 'no'
      - '- not sure'
      - what if *
    examples:
      - Hm.
      - segment: t1:3-9
    valence_cues:
      barrier:
        - afraid
    links:
      - framework: TDF
        domain: Emotion
        status: inferred
        citation: Us
"""


def read(text: str, folder: Path) -> Codebook:
    path = folder / "codebook.yaml"
    path.write_bytes(text.encode("utf-8"))
    return Codebook.model_validate(read_yaml_text(path, "codebook.yaml").value)


def test_a_code_stands_after_the_last_one(tmp_path: Path) -> None:
    text = HEAD + "codes:\n  # the first\n  - mechanism: trust  # ours\n    definition: Trust.\n"
    added = add_code_text(text, [DOUBTS])
    assert added == text + ADDED
    assert read(added, tmp_path).codes[1:] == (DOUBTS,)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("codes:\n  - mechanism: trust\n    definition: Trust.\n", "\n# About the rest\nsource: S\n"),
        ("codes:\n  - mechanism: trust\n    definition: Trust.\n", "\n\n# The end\n  # really\n"),
        (
            "codes:\n  - mechanism: trust\n    phrases: [a, b]\n    definition: >-\n      Trust.\n",
            "title2: x\n",
        ),
        ("codes:\n  - mechanism: trust\n    definition: |\n      Trust.\n      # and more\n", "source: S\n"),
        ("codes:\n- definition: Trust.\n  mechanism: trust\n", "# The end\n"),
        ("codes:\n  - mechanism: trust\n    definition: Trust.", ""),
    ],
    ids=[
        "another key follows",
        "comments follow",
        "folded text",
        "text like a comment",
        "no indent",
        "no end",
    ],
)
def test_what_stands_before_and_after_stays(before: str, after: str) -> None:
    added = add_code_text(HEAD + before + after, [DOUBTS])
    assert added.startswith(HEAD + before)
    assert added.endswith(after)
    middle = added.removeprefix(HEAD + before).removesuffix(after)
    indent = "  " if "\n- definition" not in before else ""
    assert middle.lstrip("\n").rstrip() == "\n".join(
        line.removeprefix("  ") if not indent else line for line in ADDED.strip("\n").split("\n")
    )


def test_line_ends_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    text = "\ufeff" + HEAD + "codes:\n  - mechanism: trust\n    definition: Trust.\n"
    added = add_code_text(text.replace("\n", "\r\n"), [DOUBTS])
    assert added == (text + ADDED).replace("\n", "\r\n")
    assert read(added, tmp_path).codes[1] == DOUBTS


@pytest.mark.parametrize(
    "text", ["codes: [{id: a, definition: A}]\n", "codes:\n", "title: T\n", "codes:\n  a: b\n", "- a\n"]
)
def test_codes_in_another_form_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="codes"):
        add_code_text(text, [DOUBTS])


def test_no_codes_change_nothing() -> None:
    assert add_code_text("anything: [", []) == "anything: ["


@given(codes())
def test_any_codes_can_be_added_to_the_reference_codebook(added_codes: list[Code]) -> None:
    """Random codes are read back as they were; taking the new lines out gives the old file."""
    import tempfile

    text = (ROOT / "tests/fixtures/small_study/qualitative/codebook.yaml").read_text(encoding="utf-8")
    text += "# The end, in a comment.\n"
    added = add_code_text(text, added_codes)
    old, new = text.splitlines(), added.splitlines()
    before = len(old) - 1
    assert new[:before] + new[-1:] == old
    with tempfile.TemporaryDirectory() as folder:
        assert list(read(added, Path(folder)).codes[2:]) == added_codes
