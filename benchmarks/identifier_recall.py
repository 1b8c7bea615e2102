"""Recall and precision of the identifier check on made-up talk. Run: python benchmarks/identifier_recall.py

SYNTHETIC: nobody's words, names or numbers. 1,710 identifiers of 11 kinds, written and read out, and 900
decoys are planted in plain talk by a fixed seed. NHS numbers are of the 999 range and phone numbers those
that Ofcom keeps for drama, which nobody has. The forms were written by those who wrote the rules: real
interviews hold forms that nobody thought of, so expect less on them. The rows "hard" are a taste of that.

A planted identifier is found where hits cover all of its characters; a hit is right where it touches one.
"""

import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

from impl_eval.qualitative.identifiers import ListedName, find_identifiers

sys.path.insert(0, str(Path(__file__).parent))
from identifier_talk import DECOYS, FIRST, LAST, ORGANISATIONS, PLACES, SEED, made_up_talk


def main() -> None:
    rng = random.Random(SEED)
    names = [ListedName(f"{first} {last}", "person") for first in FIRST for last in LAST]
    names += [ListedName(first, "person") for first in FIRST]
    names += [ListedName(place, "place") for place in PLACES]
    names += [ListedName(one.removeprefix("the "), "organisation") for one in ORGANISATIONS]
    planted: Counter[tuple[str, str]] = Counter()
    found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    right: dict[str, Counter[str]] = defaultdict(Counter)
    hits: dict[str, Counter[str]] = defaultdict(Counter)
    decoys_hit: Counter[str] = Counter()
    for text, places, decoys in made_up_talk(rng):
        identifiers = find_identifiers(text, names)
        for start, end, piece in places:
            planted[piece.kind, piece.form] += 1
            for wanted in ("certain", "any"):
                covering = [one for one in identifiers if wanted == "any" or one.certainty == "certain"]
                covered = {at for one in covering for at in range(one.start, one.end) if start <= at < end}
                if all(at in covered or not text[at].isalnum() for at in range(start, end)):
                    found[wanted][piece.kind, piece.form] += 1
        for one in identifiers:
            touches = any(one.start < end and start < one.end for start, end, _ in places)
            for wanted in ("any", "certain") if one.certainty == "certain" else ("any",):
                hits[wanted][one.kind] += 1
                right[wanted][one.kind] += touches
            if any(one.start < end and start < one.end for start, end in decoys):
                decoys_hit[one.certainty] += 1
    _print(planted, found, hits, right, decoys_hit)


def _cells(kind: str, hits: dict[str, Counter[str]], right: dict[str, Counter[str]]) -> list[str]:
    """Return hits and the share of them that are right, for a kind or for all."""
    cells = []
    for wanted in ("certain", "any"):
        total = hits[wanted][kind] if kind else hits[wanted].total()
        cells += [str(total), _share(right[wanted][kind] if kind else right[wanted].total(), total)]
    return cells


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else ""


def _print(
    planted: Counter[tuple[str, str]],
    found: dict[str, Counter[tuple[str, str]]],
    hits: dict[str, Counter[str]],
    right: dict[str, Counter[str]],
    decoys_hit: Counter[str],
) -> None:
    total = planted.total()
    print(f"SYNTHETIC, seed {SEED}: {total} planted identifiers, {DECOYS} decoy sentences.\n")
    print("| kind | form | planted | recall, certain, % | recall, certain or possible, % |")
    print("|---|---|---|---|---|")
    rows = sorted(planted.items(), key=lambda row: (row[0][1].startswith("hard"), row[0]))
    for (kind, form), count in rows:
        shares = [_share(found[wanted][kind, form], count) for wanted in ("certain", "any")]
        print(f"| {kind} | {form} | {count} | {' | '.join(shares)} |")
    for name, is_hard in (("all with rules for their form", False), ("all hard ones", True)):
        these = [key for key in planted if key[1].startswith("hard") == is_hard]
        count = sum(planted[key] for key in these)
        shares = [_share(sum(found[wanted][key] for key in these), count) for wanted in ("certain", "any")]
        print(f"| {name} | | {count} | {' | '.join(shares)} |")
    print()
    print("| kind of hit | certain | right, % | all hits | right, % |\n|---|---|---|---|---|")
    for kind in sorted(hits["any"]):
        cells = _cells(kind, hits, right)
        print(f"| {kind} | {' | '.join(cells)} |")
    cells = _cells("", hits, right)
    print(f"| all | {' | '.join(cells)} |\n")
    print(f"Decoy sentences with a hit: {decoys_hit['certain']} certain, {decoys_hit['possible']} possible.")


if __name__ == "__main__":
    main()
