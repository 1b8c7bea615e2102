"""Which files a refresh takes, and the words in which it refuses the others."""

from impl_eval.errors import Problem, StudyProblems
from impl_eval.outputs.refresh.package import Package, UnreadablePackage
from impl_eval.outputs.refresh.record import NAMESPACE, ReportRecord, record_part, report_record

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MACROS = "macroEnabled"
_TEMPLATE = "template.main"
ALLOWED = "a report (.docx) that impl-eval wrote for this study"


def opened_report(content: bytes, file: str) -> tuple[Package, ReportRecord]:
    """Return the package of an edited report and what it says of itself.

    `file` is how the file is called in messages.

    Raises
    ------
    StudyProblems : no .docx, locked with a password, damaged, with macros, or no report of impl-eval.
    """
    package = opened_package(content, file)
    try:
        record = report_record(package)
        _, namespace = record_part(package)
    except UnreadablePackage as error:
        remedy = "Open it in Word, repair it and save it under a new name."
        raise _refused(file, str(error), remedy) from error
    if record is not None and record.blocks and all(block.base for block in record.blocks):
        return package, record
    if namespace and namespace != NAMESPACE:
        raise _refused(
            file,
            "a report of another version of impl-eval",
            "Refresh it with the version that wrote it, or take a new report and copy your text into it.",
        )
    if namespace:
        raise _refused(
            file,
            "a report that does not say how it was written: an older version made it",
            "Take a new report (impl-eval report) and copy your text into it; that one can be refreshed.",
        )
    raise _refused(
        file,
        "a Word file without the hidden part in which a report describes itself",
        "Take the report that impl-eval wrote, or a copy of it. If it is one: 'Inspect Document' in Word, or "
        "another program, has removed its custom XML data; a copy made before that still has them.",
    )


def opened_package(content: bytes, file: str) -> Package:
    """Return the package of a .docx, or refuse what is none (StudyProblems)."""
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            found, remedy = "a Word file locked with a password", "Open it in Word and take the password off."
        else:
            found, remedy = "a file in the old format (.doc)", "Open it in Word and save it as .docx."
        raise _refused(file, found, remedy)
    try:
        package = Package.opened(content)
        kind = package.content_type(package.document_name)
    except UnreadablePackage as error:
        raise _refused(file, str(error), "Take a copy that opens in Word.") from error
    if _MACROS in kind or _TEMPLATE in kind:
        what = "with macros (.docm)" if _MACROS in kind else "that is a template (.dotx)"
        raise _refused(file, f"a Word file {what}", "Open it in Word and save it as .docx.")
    return package


def same_study(edited: ReportRecord, fresh: ReportRecord, file: str) -> None:
    """Refuse a report of another study or another edition (StudyProblems)."""
    for name, called in (("study", "study"), ("edition", "edition")):
        old, new = edited.attribute(name), fresh.attribute(name)
        if old and new and old != new:
            raise _refused(
                file,
                f"a report of another {called}: {old}",
                f"Take the report of {new}."
                if name == "study"
                else f"Refresh it with --edition {old}, or take the {new} edition.",
            )


def _refused(file: str, found: str, remedy: str) -> StudyProblems:
    return StudyProblems([Problem(file, None, "", found, ALLOWED, remedy)])
