"""The exports of one instrument put together: one Responses, with respondents who stand twice found."""

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from impl_eval.instruments import Instrument
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
    items = len(instrument.items)
    return Responses(
        instrument,
        respondent,
        site,
        joined([part.group for part in mine]),
        timepoint,
        np.concatenate([part.values for part in mine]) if mine else np.empty((0, items)),
        np.concatenate([part.reasons for part in mine]) if mine else np.empty((0, items), dtype=np.int8),
        _duplicates(site, respondent, timepoint, row_labels, refuse, gathering),
        row_labels,
        {name: joined([_covariate(part, name) for part in mine]) for name in _names(mine)},
        _stored_scores(mine),
    )


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
    refuse: bool,
    gathering: Gathering,
) -> npt.NDArray[np.bool_]:
    rows_of: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for row, key in enumerate(zip(site.tolist(), respondent.tolist(), timepoint.tolist(), strict=True)):
        if key[1]:
            rows_of[key].append(row)
    duplicated = np.zeros(len(site), dtype=bool)
    for (site_id, respondent_id, timepoint_id), rows in rows_of.items():
        if len(rows) < 2:
            continue
        duplicated[rows] = True
        if refuse:
            file = row_labels[rows[0]].split(", ")[0]
            found = f'respondent "{respondent_id}" of site {site_id} {len(rows)} times at {timepoint_id}'
            where = "; ".join(row_labels[row].removeprefix(f"{file}, ") for row in rows)
            remedy = "Correct the export, or write duplicates: quarantine in the column map."
            gathering.add((file, None, where), found, "each respondent once in a timepoint", remedy)
    return duplicated
