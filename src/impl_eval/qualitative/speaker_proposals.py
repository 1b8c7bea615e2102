"""Whom labels may stand for: roles, and labels spelt two ways. Drafts for the analyst to confirm."""

import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from impl_eval.qualitative.label_notations import LabelPlace
from impl_eval.qualitative.speaker_labels import LabelFound, labels_found
from impl_eval.qualitative.transcript import Role

_ASKS = re.compile(
    r"(interviewer|moderator|facilitator|researcher|chair|host|int|mod|fac|iv|i|q)[\s.\-]*\d*\Z",
    re.IGNORECASE,
)
_NEITHER = re.compile(
    r"(transcriber|observer|note[\s-]?taker|interpreter|translator|unknown|unidentified|several|multiple|all"
    r"|group|everyone|background)\b",
    re.IGNORECASE,
)
_LEAST_ALIKE = 0.85
_SHORTEST_MISTYPED = 5
_FEWEST_TURNS_ASKING, _SHARE_ASKING, _SHARE_OTHERS = 3, 0.5, 0.25


@dataclass(frozen=True)
class ProposedSpeaker:
    """Whom a label may stand for, and why. `participant_id` is proposed only for labels spelt two ways."""

    label: str
    occurrences: int
    role: Role
    participant_id: str = ""
    why: str = ""


def same_label(label: str, other: str) -> bool:
    """Tell whether two labels are probably one, spelt two ways: P07 and P7, Interviewer and Interviwer."""
    one, two = _letters_and_number(label), _letters_and_number(other)
    if one == two:
        return True
    if one[1] != two[1] or min(len(one[0]), len(two[0])) < _SHORTEST_MISTYPED:
        return False
    # The ratio can depend on which of the two comes first.
    ways = ((one[0], two[0]), (two[0], one[0]))
    return max(difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() for a, b in ways) >= _LEAST_ALIKE


def _letters_and_number(label: str) -> tuple[str, str]:
    """Return a label's letters, in lower case, and its numbers, without zeros in front."""
    letters = "".join(character for character in label.casefold() if character.isalpha())
    return letters, " ".join(number.lstrip("0") or "0" for number in re.findall(r"\d+", label))


def propose_speakers(
    text: str, places: Sequence[LabelPlace], known: Sequence[str] = ()
) -> tuple[ProposedSpeaker, ...]:
    """Propose a role for each label, one id for labels spelt two ways; all for a person to confirm.

    `known` names the speakers where the file itself says who they are; else labels count as in
    `labels_found`.
    """
    counts = Counter(place.label for place in places)
    given = tuple(LabelFound(label, 1, counts[label]) for label in known)
    found = given or labels_found(text, places)
    asking = _who_asks(text, places, [one.label for one in found])
    main: dict[str, str] = {}
    for one in sorted(found, key=lambda one: (-one.occurrences, one.line, one.label)):
        main[one.label] = next((label for label in main if same_label(one.label, label)), one.label)
    spelt_twice = {name for label, name in main.items() if label != name}
    return tuple(_proposal(one, main[one.label], asking, main[one.label] in spelt_twice) for one in found)


def _proposal(found: LabelFound, main: str, asking: str, spelt_twice: bool) -> ProposedSpeaker:
    why = "" if main == found.label else f"may be {main}, spelt another way"
    if _ASKS.match(main):
        return ProposedSpeaker(found.label, found.occurrences, "interviewer", "", why)
    if _NEITHER.match(main):
        return ProposedSpeaker(found.label, found.occurrences, "other", "", why)
    if main == asking:
        why = why or "most of the turns end in a question mark: may be the interviewer"
        return ProposedSpeaker(found.label, found.occurrences, "interviewer", "", why)
    # A number stands for a person without naming them; a name is no id to draft.
    participant = main if spelt_twice and re.fullmatch(r"[A-Za-z][A-Za-z_\-]{0,20}\d+", main) else ""
    return ProposedSpeaker(found.label, found.occurrences, "participant", participant, why)


def _who_asks(text: str, places: Sequence[LabelPlace], labels: Sequence[str]) -> str:
    """Return the one label whose turns mostly end in a question mark, where nobody is named interviewer."""
    if any(_ASKS.match(label) for label in labels) or len(labels) < 2:
        return ""
    asked: dict[str, list[bool]] = defaultdict(list)
    ends = [place.start for place in places[1:]] + [len(text)]
    for place, end in zip(places, ends, strict=False):
        asked[place.label].append(text[max(place.end, end - 40) : end].rstrip().endswith("?"))
    shares = {label: sum(asked[label]) / len(asked[label]) for label in labels if asked[label]}
    if not shares:
        return ""
    first, *others = sorted(shares, key=lambda label: (-shares[label], label))
    is_clear = shares[first] >= _SHARE_ASKING and all(shares[label] < _SHARE_OTHERS for label in others)
    return first if is_clear and len(asked[first]) >= _FEWEST_TURNS_ASKING else ""
