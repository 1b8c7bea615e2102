"""A study's codebook as it is shown to people: in reading order, examples in words, codings counted."""

from collections import Counter
from collections.abc import Mapping, Sequence

from impl_eval.outputs.codebook_export import ShownCode, ShownCodebook
from impl_eval.outputs.report.sentences import SIMULATED_BANNER
from impl_eval.qualitative.codebook import Codebook, Example
from impl_eval.qualitative.codebook_examples import words_of
from impl_eval.qualitative.codebook_outline import OutlineLine, outline
from impl_eval.qualitative.codebook_versions import codebook_hash
from impl_eval.qualitative.transcript import Transcript
from impl_eval.study.model import Study

SHORT_HASH = 12
WORDS_LEFT_OUT = "(words left out)"


def outline_of_study(study: Study) -> tuple[OutlineLine, ...]:
    """Return the codes of a study in reading order, with the codings of all coders."""
    if study.interviews is None:
        return ()
    counts = Counter(segment.applied_code for segment in study.interviews.coded_segments)
    mechanisms = [(each.id, each.label) for each in study.framework.mechanisms]
    return outline(study.interviews.codebook, mechanisms, counts)


def version_line(codebook: Codebook) -> str:
    """Return a codebook's id, version and the beginning of its hash, as one line."""
    short = codebook_hash(codebook)[:SHORT_HASH]
    return f"{codebook.id}, version {codebook.version}, sha256 {short}"


def shown_codebook(
    codebook: Codebook,
    lines: Sequence[OutlineLine],
    transcripts: Sequence[Transcript],
    *,
    simulated: bool = False,
    with_examples: bool = True,
) -> ShownCodebook:
    """Return a codebook ready to be written. Without examples no words of a participant are in it.

    `lines` is the outline of the codebook; `transcripts` hold the words of examples that are segments.
    """
    by_id = {transcript.id: transcript for transcript in transcripts}
    facts = [f"This is {version_line(codebook)}."]
    facts += [f"Source: {codebook.source}"] if codebook.source else []
    if not with_examples:
        facts.append("Examples are left out, so that no words of participants are in this document.")
    return ShownCodebook(
        title=codebook.title,
        facts=tuple(facts),
        version_text=f"Version {codebook.version}",
        licence=codebook.licence,
        banner=SIMULATED_BANNER if simulated else "",
        codes=tuple(_shown(codebook, line, by_id, with_examples) for line in lines),
    )


def _shown(
    codebook: Codebook, line: OutlineLine, transcripts: Mapping[str, Transcript], with_examples: bool
) -> ShownCode:
    code = line.code
    if code is None:
        without = "This mechanism has no code of its own."
        return ShownCode(
            line.depth, line.code_id, line.label, line.code_id, definition=without, codings=line.codings,
            codings_with_sub_codes=line.with_sub_codes,
        )  # fmt: skip
    return ShownCode(
        depth=line.depth,
        code_id=line.code_id,
        label=line.label,
        mechanism_id=codebook.mechanism_of(code.code_id),
        parent=code.parent or "",
        origin=code.origin,
        definition=code.definition,
        include=code.include or "",
        exclude=code.exclude or "",
        phrases=code.phrases,
        counter_phrases=code.counter_phrases,
        examples=_words(code.examples, transcripts) if with_examples else (),
        counter_examples=_words(code.counter_examples, transcripts) if with_examples else (),
        enabler_cues=code.valence_cues.enabler,
        barrier_cues=code.valence_cues.barrier,
        links=tuple(f"{each.framework}: {each.domain} ({each.status})" for each in code.links),
        source=code.source or "",
        codings=line.codings,
        codings_with_sub_codes=line.with_sub_codes,
    )


def _words(examples: Sequence[Example], transcripts: Mapping[str, Transcript]) -> tuple[str, ...]:
    return tuple(_with_place(each, words_of(each, transcripts)) for each in examples)


def _with_place(example: Example, words: str | None) -> str:
    if example.segment is None:
        return words or ""
    return f"{words or WORDS_LEFT_OUT} [{example.segment}]"
