from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.errors import StudyProblems, describe_problem
from impl_eval.readers.yaml_text import MAXIMUM_DEPTH, read_yaml_text


def read(tmp_path: Path, text: str | bytes):
    path = tmp_path / "file.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return read_yaml_text(path, "file.yaml")


def refusal(tmp_path: Path, text: str | bytes) -> list[str]:
    with pytest.raises(StudyProblems) as refused:
        read(tmp_path, text)
    return [describe_problem(problem) for problem in refused.value.problems]


def test_nothing_is_guessed(tmp_path: Path) -> None:
    """The traps of YAML 1.1: no is False, 012 is 10, 12:30 is 750, 1_000 is 1000 elsewhere."""
    text = "a: no\nb: 0501011\nc: 12:30\nd: 1_000\ne: 2024-03-31\nf: 1.0\n"
    expected = {"a": "no", "b": "0501011", "c": "12:30", "d": "1_000", "e": "2024-03-31", "f": "1.0"}
    assert read(tmp_path, text).value == expected


def test_empty_and_null_entries_are_absent_but_quoted_ones_are_text(tmp_path: Path) -> None:
    text = 'a:\nb: null\nc: ~\nd: "null"\ne: ""\nf: [x, null, y]\n'
    assert read(tmp_path, text).value == {"d": "null", "e": "", "f": ["x", "y"]}


def test_lines_are_known_for_every_entry(tmp_path: Path) -> None:
    read_text = read(tmp_path, "a: 1\nb:\n  - x\n  - c: 2\n    d: 3\n")
    assert read_text.line_of(("a",)) == 1
    assert read_text.line_of(("b", 1, "d")) == 5
    assert read_text.line_of(("b", 1, "unknown")) == 4


def test_bom_and_windows_line_ends(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfa: 1\r\nb: 2\r\n").value == {"a": "1", "b": "2"}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "found nothing"),
        ("- a\n- b\n", "found no keys"),
        ("a: 1\na: 2\n", "a second time (first in line 1)"),
        ("a:\n\tb: 1\n", "a tab before the text"),
        ("a: &x 1\nb: *x\n", "an alias (*x)"),
        ("a: !!python/name:os.system x\n", "a tag"),
        ("a: 'x\n", "cannot be read as YAML"),
        ("a: 1\n---\nb: 2\n", "cannot be read as YAML"),
        ("? [a, b]\n: 1\n", "a key that is not text"),
        (b"a: \xff\xfe\n", "text that is not UTF-8"),
        ("a: \x07\n", "characters that YAML does not allow"),
        ("a: " + "[" * (MAXIMUM_DEPTH + 1) + "]" * (MAXIMUM_DEPTH + 1), "levels of nesting"),
        ("a: " + "[" * 100_000, "levels of nesting"),
    ],
)
def test_what_is_refused_names_the_place(tmp_path: Path, text: str | bytes, part: str) -> None:
    messages = refusal(tmp_path, text)
    assert any(part in message for message in messages)
    assert all(message.startswith("file.yaml") for message in messages)


def test_an_alias_bomb_is_refused_before_it_is_walked(tmp_path: Path) -> None:
    levels = [f"k{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]" for n in range(1, 30)]
    assert "an anchor" in "".join(refusal(tmp_path, "k0: &a0 lol\n" + "\n".join(levels)))


printable = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Cf", "Zl", "Zp"))
words = st.text(printable, min_size=1, max_size=20)


@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), words, min_size=1, max_size=5))
def test_quoted_text_comes_back_to_the_letter(
    tmp_path_factory: pytest.TempPathFactory, entries: dict[str, str]
) -> None:
    import json

    text = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in entries.items())
    assert read(tmp_path_factory.mktemp("yaml"), text).value == entries
