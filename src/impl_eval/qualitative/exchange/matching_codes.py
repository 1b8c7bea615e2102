"""Which code of the study each code of a file is: by guid, by id, by its label and place, or a new one."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from impl_eval.qualitative.code_names import one_line
from impl_eval.qualitative.codebook import Code, Codebook
from impl_eval.qualitative.exchange.code_choices import CodeChoices
from impl_eval.qualitative.exchange.companion import Companion
from impl_eval.qualitative.exchange.descriptions import parse_code_description
from impl_eval.qualitative.exchange.loss_report import counted
from impl_eval.qualitative.exchange.naming import code_guid, free_id, spelling
from impl_eval.readers.refi import QdaCode, QdaProject

NO_DEFINITION = "Imported without a definition."


@dataclass(frozen=True)
class CodeMatches:
    """The code id for each guid of the file, and the codes that the codebook lacks, parents first.

    `lost` and `changed` are sentences.
    """

    code_ids: Mapping[str, str]
    new_codes: tuple[Code, ...]
    by_label: int
    changed: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownCodes:
    """Codes of a study, mechanisms first: label and the code above, by id."""

    codebook: Codebook
    labels: Mapping[str, str]
    above: Mapping[str, str]
    mechanism_ids: frozenset[str]

    @classmethod
    def of(cls, codebook: Codebook, mechanisms: Sequence[tuple[str, str]]) -> "KnownCodes":
        """Gather them. A code of a mechanism lies under that mechanism."""
        labels, above = dict(mechanisms), {mechanism_id: "" for mechanism_id, _ in mechanisms}
        for code_id, code in codebook.by_id.items():
            labels[code_id] = code.label or labels.get(code_id, code.shown_label)
            parent = code.parent or (code.mechanism if code.mechanism != code_id else None)
            above[code_id] = parent or ""
        return cls(codebook, labels, above, frozenset(identity for identity, _ in mechanisms))


def match_codes(
    project: QdaProject,
    codebook: Codebook,
    mechanisms: Sequence[tuple[str, str]],
    companion: Companion | None = None,
    choices: CodeChoices | None = None,
) -> CodeMatches:
    """Return which code of a study each code of a file is.

    What the analyst chose goes first. A label, or an id in its place, decides where it stands once in the
    study and the file, or once under the same code. What is left becomes a new code: as the companion has
    it, else an inductive one, under the code that the analyst chose or else under that of the file.
    """
    known = KnownCodes.of(codebook, mechanisms)
    matching = _Matching(project, known, companion, choices or CodeChoices())
    for code in project.codes:
        matching.take(code)
    return matching.result()


@dataclass
class _Matching:
    project: QdaProject
    known: KnownCodes
    companion: Companion | None
    choices: CodeChoices
    code_ids: dict[str, str] = field(default_factory=dict)
    new: dict[str, Code] = field(default_factory=dict)
    by_label: int = 0
    undefined: int = 0
    foreign_mechanisms: int = 0

    def __post_init__(self) -> None:
        book = self.known.codebook
        self._guids = {code_guid(book.id, one): one for one in self.known.labels}
        self._facts = {one.guid: parse_code_description(one.description) for one in self.project.codes}
        self._labels = Counter(spelling(one.name) for one in self.project.codes)
        self._by_label: dict[str, list[str]] = {}
        for code_id, label in self.known.labels.items():
            for name in {spelling(label), spelling(code_id)}:
                self._by_label.setdefault(name, []).append(code_id)
        self._claimed: set[str] = set()
        sure = {one.guid: self._surely(one) for one in self.project.codes}
        self._sure = {guid: code_id for guid, code_id in sure.items() if code_id}
        self._claimed.update(self._sure.values())

    def _surely(self, code: QdaCode) -> str:
        """Return the id that the analyst chose, or that the guid or the description says."""
        if code.guid in self.choices.same_as:
            return self.choices.same_as[code.guid]
        if code.guid in self.choices.under:
            return ""
        said = self._facts[code.guid].get("id", "")
        return self._guids.get(code.guid, "") or (said if said in self.known.labels else "")

    def take(self, code: QdaCode) -> None:
        """Match one code; those above it were taken before."""
        found = self._sure.get(code.guid, "")
        if not found:
            found = self._by_its_label(code)
            self.by_label += bool(found)
        made = None
        if not found:
            made = self._new(code)
        elif found in self.known.mechanism_ids and found not in self.known.codebook.by_id:
            made = self._from_companion(code)  # what a mechanism means may stand in the file alone
        if made is not None:
            self.new[made.code_id] = made
            found = made.code_id
        self._claimed.add(found)
        self.code_ids[code.guid] = found

    def _above(self, code: QdaCode) -> str:
        """Return the id of the code above: as the analyst chose, else as in the file."""
        return self.choices.under.get(code.guid, "") or self.code_ids.get(code.parent, "")

    def _by_its_label(self, code: QdaCode) -> str:
        label = spelling(code.name)
        free = [one for one in self._by_label.get(label, ()) if one not in self._claimed]
        above = self._above(code)
        beside = [one for one in free if self.known.above[one] == above]
        if beside or code.guid in self.choices.under:
            return beside[0] if beside else ""
        is_clear = len(self._by_label.get(label, ())) == 1 and self._labels[label] == 1
        return free[0] if free and is_clear else ""

    def _new(self, code: QdaCode) -> Code:
        taken = {*self.known.labels, *self.new}
        exact = self._from_companion(code)
        if exact is not None:
            return exact
        said = dict(self._facts[code.guid])
        label = one_line(code.name) or "code without a name"
        # We say inductive of a code where it is so, and give every code its id: others do neither.
        origin = "deductive" if "id" in said else "inductive"
        wanted = said.pop("id", "") or label
        if "definition" not in said:
            self.undefined += 1
        said = {name: one_line(value) if isinstance(value, str) else value for name, value in said.items()}
        facts: dict[str, Any] = {"origin": origin, "definition": NO_DEFINITION, **said}
        facts["definition"] = facts["definition"] or NO_DEFINITION
        code_id = free_id(wanted, taken, f"code_{code.guid[:8]}")
        return Code.model_validate({**facts, "id": code_id, "label": label, **self._under(code)})

    def _under(self, code: QdaCode) -> dict[str, str]:
        """Return the parent of a new code; a mechanism without a code of its own is no parent."""
        above = self._above(code)
        if not above:
            return {}
        is_code = above in self.new or above in self.known.codebook.by_id
        return {"parent": above} if is_code else {"mechanism": above}

    def _from_companion(self, code: QdaCode) -> Code | None:
        """Return the code as it was exported, as far as the study has the mechanism that it names."""
        if self.companion is None or self.companion.codebook is None:
            return None
        exported = self.companion.codebook.by_id.get(self.companion.code_ids.get(code.guid, ""))
        taken = {*self.known.codebook.by_id, *self.new}
        said = self._facts[code.guid].get("id")
        is_moved = code.guid in self.choices.under
        if exported is None or exported.code_id in taken or said != exported.code_id or is_moved:
            return None
        facts = exported.model_dump()
        mechanism_id = exported.mechanism or ""
        if mechanism_id and mechanism_id not in self.known.mechanism_ids:
            self.foreign_mechanisms += 1
            facts |= {"id": exported.code_id, "mechanism": None}
        if mechanism_id not in self.known.mechanism_ids or exported.parent:
            facts |= {"parent": None, **self._under(code)}
        for name in ("examples", "counter_examples"):  # passages of transcripts that may not be here
            facts[name] = [one for one in facts[name] if one["text"] is not None]
        return Code.model_validate(facts)

    def result(self) -> CodeMatches:
        changed, lost = [], []
        if self.undefined:
            changed.append(
                f"{counted(self.undefined, 'new code')} came without a definition: write one in the codebook."
            )
        if self.foreign_mechanisms:
            changed.append(
                f"{counted(self.foreign_mechanisms, 'code')} of mechanisms that the framework here does not "
                "have: beside it now."
            )
        colors = sum(bool(one.color) for one in self.project.codes)
        if colors:
            lost.append(f"Colours of {counted(colors, 'code')}.")
        folders = sum(not one.is_codable for one in self.project.codes)
        if folders:
            number = counted(folders, "code")
            lost.append(f"That {number} only group others: passages can be given them here.")
        return CodeMatches(
            self.code_ids, tuple(self.new.values()), self.by_label, tuple(changed), tuple(lost)
        )
