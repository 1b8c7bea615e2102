import ast

from impl_eval.outputs.statistic_names import STATISTICS, reference_page
from tests.shared import ROOT


def test_names_are_unique_and_the_page_is_made_from_them() -> None:
    names = [statistic.name for statistic in STATISTICS]
    assert len(set(names)) == len(names)
    page = (ROOT / "docs" / "reference" / "statistics.md").read_text(encoding="utf-8")
    assert page == reference_page()


def test_every_statistic_that_the_code_names_is_listed() -> None:
    """Reads the first argument of Estimate(...) and Estimate.not_estimable(...) wherever it is a text."""
    found = set()
    for path in sorted((ROOT / "src" / "impl_eval").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in (
                "Estimate",
                "Estimate.not_estimable",
            ):
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    assert found <= {statistic.name for statistic in STATISTICS}
