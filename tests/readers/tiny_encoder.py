"""A sentence encoder small enough to check by hand: an ONNX graph that looks up one row for each token.

Written byte by byte, so that no test needs the package onnx. Field numbers are those of onnx.proto3.
"""

import hashlib
import json
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

# Each word piece and its vector. "the" says nothing; "rent" and "wages" are the same in meaning.
WORDS = {
    "[UNK]": (0.0, 0.0, 1.0),
    "the": (0.0, 0.0, 0.0),
    "bus": (1.0, 0.0, 0.0),
    "rent": (0.0, 1.0, 0.0),
    "wages": (0.0, 1.0, 0.0),
    "##s": (0.0, 0.0, 0.0),
}


def _varint(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _part(field: int, content: bytes | str) -> bytes:
    raw = content.encode() if isinstance(content, str) else content
    return _varint(field << 3 | 2) + _varint(len(raw)) + raw


def _value(name: str, kind: int, sizes: Sequence[str | int]) -> bytes:
    """ValueInfoProto: a named tensor of a kind (1 float, 7 int64) and its sizes."""
    dims = b"".join(_part(1, _number(1, size) if isinstance(size, int) else _part(2, size)) for size in sizes)
    return _part(1, name) + _part(2, _part(1, _number(1, kind) + _part(2, dims)))


def tiny_model(
    words: Mapping[str, Sequence[float]] = WORDS,
    inputs: Sequence[str] = ("input_ids", "attention_mask"),
    per_token: bool = True,
) -> bytes:
    """Return the model: Gather(table, input_ids). Without `per_token` its output is no table of tokens."""
    width = len(next(iter(words.values())))
    raw = b"".join(struct.pack(f"<{width}f", *row) for row in words.values())
    table = _number(1, len(words)) + _number(1, width) + _number(2, 1) + _part(8, "table") + _part(9, raw)
    gather = _part(1, "table") + _part(1, inputs[0]) + _part(2, "states") + _part(4, "Gather")
    sizes: tuple[str | int, ...] = ("batch", "sequence", width) if per_token else ("batch", width)
    shape: tuple[str | int, ...] = ("batch", "sequence") if per_token else ("batch",)
    graph = (
        _part(1, gather)
        + _part(2, "tiny")
        + _part(5, table)
        + b"".join(_part(11, _value(name, 7, shape)) for name in inputs)
        + _part(12, _value("states", 1, sizes))
    )
    return _number(1, 8) + _part(7, graph) + _part(8, _number(2, 13))


def tiny_tokenizer(words: Mapping[str, Sequence[float]] = WORDS) -> bytes:
    """Return the tokenizer.json: WordPiece in lower case, no special tokens, padded as real ones are."""
    document = {
        "version": "1.0",
        "truncation": None,
        "padding": {
            "strategy": {"Fixed": 8}, "direction": "Right", "pad_to_multiple_of": None,
            "pad_id": 0, "pad_type_id": 0, "pad_token": "[UNK]",
        },
        "added_tokens": [],
        "normalizer": {
            "type": "BertNormalizer", "clean_text": True, "handle_chinese_chars": True,
            "strip_accents": None, "lowercase": True,
        },
        "pre_tokenizer": {"type": "BertPreTokenizer"},
        "post_processor": None,
        "decoder": None,
        "model": {
            "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100, "vocab": {word: row for row, word in enumerate(words)},
        },
    }  # fmt: skip
    return json.dumps(document).encode()


def write_encoder(folder: Path, words: Mapping[str, Sequence[float]] = WORDS) -> str:
    """Write model and tokenizer into a folder; returns the entry for study.yaml, from the study's root."""
    folder.mkdir(exist_ok=True)
    lines = ["  encoder:"]
    for key, name, content in (
        ("model", "model.onnx", tiny_model(words)),
        ("tokenizer", "tokenizer.json", tiny_tokenizer(words)),
    ):
        (folder / name).write_bytes(content)
        lines += [
            f"    {key}: {folder.name}/{name}",
            f"    {key}_sha256: {hashlib.sha256(content).hexdigest()}",
        ]
    return "\n".join(lines) + "\n"
