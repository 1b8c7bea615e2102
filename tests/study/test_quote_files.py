"""qualitative/quotes.csv when transcripts change: places move, and words that changed are released anew."""

import csv
from pathlib import Path

from click.testing import CliRunner

from impl_eval.cli.main import cli
from impl_eval.qualitative.identifiers.replacement import ReplacedTranscript
from impl_eval.qualitative.offset_map import Edit, OffsetMap
from impl_eval.qualitative.released_quotes import Release, words_mark
from impl_eval.study.load import load_study
from impl_eval.study.quote_files import QUOTES_FILE, quotes_after_replacement, quotes_csv
from tests.coding_desk.interviews import T2, enlarge
from tests.qualitative.examples import transcript_of

BEFORE = "Interviewer: And?\n\nP01: Dr Bellamy told me. We trust each other.\n"
AFTER = BEFORE.replace("Dr Bellamy", "[person 1]")


def release(text: str, words: str, name: str = "t1") -> Release:
    start = text.index(words)
    return Release(name, start, start + len(words), True, "AB", "2024-05-01", words_mark(words))


def test_places_move_and_a_passage_with_other_words_is_to_be_released_again(tmp_path: Path) -> None:
    named, trusts = release(BEFORE, "Dr Bellamy told me"), release(BEFORE, "We trust each other")
    at = BEFORE.index("Dr Bellamy")
    moves = OffsetMap([Edit(at, at + len("Dr Bellamy"), "[person 1]")])
    replaced = {"t1": ReplacedTranscript(transcript_of(AFTER, name="t1"), moves, {})}
    files = quotes_after_replacement(tmp_path, (named, trusts), replaced)
    assert files == {tmp_path / QUOTES_FILE: (quotes_csv([release(AFTER, "We trust each other")]), True)}
    assert quotes_after_replacement(tmp_path, None, replaced) == {}


def test_a_withdrawal_takes_the_releases_of_the_one_who_withdrew(small_study: Path) -> None:
    study = enlarge(small_study)
    text = (study / "qualitative" / "transcripts" / "t1.txt").read_text(encoding="utf-8")
    mine, theirs = release(text, "I know what to do now"), release(T2, "Nobody showed us that before", "t2")
    (study / QUOTES_FILE).write_bytes(quotes_csv([mine, theirs]))
    who = next(
        turn.participant_id
        for one in load_study(study).interviews.transcripts  # type: ignore[union-attr]
        if one.id == "t2"
        for turn in one.turns
        if turn.start <= theirs.start < turn.end
    )
    CliRunner().invoke(cli, ["withdraw", who, str(study)])
    with (study / QUOTES_FILE).open(encoding="utf-8", newline="") as file:
        assert [row["place"] for row in csv.DictReader(file)] == [f"t1:{mine.start}-{mine.end}"]
