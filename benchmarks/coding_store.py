"""The coding store at the size of a large project: 300 transcripts, 100,000 codings of each of two coders.

    .venv/bin/python benchmarks/coding_store.py              # the store itself
    .venv/bin/python benchmarks/coding_store.py --commands   # and whole commands

Made-up talk and random codings from a seed. A command runs in a process of its own: start, study, checks
and files included. Medians of several runs, with the time that the processor worked, as machines are
shared; nothing is asserted.
"""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from impl_eval.coding.bundle import bundle_bytes, bundle_of, parse_bundle
from impl_eval.coding.drafts import Draft, Passage, coded
from impl_eval.coding.searching import Search
from impl_eval.coding.store import CodingStore
from impl_eval.coding.verification import verify
from impl_eval.coding_desk.desk import Desk, store_path
from impl_eval.coding_desk.recording import write_study_files
from impl_eval.study.load import load_study

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = "from impl_eval.cli.main import main; main()"
AT = "2026-11-25T09:00:00Z"
CODES = ("knowledge", "trust")
VALENCES = ("enabler", "barrier", "mixed", "unclear")
TALK = (
    "we talked it over with the team and nobody was sure who would begin the list helps the doses are "
    "clear now but there is never time and patients were afraid of pain so it was slow at first"
)


@dataclass(frozen=True)
class Size:
    """How large the made-up project is."""

    transcripts: int
    codings: int
    turns: int = 100


def transcripts(size: Size, seed: int = 1) -> dict[str, str]:
    """Return talk by transcript id: each turn of about four hundred characters after a question."""
    chance = random.Random(seed)
    talks = {}
    for number in range(size.transcripts):
        said = (" ".join(chance.choices(TALK.split(), k=80)) for _ in range(size.turns))
        turns = (f"Q: And then?\nP{number:03}: {words}." for words in said)
        talks[f"int{number:03}"] = "\n".join(turns) + "\n"
    return talks


def codings(
    talks: dict[str, str], keys: dict[str, str], size: Size, coder: str, seed: int, codebook: str
) -> list[Draft]:
    """Return one coder's codings of random passages of participants; every tenth has a note."""
    chance = random.Random(f"{coder}{seed}")
    turns = {name: _turn_starts(text) for name, text in talks.items()}
    names = sorted(talks)
    drafts: dict[tuple[str, int, int, str], Draft] = {}
    while len(drafts) < size.codings:
        name = names[len(drafts) % len(names)]
        start = chance.choice(turns[name]) + chance.randrange(150)
        place = (keys[name], start, start + chance.randrange(30, 200), chance.choice(CODES))
        note = f"a thought, number {len(drafts)}" if len(drafts) % 10 == 0 else ""
        passage = Passage(*place, valence=chance.choice(VALENCES), note=note)
        drafts[place] = coded(coder, passage, codebook=codebook)
    return list(drafts.values())


def _turn_starts(text: str) -> list[int]:
    starts, at = [], 0
    for line in text.splitlines(keepends=True):
        if line.startswith("P"):
            starts.append(at + len("P000: "))
        at += len(line)
    return starts


