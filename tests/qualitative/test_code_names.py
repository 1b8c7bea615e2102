"""Codes by the names that people give them."""

from impl_eval.protocols import Mechanism
from impl_eval.qualitative.code_names import CodeNames, label_path, one_line
from impl_eval.qualitative.codebook import Code
from tests.qualitative.examples import codebook_of

MECHANISMS = [
    Mechanism(id="know_how", label="Knowledge of what to do", short_label="Knowledge", definition="d"),
    Mechanism(id="trust", label="Trust", short_label="Trust", definition="d"),
]
CODEBOOK = codebook_of(
    Code(mechanism="know_how", definition="d"),
    Code(id="doses", parent="know_how", label="Doses", definition="d"),
    Code(id="small", parent="doses", label="Small doses", definition="d"),
    Code(id="local", mechanism="trust", label="Local", definition="d"),
    Code(id="waiting", origin="inductive", label="Trust", definition="d"),
    Code(id="knowledge", origin="inductive", definition="d"),
)
NAMES = CodeNames.of(MECHANISMS, CODEBOOK)


def test_ids_labels_and_short_labels_in_any_case() -> None:
    for name in ("know_how", "KNOW HOW", "knowledge of what  to do"):
        assert NAMES.find(name) == ("know_how",)
    assert NAMES.find("small doses") == ("small",)
    assert NAMES.find("doses small") == ()


def test_an_id_goes_before_a_label_and_a_label_of_two_names_none() -> None:
    assert NAMES.find("Knowledge") == ("knowledge",)  # the short label of a mechanism reads the same
    assert NAMES.find("Trust") == ("trust",)  # so does the label of another code
    shared = CodeNames.of([], codebook_of(*(Code(id=one, label="Other", definition="d") for one in "ab")))
    assert shared.find("other") == ("a", "b")
    assert shared.at_beginning("Other: x") == (("a", "b"), ": x")


def test_the_longest_name_at_the_beginning_of_a_text() -> None:
    assert NAMES.at_beginning("Doses - small") == (("doses",), " - small")
    assert NAMES.at_beginning("small doses, İ") == (("small",), ", İ")
    assert NAMES.at_beginning("doses_x") == ((), "doses_x")
    assert NAMES.at_beginning("dosesx") == ((), "dosesx")


def test_columns_of_a_segment() -> None:
    assert NAMES.columns("know_how") == ("know_how", "")
    assert NAMES.columns("small") == ("know_how", "small")
    assert NAMES.columns("local") == ("trust", "local")
    assert NAMES.columns("waiting") == ("", "waiting")
    assert NAMES.known == ("know_how", "trust", "doses", "small", "local", "waiting", "knowledge")


def test_the_path_of_labels() -> None:
    labels = {one.id: one.label for one in MECHANISMS}
    paths = {code_id: label_path(code_id, labels, CODEBOOK) for code_id in NAMES.known}
    assert paths["small"] == ("Knowledge of what to do", "Doses", "Small doses")
    assert paths["local"] == ("Trust", "Local")
    assert paths["waiting"] == ("Trust",)
    assert paths["knowledge"] == ("knowledge",)
    assert label_path("trust", labels, None) == ("Trust",)


def test_a_memo_on_one_line_without_control_characters() -> None:
    assert one_line(" a\r\n\tb\x00c\x85d\u00a0 e ") == "a b c d e"
