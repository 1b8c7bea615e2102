"""What the tagger is measured against: how far two people agree on a code, and people's valences."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.coding import CodedSegment
from impl_eval.qualitative.phrases import Stems
from impl_eval.qualitative.sentences import sentence_spans
from impl_eval.qualitative.tagger.held_out import Material
from impl_eval.qualitative.tagger.judging import Judgement
from impl_eval.qualitative.tagger.labels import read_labels
from impl_eval.qualitative.valence import compile_cues, propose_valence
from impl_eval.results import Estimate
from impl_eval.statistics.agreement import cohens_kappa

NOBODY_TWICE = "no transcript was coded by two people"


def human_kappas(
    material: Material, segments: Sequence[CodedSegment], double_coded: Sequence[str] | None
) -> tuple[Estimate, ...]:
    """Return, for each code, kappa of the two people who coded most transcripts between them.

    Accepted suggestions are left out. Where a code has fewer than ten turns, there is no verdict.
    """
    own = [one for one in segments if one.origin == "human"]
    coders: dict[str, set[str]] = {}
    for segment in own:
        if double_coded is None or segment.transcript_id in double_coded:
            coders.setdefault(segment.transcript_id, set()).add(segment.coder)
    pairs = Counter(pair for names in coders.values() for pair in combinations(sorted(names), 2))
    codes = range(len(material.corpus.code_ids))
    if not pairs:
        return tuple(Estimate.not_estimable("cohens_kappa", NOBODY_TWICE, n=0) for _ in codes)
    first, second = min(pairs, key=lambda pair: (-pairs[pair], pair))
    shared = sorted(name for name, names in coders.items() if {first, second} <= names)
    units = [unit for unit in material.corpus.units if unit.transcript_id in shared]
    number = np.array([shared.index(unit.transcript_id) for unit in units], dtype=np.int64)
    said, true = (
        read_labels(units, material.codebook, [one for one in own if one.coder == coder]).positive
        for coder in (first, second)
    )
    return tuple(_kappa(Judgement(said[:, code], true[:, code], number)) for code in codes)


def _kappa(judged: Judgement) -> Estimate:
    """Return kappa where either coder found the code in ten turns."""
    other_way = Judgement(judged.true, judged.said, judged.transcript)
    return judged.kappa() if judged.has_verdict else other_way.kappa()


def proposed_valences(codebook: Codebook, segments: Sequence[CodedSegment]) -> tuple[tuple[str, str], ...]:
    """Return, for each segment with a code of the codebook, the valence proposed and the one given."""
    stems = Stems()
    cues = {
        code.code_id: compile_cues(codebook.valence_cues, code.valence_cues, stems) for code in codebook.codes
    }
    pairs = []
    for segment in segments:
        if segment.applied_code in cues:
            spans = sentence_spans(segment.quote, 0, len(segment.quote))
            sentences = [segment.quote[start:end] for start, end in spans]
            pairs.append((propose_valence(sentences, cues[segment.applied_code])[0], segment.valence))
    return tuple(pairs)


def valence_kappa(pairs: Sequence[tuple[str, str]]) -> Estimate:
    """Return kappa of proposed and given valences."""
    if not pairs:
        return Estimate.not_estimable("cohens_kappa", "no segment to compare", n=0)
    proposed, given = zip(*pairs, strict=True)
    return cohens_kappa(proposed, given)
