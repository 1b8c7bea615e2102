"""Editions, references, checklists and words of people: what stands in which report."""

import json
import re
from dataclasses import replace

import pytest

from impl_eval.outputs.report import build_report
from impl_eval.outputs.report.html import report_html
from impl_eval.outputs.report.inputs import EDITIONS, ReportInputs
from impl_eval.outputs.report.markdown import report_markdown
from impl_eval.outputs.report.model import (
    Block,
    Callout,
    Contents,
    FigureBlock,
    Heading,
    Paragraph,
    Prompt,
    Span,
    TableBlock,
    plain_text,
    spans,
)
from impl_eval.outputs.report.model_json import report_json
from impl_eval.outputs.report.references import names_of, reference, resolved, see
from impl_eval.protocols import ChecklistAnswer
from tests.outputs.report.blocks import chapter, everything, words_of
from tests.outputs.report.written_words import written
from tests.outputs.report_fixture import full_evaluation


def table(blocks: list[Block], id_: str) -> list[list[str]]:
    (found,) = [block for block in blocks if isinstance(block, TableBlock) and block.id == id_]
    return [[" / ".join(plain_text(line.spans) for line in cell) for cell in row] for row in found.rows]


def headings(edition: str) -> list[str]:
    blocks = build_report(full_evaluation(), written(edition)).blocks
    return [block.text for block in blocks if isinstance(block, Heading) and block.level == 1]


def test_chapters_come_in_the_order_that_readers_expect() -> None:
    assert headings("full") == [
        "Did prescribers become more confident?",
        "About this document",
        "Plain-English summary",
        "Executive summary",
        "Background and programme theory",
        "What was put into practice",
        "How we evaluated",
        "Who took part",
        "What we found, mechanism by mechanism",
        "Programme outcomes",
        "Survey and interviews side by side",
        "Discussion",
        "Limits and harms",
        "Recommendations",
        "Statements",
        "Appendix A: methods",
        "Appendix B: reporting checklists",
        "Appendix C: provenance",
    ]
    assert headings("technical") == headings("full")


def test_the_board_gets_the_answer_and_what_to_do() -> None:
    assert headings("board") == [
        "Did prescribers become more confident?",
        "What to do, and what is not known",
    ]
    blocks = list(build_report(full_evaluation(), written("board")).blocks)
    assert table(blocks, "recommendations.table")[0] == [
        "1. Publish the wait",
        "The board",
        "By June",
        "Strong",
    ]
    words = words_of(blocks)
    assert "SIMULATED DATA." in words
    assert "a change is not proof that the programme caused it" in words
    assert "Two people were unwell." in words
    assert not any(isinstance(block, FigureBlock | Contents) for block in blocks)


def test_the_technical_edition_has_every_table_of_the_full_one_and_more() -> None:
    def tables(edition: str) -> set[str]:
        blocks = build_report(full_evaluation(), written(edition)).blocks
        return {block.id for block in blocks if isinstance(block, TableBlock)}

    assert tables("full") < tables("technical")


def test_the_same_ids_mean_the_same_in_every_edition() -> None:
    """A refresh finds a block by its id: an id may not name a table here and a paragraph there."""
    kinds: dict[str, type] = {}
    for edition in EDITIONS:
        for block in build_report(full_evaluation(), written(edition)).blocks:
            if getattr(block, "id", ""):
                assert kinds.setdefault(block.id, type(block)) is type(block), block.id


def test_words_of_people_stand_where_they_belong_and_nothing_is_asked_twice() -> None:
    words = words_of(chapter(full_evaluation(), "background", written()))
    assert "Many people stay on a dose too long." in words
    assert "A campaign ran at the same time." in words
    assert "What must be true." in words
    open_questions = [
        block.id for block in build_report(full_evaluation(), written()).blocks if isinstance(block, Prompt)
    ]
    ours = [name for name in open_questions if not name.startswith("joint.")]
    assert ours == ["implemented.lead", "discussion.other.lead", "statements.lead"]


