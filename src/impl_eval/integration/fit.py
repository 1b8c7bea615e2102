"""How survey and interviews fit for one mechanism: proposed by a stated rule, decided by people.

The rule is data: one entry for each pair of what the survey says and what the interviews say. It
compares a change with a reported change, never with valence: a barrier can be named and be smaller
than it was. Words after Farmer (2006) and O'Cathain (2010); kinds as joint displays name them.
Explanations hold no counts, so that nothing has to be suppressed in them.
"""

from typing import Literal

from impl_eval.results import Fit, FitWord, InterviewEvidence, SurveyEvidence

SurveyWord = Literal["better", "worse", "no clear change", "not estimable"]
InterviewWord = Literal["better", "same", "worse", "mixed", "too few said"]

FIT_TABLE: dict[tuple[SurveyWord, InterviewWord], FitWord] = {
    ("better", "better"): "agreement",
    ("better", "same"): "dissonance",
    ("better", "worse"): "dissonance",
    ("better", "mixed"): "partial agreement",
    ("worse", "better"): "dissonance",
    ("worse", "same"): "dissonance",
    ("worse", "worse"): "agreement",
    ("worse", "mixed"): "partial agreement",
    ("no clear change", "better"): "partial agreement",
    ("no clear change", "same"): "agreement",
    ("no clear change", "worse"): "partial agreement",
    ("no clear change", "mixed"): "partial agreement",
}
KINDS: dict[FitWord, str] = {
    "agreement": "confirmation",
    "partial agreement": "expansion",
    "dissonance": "discordance",
}
# Who is silent, and why; "too few said" is a silence on change only: people did speak.
SURVEY_SILENCE = {
    "no survey": "no survey was carried out",
    "no decision planned": "the survey has a scale for it, and the plan foresaw no decision on it",
    "not measured": "no scale of the survey measures this mechanism",
    "not estimable": "the survey has a scale for this mechanism, and cannot say whether it changed",
}
INTERVIEW_SILENCE = {
    "no interviews": "the study has no interviews",
    "not coded": "nobody has coded an interview yet",
    "not asked": "no question of the topic guide asks about it, and nobody speaks of it",
    "asked and silent": "it was asked about, and no coded segment speaks of it",
    "spoken of, too few say whether it changed": "people speak of it, and too few say whether it changed",
}
_SAYING: tuple[InterviewWord, ...] = ("better", "same", "worse", "mixed")
_ROUNDING = 1e-9
_NOT_PROOF = " No clear change is not proof of no change: the survey does not rule it out."


def survey_word(evidence: SurveyEvidence) -> SurveyWord:
    """Return what the survey says of the change; ValueError where direction and improvement clash."""
    if evidence.direction == "not estimable":
        return "not estimable"
    if evidence.direction == "no clear change" and evidence.improvement == "unclear":
        return "no clear change"
    if evidence.direction == "no clear change" or evidence.improvement == "unclear":
        raise ValueError(f"{evidence.scale_id}: {evidence.direction!r} cannot be {evidence.improvement!r}")
    return evidence.improvement


def interview_word(
    evidence: InterviewEvidence, minimum_participants: int, majority_share: float
) -> InterviewWord:
    """Return what most of the participants who report on change say of it."""
    counts = {word: reported.estimate.value or 0 for word, reported in evidence.changes}
    said = sum(counts.get(word, 0) for word in _SAYING)
    if said < minimum_participants or said == 0:
        return "too few said"
    for word in _SAYING:
        if counts.get(word, 0) >= majority_share * said - _ROUNDING:
            return word
    return "mixed"


def _survey_silence(evidence: SurveyEvidence | None, *, surveyed: bool) -> str:
    if evidence is None:
        return "not measured" if surveyed else "no survey"
    if survey_word(evidence) != "not estimable":
        return ""
    return "no decision planned" if "no decision" in evidence.decision else "not estimable"


def _interview_silence(
    evidence: InterviewEvidence | None, minimum_participants: int, majority_share: float
) -> str:
    if evidence is None:
        return "no interviews"
    if evidence.coded_transcripts == 0:
        return "not coded"
    if not evidence.segments.estimate.value:
        return "asked and silent" if evidence.asked else "not asked"
    word = interview_word(evidence, minimum_participants, majority_share)
    return "spoken of, too few say whether it changed" if word == "too few said" else ""


