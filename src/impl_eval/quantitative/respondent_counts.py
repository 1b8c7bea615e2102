"""Numbers of respondents, wrapped for the report: whom they count stands in their ids."""

from impl_eval.quantitative.design import SurveyDesign
from impl_eval.results import Estimate, Reported


def respondents_reported(
    design: SurveyDesign,
    name: str,
    label: str,
    estimate: Estimate,
    timepoint: str = "",
    *,
    contrast: str = "",
    group: str = "",
    place: str = "",
) -> Reported:
    """Return a number of respondents, or a share of them, with its id: ids say whom it counts."""
    parts = (design.prefix, "respondents", name, timepoint)
    when = design.labels.timepoints.get(timepoint, "")
    return Reported(
        id=".".join(part for part in parts if part),
        strand="survey",
        label=f"Respondents: {', '.join(word for word in (label, when) if word)}",
        estimate=estimate,
        timepoint=timepoint,
        contrast=contrast,
        group=group,
        place=place,
    )
