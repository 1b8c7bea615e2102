"""What the results mean, other explanations, what follows, and statements. People write most of it."""

from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.model import Block, Heading, Paragraph, Prompt, spans, strong
from impl_eval.outputs.report.sentences import question
from impl_eval.outputs.report.shape import shows_any_change
from impl_eval.outputs.report.values import listed
from impl_eval.outputs.report.written import asked, told
from impl_eval.results import Evaluation

STATEMENTS = (
    ("ethics", "Approval"),
    ("consent", "Consent"),
    ("data_protection", "Protection of data"),
    ("funding", "Funding"),
    ("interests", "Interests of the authors"),
    ("registration", "Registration"),
    ("data", "Where the data are"),
    ("acknowledgements", "Acknowledgements"),
)
NOT_ASKED = frozenset({"acknowledgements"})
_MEANING = "What do these results mean for those who run the programme? The first question was: "
_OTHER = "Which other events, campaigns or changes in staff at the time could explain a change, or hide one?"


def discussion_chapter(evaluation: Evaluation, inputs: ReportInputs) -> tuple[Block, ...]:
    """Return the discussion, but for limits and harms, which have a chapter of their own."""
    words = inputs.words.discussion
    asked_of = f"{_MEANING}{question(evaluation)}"
    other = "What else could explain it"
    explained = (
        asked("discussion.other", other, words.other_explanations, _OTHER)
        if shows_any_change(evaluation)
        else told("discussion.other", other, words.other_explanations)
    )
    return (
        Heading(1, "Discussion", "discussion"),
        *asked("discussion.meaning", "What the results mean", words.meaning, asked_of),
        *explained,
        *told("discussion.earlier", "How this fits with earlier work", words.earlier_work),
        *told("discussion.costs", "Costs", words.costs),
        *told(
            "discussion.implications", "What follows for policy, practice and research", words.implications
        ),
    )


def statements_chapter(inputs: ReportInputs) -> tuple[Block, ...]:
    """Return the statements on approval, consent, money and data; one question for all that is missing."""
    statements = inputs.words.statements
    blocks: list[Block] = [Heading(1, "Statements", "statements")]
    for name, title in STATEMENTS:
        text = getattr(statements, name)
        if text:
            blocks.append(Paragraph(spans(strong(f"{title}. "), text), id=f"statements.{name}"))
    missing = [
        title[:1].lower() + title[1:]
        for name, title in STATEMENTS
        if not getattr(statements, name) and name not in NOT_ASKED
    ]
    if missing:
        blocks.append(Prompt("statements.lead", f"Please add statements on: {listed(missing)}."))
    return tuple(blocks)
