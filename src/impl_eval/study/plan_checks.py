"""Whether what the plan's parts name exists in the study: covariates, subgroups, scales, response options."""

from collections.abc import Iterator, Sequence

from impl_eval.declared import Path as KeyPath
from impl_eval.errors import did_you_mean
from impl_eval.instruments import Instrument
from impl_eval.protocols import STAKEHOLDER_GROUP, AnalysisPlan
from impl_eval.study.declared_files import Gathering, Located


def check_plan_parts(
    plan: AnalysisPlan,
    source: Located,
    instruments: Sequence[Instrument],
    covariates: Sequence[str] | None,
    gathering: Gathering,
) -> None:
    """Note every name of the plan that the study does not know.

    `covariates` are those of the column maps; None where no export was read, so that nothing is known.
    """
    if covariates is not None:
        known = (STAKEHOLDER_GROUP, *covariates)
        remedy = "Name its column under covariates in the column map."
        _check(_covariate_names(plan), known, "covariate of a column map", remedy, source, gathering)
    if not instruments:
        return
    scales = tuple(scale.id for instrument in instruments for scale in instrument.scales)
    remedy = "Correct the plan, or declare the scale."
    _check(_scale_names(plan), scales, "scale of an instrument", remedy, source, gathering)
    _check_repeats(plan, source, gathering)
    _check_thresholds(plan, instruments, source, gathering)


def _covariate_names(plan: AnalysisPlan) -> Iterator[tuple[KeyPath, str]]:
    for index, name in enumerate(plan.mixed_model.covariates):
        yield ("mixed_model", "covariates", index), name
    for index, name in enumerate(plan.subgroups):
        yield ("subgroups", index), name
    if "sensitivity" in plan.model_fields_set:
        for index, name in enumerate(plan.sensitivity.nonresponse_predictors):
            yield ("sensitivity", "nonresponse_predictors", index), name


def _scale_names(plan: AnalysisPlan) -> Iterator[tuple[KeyPath, str]]:
    for index, stated in enumerate(plan.individual_change):
        yield ("individual_change", index, "scale"), stated.scale
    for index, margin in enumerate(plan.equivalence):
        yield ("equivalence", index, "scale"), margin.scale
    if plan.power is not None:
        yield ("power", "scale"), plan.power.scale


def _check(
    names: Iterator[tuple[KeyPath, str]],
    known: Sequence[str],
    kind: str,
    remedy: str,
    source: Located,
    gathering: Gathering,
) -> None:
    for path, name in names:
        if name not in known:
            found = f'"{name}", which is no {kind}'
            gathering.add(source.place(path), found, ", ".join(known), did_you_mean(name, known) or remedy)


def _check_repeats(plan: AnalysisPlan, source: Located, gathering: Gathering) -> None:
    parts = {
        "individual_change": [stated.scale for stated in plan.individual_change],
        "equivalence": [margin.scale for margin in plan.equivalence],
    }
    for key, scales in parts.items():
        for index, scale in enumerate(scales):
            if scale in scales[:index]:
                place = source.place((key, index, "scale"))
                gathering.add(place, f'"{scale}" a second time', "each scale once")


def _check_thresholds(
    plan: AnalysisPlan, instruments: Sequence[Instrument], source: Located, gathering: Gathering
) -> None:
    options = {name: one for instrument in instruments for name, one in instrument.choices.items()}
    for name, threshold in plan.items.thresholds.items():
        place = source.place(("items", "thresholds", name))
        if name not in options:
            found = f'"{name}", which is no set of response options'
            gathering.add(place, found, ", ".join(options), did_you_mean(name, options))
        elif not options[name].min < threshold <= options[name].max:
            allowed = f"{options[name].min + 1} to {options[name].max}"
            gathering.add(place, str(threshold), allowed, "The lowest option would count everybody.")
