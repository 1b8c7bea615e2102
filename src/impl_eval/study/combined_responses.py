"""The exports of one instrument put together: one Responses, with respondents who stand twice found."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from impl_eval.instruments import Instrument
from impl_eval.quantitative.code_normalisation import normalise_codes
from impl_eval.quantitative.responses import Responses
from impl_eval.study.declared_files import Gathering
from impl_eval.study.row_facts import Texts
from impl_eval.study.survey_files import SurveyPart


def combine_parts(
    instrument: Instrument, parts: Sequence[tuple[str, SurveyPart]], gathering: Gathering
) -> Responses:
    """Put the exports of one instrument together; respondents twice in a timepoint are refused or marked."""
    mine = [part for _, part in parts if part.column_map.instrument == instrument.id]

    def joined(arrays: list[Texts]) -> Texts:
        return np.concatenate(arrays) if arrays else np.array([], dtype=str)

    respondent = joined([part.respondent for part in mine])
    site = joined([part.site for part in mine])
    timepoint = joined([part.timepoint for part in mine])
    row_labels = tuple(label for part in mine for label in part.row_labels)
    refuse = any(part.column_map.duplicates == "refuse" for part in mine)
    code_format = _code_format(instrument, parts, gathering)
    items = len(instrument.items)
    return Responses(
        instrument,
        respondent,
        site,
        joined([part.group for part in mine]),
        timepoint,
        np.concatenate([part.values for part in mine]) if mine else np.empty((0, items)),
        np.concatenate([part.reasons for part in mine]) if mine else np.empty((0, items), dtype=np.int8),
        _duplicates(
            site,
            respondent,
            timepoint,
            row_labels,
            keys=normalise_codes(respondent, code_format).keys,
            refuse=refuse,
            gathering=gathering,
        ),
        row_labels,
        {name: joined([_covariate(part, name) for part in mine]) for name in _names(mine)},
        _stored_scores(mine),
        code_format,
        tuple(sorted({name for part in mine for name in part.column_map.stable_covariates})),
    )


def _code_format(
    instrument: Instrument, parts: Sequence[tuple[str, SurveyPart]], gathering: Gathering
) -> str:
    """Return the form of the respondent codes: one and the same for all exports of an instrument."""
    stated = {
        name: part.column_map.code_format
        for name, part in parts
        if part.column_map.instrument == instrument.id and part.column_map.code_format is not None
    }
    formats = list(dict.fromkeys(stated.values()))
    for name, code_format in stated.items():
        if code_format != formats[0]:
            place = (name, None, "column map, code_format")
            remedy = "Codes of one instrument are compared with each other: state one form for all exports."
            gathering.add(place, f'"{code_format}"', formats[0], remedy)
    return formats[0] if formats else ""


def _names(parts: Sequence[SurveyPart]) -> list[str]:
    return sorted({name for part in parts for name in part.covariates})


def _covariate(part: SurveyPart, name: str) -> Texts:
    """Return a covariate of the rows of one export; an export without it leaves it unknown."""
    return part.covariates.get(name, np.full(len(part.respondent), "", dtype=str))


def _stored_scores(parts: Sequence[SurveyPart]) -> dict[str, npt.NDArray[np.float64]]:
    scales = sorted({scale for part in parts for scale in part.stored_scores})
    return {
        scale: np.concatenate(
            [part.stored_scores.get(scale, np.full(len(part.respondent), np.nan)) for part in parts]
        )
        for scale in scales
    }


def _duplicates(
    site: Texts,
    respondent: Texts,
    timepoint: Texts,
    row_labels: tuple[str, ...],
    *,
    keys: Texts,
    refuse: bool,
    gathering: Gathering,
) -> npt.NDArray[np.bool_]:
    """Mark rows whose code, however it is spelt, stands more than once in a timepoint of a site."""
    rows_of: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for row, who in enumerate(zip(site.tolist(), keys.tolist(), timepoint.tolist(), strict=True)):
        if who[1]:
            rows_of[who].append(row)
    duplicated = np.zeros(len(site), dtype=bool)
    for (site_id, _, timepoint_id), rows in rows_of.items():
        if len(rows) < 2:
            continue
        duplicated[rows] = True
        if refuse:
            file = row_labels[rows[0]].split(", ")[0]
            spellings = " or ".join(f'"{code}"' for code in dict.fromkeys(respondent[rows].tolist()))
            found = f"respondent {spellings} of site {site_id} {len(rows)} times at {timepoint_id}"
            where = "; ".join(row_labels[row].removeprefix(f"{file}, ") for row in rows)
            remedy = "Correct the export, or write duplicates: quarantine in the column map."
            gathering.add((file, None, where), found, "each respondent once in a timepoint", remedy)
    return duplicated
