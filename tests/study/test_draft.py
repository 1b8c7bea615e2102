"""Text files that may be a transcript or a table: which of them a draft is made for."""

from pathlib import Path

import pytest

from impl_eval.study.draft import draft_for
from tests.readers.files import write_file

TABLE = "id\tq1\tq2\r\n1\t3\t4\r\n\r\n2\t\t5\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_table_between_tabs_is_a_survey(tmp_path: Path, encoding: str) -> None:
    """Excel's Unicode Text is UTF-16, with tabs and the ending .txt."""
    draft = draft_for(write_file(tmp_path, "x.txt", TABLE.encode(encoding)), None)
    assert "delimiter  tab" in draft.reading
    assert "2 kept" in draft.reading


@pytest.mark.parametrize(
    "content",
    [
        "I: First?\nP01: Yes.\n",
        "I:\tFirst?\nP01:\tYes.\n",  # one tab after each speaker
        "I:\tFirst?\t00:01\nP01:\tYes.\nI:\tAnd then?\t00:09\n",
        "I:\tFirst?\t00:01\n",
    ],
)
def test_other_texts_are_transcripts(tmp_path: Path, content: str) -> None:
    draft = draft_for(write_file(tmp_path, "x.txt", content), None)
    assert draft.reading.startswith("Read as plain text")
