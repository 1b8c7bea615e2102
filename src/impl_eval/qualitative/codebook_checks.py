"""Static checks of a codebook: ids once, parents that exist, no circles, sub-codes of one mechanism."""

from collections.abc import Iterator

from impl_eval.declared import Finding
from impl_eval.errors import did_you_mean
from impl_eval.qualitative.codebook import Code, Codebook


def check_codebook(codebook: Codebook) -> tuple[Finding, ...]:
    """Return what one code of a codebook contradicts in another."""
    found: list[Finding] = []
    seen: set[str] = set()
    for index, code in enumerate(codebook.codes):
        key = "id" if code.id is not None else "mechanism"
        if code.code_id in seen:
            allowed = (
                "each id once"
                if key == "id"
                else "one code for each mechanism, or codes with ids of their own"
            )
            found.append(Finding(("codes", index, key), f'a second code "{code.code_id}"', allowed))
        seen.add(code.code_id)
        found += _parent_findings(codebook, index, code)
        found += _example_findings(index, code)
    return tuple(found)


def _parent_findings(codebook: Codebook, index: int, code: Code) -> list[Finding]:
    if code.parent is None:
        return []
    place = ("codes", index, "parent")
    known = [other.code_id for other in codebook.codes if other.code_id != code.code_id]
    if code.parent not in known:
        found = f'"{code.parent}", which is no other code'
        return [Finding(place, found, ", ".join(known), _remedy_for_parent(codebook, code.parent, known))]
    last = list(codebook.line_of(code.code_id))[-1]
    if last.parent == code.code_id:
        found = f'"{code.parent}", which lies under "{code.code_id}" itself'
        return [Finding(place, found, "no circle of parents")]
    above = codebook.mechanism_of(code.parent)
    if code.mechanism is not None and above and code.mechanism != above:
        found = f'"{code.mechanism}" under a code of "{above}"'
        remedy = "Take the mechanism out: a sub-code has that of its parent."
        return [Finding(("codes", index, "mechanism"), found, above, remedy)]
    return []


def _remedy_for_parent(codebook: Codebook, parent: str, known: list[str]) -> str:
    if any(code.mechanism == parent for code in codebook.codes):
        return f'Write "mechanism: {parent}" instead: a mechanism without a code of its own is no parent.'
    return did_you_mean(parent, known) or "Name a code of this codebook, or take the line out."


def _example_findings(index: int, code: Code) -> Iterator[Finding]:
    """Yield the passages that a code names twice: as two examples, or as example and counter-example."""
    seen: set[str] = set()
    for key, examples in (("examples", code.examples), ("counter_examples", code.counter_examples)):
        for position, example in enumerate(examples):
            if example.segment is not None and example.segment in seen:
                place = ("codes", index, key, position, "segment")
                allowed = "each passage once, as an example or as a counter-example"
                yield Finding(place, f'"{example.segment}" a second time', allowed)
            seen.add(example.segment or "")
