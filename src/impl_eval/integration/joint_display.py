"""The joint display: survey and interviews side by side, mechanism by mechanism."""

from collections.abc import Iterable, Mapping, Sequence

from impl_eval.integration.fit import fit_rule_text, propose_fit
from impl_eval.results import InterviewEvidence, JointDisplay, JointRow, Reported, SurveyEvidence


def joint_display(
    mechanisms: Sequence[tuple[str, str]],
    survey: Mapping[str, SurveyEvidence],
    interviews: Sequence[InterviewEvidence],
    suggestions: Mapping[str, Reported],
    *,
    direction_rule: str,
    minimum_participants: int,
    majority_share: float,
    surveyed: bool = True,
) -> JointDisplay:
    """Put the strands side by side and propose a fit for each mechanism.

    Parameters
    ----------
    mechanisms : (id, label) in report order; one row each.
    survey : evidence by mechanism id; of a scale of the plan's family where there is one.
    surveyed : whether a survey was carried out at all.
    interviews : evidence from people's codings; empty where the study has no interviews.
    suggestions : unreviewed suggestions of the tagger by mechanism id, shown in a column of their own.
    direction_rule : how the survey's words came about, as printed.
    minimum_participants, majority_share : see `propose_fit`.

    Raises
    ------
    ValueError : evidence about something that is not a mechanism of the framework, or twice about one.
    """
    heard = {evidence.mechanism_id: evidence for evidence in interviews}
    known = [mechanism_id for mechanism_id, _ in mechanisms]
    _refuse_strangers(known, (*survey, *heard, *suggestions))
    if len(heard) < len(interviews):
        raise ValueError("interview evidence stands twice for one mechanism")
    rows = tuple(
        JointRow(
            mechanism_id,
            label,
            survey.get(mechanism_id),
            heard.get(mechanism_id),
            propose_fit(
                survey.get(mechanism_id),
                heard.get(mechanism_id),
                minimum_participants=minimum_participants,
                majority_share=majority_share,
                surveyed=surveyed,
            ),
            suggestions.get(mechanism_id),
        )
        for mechanism_id, label in mechanisms
    )
    return JointDisplay(rows, direction_rule, fit_rule_text(minimum_participants, majority_share))


def _refuse_strangers(known: Sequence[str], named: Iterable[str]) -> None:
    strangers = sorted(set(named) - set(known))
    if strangers:
        raise ValueError(f"evidence about no mechanism of the framework: {', '.join(strangers)}")