def write_study(folder: Path, talks: dict[str, str]) -> Path:
    """Write a study with these transcripts; nothing is coded yet."""
    study = folder / "study"
    shutil.copytree(ROOT / "tests" / "fixtures" / "small_study", study)
    files = study / "qualitative"
    shutil.rmtree(files / "transcripts")
    (files / "transcripts").mkdir()
    lines = ["transcript_id,file,speaker,role,participant_id,stakeholder_group"]
    for name, text in talks.items():
        (files / "transcripts" / f"{name}.txt").write_bytes(text.encode())
        person = f"P{name.removeprefix('int')}"
        lines += [f"{name},{name}.txt,Q,interviewer,,", f"{name},{name}.txt,{person},participant,{person},gp"]
    (files / "speakers.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    head = (files / "coded_segments.csv").read_text(encoding="utf-8").splitlines()[0]
    (files / "coded_segments.csv").write_text(head + "\n", encoding="utf-8")
    return study


def decided(study: Path, talks: dict[str, str], size: Size, coder: str) -> Path:
    """Let a coder of one's own machine code a copy of the study; returns it, files written."""
    copy = study.with_name(coder)
    shutil.copytree(study, copy)
    loaded = load_study(copy)
    with CodingStore(store_path(copy), coder) as store:
        desk = Desk(loaded, store)
        desk.keep_codebook(coder, AT)
        store.record(coder, codings(talks, desk.keys, size, coder, 1, desk.codebook_digest), AT)
        write_study_files(desk)
    return copy


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Return wall and processor seconds of one piece of work in this process."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def of_command(*arguments: str | Path) -> tuple[float, float]:
    """Return wall and processor seconds of `impl-eval ARGUMENTS`."""
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    after = os.times()
    if done.returncode:
        raise SystemExit(done.stderr)
    user, system = after.children_user - before.children_user, after.children_system - before.children_system
    return after.elapsed - before.elapsed, user + system


def row(name: str, runs: list[tuple[float, float]], aim: str = "") -> None:
    """Print a line of the table."""
    wall, processor = (statistics.median(run[part] for run in runs) for part in (0, 1))
    spread = f"{min(run[0] for run in runs):.3g} to {max(run[0] for run in runs):.3g}"
    print(f"| {name} | {wall:.3g} | {spread} | {processor:.3g} | {aim} |", flush=True)


class Measuring:
    """Stores of two coders in a folder, and what is done to them."""

    def __init__(self, folder: Path, size: Size, repeats: int) -> None:
        self.folder, self.size, self.repeats = folder, size, repeats
        self.talks = transcripts(size)
        self.number = 0

    def store_of(self, coder: str) -> tuple[CodingStore, list[Draft]]:
        self.number += 1
        store = CodingStore(self.folder / f"{coder}{self.number}" / "coding.sqlite", "coding.sqlite")
        keys = store.register(self.talks)
        return store, codings(self.talks, keys, self.size, coder, 1, "c" * 64)

    def again(self, work: Callable[[], object]) -> list[tuple[float, float]]:
        return [measured(work) for _ in range(self.repeats)]

    def library(self) -> None:
        """Measure the store itself."""
        (store, first), (other, theirs) = self.store_of("AB"), self.store_of("CD")
        path = store.path
        records = [
            measured(lambda: store.record("AB", first, AT)),
            measured(lambda: other.record("CD", theirs, AT)),
        ]
        row(f"record {self.size.codings:,} codings at once", records)
        row("export them as JSON lines", self.again(lambda: bundle_bytes(bundle_of(other, "CD"))))
        content = bundle_bytes(bundle_of(other, "CD"))
        store.close()
        other.close()
        row("open and read all", self.again(lambda: opened(path, CodingStore.segments)), "1 s")
        for name, search in SEARCHES.items():
            row(f"open and search: {name}", self.again(lambda: opened(path, find(search))), "1 s")  # noqa: B023
        with CodingStore(path, "coding.sqlite") as again:
            one = iter(first)
            row("one more coding", self.again(lambda: again.record("AB", [next(one)], AT)))
            row("undo it", self.again(lambda: again.undo("AB", AT)), "0.2 s")
            row("redo it", self.again(lambda: again.redo("AB", AT)), "0.2 s")
            row("verify", self.again(lambda: verify(again)))
        merges = []
        for number in range(self.repeats):
            copy = self.folder / f"merge{number}.sqlite"
            shutil.copy(path, copy)
            merges.append(measured(lambda: opened(copy, united(content))))  # noqa: B023 - called at once
        row("open, and merge the second coder's file: parse, check, unite", merges, "5 s")

    def commands(self) -> None:
        """Measure whole commands on a study."""
        study = write_study(self.folder, self.talks)
        first, second = (decided(study, self.talks, self.size, coder) for coder in ("AB", "CD"))
        row("`coding search --text`", self.commanded("search", first, "--text", "the list helps"))
        row("`coding undo`", [of_command("coding", "undo", first, "--coder", "AB")])
        row("`coding redo`", [of_command("coding", "redo", first, "--coder", "AB")])
        row("`coding verify`", self.commanded("verify", first))
        sent = self.folder / "sent"
        row("`coding export --format jsonl`", [of_command("coding", "export", second, "--to", sent)])
        row("`coding merge`", [of_command("coding", "merge", sent / "coding-CD.jsonl", "--study", first)])

    def commanded(self, *arguments: str | Path) -> list[tuple[float, float]]:
        return [of_command("coding", *arguments) for _ in range(self.repeats)]


SEARCHES = {
    "words of the passage": Search(words="the list helps"),
    "code, valence and a word of the note": Search(
        code_ids=("trust",), valences=("barrier",), noted="thought"
    ),
    "a transcript": Search(transcript_ids=("int004",)),
}


def opened(path: Path, work: Callable[[CodingStore], object]) -> None:
    """Open a store, do something with it, and close it."""
    with CodingStore(path, "coding.sqlite") as store:
        work(store)


def find(search: Search) -> Callable[[CodingStore], object]:
    """Return a search to be made."""
    return lambda store: store.search(search)


def united(content: bytes) -> Callable[[CodingStore], object]:
    """Return a merge to be made."""

    def merge(store: CodingStore) -> None:
        bundle = parse_bundle(content, "CD.jsonl", store.event)
        store.unite(bundle.events, bundle.texts, bundle.codebooks, bundle.bodies)
        store.erase_again()

    return merge


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transcripts", type=int, default=300)
    parser.add_argument("--codings", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--commands", action="store_true", help="Measure whole commands too: some minutes.")
    chosen = parser.parse_args()
    load = "/".join(f"{value:.1f}" for value in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"
    print(f"{os.cpu_count()} cores, load before (1/5/15 minutes): {load}\n")
    print("| what | median, s | smallest to largest, s | of the processor, s | aim |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        measuring = Measuring(Path(folder), Size(chosen.transcripts, chosen.codings), chosen.repeats)
        measuring.library()
        if chosen.commands:
            measuring.commands()


if __name__ == "__main__":
    main()
