"""Refreshing the report that the Word renderer writes: after LibreOffice, and with its lists."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from impl_eval.outputs.charts import draw_all
from impl_eval.outputs.refresh import block_hashes, refresh
from impl_eval.outputs.refresh.names import w
from impl_eval.outputs.word import render_report
from tests.outputs.refresh.word_files import control, delete, edited, element, own, words
from tests.outputs.report_fixture import full_evaluation
from tests.outputs.word_lint import lint

LONGEST_WAIT = 120


@cache
def written(headline: float, suggestions: int) -> bytes:
    evaluation = full_evaluation(headline=("up", headline, 0.2, 1.9), suggestions=suggestions)
    return render_report(evaluation, draw_all(evaluation))


def old() -> bytes:
    return written(1.01, 3)


def new() -> bytes:
    return written(1.44, 8)


def test_an_unedited_report_says_what_a_new_one_says() -> None:
    done = refresh(old(), new())
    assert words(done.docx) == words(new())
    assert block_hashes(done.docx) == block_hashes(new())
    assert done.log.count("replaced") >= 3
    assert lint(done.docx) == []
    assert refresh(done.docx, new()).docx == done.docx


def test_the_same_data_leave_the_text_as_it_is() -> None:
    done = refresh(old(), old())
    assert words(done.docx) == words(old())
    assert done.log.summary() == "nothing has changed"


def test_lists_of_contents_name_what_stands_in_the_report_now() -> None:
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Our own chapter</w:t></w:r></w:p>'

    def add(body: etree._Element) -> None:
        control(body, "answer").addprevious(element(heading))

    file = edited(edited(old(), add), delete("answer.mechanisms"))
    done = refresh(file, new(), count_pages=lambda docx: {"ie_answer": 7})
    lines = words(done.docx)
    entry = next(line for line in lines if line.startswith("Our own chapter"))
    assert lines.count(entry) == 2, "the heading, and its line in the contents"
    listed = [line for line in lines if re.match(r"Table 1\. ", line)]
    assert len(set(listed)) == 1 and "mechanism by mechanism" not in listed[0]
    assert any(re.fullmatch(r"Did prescribers become more confident\?7", line) for line in lines)
    assert lint(done.docx) == []
    assert refresh(done.docx, new(), count_pages=lambda docx: {"ie_answer": 7}).docx == done.docx


def through_libreoffice(file: bytes, folder: Path) -> bytes:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("a round trip through LibreOffice is not tested: soffice is not installed")
    (folder / "in").mkdir()
    (folder / "in" / "report.docx").write_bytes(file)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "docx", "--outdir", str(folder)]
    subprocess.run(
        [*command, str(folder / "in" / "report.docx")], check=True, capture_output=True, timeout=LONGEST_WAIT
    )
    return (folder / "report.docx").read_bytes()


def test_a_round_trip_through_libreoffice_is_no_edit_and_loses_none(tmp_path: Path) -> None:
    def edit(body: etree._Element) -> None:
        control(body, "answer.cause").addnext(element(own("A sentence of ours.")))
        first = next(control(body, "answer.claim").iter(w("t")))
        first.text = f"As we hoped: {first.text}"

    mine = through_libreoffice(edited(old(), edit), tmp_path)
    before, after = block_hashes(old()), block_hashes(mine)
    assert {block_id for block_id in before if before[block_id] != after.get(block_id)} == {"answer.claim"}
    done = refresh(mine, new())
    lines = words(done.docx)
    assert "A sentence of ours." in lines
    assert any(line.startswith("As we hoped: ") and "+1.44" in line for line in lines)
    assert not any("+1.01" in line for line in lines)
    assert lint(done.docx) == []
    assert refresh(done.docx, new()).docx == done.docx
    fresh = block_hashes(new())
    kept = {block_id for block_id, hashed in block_hashes(done.docx).items() if hashed != fresh[block_id]}
    assert kept == {"answer.claim"}


def test_a_report_whose_evaluation_lost_a_strand_loses_its_blocks_and_no_words_of_the_lead() -> None:
    evaluation = full_evaluation(with_outcomes=False)
    without = render_report(evaluation, draw_all(evaluation))
    file = edited(old(), lambda body: body.insert(4, element(own("Mine."))))
    done = refresh(file, without)
    assert "Mine." in words(done.docx)
    assert [line for line in words(done.docx) if line != "Mine."] == words(without)