def _silence(survey_kind: str, interview_kind: str) -> Fit:
    silences = (
        ("survey", survey_kind, SURVEY_SILENCE.get(survey_kind)),
        ("interviews", interview_kind, INTERVIEW_SILENCE.get(interview_kind)),
    )
    silent = [each for each in silences if each[1]]
    kind = "; ".join(f"{strand}: {kind}" for strand, kind, _ in silent)
    reasons = "; ".join(f"{strand} silent: {reason}" for strand, _, reason in silent)
    return Fit("silence", kind, f"proposed: silence ({reasons}).")


def propose_fit(
    survey: SurveyEvidence | None,
    interviews: InterviewEvidence | None,
    *,
    minimum_participants: int,
    majority_share: float,
    surveyed: bool = True,
) -> Fit:
    """Propose how the strands fit for one mechanism.

    Parameters
    ----------
    survey : evidence of the mechanism's scale, None where it has none. `surveyed`: there was a survey.
    interviews : evidence of people's codings, None where the study has no interviews.
    minimum_participants : so many must say whether it changed before the interviews say anything.
    majority_share : the word that at least this share of them says is the interviews' word; else mixed.

    Returns
    -------
    Fit: one of FIT_TABLE's words, or silence with which strand is silent and why. Speech on a mechanism
    that nobody asked about is evidence like any other.
    """
    survey_kind = _survey_silence(survey, surveyed=surveyed)
    interview_kind = _interview_silence(interviews, minimum_participants, majority_share)
    if survey is None or interviews is None or survey_kind or interview_kind:
        return _silence(survey_kind, interview_kind)
    by_survey = survey_word(survey)
    by_interviews = interview_word(interviews, minimum_participants, majority_share)
    word = FIT_TABLE[by_survey, by_interviews]
    explanation = (
        f"proposed: {word}. The survey shows {_survey_phrase(by_survey)}; {_interview_phrase(by_interviews)}."
    )
    if by_survey == "no clear change" and word == "partial agreement":
        explanation += _NOT_PROOF
    return Fit(word, KINDS[word], explanation)


def _survey_phrase(word: SurveyWord) -> str:
    return word if word == "no clear change" else f"a change for the {word}"


def _interview_phrase(word: InterviewWord) -> str:
    phrases = {
        "better": "most participants who report on change say it became better",
        "worse": "most participants who report on change say it became worse",
        "same": "most participants who report on change say it stayed the same",
        "mixed": "participants who report on change differ, or say both better and worse",
    }
    return phrases[word]


def _share_text(share: float) -> str:
    """Say the share exactly: two of three are two thirds, and less than 67%."""
    return "two thirds" if abs(share - 2 / 3) < _ROUNDING else f"{100 * share:.10g}%"


def fit_rule_text(minimum_participants: int, majority_share: float) -> str:
    """Return the rule of `propose_fit` in plain English, every pair of FIT_TABLE included."""
    people = "1 participant says" if minimum_participants == 1 else f"{minimum_participants} participants say"
    by_word: dict[FitWord, list[str]] = {}
    for (by_survey, by_interviews), word in FIT_TABLE.items():
        by_word.setdefault(word, []).append(f"survey {by_survey} and interviews {by_interviews}")
    pairs = " ".join(f"{word.capitalize()} ({KINDS[word]}): {'; '.join(by_word[word])}." for word in KINDS)
    return (
        "Fit is proposed by this rule, and people decide. It compares the change in the survey with the "
        "change that participants report. The interviews say better, same, worse or mixed where at least "
        f"{people} whether it changed and at least {_share_text(majority_share)} of "
        f"them say the same word; where no word reaches that share they are mixed. {pairs} Silence: one "
        "strand, or both, says nothing about change; the strand and the reason are named. What nobody was "
        "asked about is not silence of the participants, and what somebody says unasked is evidence. "
        + _NOT_PROOF.strip()
    )