def test_what_is_not_described_is_asked_for_by_name() -> None:
    blocks = chapter(full_evaluation(), "implemented", written())
    assert table(blocks, "implemented.table") == [["Name", "The toolkit"], ["Why", "Because."]]
    (asked,) = [block for block in blocks if isinstance(block, Prompt)]
    assert "materials, procedures, who provided" in asked.text
    assert "In meetings." in words_of(blocks)


def test_recommendations_say_who_and_rest_on_findings() -> None:
    rows = table(chapter(full_evaluation(), "recommendations", written()), "recommendations.table")
    assert rows == [
        [
            "1. Publish the wait / Nobody knows how long it is.",
            "The board",
            "By June",
            "Strong",
            "Care pathway / Survey and interviews side by side / Harms",
        ],
        [
            "2. Ask again in a year.",
            "To be agreed",
            "To be agreed",
            "To be agreed",
            "Did prescribers become more confident?",
        ],
    ]


def test_recommendations_that_go_with_simulated_data_are_called_an_example() -> None:
    simulated = words_of(chapter(full_evaluation(), "recommendations", written()))
    real = words_of(chapter(full_evaluation(simulated=False), "recommendations", written()))
    assert "nobody has agreed on them" in simulated
    assert "were written by people who know the programme" in real


def test_harms_are_never_empty() -> None:
    assert "Two people were unwell." in words_of(chapter(full_evaluation(), "limits", written()))
    without = words_of(chapter(full_evaluation(), "limits"))
    assert "No outcome on harms was supplied." in without
    assert "What is known locally of harms" in without


def test_the_first_page_names_the_weightiest_recommendation() -> None:
    assert "What to do next. Publish the wait. See “Recommendations”." in words_of(
        chapter(full_evaluation(), "answer", written())
    )


def test_references_lead_somewhere_in_every_edition() -> None:
    for edition in EDITIONS:
        for inputs in (written(edition), ReportInputs(edition=edition)):
            blocks = build_report(full_evaluation(), inputs).blocks
            names = names_of(blocks)
            found = [span for block in blocks for span in spans_of(block) if span.refers_to]
            assert all(names[span.refers_to] == span.text for span in found)
            assert bool(found) or edition == "board"


def spans_of(block: Block) -> list[Span]:
    if isinstance(block, Paragraph | Callout):
        return list(block.spans)
    if isinstance(block, TableBlock):
        return [span for row in block.rows for cell in row for line in cell for span in line.spans]
    return []


def test_a_reference_that_leads_nowhere_goes_with_its_words() -> None:
    heading = Heading(1, "Harms", "harms")
    said = Paragraph(spans("It may harm.", see("harms"), see("nowhere")), id="one")
    alone = Paragraph((reference("nowhere"),), id="two")
    _, first, second = resolved((heading, said, alone))
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    assert first.text == "It may harm. See “Harms”."
    assert second.spans == ()


def test_tables_and_figures_are_numbered_in_reading_order() -> None:
    blocks = build_report(full_evaluation(), written()).blocks
    names = names_of(blocks)
    tables = [names[block.id] for block in blocks if isinstance(block, TableBlock)]
    assert tables == [f"Table {number}" for number in range(1, len(tables) + 1)]


def test_a_checklist_says_where_and_what_a_person_said_comes_first() -> None:
    blocks = chapter(full_evaluation(), "checklists", written())
    rows = table(blocks, "checklists.stari.table")
    stari = {(row[0], row[1]): row[3:] for row in rows}
    assert len({number for number, _ in stari}) == 27 and len(stari) == len(rows) == 37
    assert stari["2", "Both"] == ["Done (proposed)", "Executive summary"]
    assert stari["3", "Both"] == ["Partly (proposed)", "The problem"]
    assert stari["22", "Strategy"] == ["Missing (proposed)", "Nobody has written on it."]
    gramms = {row[0]: row for row in table(blocks, "checklists.gramms.table")}
    assert gramms["5"][2:] == ["Done", "Protocol, section 3"]
    assert not re.search(r"\d+ of 27|\bscore\b", words_of(blocks))


