"""Reads what a study declares in one YAML file: framework, plan, codebook, topic guide."""

from typing import TypeVar

from pydantic import BaseModel

from impl_eval.errors import StudyProblems
from impl_eval.readers.report import ReadingReport
from impl_eval.readers.yaml_text import YamlText, read_yaml_text
from impl_eval.study.declared_files import Located, Place, located_yaml, parse_declared
from impl_eval.study.files import StudyFiles

Declared = TypeVar("Declared", bound=BaseModel)


def read_yaml_file(name: str, place: Place, files: StudyFiles) -> YamlText | None:
    """Read a YAML file of the study, or note why it cannot be read."""
    path = files.existing(name, place)
    if path is None:
        return None
    try:
        text = read_yaml_text(path, name)
    except StudyProblems as error:
        files.gathering.problems.extend(error.problems)
        return None
    files.note(name, path, ReadingReport("YAML", "utf-8"))
    return text


def read_declared(
    model: type[Declared], name: str, place: Place, files: StudyFiles
) -> tuple[Declared | None, Located | None]:
    """Read a YAML file as a declared thing; returns it with its places, or None for what failed."""
    text = read_yaml_file(name, place, files)
    if text is None:
        return None, None
    source = located_yaml(text)
    return parse_declared(model, source, files.gathering), source
