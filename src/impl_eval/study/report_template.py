"""Reads an organisation's Word template for reports, and the style map beside it.

nhs.dotx has its map in nhs.styles.yaml: names of the report's styles, each with the name of the template's.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.yaml_text import read_yaml_text

if TYPE_CHECKING:
    from impl_eval.outputs.word.foundation import Template
    from impl_eval.outputs.word.template_styles import StyleMap

MAP_SUFFIX = ".styles.yaml"


def load_report_template(path: Path) -> "Template":
    """Return a template with its style map, if there is one.

    Raises StudyProblems where either cannot be used.
    """
    from impl_eval.outputs.word.organisation_template import ALLOWED, read_template

    try:
        content = path.read_bytes()
    except OSError as error:
        found = f"a file that cannot be read ({error.strerror})"
        raise StudyProblems([Problem(path.name, None, "", found, ALLOWED)]) from None
    return read_template(content, path.name, _style_map(path.with_name(path.stem + MAP_SUFFIX)))


def _style_map(path: Path) -> "StyleMap | None":
    from impl_eval.outputs.word.template_styles import StyleMap

    if not path.exists():
        return None
    read = read_yaml_text(path, path.name)
    names: dict[str, tuple[str, int]] = {}
    problems = []
    for ours, theirs in read.value.items():
        line = read.line_of((ours,))
        if isinstance(theirs, str):
            names[ours] = (theirs, line)
        else:
            allowed = "the name of one style of the template"
            problems.append(Problem(path.name, line, ours, "a list or more keys", allowed))
    if problems:
        raise StudyProblems(problems)
    return StyleMap(path.name, names)
