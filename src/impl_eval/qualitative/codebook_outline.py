"""A codebook in the order in which people read it: mechanisms with their codes, then what stands beside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from impl_eval.qualitative.codebook import Code, Codebook


@dataclass(frozen=True)
class OutlineLine:
    """One mechanism or code. `code` is None for a mechanism that has no code of its own.

    `codings` are those of the code itself, `with_sub_codes` those of everything under it as well.
    """

    depth: int
    code_id: str
    label: str
    code: Code | None
    codings: int
    with_sub_codes: int


def outline(
    codebook: Codebook, mechanisms: Sequence[tuple[str, str]], codings: Mapping[str, int]
) -> tuple[OutlineLine, ...]:
    """Return all codes of a codebook, parents before their sub-codes.

    Parameters
    ----------
    codebook : without faults (`check_codebook`): a code on a circle of parents has no place here.
    mechanisms : (id, label) in the order of the framework; none for a codebook by itself.
    codings : number of codings by the id of the code applied.
    """
    lines: list[OutlineLine] = []
    placed: set[str] = set()
    for mechanism_id, label in mechanisms:
        own = codebook.by_id.get(mechanism_id)
        # The mechanism's own code may stand under another code: it is shown there.
        own = own if own is not None and own.parent is None and own.mechanism == mechanism_id else None
        roots = [code for code in codebook.top_codes if code.mechanism == mechanism_id and code is not own]
        below = list(_families(codebook, roots, 1, codings))
        if own is None:
            first = OutlineLine(0, mechanism_id, label, None, codings.get(mechanism_id, 0), 0)
            mine = [first]
        else:
            mine = list(_families(codebook, [own], 0, codings))
            first = mine[0]
        total = sum(line.codings for line in (*mine, *below))
        shown = own.label if own is not None and own.label else label
        lines += [OutlineLine(0, mechanism_id, shown, own, first.codings, total), *mine[1:], *below]
        placed |= {line.code_id for line in (*mine, *below)}
    roots = [code for code in codebook.top_codes if code.code_id not in placed]
    return (*lines, *_families(codebook, roots, 0, codings))


def _families(
    codebook: Codebook, roots: Sequence[Code], depth: int, codings: Mapping[str, int]
) -> Iterator[OutlineLine]:
    for root in roots:
        for below, code in codebook.family_of(root.code_id):
            own = codings.get(code.code_id, 0)
            total = sum(codings.get(each.code_id, 0) for _, each in codebook.family_of(code.code_id))
            yield OutlineLine(depth + below, code.code_id, code.shown_label, code, own, total)
