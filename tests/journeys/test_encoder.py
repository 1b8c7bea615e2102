"""A study with a sentence encoder, through the command line: used, pinned, refused, and never online."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import impl_eval
from tests.journeys.test_no_network import BLOCKED
from tests.readers.tiny_encoder import WORDS, tiny_model, write_encoder

pytest.importorskip("onnxruntime", reason="the extra embed is absent: NO real encoder is tested")
pytest.importorskip("tokenizers", reason="the extra embed is absent: NO real encoder is tested")

# The small study's codebook and transcript speak of knowing and trusting: words of the tiny encoder.
KNOWN = {**WORDS, "know": (1.0, 0.0, 0.0), "doing": (1.0, 0.0, 0.0), "trust": (0.0, 1.0, 0.0)}
WITHOUT_EXTRA = "import sys; sys.modules['onnxruntime'] = None\nfrom impl_eval.cli.main import main; main()"
MARK = "  coded_segments: qualitative/coded_segments.csv\n"


def declare(study: Path, entry: str) -> None:
    file = study / "study.yaml"
    text = file.read_text(encoding="utf-8")
    assert MARK in text
    file.write_text(text.replace(MARK, MARK + entry), encoding="utf-8")


@pytest.fixture
def encoded(small_study: Path) -> Path:
    declare(small_study, write_encoder(small_study / "encoder", KNOWN))
    return small_study


def program(code: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-W", "error", "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def model_of(study: Path) -> dict[str, Any]:
    path = study / "outputs" / "internal" / "tagger_model.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_it_is_used_twice_alike_and_nothing_goes_out(encoded: Path) -> None:
    done = program(BLOCKED, "tag", encoded)
    assert done.returncode == 0, done.stderr
    internal = encoded / "outputs" / "internal"
    before = {path.name: path.read_bytes() for path in internal.iterdir()}
    model = model_of(encoded)
    assert len(model["encoder_sha256"]) == 64
    assert any(code["prior"]["meaning"] > 0 for code in model["codes"])
    assert impl_eval("tag", encoded, PYTHONHASHSEED="3", OMP_NUM_THREADS="2").returncode == 0
    assert {path.name: path.read_bytes() for path in internal.iterdir()} == before


def test_a_run_and_a_check_name_its_files_with_their_hashes(encoded: Path) -> None:
    assert impl_eval("check", encoded).returncode == 0
    done = impl_eval("run", encoded)
    assert done.returncode == 0, done.stderr
    provenance = json.loads((encoded / "outputs/internal/provenance.json").read_text(encoding="utf-8"))
    inputs = {one["file"]: one["sha256"] for one in provenance["inputs"]}
    text = (encoded / "study.yaml").read_text(encoding="utf-8")
    for name in ("encoder/model.onnx", "encoder/tokenizer.json"):
        assert inputs[name] in text


def test_another_file_than_the_pinned_one_is_refused_before_anything_is_run(encoded: Path) -> None:
    (encoded / "encoder" / "model.onnx").write_bytes(tiny_model(KNOWN) + b"\x00")
    done = impl_eval("check", encoded)
    assert done.returncode == 3
    assert "study.yaml, line" in done.stderr
    assert "interviews > encoder > model: found encoder/model.onnx with the SHA-256" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("encoder/model.onnx", "encoder/modell.onnx", "Did you mean model.onnx?"),
        ("encoder/model.onnx", "../model.onnx", "outside the study"),
        ("    model_sha256: ", "    model_sha256: 12", "64 signs"),
        ("    tokenizer_sha256:", "    tokenizer_md5:", 'unknown key "tokenizer_md5"'),
    ],
)
def test_what_is_declared_wrongly_is_explained(encoded: Path, old: str, new: str, said: str) -> None:
    file = encoded / "study.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    done = impl_eval("check", encoded)
    assert (done.returncode, said in done.stderr) == (3, True), done.stderr


def test_without_the_extra_a_study_is_checked_and_the_tagger_says_what_to_install(encoded: Path) -> None:
    assert program(WITHOUT_EXTRA, "check", encoded).returncode == 0
    done = program(WITHOUT_EXTRA, "tag", encoded)
    assert (done.returncode, 'pip install "impl-eval[embed]"' in done.stderr) == (4, True), done.stderr
    assert not (encoded / "outputs" / "internal" / "tagger_model.json").exists()


def test_a_study_without_an_encoder_does_not_need_the_extra(small_study: Path) -> None:
    done = program(WITHOUT_EXTRA, "tag", small_study)
    assert done.returncode == 0, done.stderr
    assert "encoder_sha256" not in model_of(small_study)
