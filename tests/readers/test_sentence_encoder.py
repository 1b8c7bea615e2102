"""A real, tiny ONNX model through ONNX Runtime: its vectors by hand, and what is refused."""

import hashlib
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from impl_eval.errors import AnalysisRefused, Problem, StudyProblems
from impl_eval.readers.sentence_encoder import LONGEST, OnnxEncoder, PinnedFile, read_encoder
from tests.readers.tiny_encoder import WORDS, tiny_model, tiny_tokenizer

pytest.importorskip("onnxruntime", reason="the extra embed is absent: NO real encoder is tested")
pytest.importorskip("tokenizers", reason="the extra embed is absent: NO real encoder is tested")


def pinned(folder: Path, name: str, content: bytes) -> PinnedFile:
    (folder / name).write_bytes(content)
    return PinnedFile(folder / name, name, hashlib.sha256(content).hexdigest())


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> OnnxEncoder:
    folder = tmp_path_factory.mktemp("encoder")
    return read_encoder(pinned(folder, "m.onnx", tiny_model()), pinned(folder, "t.json", tiny_tokenizer()))


@pytest.mark.parametrize(
    ("text", "vector"),
    [
        ("bus", (1, 0, 0)),
        ("The BUS", (1, 0, 0)),  # "the" is a row of zeros
        ("the bus, the rent", (1, 1, 1)),  # the comma is unknown
        ("bus rent rent", (1, 2, 0)),
        ("rents", (0, 1, 0)),  # two word pieces, the second of zeros
        ("", (0, 0, 0)),
        ("the", (0, 0, 0)),
        ("bus " * 8 + "rent", (8, 1, 0)),  # the padding of the tokenizer counts nothing
        ("bus " * LONGEST + "rent", (1, 0, 0)),  # what is too long is cut
    ],
)
def test_the_mean_over_tokens_by_hand(encoder: OnnxEncoder, text: str, vector: tuple[int, int, int]) -> None:
    length = np.linalg.norm(vector)
    expected = np.array(vector) / length if length else np.array(vector)
    assert encoder.vectors([text])[0] == pytest.approx(expected, abs=1e-6)


@given(st.lists(st.lists(st.sampled_from(sorted(WORDS)), max_size=6).map(" ".join), min_size=1, max_size=5))
def test_a_vector_does_not_depend_on_its_neighbours(encoder: OnnxEncoder, texts: list[str]) -> None:
    together = encoder.vectors(texts)
    assert together.tolist() == [encoder.vectors([text])[0].tolist() for text in texts]
    lengths = np.linalg.norm(together, axis=1)
    assert ((np.abs(lengths - 1) < 1e-9) | (lengths == 0)).all()


def test_no_text_no_vector(encoder: OnnxEncoder) -> None:
    assert encoder.vectors([]).shape == (0, 0)


def test_nothing_that_could_go_online_is_loaded(encoder: OnnxEncoder) -> None:
    encoder.vectors(["bus"])
    assert "huggingface_hub" not in sys.modules


def faults(model: PinnedFile, tokenizer: PinnedFile) -> tuple[Problem, ...]:
    with pytest.raises(StudyProblems) as refused:
        read_encoder(model, tokenizer)
    return refused.value.problems


def test_files_that_are_not_those_that_were_pinned_are_both_named(tmp_path: Path) -> None:
    model, tokenizer = (
        pinned(tmp_path, "m.onnx", tiny_model()),
        pinned(tmp_path, "t.json", tiny_tokenizer()),
    )
    for one in (model, tokenizer):
        one.path.write_bytes(one.path.read_bytes() + b"\n")
    found = faults(model, tokenizer)
    assert [one.file for one in found] == ["m.onnx", "t.json"]
    assert {one.found for one in found} == {"another file than the one that was pinned"}


@pytest.mark.parametrize(
    ("model", "tokenizer", "at_fault"),
    [
        (b"no model at all", tiny_tokenizer(), "m.onnx"),
        (b"", tiny_tokenizer(), "m.onnx"),
        (tiny_model()[:-40], tiny_tokenizer(), "m.onnx"),
        (tiny_model(inputs=("pixels",)), tiny_tokenizer(), "m.onnx"),
        (tiny_model(per_token=False), tiny_tokenizer(), "m.onnx"),
        (tiny_model(), b"{}", "t.json"),
        (tiny_model(), b"bus rent", "t.json"),
        (tiny_model(), b"\xff\xfe\x00", "t.json"),
    ],
)
def test_what_is_no_encoder_is_said_so(tmp_path: Path, model: bytes, tokenizer: bytes, at_fault: str) -> None:
    (problem,) = faults(pinned(tmp_path, "m.onnx", model), pinned(tmp_path, "t.json", tokenizer))
    assert problem.file == at_fault
    assert problem.allowed


def test_a_tokenizer_of_another_model_is_said_so(tmp_path: Path) -> None:
    """It knows more words than the model has rows."""
    more = {**WORDS, "station": (0.0, 0.0, 0.0)}
    (problem,) = faults(
        pinned(tmp_path, "m.onnx", tiny_model()), pinned(tmp_path, "t.json", tiny_tokenizer(more))
    )
    assert (problem.file, "does not go with the model" in problem.found) == ("t.json", True)


def test_without_the_extra_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(AnalysisRefused, match=r"pip install .impl-eval\[embed\]"):
        read_encoder(pinned(tmp_path, "m.onnx", tiny_model()), pinned(tmp_path, "t.json", tiny_tokenizer()))
