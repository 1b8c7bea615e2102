"""Codebooks of other programs (.qdc): their codes arrive once, in their tree; ours come back the same."""

from pathlib import Path

import pytest

from impl_eval.coding_desk.exchange import codebook_file
from impl_eval.errors import StudyProblems
from impl_eval.study.codebook_exchange import draft_code_map_of_qdc, import_qdc
from impl_eval.study.codebook_files import read_codebook
from impl_eval.study.load import load_study
from tests.coding_desk.interviews import enlarge
from tests.readers.refi.building import CODE, OTHER, code, element, guid

BOOK = Path("qualitative") / "codebook.yaml"


def qdc(path: Path, namespace: str = "urn:QDA-XML:codebook:1.0", after: str = "") -> Path:
    """Write Doses > High doses (with a description) and Knowledge of what to do, a label of the study."""
    high = element(
        "Code", element("Description", text="A lot."), guid=OTHER, name="High doses", color="#ff0000"
    )
    codes = element("Codes", code(CODE, "Doses", high), code(guid(9), "knowledge OF what to do"))
    path.write_text(element("CodeBook", codes, after, xmlns=namespace), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "namespace",
    ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:1:0", "urn:QDA-XML:codebook:0:4", "http://x", ""],
)
def test_codes_that_the_study_lacks_are_added_once(small_study: Path, tmp_path: Path, namespace: str) -> None:
    path = qdc(tmp_path / "a.qdc", namespace, after="<Sets/>")
    before = (small_study / BOOK).read_text(encoding="utf-8")
    done = import_qdc(small_study, path)
    assert [(one.code_id, one.parent, one.origin, one.definition) for one in done.added] == [
        ("doses", None, "inductive", "Imported without a definition."),
        ("high_doses", "doses", "inductive", "A lot."),
    ]
    assert done.report.lines() == [
        "Arrived:",
        "  3 codes: 1 the study has already (1 by their label), 2 new.",
        "Changed:",
        "  1 new code came without a definition: write one in the codebook.",
        "Lost:",
        "  Colours of 1 code.",
    ]
    assert (small_study / BOOK).read_text(encoding="utf-8").startswith(before)
    load_study(small_study)
    assert import_qdc(small_study, path).added == ()


def test_a_table_says_which_code_is_which(small_study: Path, tmp_path: Path) -> None:
    path, table = qdc(tmp_path / "a.qdc"), tmp_path / "map.csv"
    assert draft_code_map_of_qdc(small_study, path, table) == 3
    rows = table.read_text(encoding="utf-8-sig")
    assert rows.splitlines()[2:] == ["Doses > High doses,,,0", "knowledge OF what to do,knowledge,,0"]
    table.write_text(rows.replace("Doses,,", "Doses,,trust"), encoding="utf-8")
    done = import_qdc(small_study, path, code_map=table)
    assert [(one.code_id, one.mechanism, one.parent) for one in done.added] == [
        ("doses", None, "trust"),
        ("high_doses", None, "doses"),
    ]
    table.write_text("codes,same_as\nDoses,trust\n", encoding="utf-8")
    with pytest.raises(StudyProblems) as raised:
        import_qdc(small_study, path, code_map=table)
    assert [problem.found for problem in raised.value.problems] == ['no column "code"', 'no column "under"']


def test_what_is_no_codebook_is_refused_and_nothing_is_written(small_study: Path, tmp_path: Path) -> None:
    before = (small_study / BOOK).read_bytes()
    path = tmp_path / "a.qdc"
    for content in (b"", b"PK\x03\x04", b"<CodeBook>", b"<Project/>", b"<!DOCTYPE CodeBook><CodeBook/>"):
        path.write_bytes(content)
        with pytest.raises(StudyProblems):
            import_qdc(small_study, path)
    twice = element("CodeBook", element("Codes", code(CODE, "a"), code(CODE, "b")))
    path.write_text(twice, encoding="utf-8")
    with pytest.raises(StudyProblems):
        import_qdc(small_study, path)
    assert (small_study / BOOK).read_bytes() == before
    assert [one.code_id for one in import_qdc(small_study, path, partial=True).added] == ["a", "b"]


def test_our_codebook_goes_out_and_comes_back_the_same(small_study: Path, tmp_path: Path) -> None:
    bare = (small_study / BOOK).read_text(encoding="utf-8")
    enlarge(small_study)
    content, lines = codebook_file(load_study(small_study))
    assert lines[0] == "Arrived:"
    whole = read_codebook(small_study / BOOK, "codebook.yaml")
    path = tmp_path / "a.qdc"
    path.write_bytes(content)
    (small_study / BOOK).write_text(bare, encoding="utf-8")
    import_qdc(small_study, path)
    assert read_codebook(small_study / BOOK, "codebook.yaml").codes == tuple(
        one.model_copy(update={"label": one.label or one.shown_label}) if one.id else one
        for one in whole.codes
    )
    assert codebook_file(load_study(small_study))[0] == content


def test_without_examples_no_words_of_anybody_go_out(small_study: Path) -> None:
    book = small_study / BOOK
    text = book.read_text(encoding="utf-8")
    book.write_text(
        text.replace("  - mechanism: trust\n", "  - mechanism: trust\n    examples: [They said it.]\n"),
        encoding="utf-8",
    )
    study = load_study(small_study)
    assert b"They said it." in codebook_file(study)[0]
    assert b"They said it." not in codebook_file(study, with_examples=False)[0]
