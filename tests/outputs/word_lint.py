"""The quality gate of the product as the tests of renderers use it: each fault of a .docx as one sentence."""

from impl_eval.outputs.quality import check_word_file

OF_EVERY_NEW_REPORT = ("open question", "place for a logo", "old mode", "no page numbers")


def lint(docx: bytes, *, without: tuple[str, ...] = OF_EVERY_NEW_REPORT) -> list[str]:
    """Return the faults of a .docx file; an empty list is a clean file.

    `without` are rules that do not count: a new report asks its lead questions and has a place for a logo;
    the mode of Word and page numbers are those of the template.
    """
    findings = check_word_file(docx, "the file", audit=False).findings
    return [f"{one.where}: {one.found}" for one in findings if one.rule not in without]
