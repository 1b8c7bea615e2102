"""Words that people might write for a report, for tests: short, and easy to find again."""

from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.protocols import ChecklistAnswer, ProgrammeDescription, ReportWords
from impl_eval.study.report_inputs import load_checklists

WORDS = ReportWords.model_validate(
    {
        "schema": "impl-eval/report-words/1",
        "document": {
            "version": "0.3",
            "owner": "A. Lead",
            "contact": "lead@example.org",
            "readers": "The board",
            "history": [
                {"version": "0.3", "date": "2024-03-31", "author": "A. Lead", "change": "Third draft"}
            ],
        },
        "background": {
            "problem": "Many people stay on a dose too long.",
            "programme_theory": ["If staff know how, they do it.", "If they do it, patients fare better."],
            "aims": "To see whether anything changed.",
            "context": "A campaign ran at the same time.",
        },
        "approach": {
            "why_both_methods": "Numbers say whether, talk says why.",
            "reflexivity": "We are staff.",
        },
        "recommendations": [
            {
                "id": "refer",
                "what": "Publish the wait",
                "who": "The board",
                "by_when": "By June",
                "strength": "strong",
                "why": "Nobody knows how long it is.",
                "evidence": ["pathway", "joint", "harms"],
            },
            {"id": "again", "what": "Ask again in a year.", "evidence": ["headline"]},
        ],
        "discussion": {"meaning": "Training moved what training can move.", "costs": "Not asked."},
        "harms": "Two people were unwell.",
        "statements": {"ethics": "Approved by a committee.", "funding": "Nobody paid."},
    }
)
DESCRIPTION = ProgrammeDescription(brief_name="The toolkit", why="Because.", strategy=("In meetings.",))
ANSWERS = (
    ChecklistAnswer(checklist="stari", item="13", status="not applicable", reason="No costs were asked for"),
    ChecklistAnswer(checklist="gramms", item="5", status="done", where="Protocol, section 3"),
)


def written(edition: str = "full") -> ReportInputs:
    """Return all that people might write, in an edition."""
    return ReportInputs(
        words=WORDS,
        description=DESCRIPTION,
        checklists=load_checklists(),
        answers=ANSWERS,
        edition=edition,  # type: ignore[arg-type]
    )
