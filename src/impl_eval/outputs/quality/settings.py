"""Rules on what a file says of itself: language, title, mode, protection."""

from collections.abc import Iterator

from impl_eval.outputs.quality.document import WordFile
from impl_eval.outputs.quality.finding import Finding, must, should
from impl_eval.outputs.refresh.names import DUBLIN_CORE, w

NEWEST_MODE = 15
_IN_THE_FILE = "in the file"


def setting_faults(file: WordFile) -> Iterator[Finding]:
    """Yield faults of settings and properties."""
    yield from _language(file)
    yield from _title(file)
    part = file.package.related(file.package.document_name, "settings")
    if not part:
        yield should(
            "old mode", _IN_THE_FILE, "the file has no settings: Word opens it in compatibility mode"
        )
        return
    settings = file.package.tree(part)
    modes = [
        each.get(w("val"), "")
        for each in settings.iter(w("compatSetting"))
        if each.get(w("name")) == "compatibilityMode"
    ]
    if not modes or not modes[0].isdigit() or int(modes[0]) < NEWEST_MODE:
        remedy = "File, Info, Convert."
        yield should("old mode", _IN_THE_FILE, "Word opens the file in compatibility mode", remedy)
    protection = settings.find(w("documentProtection"))
    if protection is not None and protection.get(w("enforcement")) in ("1", "true", "on"):
        remedy = "Review, Restrict Editing, Stop Protection."
        yield must("protected", _IN_THE_FILE, "the file is protected: screen readers may be shut out", remedy)


def _language(file: WordFile) -> Iterator[Finding]:
    part = file.package.related(file.package.document_name, "styles")
    defaults = file.package.tree(part).find(f"{w('docDefaults')}/{w('rPrDefault')}") if part else None
    languages = [] if defaults is None else [each.get(w("val")) for each in defaults.iter(w("lang"))]
    if not any(languages):
        remedy = "Review, Language, Set Proofing Language, Set As Default."
        yield must("no language", _IN_THE_FILE, "the language of the text is not set", remedy)


def _title(file: WordFile) -> Iterator[Finding]:
    part = file.package.related("", "core-properties")
    title = file.package.tree(part).find(f"{{{DUBLIN_CORE}}}title") if part else None
    if title is None or not (title.text or "").strip():
        yield must("no title", _IN_THE_FILE, "the file has no title", "File, Info, Properties, Title.")
