"""Which files beside an export may explain it, by their names."""

from pathlib import Path

import pytest

from impl_eval.readers.survey.choices import AS_THE_FILE_SAYS
from impl_eval.readers.survey.companion_files import find_companions
from impl_eval.readers.survey.raw_table import JISC_KEY, QSF, REDCAP_DICTIONARY


@pytest.mark.parametrize(
    ("export", "beside", "kind", "found"),
    [
        (
            "data.en.csv",
            ["data-key.fr.csv", "data-key.en.csv"],
            JISC_KEY,
            ["data-key.en.csv", "data-key.fr.csv"],
        ),
        ("data.csv", ["data-key.csv", "other-key.csv"], JISC_KEY, ["data-key.csv"]),
        (
            "Taper_DATA_2024-05-02_0910.csv",
            ["Taper_DataDictionary_2024-05-02.csv", "Other_DataDictionary_2024-05-02.csv"],
            REDCAP_DICTIONARY,
            ["Taper_DataDictionary_2024-05-02.csv"],
        ),
        (
            "x.csv",
            ["Other_DataDictionary_2024-05-02.csv"],
            REDCAP_DICTIONARY,
            ["Other_DataDictionary_2024-05-02.csv"],
        ),
        ("My survey_May 2, 2024.csv", ["My_survey.qsf", "notes.txt"], QSF, ["My_survey.qsf"]),
        ("x.csv", [], QSF, []),
    ],
)
def test_what_lies_beside(
    tmp_path: Path, export: str, beside: list[str], kind: str, found: list[str]
) -> None:
    for name in [export, *beside]:
        (tmp_path / name).touch()
    candidates = find_companions(tmp_path / export, export, AS_THE_FILE_SAYS).candidates(kind)
    assert [one.name for one in candidates] == found
