"""From scores to suggestions: which turns, which passage in them, how strongly, and why.

A turn is suggested where a phrase fired or its score is in the top tenth. From fifty decisions on, a cut
takes the place of that where it was clearly better on held-out turns.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from impl_eval.qualitative.codebook import Codebook
from impl_eval.qualitative.codebook_versions import codebook_hash
from impl_eval.qualitative.coding import CodedSegment, RejectedSuggestion, Suggestion
from impl_eval.qualitative.tagger.bands import band_of
from impl_eval.qualitative.tagger.explaining import Explainer
from impl_eval.qualitative.tagger.labels import Labels, read_labels
from impl_eval.qualitative.tagger.meaning import SentenceEncoder
from impl_eval.qualitative.tagger.model import TaggerModel, train
from impl_eval.qualitative.tagger.passages import PassageFinder
from impl_eval.qualitative.tagger.prior import Corpus, Vocabulary, read_corpus
from impl_eval.qualitative.tagger.units import units_of
from impl_eval.qualitative.tagger.untrained_choice import in_top_share, phrase_or_top_share
from impl_eval.qualitative.transcript import Transcript

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Tagging:
    """A tagger at work: the turns, what people decided on them, and the model trained on that."""

    corpus: Corpus
    labels: Labels
    model: TaggerModel
    scores: Floats

    def chosen(self) -> Flags:
        """Return which turns are suggested for which codes (n x c)."""
        found = np.zeros(self.scores.shape, dtype=bool)
        for code in range(self.scores.shape[1]):
            scores, calibration = self.scores[:, code], self.model.calibrations[code]
            if calibration is not None and calibration.decides:
                found[:, code] = scores >= calibration.cut
            else:
                found[:, code] = phrase_or_top_share(self.corpus, scores, code)
        return found

    def in_top_share(self, code: int) -> Flags:
        """Return which turns (n) have a score in the top tenth, and something that speaks for the code."""
        return in_top_share(self.corpus, self.scores[:, code], code)

    def probabilities(self, code: int) -> Floats | None:
        """Return the calibrated probability of each turn (n), or None where too little is decided."""
        calibration = self.model.calibrations[code]
        return None if calibration is None else calibration.probabilities(self.scores[:, code])


def start_tagging(
    transcripts: Sequence[Transcript],
    codebook: Codebook,
    segments: Iterable[CodedSegment] = (),
    rejected: Iterable[RejectedSuggestion] = (),
    *,
    include_interviewers: bool = False,
    vocabulary: Vocabulary | None = None,
    encoder: SentenceEncoder | None = None,
) -> Tagging:
    """Read the turns, and learn from what people decided on them."""
    units = units_of(transcripts, include_interviewers=include_interviewers)
    corpus = read_corpus(transcripts, codebook, units, vocabulary or Vocabulary(), encoder=encoder)
    labels = read_labels(units, codebook, segments, rejected)
    model = train(corpus, labels, codebook_hash(codebook))
    return Tagging(corpus, labels, model, model.scores(corpus))


@dataclass(frozen=True)
class Tagged:
    """Suggestions, and the tagger that made them."""

    suggestions: tuple[Suggestion, ...]
    tagging: Tagging


def tag_transcripts(
    transcripts: Sequence[Transcript],
    codebook: Codebook,
    *,
    lines: Mapping[tuple[str, str], int] | None = None,
    segments: Iterable[CodedSegment] = (),
    rejected: Iterable[RejectedSuggestion] = (),
    include_interviewers: bool = False,
    encoder: SentenceEncoder | None = None,
) -> Tagged:
    """Suggest passages for coding, sorted by transcript, start, mechanism and code.

    Parameters
    ----------
    transcripts : turns of interviewers are the context of answers; they are tagged only where asked for,
        and speakers of another role never are.
    codebook : phrases are matched by English stem, '*' stands for up to three words, and no match
        crosses the end of a sentence. A suggestion holds the whole sentences around its phrases, or
        those whose words say most.
    lines : line of the codebook for (code id, phrase); 0 is shown where it is not given.
    segments, rejected : what people decided so far; the tagger learns from it. Suggestions are made for
        decided turns too (`review.undecided_suggestions` leaves them out), by models that did not learn
        from their transcript.
    encoder : likeness in meaning to definition and examples comes to what speaks for a code.

    Raises
    ------
    ValueError : a phrase holds no word (`check_phrases` says where).
    """
    vocabulary = Vocabulary()
    tagging = start_tagging(
        transcripts,
        codebook,
        segments,
        rejected,
        include_interviewers=include_interviewers,
        vocabulary=vocabulary,
        encoder=encoder,
    )
    return Tagged(suggestions_of(tagging, transcripts, codebook, lines or {}, vocabulary), tagging)


def suggest_segments(
    transcripts: Sequence[Transcript],
    codebook: Codebook,
    *,
    lines: Mapping[tuple[str, str], int] | None = None,
    segments: Iterable[CodedSegment] = (),
    rejected: Iterable[RejectedSuggestion] = (),
    include_interviewers: bool = False,
) -> tuple[Suggestion, ...]:
    """Return the suggestions alone; arguments and errors as in `tag_transcripts`."""
    tagged = tag_transcripts(
        transcripts,
        codebook,
        lines=lines,
        segments=segments,
        rejected=rejected,
        include_interviewers=include_interviewers,
    )
    return tagged.suggestions


def suggestions_of(
    tagging: Tagging,
    transcripts: Sequence[Transcript],
    codebook: Codebook,
    lines: Mapping[tuple[str, str], int],
    vocabulary: Vocabulary,
) -> tuple[Suggestion, ...]:
    """Return the suggestions of a tagger at work, each with its passage, band and explanation."""
    by_id = {transcript.id: transcript for transcript in transcripts}
    explainer = Explainer(tagging.corpus, tagging.labels, tagging.model, by_id, vocabulary)
    finder = PassageFinder(codebook, lines, vocabulary)
    chosen = tagging.chosen()
    top = [tagging.in_top_share(code) for code in range(chosen.shape[1])]
    probabilities = [tagging.probabilities(code) for code in range(chosen.shape[1])]
    made = []
    for row in np.flatnonzero(chosen.any(axis=1)).tolist():
        unit = tagging.corpus.units[row]
        turn = finder.read_turn(by_id[unit.transcript_id].text, unit.start, unit.end)
        for code in np.flatnonzero(chosen[row]).tolist():
            code_id = tagging.corpus.code_ids[code]
            chance = probabilities[code]
            probability = None if chance is None else float(chance[row])
            for passage in turn.with_phrases(code_id) or turn.for_words(
                code_id, explainer.word_values(row, code)
            ):
                band = band_of(passage.evidence, bool(top[code][row]), probability)
                made.append(
                    replace(
                        passage.suggestion,
                        transcript_id=unit.transcript_id,
                        band=band,
                        probability=probability,
                        explanation=explainer.explain(row, code, passage.evidence),
                    )
                )
    return tuple(
        sorted(made, key=lambda one: (one.transcript_id, one.start, one.mechanism_id, one.code_id, one.end))
    )
