"""A trained tagger as one JSON document, and back: plain numbers, no program code.

The document holds words of the interviews and is as confidential as they are.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from impl_eval.qualitative.tagger.calibration import Calibration
from impl_eval.qualitative.tagger.learning import SHRINKAGE, CodeModel
from impl_eval.qualitative.tagger.model import TaggerModel
from impl_eval.qualitative.tagger.scorer import LinearScorer

SCHEMA = "impl-eval/tagger-model/1"
Document = dict[str, Any]


def document_of_model(model: TaggerModel) -> Document:
    """Return a model as a JSON document.

    `codes` hold the models for transcripts that taught nothing, `folds` those that score the transcripts
    of `fold_of`, learned without them. The prior of a code is the same in all. Words are numbered by
    their place in `terms`. Only where a sentence encoder served do weights of meaning, and its hash, appear.
    """
    with_meaning = bool(model.encoder_hash)
    document = {
        "schema": SCHEMA,
        "codebook_hash": model.codebook_hash,
        "shrinkage": SHRINKAGE,
        "terms": list(model.terms),
        "codes": [
            {
                "code_id": code_id,
                "prior": _scorer_document(one.prior, with_meaning),
                "calibration": None if calibration is None else asdict(calibration),
                **_learned_document(one, with_meaning),
            }
            for code_id, one, calibration in zip(
                model.code_ids, model.models, model.calibrations, strict=True
            )
        ],
        "folds": [[_learned_document(one, with_meaning) for one in fold] for fold in model.fold_models],
        "fold_of": dict(model.fold_of),
    }
    return document | {"encoder_sha256": model.encoder_hash} if with_meaning else document


def hash_of_model(model: TaggerModel) -> str:
    """Return the SHA-256 of a model as a document, its keys sorted."""
    text = json.dumps(document_of_model(model), sort_keys=True, ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _learned_document(model: CodeModel, with_meaning: bool) -> Document:
    return {
        "positives": model.positives,
        "labels": model.labels,
        "prior_share": model.prior_share,
        "learned": None if model.learned is None else _scorer_document(model.learned, with_meaning),
    }


def _scorer_document(scorer: LinearScorer, with_meaning: bool) -> Document:
    document: Document = asdict(scorer)
    if not with_meaning:
        del document["meaning"]
    for name in ("words", "question_words"):
        values = document[name]
        document[name] = {str(index): float(values[index]) for index in np.flatnonzero(values).tolist()}
    return document


def model_of_document(document: Mapping[str, Any]) -> TaggerModel:
    """Return the model that `document_of_model` wrote.

    Raises
    ------
    ValueError : the document is of another kind.
    """
    if document.get("schema") != SCHEMA:
        raise ValueError(f"not a model of the tagger ({SCHEMA})")
    codes: Sequence[Mapping[str, Any]] = document["codes"]
    size = len(document["terms"])
    priors = [_scorer(code["prior"], size) for code in codes]
    return TaggerModel(
        terms=tuple(document["terms"]),
        code_ids=tuple(code["code_id"] for code in codes),
        models=_code_models(priors, codes, size),
        calibrations=tuple(
            None if code["calibration"] is None else Calibration(**code["calibration"]) for code in codes
        ),
        codebook_hash=document["codebook_hash"],
        fold_models=tuple(_code_models(priors, fold, size) for fold in document["folds"]),
        fold_of=dict(document["fold_of"]),
        encoder_hash=document.get("encoder_sha256", ""),
    )


def _code_models(
    priors: Sequence[LinearScorer], learned: Sequence[Mapping[str, Any]], size: int
) -> tuple[CodeModel, ...]:
    return tuple(
        CodeModel(
            prior,
            None if one["learned"] is None else _scorer(one["learned"], size),
            one["prior_share"],
            one["positives"],
            one["labels"],
        )
        for prior, one in zip(priors, learned, strict=True)
    )


def _scorer(document: Mapping[str, Any], size: int) -> LinearScorer:
    dense = dict(document)
    for name in ("words", "question_words"):
        values = np.zeros(size)
        for index, value in dense[name].items():
            values[int(index)] = value
        dense[name] = values
    return LinearScorer(**dense)
