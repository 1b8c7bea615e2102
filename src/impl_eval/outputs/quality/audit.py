"""openxml-audit, where it is installed: the whole schema of the file format, as Microsoft's own checks it."""

import importlib
import importlib.util
import tempfile
from pathlib import Path

from impl_eval.outputs.quality.finding import Finding, must, should

PACKAGE = "openxml_audit"
INSTALL = 'pip install "impl-eval[check]"'
MOST = 200


def audit_is_installed() -> bool:
    """Say whether openxml-audit can be run."""
    return importlib.util.find_spec(PACKAGE) is not None


def audit_faults(content: bytes) -> list[Finding]:
    """Return what openxml-audit finds; it must be installed."""
    audit = importlib.import_module(PACKAGE)
    with tempfile.TemporaryDirectory(prefix="impl-eval-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "report.docx"
        path.write_bytes(content)
        result = audit.OpenXmlValidator(max_errors=MOST).validate(path)
    return [
        (must if error.severity == audit.ValidationSeverity.ERROR else should)(
            "schema", f"in the part {error.part_uri.lstrip('/')}", error.description
        )
        for error in result.errors
    ]
