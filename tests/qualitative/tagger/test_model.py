"""The trained tagger: never judged by what it learned from, one JSON document, the same every time."""

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from impl_eval.outputs.json_text import json_text
from impl_eval.qualitative.tagger.model_document import document_of_model, hash_of_model, model_of_document
from impl_eval.qualitative.tagger.suggestions import Tagging, start_tagging
from tests.qualitative.tagger.talk import book, coded, interviews
from tests.shared import ROOT

TALKS = interviews()


def trained(*teachers: int) -> Tagging:
    return start_tagging(TALKS, book(), coded(*(TALKS[number] for number in teachers)))


def of_transcript(tagging: Tagging, number: int) -> np.ndarray:
    rows = [unit.transcript_id == TALKS[number].id for unit in tagging.corpus.units]
    return tagging.scores[rows]


def test_decisions_on_a_transcript_do_not_change_its_own_scores() -> None:
    """Turned round: what is about the bus is coded as money. Only the others' scores may move."""
    upright = coded(*TALKS)
    swap = {"bus": "money", "money": "bus"}
    first = TALKS[0].id
    turned = [
        replace(each, mechanism_id=swap[each.mechanism_id]) if each.transcript_id == first else each
        for each in upright
    ]
    one, other = start_tagging(TALKS, book(), upright), start_tagging(TALKS, book(), turned)
    assert of_transcript(one, 0).tolist() == of_transcript(other, 0).tolist()
    assert of_transcript(one, 1).tolist() != of_transcript(other, 1).tolist()


def test_with_one_coded_transcript_its_own_turns_are_scored_by_the_codebook_alone() -> None:
    assert of_transcript(trained(0), 0).tolist() == of_transcript(trained(), 0).tolist()
    assert of_transcript(trained(0), 1).tolist() != of_transcript(trained(), 1).tolist()


def test_a_model_read_back_scores_every_transcript_alike() -> None:
    tagging = trained(0, 1, 2)
    again = model_of_document(json.loads(json_text(document_of_model(tagging.model))))
    assert hash_of_model(again) == hash_of_model(tagging.model)
    assert again.scores(tagging.corpus).tolist() == tagging.scores.tolist()
    assert again.calibrations == tagging.model.calibrations


def test_another_document_is_refused() -> None:
    with pytest.raises(ValueError, match="tagger"):
        model_of_document({"schema": "impl-eval/results/1"})


PROGRAM = """
from impl_eval.qualitative.tagger.model_document import hash_of_model
from impl_eval.qualitative.tagger.suggestions import start_tagging
from tests.qualitative.tagger.talk import book, coded, interviews
print(hash_of_model(start_tagging(interviews(), book(), coded(*interviews())).model))
"""


def test_the_same_model_every_time() -> None:
    hashes = {
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "OMP_NUM_THREADS": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


def test_a_study_without_turns_has_a_model_too() -> None:
    tagging = start_tagging((), book())
    assert tagging.scores.shape == (0, 2)
    assert tagging.chosen().shape == (0, 2)
