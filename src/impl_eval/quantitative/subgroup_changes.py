"""Change by subgroup as interactions of the model, and against comparison sites where there are any."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from impl_eval.protocols import STAKEHOLDER_GROUP
from impl_eval.quantitative.changes import SubjectResult
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.mixed_changes import (
    NOT_STATED,
    Texts,
    covariate_of,
    model_rows,
    model_settings,
    planned_structure,
    varying_covariates,
)
from impl_eval.quantitative.reporting import count_marked, report, scale_subject, slugs
from impl_eval.results import Cell, Estimate, Reported, Table
from impl_eval.statistics.mixed_model import mixed_model_difference_in_differences, mixed_model_interaction

INTERACTION, COMPARISON = "interaction", "difference_in_differences"


def subgroups_table(design: SurveyDesign, results: Sequence[SubjectResult]) -> Table | None:
    """Return the change of each subgroup and the joint test; None where no subgroup is planned."""
    if design.no_change_reason or not design.plan.subgroups:
        return None
    rows: list[tuple[Cell, ...]] = []
    for result in results:
        if result.subject.scale_id in {design.headline, *design.family}:
            for name in design.plan.subgroups:
                rows += _subgroup_rows(design, result, name)
    counted = (f"n, {design.labels.timepoints[timepoint]}" for timepoint in design.compared)
    return Table(
        id=f"{design.prefix}.subgroups",
        title="Change by subgroup",
        columns=("Scale", "Subgroup", *counted, "Change", "p (all changed alike)"),
        rows=tuple(rows),
        note=(
            "One mixed model with a mean for each subgroup and timepoint; the joint test is Kenward and "
            "Roger's F. Rows without a stated subgroup are left out. p values are not adjusted."
        ),
    )


def _subgroup_rows(design: SurveyDesign, result: SubjectResult, name: str) -> list[tuple[Cell, ...]]:
    structure = planned_structure(design)
    rows = model_rows(design, structure)
    stated = covariate_of(design, name)[rows.kept]
    subgroup = np.where(stated == NOT_STATED, "", stated)
    scores = design.scores.of(result.subject.scale_id)[rows.kept]
    covariates = varying_covariates(rows, ~np.isnan(scores) & (subgroup != ""))
    found = mixed_model_interaction(
        scores,
        rows.timepoint,
        rows.site,
        rows.link,
        subgroup,
        covariates={key: column for key, column in covariates.items() if key != name},
        **model_settings(design, structure),
    )
    about = {"contrast": design.contrast, "analysis": f"{INTERACTION}_{name}"}
    joint = report(design, result.subject, found.p_value, INTERACTION, name, **about)
    if not found.subgroups:
        nothing = Estimate.not_estimable("mean_change", found.p_value.reason)
        change = report(design, result.subject, nothing, INTERACTION, name, "none", **about)
        return [(result.subject.label, name.replace("_", " "), "", "", change, joint)]
    present = {when: subgroup[~np.isnan(scores) & (rows.timepoint == when)] for when in design.compared}
    parts = slugs([one.subgroup for one in found.subgroups])
    return [
        (
            result.subject.label,
            _label(design, name, one.subgroup),
            *_numbers(design, result, (name, one.subgroup, parts[one.subgroup]), present),
            _change(design, result, (name, one.subgroup, parts[one.subgroup]), one.change.change),
            "" if number else joint,
        )
        for number, one in enumerate(found.subgroups)
    ]


Named = tuple[str, str, str]
"""Name of what makes subgroups, one of its values, and that value's part of ids."""


def _change(design: SurveyDesign, result: SubjectResult, named: Named, change: Estimate) -> Reported:
    name, subgroup, part = named
    return report(
        design, result.subject, change, INTERACTION, name, part,
        label=f"mean change, {_label(design, name, subgroup)}", group=_group(name, subgroup),
        contrast=design.contrast, analysis=f"{INTERACTION}_{name}",
    )  # fmt: skip


def _numbers(
    design: SurveyDesign, result: SubjectResult, named: Named, present: Mapping[str, Texts]
) -> Iterator[Reported]:
    """Yield how many of a subgroup have a score: by timepoint, as small numbers of groups are hidden."""
    name, subgroup, part = named
    for timepoint, subgroups in present.items():
        yield report(
            design, result.subject, count_marked(subgroups == subgroup), INTERACTION, name, part, timepoint,
            label=_label(design, name, subgroup), group=_group(name, subgroup), timepoint=timepoint,
            analysis=f"{INTERACTION}_{name}",
        )  # fmt: skip


def _label(design: SurveyDesign, name: str, subgroup: str) -> str:
    if name == STAKEHOLDER_GROUP:
        return design.labels.groups.get(subgroup, subgroup)
    return f"{name.replace('_', ' ')}: {subgroup}"


def _group(name: str, subgroup: str) -> str:
    """Return the id by which small numbers of a group are found and hidden wherever the group stands."""
    return subgroup if name == STAKEHOLDER_GROUP else f"{name}: {subgroup}"


def comparison_table(
    whole: SurveyDesign, comparison_sites: frozenset[str], scale_ids: Sequence[str]
) -> Table | None:
    """Return changes at programme and comparison sites and their difference; None without comparison sites.

    `whole` is the design over all rows, those of comparison sites too.
    """
    if whole.no_change_reason or not comparison_sites:
        return None
    structure = planned_structure(whole)
    rows = model_rows(whole, structure)
    is_comparison = np.isin(rows.site, sorted(comparison_sites))
    lines: list[tuple[Cell, ...]] = []
    for scale in whole.instrument.scales:
        if scale.id not in scale_ids:
            continue
        scores = whole.scores.of(scale.id)[rows.kept]
        found = mixed_model_difference_in_differences(
            scores,
            rows.timepoint,
            rows.site,
            rows.link,
            is_comparison,
            covariates=varying_covariates(rows, ~np.isnan(scores)),
            **model_settings(whole, structure),
        )
        estimates = (
            (found.programme.change, "programme_sites"),
            (found.comparison.change, "comparison_sites"),
            (found.effect.change, "effect"),
            (found.effect.p_value, "effect"),
            (found.cluster_robust.p_value, "effect_cr2"),
        )
        subject = scale_subject(scale)
        about = {"contrast": whole.contrast, "analysis": COMPARISON}
        cells = (
            report(whole, subject, estimate, COMPARISON, detail, label=detail.replace("_", " "), **about)
            for estimate, detail in estimates
        )
        lines.append((scale.label, *cells))
    return Table(
        id=f"{whole.prefix}.comparison",
        title="Programme sites against comparison sites",
        columns=("Scale", "Programme sites", "Comparison sites", "Effect (difference)", "p", "p (CR2)"),
        rows=tuple(lines),
        note=(
            "Difference in differences in the mixed model. It is an effect only as far as the "
            "comparison sites would have changed like the programme sites without the programme. p values "
            "are not adjusted."
        ),
    )
