"""The files beside an export that explain it: Qualtrics .qsf, Jisc key, REDCap data dictionary.

Found by their names only (any .qsf: its content tells whether it fits); what they say is read by the
platform that needs them.
"""

import re
from pathlib import Path

from impl_eval.errors import Problem, StudyProblems
from impl_eval.readers.survey.choices import ReadingChoices
from impl_eval.readers.survey.raw_table import JISC_KEY, QSF, REDCAP_DICTIONARY, Companion, Companions

_LANGUAGE = re.compile(r"\.[a-z]{2}(-[A-Za-z]{2,4})?\Z")
_REDCAP_DATA = re.compile(r"_DATA(_LABELS)?(_\d{4}-\d{2}-\d{2}_\d{4})?.*\Z")
_REDCAP_DICTIONARY = re.compile(r"data[ _-]?dictionary", re.IGNORECASE)


def find_companions(path: Path, name: str, choices: ReadingChoices) -> Companions:
    """Look beside an export for files that may explain it, best match first; or take the one chosen.

    Raises StudyProblems where a chosen file does not exist.
    """
    if choices.dictionary:
        given = path.parent / choices.dictionary
        if not given.is_file():
            remedy = "Correct `dictionary` under `reading` in the column map."
            found = f'no file "{choices.dictionary}"'
            raise StudyProblems([Problem(name, None, "reading > dictionary", found, "", remedy)])
        return Companions(given=Companion(given, choices.dictionary))
    if not path.parent.is_dir():
        return Companions()
    beside = sorted(
        one.name for one in path.parent.iterdir() if one != path and one.suffix.lower() in {".csv", ".qsf"}
    )
    return Companions(
        {
            QSF: _found(path, [one for one in beside if one.lower().endswith(".qsf")]),
            JISC_KEY: _found(path, _keys(path, beside)),
            REDCAP_DICTIONARY: _found(path, _dictionaries(path, beside)),
        }
    )


def _found(path: Path, names: list[str]) -> tuple[Companion, ...]:
    return tuple(Companion(path.parent / one, one) for one in names)


def _keys(path: Path, beside: list[str]) -> list[str]:
    language = _LANGUAGE.search(path.stem)
    prefix = path.stem[: language.start()] if language else path.stem
    exact = f"{prefix}-key{language.group() if language else ''}.csv".lower()
    keys = [one for one in beside if one.lower().startswith(f"{prefix.lower()}-key")]
    return sorted(keys, key=lambda one: (one.lower() != exact, one))


def _dictionaries(path: Path, beside: list[str]) -> list[str]:
    """Those of the same project first; of other projects none, where there is one of this."""
    project = _REDCAP_DATA.sub("", path.stem).lower()
    every = [one for one in beside if one.lower().endswith(".csv") and _REDCAP_DICTIONARY.search(one)]
    same = [one for one in every if one.lower().startswith(project)]
    return same or every
