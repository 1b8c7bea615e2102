"""Where words of somebody still stand in a study's folder: by whole sentences, in every file."""

from collections.abc import Sequence
from pathlib import Path

from impl_eval.qualitative.sentences import sentence_spans
from impl_eval.readers.searching import searchable_text

SHORTEST = 25
"""Shorter sentences are said by many."""


def files_with_words(root: Path, words: Sequence[str]) -> list[str]:
    """Return the names of files below a folder that hold a sentence of what somebody said."""
    sentences = {
        "".join(text[start:end].split()).casefold()
        for text in words
        for start, end in sentence_spans(text, 0, len(text))
        if end - start >= SHORTEST
    }
    found = []
    for path in sorted(root.rglob("*")):
        if path.is_file() and ".git" not in path.parts:
            content = "".join(searchable_text(path).split()).casefold()
            if any(sentence in content for sentence in sentences):
                found.append(path.relative_to(root).as_posix())
    return found
