"""What a report says, chapter by chapter, as plain words for tests."""

from dataclasses import replace

from impl_eval.outputs.report import build_report
from impl_eval.outputs.report.inputs import ReportInputs
from impl_eval.outputs.report.model import (
    Block,
    Callout,
    FigureBlock,
    Heading,
    Paragraph,
    Prompt,
    TableBlock,
    plain_text,
)
from impl_eval.results import Evaluation


def chapter(evaluation: Evaluation, id_: str, inputs: ReportInputs | None = None) -> list[Block]:
    """Return the blocks from a first-level heading to the next."""
    found: list[Block] = []
    inside = False
    for block in build_report(evaluation, inputs).blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = block.id == id_
        if inside:
            found.append(block)
    return found


def words_of(blocks: list[Block]) -> str:
    """Return all words of blocks, cells included."""
    texts: list[str] = []
    for block in blocks:
        match block:
            case Heading() | Paragraph() | Callout() | Prompt():
                texts.append(block.text)
            case TableBlock():
                texts += [block.title, block.note, *(column.header for column in block.columns)]
                texts += [plain_text(line.spans) for row in block.rows for cell in row for line in cell]
            case FigureBlock():
                texts += [block.caption, block.alt, block.note]
            case _:
                pass
    return "\n".join(texts)


def everything(evaluation: Evaluation, inputs: ReportInputs | None = None) -> str:
    return words_of(list(build_report(evaluation, inputs).blocks))


def without_question(evaluation: Evaluation, respondents: str = "people") -> Evaluation:
    """Return the evaluation of a study that names neither its question nor its respondents."""
    facts = replace(evaluation.facts, headline_question="", respondents_called=respondents)
    return replace(evaluation, facts=facts)
