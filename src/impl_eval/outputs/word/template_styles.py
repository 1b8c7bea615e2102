"""The styles of an organisation's template and ours: which of theirs stand for which of ours.

Word's own styles bear English names in every language of Word; others are matched by their names, or by
what a style map says. What the template lacks is added in the report's own look.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.outputs.word.styles import styles_xml

_NEVER_MISSED = frozenset(
    {"Normal", "Normal Table", "No List", "Default Paragraph Font", "annotation text", "annotation reference",
     "FollowedHyperlink", "Section End"}
)  # fmt: skip


@dataclass(frozen=True)
class StyleMap:
    """Names of the template's styles by names of ours, with the line of the file that says so."""

    file: str = ""
    names: Mapping[str, tuple[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class OwnStyle:
    """One style of ours: its id, name, kind (paragraph, character, table, numbering) and its XML."""

    id: str
    name: str
    kind: str
    element: Any


@dataclass(frozen=True)
class Matched:
    """The template's style ids by ours, and the names of ours that it lacks."""

    ids: Mapping[str, str]
    missing: tuple[OwnStyle, ...]

    @property
    def missed(self) -> tuple[str, ...]:
        """Names of missing styles that change how the report looks."""
        return tuple(one.name for one in self.missing if one.name not in _NEVER_MISSED)


@cache
def own_styles() -> tuple[OwnStyle, ...]:
    """Return the styles that a report uses."""
    return tuple(
        OwnStyle(each.get(qn("w:styleId")), _name(each), each.get(qn("w:type")), each)
        for each in parse_xml(styles_xml()).iter(qn("w:style"))
    )


def match_styles(styles: Any, chosen: StyleMap) -> Matched:
    """Match the w:styles of a template with ours.

    Raises
    ------
    StudyProblems : the style map names a style that we, or the template, do not have.
    """
    theirs: dict[tuple[str, str], str] = {}
    for each in styles.iter(qn("w:style")):
        theirs.setdefault(
            (each.get(qn("w:type")) or "paragraph", _name(each).lower()), each.get(qn("w:styleId"))
        )
    problems = [*_problems(chosen, theirs)]
    if problems:
        raise StudyProblems(problems)
    wanted = {name.lower(): target for name, (target, _) in chosen.names.items()}
    ids: dict[str, str] = {}
    missing: list[OwnStyle] = []
    taken = set(theirs.values())
    for own in own_styles():
        found = theirs.get((own.kind, wanted.get(own.name.lower(), own.name).lower()))
        if found is None:
            missing.append(own)
            found = own.id if own.id not in taken else f"Report{own.id}"
        ids[own.id] = found
    return Matched(ids, tuple(missing))


def add_missing(styles: Any, matched: Matched, bullets: str) -> None:
    """Add the styles that a template lacks. `bullets` is the number of a bulleted list in the document."""
    for own in matched.missing:
        style = deepcopy(own.element)
        style.set(qn("w:styleId"), matched.ids[own.id])
        if style.get(qn("w:default")) is not None:
            del style.attrib[qn("w:default")]
        for what in ("w:basedOn", "w:next", "w:link"):
            for each in style.iter(qn(what)):
                each.set(qn("w:val"), matched.ids.get(each.get(qn("w:val")), each.get(qn("w:val"))))
        for each in style.iter(qn("w:numId")):
            each.set(qn("w:val"), bullets)
        styles.append(style)


def needs_bullets(matched: Matched) -> bool:
    """Whether a style with bullets has to be added."""
    return any(own.element.find(f".//{qn('w:numId')}") is not None for own in matched.missing)


def _problems(chosen: StyleMap, theirs: Mapping[tuple[str, str], str]) -> list[Problem]:
    ours = {one.name.lower(): one for one in own_styles()}
    found = []
    for name, (target, line) in chosen.names.items():
        own = ours.get(name.lower())
        if own is None:
            known = [one.name for one in own_styles()]
            remedy = did_you_mean(name, known) or f"A report has these styles: {', '.join(sorted(known))}."
            found.append(
                Problem(chosen.file, line, "", f'"{name}"', "the name of a style of the report", remedy)
            )
        elif (own.kind, target.lower()) not in theirs:
            names = [known for kind, known in theirs if kind == own.kind]
            allowed = f"the name of a {own.kind} style of the template"
            found.append(
                Problem(chosen.file, line, name, f'"{target}"', allowed, did_you_mean(target, names))
            )
    return found


def _name(style: Any) -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else str(name.get(qn("w:val")))
