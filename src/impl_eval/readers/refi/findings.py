"""What a reader of REFI-QDA finds at fault or odd while it reads, gathered with the lines of the XML."""

from collections import Counter

from impl_eval.errors import Problem
from impl_eval.readers.faults import shortened
from impl_eval.readers.refi.guids import is_guid, same_spelling, stable_guid
from impl_eval.readers.refi.xml_tree import Element

PARTIAL = "To import everything else, repeat the command with --partial: what is left out is then listed."


def _kind(name: str) -> str:
    """Return what references mean by an element: two kinds with one guid are not taken for each other."""
    if name.endswith(("Source", "Transcript")):
        return "source"
    return "code" if name == "Case" else name.lower()


class Findings:
    """Faults (nothing is read unless the caller asks for the rest), and oddities that are only said."""

    def __init__(self, name: str, member: str) -> None:
        self._name, self._member = name, member
        self._faults: dict[str, list[Problem]] = {}
        self._seen: dict[tuple[str, str], Element] = {}
        self.odd: Counter[str] = Counter()
        self.left_out_codings = 0
        self._without_guid = 0

    def fault(
        self, element: Element, found: str, allowed: str = "", *, where: str = "", codings: int = 0
    ) -> None:
        """Keep a fault of an element; `codings` is the number of codings that go with it."""
        # Many programs write all XML on one line: the guid tells one place from the other.
        parts = (self._member, where, same_spelling(element.get("guid")))
        place = " > ".join(part for part in parts if part)
        problem = Problem(self._name, element.line, place, found, allowed, PARTIAL)
        self._faults.setdefault(found.partition(":")[0], []).append(problem)
        self.left_out_codings += codings

    @property
    def faults(self) -> list[Problem]:
        """All faults."""
        return [problem for problems in self._faults.values() for problem in problems]

    @property
    def faults_shown(self) -> list[Problem]:
        """The first faults of each sort, and how many more there are."""
        listed = self._faults.values()
        return [problem for problems in listed for problem in shortened(problems, "places")]

    def guid_of(self, element: Element, *, is_twin: bool = False) -> str:
        """Return the guid of an element in one spelling, one of its own where it has none or a used one.

        `is_twin`: it may stand for something else in another form, with the same guid.
        """
        said = element.get("guid")
        guid = same_spelling(said)
        if not is_guid(said):
            self.odd["elements without a proper guid, which got one"] += 1
        if not guid:
            self._without_guid += 1
            return stable_guid("without guid", self._name, element.name, str(self._without_guid))
        if is_twin:
            return guid
        first = self._seen.setdefault((_kind(element.name), guid), element)
        if first is element:
            return guid
        self._without_guid += 1
        own = stable_guid("second guid", guid, element.name, str(self._without_guid))
        if element.name in ("User", "Coding", "NoteRef") or element.name.endswith("Selection"):
            if element.name != "User":  # nothing refers to them by guid, or both mean the same person
                self.odd["codings or passages with a guid used before, which got one of their own"] += 1
                return own
            return guid
        self.fault(element, f"a second {element.name} with a guid that {first.name} has", "each guid once")
        return own

    def notes(self) -> tuple[str, ...]:
        """Return the oddities as sentences."""
        return tuple(f"{what[0].upper()}{what[1:]}: {count:,}." for what, count in sorted(self.odd.items()))
