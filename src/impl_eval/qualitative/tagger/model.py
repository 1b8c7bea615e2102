"""The tagger of one study, trained: a scorer for each code, with its calibration.

Turns of a transcript that served for learning are scored by a model that has not seen it: otherwise the
tagger would only repeat what people have decided there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from impl_eval.qualitative.tagger.calibration import Calibration, calibrate
from impl_eval.qualitative.tagger.labels import Labels
from impl_eval.qualitative.tagger.learning import CodeModel, learn_code
from impl_eval.qualitative.tagger.prior import Corpus
from impl_eval.qualitative.tagger.untrained_choice import phrase_or_top_share

Floats = npt.NDArray[np.float64]
MOST_FOLDS = 5


@dataclass(frozen=True)
class TaggerModel:
    """One CodeModel and, where there is enough to learn it from, one Calibration for each code.

    `fold_models` (f x c) score the transcripts that `fold_of` names; `models` (c) all others.
    `encoder_hash` names the sentence encoder whose vectors it learned from, where there is one.
    """

    terms: tuple[str, ...]
    code_ids: tuple[str, ...]
    models: tuple[CodeModel, ...]
    calibrations: tuple[Calibration | None, ...]
    codebook_hash: str
    fold_models: tuple[tuple[CodeModel, ...], ...] = field(repr=False, default=())
    fold_of: Mapping[str, int] = field(default_factory=dict)
    encoder_hash: str = ""

    def model_for(self, transcript_id: str, code: int) -> CodeModel:
        """Return the model that scores a transcript: one that was not trained on it."""
        fold = self.fold_of.get(transcript_id)
        return self.models[code] if fold is None else self.fold_models[fold][code]

    def scores(self, corpus: Corpus) -> Floats:
        """Return the score of each turn for each code (n x c)."""
        groups: dict[int | None, list[int]] = {}
        for row, unit in enumerate(corpus.units):
            groups.setdefault(self.fold_of.get(unit.transcript_id), []).append(row)
        found = np.zeros((len(corpus.units), len(self.code_ids)))
        for fold, rows in groups.items():
            for code in range(len(self.code_ids)):
                model = self.models[code] if fold is None else self.fold_models[fold][code]
                found[rows, code] = model.blended.scores(corpus, code)[rows]
        return found


def train(corpus: Corpus, labels: Labels, codebook_hash: str) -> TaggerModel:
    """Train the tagger on what people have decided; with no decisions it is the prior.

    Transcripts are put into at most five folds, in the order of their ids; each fold is scored by models
    trained on the others, and these scores calibrate the whole.
    """
    transcript_of = np.array([unit.transcript_id for unit in corpus.units])
    decided = sorted(set(transcript_of[labels.known.any(axis=1)].tolist())) if len(corpus.units) else []
    folds = min(MOST_FOLDS, len(decided))
    fold_of = {name: number % folds for number, name in enumerate(decided)}
    fold_of_row = np.array([fold_of.get(name, -1) for name in transcript_of.tolist()], dtype=int)
    everything = np.arange(len(corpus.units))
    codes = range(len(corpus.code_ids))
    fold_models = tuple(
        tuple(learn_code(corpus, code, labels, everything[fold_of_row != fold]) for code in codes)
        for fold in range(folds)
    )
    model = TaggerModel(
        terms=corpus.space.terms,
        code_ids=corpus.code_ids,
        models=tuple(learn_code(corpus, code, labels, everything) for code in codes),
        calibrations=(None,) * len(corpus.code_ids),
        codebook_hash=codebook_hash,
        fold_models=fold_models,
        fold_of=fold_of,
        encoder_hash=corpus.encoder_hash,
    )
    held_out = model.scores(corpus)
    return replace(model, calibrations=tuple(_calibration(corpus, held_out, labels, code) for code in codes))


def _calibration(corpus: Corpus, held_out: Floats, labels: Labels, code: int) -> Calibration | None:
    """Calibrate a code on its decided turns; `held_out` (n x c) are scores by models without them."""
    known = labels.known[:, code]
    otherwise = phrase_or_top_share(corpus, held_out[:, code], code)
    return calibrate(held_out[known, code], labels.positive[known, code], otherwise[known])
