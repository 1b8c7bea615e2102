"""The commands of the tutorial and of the how-to pages, in their order, as their reader types them."""

import shlex
from pathlib import Path

import pytest

from tests.command_line import impl_eval, impl_eval_here
from tests.shared import ROOT

TUTORIAL = ROOT / "docs" / "tutorial" / "your-own-study.md"
HOW_TO = sorted((ROOT / "docs" / "how-to").glob("*.md"))


def commands(page: Path) -> list[list[str]]:
    """Return the commands of the plain code blocks (those of YAML are not typed)."""
    blocks = page.read_text(encoding="utf-8").split("```")[1::2]
    plain = [block for block in blocks if block.startswith("\n")]
    return [shlex.split(line) for block in plain for line in block.strip().splitlines()]


def test_every_command_of_the_tutorial_works(tmp_path: Path) -> None:
    typed = commands(TUTORIAL)
    assert len(typed) >= 8
    assert all(words[0] == "impl-eval" for words in typed)
    for words in typed:
        done = impl_eval(*words[1:], folder=tmp_path)
        assert done.returncode == 0, (words, done.stderr)
    assert "To supply next" in done.stdout
    assert (
        tmp_path / "my-study/outputs/exampleshire-integrated-care-system-evaluation-report-SIMULATED.docx"
    ).is_file()


@pytest.mark.parametrize("page", [page for page in HOW_TO if commands(page)], ids=lambda page: page.stem)
def test_every_command_of_a_how_to_page_works(tmp_path: Path, page: Path) -> None:
    for words in commands(page):
        assert words[0] == "impl-eval"
        done = impl_eval_here(*words[1:], folder=tmp_path)
        assert done.returncode == 0, (words, done.stderr)


def test_the_readme_names_every_verb() -> None:
    from impl_eval.cli.main import cli

    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not [
        verb for verb in cli.commands if f"`{verb}`" not in readme and f"impl-eval {verb}" not in readme
    ]
