"""What people write for the report, as protocols/report.yaml declares it: all of it may be left out.

Nothing here is a result. What is absent becomes a question to the project lead, or its heading goes.
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from impl_eval.declared import DeclaredModel, Identifier, IsoDate, Text
from impl_eval.protocols.checklists import CHECKLIST_IDS, ChecklistId
from impl_eval.protocols.logo import LOGO_ALLOWED, LOGO_ENDINGS, NO_LOGO, PLACEHOLDER

HEADLINE, OUTCOMES, HARMS, PARTICIPANTS, JOINT = "headline", "outcomes", "harms", "participants", "joint"
FINDINGS = (HEADLINE, OUTCOMES, HARMS, PARTICIPANTS, JOINT)
"""What a recommendation may rest on, beside the mechanisms of the framework."""


def _one_or_more(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Paragraphs = Annotated[tuple[Text, ...], BeforeValidator(_one_or_more)]
"""One text, or a list of paragraphs."""


class Change(DeclaredModel):
    """A line of the history of the document."""

    version: Text
    date: IsoDate
    author: Text
    change: Text


class DocumentControl(DeclaredModel):
    """What version this is, for whom, and who answers for it."""

    version: Text | None = None
    status: Literal["draft", "for comment", "final"] = "draft"
    owner: Text | None = None
    contact: Text | None = None
    readers: Text | None = None
    approved_by: Text | None = None
    history: tuple[Change, ...] = ()

    @model_validator(mode="after")
    def _final_is_approved(self) -> "DocumentControl":
        if self.status == "final" and self.approved_by is None:
            context = {"found": "a final report that nobody approved", "allowed": "approved_by with a name"}
            raise PydanticCustomError("not_allowed", "{allowed}", context)
        return self


class Background(DeclaredModel):
    """Why the programme was needed, how it was meant to work, and what the evaluation asked."""

    problem: Paragraphs = ()
    programme_theory: Paragraphs = ()
    aims: Paragraphs = ()
    context: Paragraphs = ()


class Approach(DeclaredModel):
    """Reasons for the design that no file of data holds: why both methods, who analysed, who was asked."""

    why_both_methods: Paragraphs = ()
    design: Paragraphs = ()
    survey: Paragraphs = ()
    interviews: Paragraphs = ()
    reflexivity: Paragraphs = ()
    integration: Paragraphs = ()
    involvement: Paragraphs = ()


class Recommendation(DeclaredModel):
    """What should be done, by whom and by when, how strongly it is advised, and on which findings."""

    id: Identifier
    what: Text
    who: Text | None = None
    by_when: Text | None = None
    strength: Literal["strong", "moderate", "tentative"] | None = None
    why: Text | None = None
    evidence: tuple[Identifier, ...] = ()


class Discussion(DeclaredModel):
    """What the results mean to those who know the programme."""

    meaning: Paragraphs = ()
    other_explanations: Paragraphs = ()
    earlier_work: Paragraphs = ()
    implications: Paragraphs = ()
    limits: Paragraphs = ()
    costs: Paragraphs = ()


class Statements(DeclaredModel):
    """What a reader must be able to look up: approval, consent, money, interests, data."""

    ethics: Text | None = None
    consent: Text | None = None
    data_protection: Text | None = None
    funding: Text | None = None
    interests: Text | None = None
    registration: Text | None = None
    data: Text | None = None
    acknowledgements: Text | None = None


class ReportWords(DeclaredModel):
    """All that people write for the report. `logo_alt` are the words that stand for a picture as logo."""

    schema_: Literal["impl-eval/report-words/1"] = Field(alias="schema", default="impl-eval/report-words/1")
    logo: Text = PLACEHOLDER
    logo_alt: Text | None = None
    document: DocumentControl = DocumentControl()
    background: Background = Background()
    approach: Approach = Approach()
    next_steps: Text | None = None
    recommendations: tuple[Recommendation, ...] = ()
    discussion: Discussion = Discussion()
    harms: Paragraphs = ()
    statements: Statements = Statements()
    checklists: tuple[ChecklistId, ...] = CHECKLIST_IDS

    @property
    def logo_file(self) -> str | None:
        """The path of the picture that is the logo, or None where the study names none."""
        return None if self.logo in (NO_LOGO, PLACEHOLDER) else self.logo

    @model_validator(mode="after")
    def _logo_is_a_picture_with_words(self) -> "ReportWords":
        context = None
        if self.logo_file is not None and not self.logo.lower().endswith(LOGO_ENDINGS):
            context = {"found": f'the logo "{self.logo}"', "allowed": LOGO_ALLOWED}
        elif self.logo_file is not None and self.logo_alt is None:
            context = {"found": "a logo that nothing stands for", "allowed": "logo_alt with words for it"}
        elif self.logo_file is None and self.logo_alt is not None:
            context = {"found": "logo_alt without a picture", "allowed": "logo with the path of a picture"}
        if context is not None:
            raise PydanticCustomError("not_allowed", "{allowed}", context)
        return self


class ProgrammeDescription(DeclaredModel):
    """What was put into practice, by the twelve questions of TIDieR, and how it was brought in.

    Source: Hoffmann TC et al. BMJ 2014;348:g1687.
    """

    schema_: Literal["impl-eval/programme-description/1"] = Field(
        alias="schema", default="impl-eval/programme-description/1"
    )
    brief_name: Text | None = None
    why: Text | None = None
    materials: Text | None = None
    procedures: Text | None = None
    providers: Text | None = None
    mode: Text | None = None
    places: Text | None = None
    timing: Text | None = None
    tailoring: Text | None = None
    modifications: Text | None = None
    planned_fidelity: Text | None = None
    actual_fidelity: Text | None = None
    strategy: Paragraphs = ()
