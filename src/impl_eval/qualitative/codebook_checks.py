"""Static checks of a codebook: ids once, parents that exist, no circles, sub-codes of one mechanism."""

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
    return tuple(found)


def _parent_findings(codebook: Codebook, index: int, code: Code) -> list[Finding]:
    if code.parent is None:
        return []
    place = ("codes", index, "parent")
    known = [other.code_id for other in codebook.codes if other.code_id != code.code_id]
    if code.parent not in known:
        remedy = did_you_mean(code.parent, known) or "Name a code of this codebook, or take the line out."
        return [Finding(place, f'"{code.parent}", which is no other code', ", ".join(known), remedy)]
    line = list(codebook.line_of(code.code_id))
    if line[-1].parent is not None and line[-1].parent in {each.code_id for each in line}:
        return [
            Finding(
                place, f'"{code.parent}", which lies under "{code.code_id}" itself', "no circle of parents"
            )
        ]
    above = codebook.mechanism_of(code.parent)
    if code.mechanism is not None and above and code.mechanism != above:
        found = f'"{code.mechanism}" under a code of "{above}"'
        remedy = "Take the mechanism out: a sub-code has that of its parent."
        return [Finding(("codes", index, "mechanism"), found, above, remedy)]
    return []