def test_an_answer_without_a_column_counts_for_both_and_others_for_their_own() -> None:
    told = written()
    both = table(chapter(full_evaluation(), "checklists", told), "checklists.stari.table")
    said = {(row[0], row[1]): row[3:] for row in both}
    assert said["13", "Strategy"] == said["13", "Programme"]
    assert said["13", "Strategy"] == ["Not applicable", "Costs / No costs were asked for."]
    one = ChecklistAnswer(checklist="stari", item="13", column="strategy", status="done", where="Paper 7")
    alone = table(
        chapter(full_evaluation(), "checklists", replace(told, answers=(one,))), "checklists.stari.table"
    )
    said = {(row[0], row[1]): row[3:] for row in alone}
    assert said["13", "Strategy"] == ["Done", "Costs / Paper 7"]
    assert "(proposed)" in said["13", "Programme"][0]


def test_checklists_are_those_that_fit_the_study() -> None:
    def shown(**shape: bool) -> set[str]:
        blocks = build_report(full_evaluation(**shape), written("technical")).blocks
        return {block.id.split(".")[1] for block in blocks
                if isinstance(block, TableBlock) and block.id.startswith("checklists.")}  # fmt: skip

    assert shown() == {"stari", "gramms", "cherries", "srqr", "coreq", "tidier"}
    assert shown(with_survey=False) == {"stari", "srqr", "coreq", "tidier"}
    assert shown(with_interviews=False) == {"stari", "cherries", "tidier"}


def test_places_that_checklists_name_are_ids_that_reports_have() -> None:
    """An item whose place was renamed would be 'missing' for ever. Chapters of other data are listed."""
    names: set[str] = set()
    for edition in EDITIONS:
        names |= {
            getattr(block, "id", "") for block in build_report(full_evaluation(), written(edition)).blocks
        }
    elsewhere = {"survey_details", "depth", "codebook", "instruments", "methods", "implemented", "background"}
    for checklist in written().checklists:
        for item in checklist.items:
            for place in item.found_in:
                assert (
                    place in names or place.split(".")[0] in elsewhere or place.startswith("discussion.")
                ), place


@pytest.mark.parametrize("edition", EDITIONS)
def test_markdown_html_and_json_say_what_word_says(edition: str) -> None:
    report = build_report(full_evaluation(), written(edition))
    markdown, html = report_markdown(report), report_html(report)
    document = json.loads(report_json(report, edition))
    assert (document["schema"], document["edition"]) == ("impl-eval/report/1", edition)
    for block in report.blocks:
        if isinstance(block, Heading):
            assert f"# {block.text}" in markdown
            assert f">{block.text}</h" in html
    by_id = {block["id"]: block for block in document["blocks"] if "id" in block}
    assert by_id["answer.claim"]["results"] == ["survey.prescriber_confidence.mean_change.paired"]
    assert len(by_id["answer.claim"]["sha256"]) == 64
    assert "<script" not in html
    assert 'lang="en-GB"' in html
    links = set(re.findall(r'href="#([^"]+)"', html))
    assert links <= set(re.findall(r' id="([^"]+)"', html))


def test_what_people_write_cannot_become_markup() -> None:
    words = written().words.model_copy(update={"next_steps": "<b>Now</b> *act* | today"})
    report = build_report(full_evaluation(), ReportInputs(words=words))
    assert "&lt;b&gt;Now&lt;/b&gt;" in report_html(report)
    assert r"\<b\>Now\</b\> \*act\* \| today" in report_markdown(report)


def test_standing_of_the_document_is_told_on_the_title_page() -> None:
    draft = build_report(full_evaluation())
    assert draft.date_text == "Draft, 31 March 2024"
    document = written().words.document.model_copy(update={"status": "final", "approved_by": "The board"})
    final = ReportInputs(words=written().words.model_copy(update={"document": document}))
    assert build_report(full_evaluation(), final).date_text == "Final, 31 March 2024"
    assert "FINAL: approved by The board" in everything(full_evaluation(), final)
