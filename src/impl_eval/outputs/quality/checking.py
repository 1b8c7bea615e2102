"""All rules on one file, and the words in which the outcome is told."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace

from impl_eval.outputs.quality.audit import INSTALL, audit_faults, audit_is_installed
from impl_eval.outputs.quality.carried import carried_faults
from impl_eval.outputs.quality.charts import chart_faults
from impl_eval.outputs.quality.document import WordFile
from impl_eval.outputs.quality.finding import Finding, should
from impl_eval.outputs.quality.identifiers import identifier_faults
from impl_eval.outputs.quality.illustrations import illustration_faults
from impl_eval.outputs.quality.legibility import legibility_faults
from impl_eval.outputs.quality.numbering import numbering_faults
from impl_eval.outputs.quality.origin import origin_faults
from impl_eval.outputs.quality.parts import part_faults
from impl_eval.outputs.quality.references import reference_faults
from impl_eval.outputs.quality.schema import schema_faults
from impl_eval.outputs.quality.settings import setting_faults
from impl_eval.outputs.quality.tables import table_faults
from impl_eval.outputs.quality.text import text_faults
from impl_eval.outputs.refresh.package import Package, UnreadablePackage
from impl_eval.outputs.refresh.refusing import opened_package

_RULES = (
    text_faults,
    illustration_faults,
    table_faults,
    reference_faults,
    identifier_faults,
    setting_faults,
    carried_faults,
    chart_faults,
    legibility_faults,
    numbering_faults,
    origin_faults,
    schema_faults,
)
_BEFORE = {"must": "To mend before the file is sent", "should": "To look at"}


@dataclass(frozen=True)
class Checked:
    """What the rules found in a file, and whether openxml-audit had a look too."""

    file: str
    findings: tuple[Finding, ...]
    audited: bool

    def with_old_results(self, changed: Sequence[str]) -> "Checked":
        """Return the outcome with what a study says: `changed` are its files that are others since."""
        if not changed:
            return self
        found = f"the study has changed since the report was made: {', '.join(changed)}"
        remedy = "impl-eval report --refresh brings the report up to date."
        finding = should("old results", "in the file", found, remedy)
        return replace(self, findings=(*self.findings, finding))

    @property
    def passed(self) -> bool:
        """Whether nothing was found that has to be mended."""
        return not any(finding.severity == "must" for finding in self.findings)

    def as_document(self) -> dict[str, object]:
        """Return the outcome for a machine to read."""
        return {"schema": "impl-eval/check-report/1", "passed": self.passed, **asdict(self)}

    def as_text(self) -> str:
        """Return the outcome for a person to read."""
        return "\n".join(_lines(self))


def check_word_file(content: bytes, file: str, *, audit: bool = True) -> Checked:
    """Look at a .docx with all rules; `file` is how it is called in messages.

    With `audit`, openxml-audit looks at it too, if it is installed.

    Raises
    ------
    StudyProblems : the file cannot be read as a .docx at all.
    """
    package = opened_package(content, file)
    findings = list(part_faults(package, _member_names(content)))
    try:
        word_file = WordFile(_whole(package))
        findings += [finding for rule in _RULES for finding in rule(word_file)]
    except UnreadablePackage:
        pass  # a part that the rules need is damaged or missing, and told above
    audited = audit and audit_is_installed()
    if audited:
        findings += audit_faults(content)
    ordered = sorted(dict.fromkeys(findings), key=lambda finding: finding.severity)
    return Checked(file, tuple(ordered), audited)


def _whole(package: Package) -> Package:
    """Return the package without XML parts that cannot be read, so that the rules see the rest."""
    for name in [name for name in package.parts if name.endswith(".xml")]:
        try:
            package.tree(name)
        except UnreadablePackage:
            package.parts.pop(name)
    return package


def _member_names(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [name for name in archive.namelist() if not name.endswith("/")]


def _lines(checked: Checked) -> Iterator[str]:
    counts = {kind: sum(one.severity == kind for one in checked.findings) for kind in _BEFORE}
    if not checked.findings:
        yield f"{checked.file}: nothing found."
    else:
        yield f"{checked.file}: {counts['must']} to mend, {counts['should']} to look at."
    for severity, heading in _BEFORE.items():
        if not counts[severity]:
            continue
        yield ""
        yield heading
        for one in checked.findings:
            if one.severity == severity:
                yield f"  {one.where}: {one.found}." + (f" {one.remedy}" if one.remedy else "")
    yield ""
    if checked.audited:
        yield "Looked at by the rules of impl-eval and by openxml-audit."
    else:
        yield f"openxml-audit was not run: it is not installed ({INSTALL})."
