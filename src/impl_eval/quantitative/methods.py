"""How the survey's scores, pairs and changes were computed, in sentences for the report."""

from impl_eval.quantitative.changes import CHANGE_WORDS
from impl_eval.quantitative.decisions import direction_rule_text
from impl_eval.quantitative.design import SurveyDesign
from impl_eval.quantitative.item_results import MOST_OPTIONS_DRAWN, items_not_drawn
from impl_eval.quantitative.matching_flow import matching_method
from impl_eval.quantitative.mixed_changes import planned_structure
from impl_eval.quantitative.reporting import counted
from impl_eval.quantitative.sensitivity import sensitivity_method


def survey_methods(design: SurveyDesign) -> tuple[str, ...]:
    """Return how scores, pairs and changes were computed, one matter a sentence or two."""
    level = f"{100 * design.plan.confidence_level:g}%"
    sentences = [
        f"A scale score is the mean of the answered items of the scale{_sums(design)}. Items marked as "
        "reverse scored are first mirrored in their declared range (lowest plus highest option, minus the "
        "answer).",
        "A score is given where at least the declared number of items of the scale was answered; a score "
        "from only some of the items is called prorated and counted. Answers that are not given, not "
        "applicable or not shown are left out of the mean and are never a zero.",
        "Cronbach's alpha is computed from respondents who answered every item of the scale, with Feldt's "
        f"interval ({level}).",
    ]
    if design.plan.follow_up is None:
        return tuple(sentences)
    sentences += [
        matching_method(design),
        "The change in matched pairs is the mean of follow-up minus baseline, with the interval and the p "
        "value of the paired t test. d_av divides it by the average standard deviation (the root of the "
        "mean of the two variances), d_z by the standard deviation of the differences.",
        *_model_methods(design),
        "The change over all rows is the difference of the means of all rows with a score, by ordinary "
        "least squares; standard errors are cluster robust by site (CR2), with Satterthwaite degrees of "
        "freedom.",
        f"The analysis that decides is the {CHANGE_WORDS[design.plan.primary_change]}; the others stand "
        "beside it.",
    ]
    if design.family:
        sentences.append(
            f"The p values of the plan's family ({counted(len(design.family), 'scale')} of this instrument) "
            "are adjusted by Holm's method. Intervals are not adjusted."
        )
    sentences.append(direction_rule_text(design.plan))
    sentences.append(sensitivity_method(design))
    if items_not_drawn(design):
        sentences.append(
            f"Answers are drawn for items with at most {MOST_OPTIONS_DRAWN} response options only."
        )
    return tuple(sentences)


def _sums(design: SurveyDesign) -> str:
    """Return which scales are sums, where there are any."""
    sums = [scale.label for scale in design.instrument.scales if scale.rule == "sum"]
    return f", times their number for {', '.join(sums)}" if sums else ""


def _model_methods(design: SurveyDesign) -> tuple[str, ...]:
    """Return how the mixed model is made, and the ladder of the plan in words."""
    plan = design.plan.mixed_model
    sites = (
        "a random level and a random change for each site (not correlated)"
        if planned_structure(design) == "site_slopes"
        else "a random level for each site and for each site at each timepoint"
    )
    covariates = f", and {', '.join(plan.covariates)} as covariates" if plan.covariates else ""
    return (
        "The change by the mixed model is that of a linear mixed model by restricted maximum likelihood over "
        f"all rows with a score: timepoint{covariates}; {sites}; a random level for each respondent. "
        "Standard errors and degrees of freedom are those of Kenward and Roger, with the expected "
        "information; variances at zero stay in the model. The companion on the same fit is CR2 by site with "
        "Satterthwaite degrees of freedom.",
        "Where nobody answered twice the model has no term for respondents, and with one site none for "
        f"sites; from fewer than {plan.minimum_sites} sites, or with fewer than "
        f"{plan.minimum_degrees_of_freedom:g} degrees of freedom, nothing is inferred over sites.",
    )
