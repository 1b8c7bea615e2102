"""Kill a writer of the coding store again and again: is anything lost that was acknowledged?

A child process codes and undoes, and says over a pipe what the store has acknowledged. It is killed
(SIGKILL) at a random moment; then the store is opened, every acknowledged event looked for, the chains
walked and SQLite's own check run. Process death only: power loss is what `synchronous = FULL` is for.

    python benchmarks/coding_kills.py --kills 1000
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from impl_eval.coding.bundle import bundle_bytes, bundle_of, parse_bundle
from impl_eval.coding.drafts import Passage, coded
from impl_eval.coding.store import CodingStore
from impl_eval.coding.verification import verify
from impl_eval.outputs.atomic import write_whole

TEXT = "P01: " + "We taper together now. " * 2000


@dataclass(frozen=True)
class Killed:
    """What a series of kills came to."""

    kills: int
    acknowledged: int
    lost: int
    faults: int
    half_written: int


def write_until_killed(path: Path, seed: int, pipe: int) -> None:
    """Code, undo and export in a loop; acknowledge each event once the store has returned."""
    chance = random.Random(seed)
    with CodingStore(path, "coding") as store:
        document = store.register({"int01": TEXT})["int01"]
        while True:
            start = chance.randrange(len(TEXT) - 60)
            note = "a note" if chance.random() < 0.5 else ""
            passage = Passage(document, start, start + 1 + chance.randrange(50), "code", note=note)
            action = store.record("AB", [coded("AB", passage, codebook="c")] * chance.randint(1, 5), "t")
            os.write(pipe, f"{action}\n".encode())
            if chance.random() < 0.05:
                action = store.undo("AB", "t")
                os.write(pipe, f"{store.events()[-1].action}\n".encode())
            if chance.random() < 0.05:
                write_whole(path.parent / "AB.jsonl", bundle_bytes(bundle_of(store, "AB")), private=True)


def kill_writers(folder: Path, kills: int, seed: int = 1) -> Killed:
    """Kill as many writers of one store, and count what each left behind."""
    chance = random.Random(seed)
    path = folder / "coding" / "coding.sqlite"
    with CodingStore(path, "coding") as store:
        store.register({"int01": TEXT})
    acknowledged: set[str] = set()
    lost = faults = half_written = 0
    for number in range(kills):
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            try:
                write_until_killed(path, seed * 100_003 + number, writing)
            finally:
                os._exit(1)
        os.close(writing)
        time.sleep(chance.uniform(0.002, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reading) as lines:
            acknowledged |= {line.strip() for line in lines if line.endswith("\n")}
        with CodingStore(path, "coding") as store:
            kept = {event.action for event in store.events()}
            lost += len(acknowledged - kept)
            faults += len(verify(store)[0]) if number % 20 == 19 or number == kills - 1 else 0
        exported = path.parent / "AB.jsonl"
        if exported.exists():
            half_written += not parse_bundle(exported.read_bytes(), "AB.jsonl").events
    return Killed(kills, len(acknowledged), lost, faults, half_written)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = kill_writers(Path(folder), chosen.kills, chosen.seed)
    print("| kills | acknowledged actions | lost | faults found | half-written exports |")
    print("|---|---|---|---|---|")
    counts = (result.kills, result.acknowledged, result.lost, result.faults, result.half_written)
    print(f"| {' | '.join(map(str, counts))} |")
    sys.exit(bool(result.lost or result.faults or result.half_written))


if __name__ == "__main__":
    main()
