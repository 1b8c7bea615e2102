"""Codes chosen from one codebook for another: their place, their origin and where they come from."""

import re
from collections.abc import Collection, Sequence
from typing import Literal

from impl_eval.declared import Finding
from impl_eval.qualitative.codebook import Code, Codebook


def choose_codes(
    library: Codebook,
    code_ids: Sequence[str],
    *,
    mechanism: str | None = None,
    parent: str | None = None,
    origin: Literal["deductive", "inductive"] = "deductive",
    with_sub_codes: bool = False,
) -> tuple[Code, ...]:
    """Return codes of a codebook as another one can hold them, in the order of the first.

    Parameters
    ----------
    library : a ready codebook, whose codes stand under no mechanism of the study.
    code_ids : ids of the codes wanted.
    mechanism, parent : where those codes go whose own parents were not chosen; one of the two at most.
        With neither they stand beside the framework.
    origin : how the study came by them.
    with_sub_codes : take everything under the chosen codes as well.

    Raises
    ------
    KeyError : a code is not in the library.
    ValueError : both a mechanism and a parent are given.
    """
    if mechanism is not None and parent is not None:
        raise ValueError("a code goes under a mechanism or under a code")
    wanted = {library.by_id[code_id].code_id for code_id in code_ids}
    if with_sub_codes:
        wanted = {code.code_id for code_id in wanted for _, code in library.family_of(code_id)}
    source = f"{library.title} ({library.id} {library.version})"
    source += f". {library.source}" if library.source else ""
    chosen = []
    for code in library.codes:
        if code.code_id in wanted:
            above = _nearest_chosen(library, code, wanted)
            place = {"parent": above} if above else {"mechanism": mechanism, "parent": parent}
            update = {
                "id": code.code_id,
                "mechanism": None,
                "origin": origin,
                "source": code.source or source,
            }
            chosen.append(code.model_copy(update={**update, **place}))
    return tuple(chosen)


def _nearest_chosen(library: Codebook, code: Code, wanted: Collection[str]) -> str | None:
    line = list(library.line_of(code.code_id))[1:]
    return next((each.code_id for each in line if each.code_id in wanted), None)


def ids_taken(
    codes: Sequence[Code], codebook: Codebook, mechanism_ids: Collection[str]
) -> tuple[Finding, ...]:
    """Return which codes cannot be added, since a code or mechanism of the study has their id already."""
    found = []
    for index, code in enumerate(codes):
        if code.code_id in codebook.by_id:
            allowed = "an id that no code of the study has"
            found.append(
                Finding(("codes", index), f'"{code.code_id}", which the codebook has already', allowed)
            )
        elif code.code_id in mechanism_ids and code.mechanism != code.code_id:
            allowed = "an id that no mechanism of the study has"
            found.append(Finding(("codes", index), f'"{code.code_id}", which is a mechanism', allowed))
    return tuple(found)


def named_but_absent(codes: Sequence[Code], library: Codebook, codebook: Codebook) -> tuple[str, ...]:
    """Return the codes of a library that rules of chosen codes name, and that a codebook does not hold."""
    rules = " ".join(f"{code.include or ''} {code.exclude or ''}" for code in codes)
    named = set(re.findall(r"[A-Za-z][A-Za-z0-9_\-]*", rules)) & set(library.by_id)
    return tuple(code_id for code_id in library.by_id if code_id in named - set(codebook.by_id))
