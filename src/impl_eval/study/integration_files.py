"""protocols/integration.yaml: what people decided on how the strands fit. The file may be absent."""

from impl_eval.declared import Path as KeyPath
from impl_eval.errors import did_you_mean
from impl_eval.protocols import Framework
from impl_eval.protocols.integration_words import IntegrationWords
from impl_eval.study.declared_files import Gathering, Located
from impl_eval.study.declared_things import read_declared
from impl_eval.study.files import StudyFiles

INTEGRATION_FILE = "protocols/integration.yaml"


def read_integration(framework: Framework | None, files: StudyFiles) -> IntegrationWords:
    """Read what people decided; a study without the file has decided nothing. Faults are noted."""
    if not (files.root / INTEGRATION_FILE).is_file():
        return IntegrationWords()
    words, source = read_declared(IntegrationWords, INTEGRATION_FILE, (INTEGRATION_FILE, None, ""), files)
    if words is None or source is None:
        return IntegrationWords()
    if framework is not None:
        _check_mechanisms(words, framework.mechanism_ids, source, files.gathering)
    _check_decisions(words, source, files.gathering)
    return words


def _check_mechanisms(
    words: IntegrationWords, known: tuple[str, ...], source: Located, gathering: Gathering
) -> None:
    for key in ("decisions", "meta_inferences"):
        for index, entry in enumerate(getattr(words, key)):
            if entry.mechanism not in known:
                path: KeyPath = (key, index, "mechanism")
                remedy = did_you_mean(entry.mechanism, known)
                gathering.add(source.place(path), f'"{entry.mechanism}"', ", ".join(known), remedy)


def _check_decisions(words: IntegrationWords, source: Located, gathering: Gathering) -> None:
    """A person decides once on a mechanism, and one decision at most settles it."""
    decided: set[tuple[str, str]] = set()
    settled: set[str] = set()
    for index, one in enumerate(words.decisions):
        if one.settles:
            if one.mechanism in settled:
                found = f'a second decision that settles "{one.mechanism}"'
                gathering.add(source.place(("decisions", index, "settles")), found, "one for each mechanism")
            settled.add(one.mechanism)
            continue
        if (one.mechanism, one.decided_by) in decided:
            found = f'a second decision by one person on "{one.mechanism}"'
            remedy = "Keep the later one; a decision taken together says settles: yes."
            place = source.place(("decisions", index, "decided_by"))
            gathering.add(place, found, "each person once for each mechanism", remedy)
        decided.add((one.mechanism, one.decided_by))
