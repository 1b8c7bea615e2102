"""A sentence encoder: an ONNX model and its tokenizer, read from two files whose hashes are pinned.

onnxruntime and tokenizers are the optional extra `embed`, imported only here and only when an encoder is
read. Both files are read once: what was hashed is what is run. Nothing goes over a network.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from impl_eval.errors import AnalysisRefused, Problem, StudyProblems
from impl_eval.readers.faults import fault

Floats = npt.NDArray[np.float64]
LONGEST = 256
"""Tokens of one text that are read; what is longer must be cut up before it arrives here."""
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
NOT_INSTALLED = (
    "The study names a sentence encoder, and the packages that run it are not installed: "
    'pip install "impl-eval[embed]". Or take "encoder" out of study.yaml: the tagger works without.'
)


@dataclass(frozen=True)
class PinnedFile:
    """A file, what messages call it, and the SHA-256 that it must have."""

    path: Path
    name: str
    sha256: str

    def content(self) -> bytes:
        """Return the content; StudyProblems where it is not the one that was pinned."""
        content = self.path.read_bytes()
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise fault(self.name, "another file than the one that was pinned", self.sha256)
        return content


class OnnxEncoder:
    """Turns a text into a vector of length one: the mean over its tokens in the last layer.

    Texts go through one by one, on one thread: an int8 model scales its numbers over a whole batch, so that
    in a batch a vector would depend on its neighbours.
    """

    def __init__(self, session: Any, tokenizer: Any, sha256: str) -> None:
        self._session, self._tokenizer, self._sha256 = session, tokenizer, sha256
        self._wanted = [one.name for one in session.get_inputs()]
        self._given = session.get_outputs()[0].name

    @property
    def sha256(self) -> str:
        """Return the hash of the hashes of model and tokenizer."""
        return self._sha256

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Return one row for each text (n x d), of length one; zeros for a text without a token."""
        rows = [self._vector(text) for text in texts]
        return np.vstack(rows) if rows else np.zeros((0, 0))

    def _vector(self, text: str) -> Floats:
        encoded = self._tokenizer.encode(text)
        states = self.states(encoded.ids, encoded.attention_mask, encoded.type_ids)
        mask = np.array(encoded.attention_mask, dtype=float)
        summed: Floats = mask @ states
        length = float(np.linalg.norm(summed))
        return summed / length if length else summed

    def states(self, ids: Sequence[int], mask: Sequence[int], types: Sequence[int]) -> Floats:
        """Return the last layer (t x d) for t tokens."""
        given = dict(zip(INPUTS, (ids, mask, types), strict=True))
        inputs = {name: np.array([given[name]], dtype=np.int64) for name in self._wanted}
        (states,) = self._session.run([self._given], inputs)
        return np.asarray(states[0], dtype=float)


def read_encoder(model: PinnedFile, tokenizer: PinnedFile) -> OnnxEncoder:
    """Read an encoder from its two files.

    Raises
    ------
    AnalysisRefused : the extra `embed` is not installed.
    StudyProblems : a file is not the one that was pinned, or is no model or tokenizer that can be used.
    """
    try:
        import onnxruntime
        import tokenizers
    except ImportError:
        raise AnalysisRefused(NOT_INSTALLED) from None
    problems: list[Problem] = []
    contents = []
    for file in (model, tokenizer):
        try:
            contents.append(file.content())
        except StudyProblems as error:
            problems += error.problems
    if problems:
        raise StudyProblems(problems)
    sha256 = hashlib.sha256(f"{model.sha256} {tokenizer.sha256}".encode()).hexdigest()
    session = _session(onnxruntime, contents[0], model.name)
    words = _tokenizer(tokenizers, contents[1], tokenizer.name)
    encoder = OnnxEncoder(session, words, sha256)
    try:
        encoder.states([max(words.get_vocab().values(), default=0)], [1], [0])
    except _errors_of(onnxruntime):
        found = "a tokenizer that does not go with the model: it knows word pieces that the model does not"
        raise fault(tokenizer.name, found, "the tokenizer.json that came with the model") from None
    return encoder


def _session(onnxruntime: Any, content: bytes, name: str) -> Any:
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = 4
    wanted = "an ONNX sentence encoder that gives one vector for each token"
    try:
        session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except _errors_of(onnxruntime):
        raise fault(name, "no model that ONNX Runtime can read", wanted) from None
    strange = [one.name for one in session.get_inputs() if one.name not in INPUTS]
    if strange or not session.get_inputs():
        raise fault(name, "a model that asks for other inputs", ", ".join(INPUTS))
    if len(session.get_outputs()[0].shape) != 3:
        raise fault(name, "a model whose first output is no table of token vectors", wanted)
    return session


def _errors_of(onnxruntime: Any) -> tuple[type[BaseException], ...]:
    """Return what ONNX Runtime raises for a model that it cannot use: its errors share no class."""
    state = onnxruntime.capi.onnxruntime_pybind11_state
    names = ("Fail", "InvalidArgument", "InvalidGraph", "InvalidProtobuf", "NoModel", "NotImplemented")
    return tuple(getattr(state, name) for name in names if hasattr(state, name))


def _tokenizer(tokenizers: Any, content: bytes, name: str) -> Any:
    wanted = "a tokenizer.json, as it comes with the model"
    try:
        tokenizer = tokenizers.Tokenizer.from_str(content.decode("utf-8"))
    except UnicodeDecodeError:
        raise fault(name, "no text in UTF-8", wanted) from None
    except Exception as error:
        # The library raises plain Exception for a document that it cannot use, and a class of its own never.
        if type(error) is Exception:
            raise fault(name, "no tokenizer", wanted) from None
        raise
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer
