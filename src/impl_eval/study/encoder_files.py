"""The sentence encoder that a study names: two files, and whether they are those that were pinned."""

from impl_eval.readers.report import ReadingReport
from impl_eval.readers.sentence_encoder import PinnedFile
from impl_eval.study.declared_files import Place
from impl_eval.study.files import StudyFiles
from impl_eval.study.study_file import Encoder

KINDS = {"model": "sentence encoder (ONNX)", "tokenizer": "tokenizer of the sentence encoder"}


def check_encoder(
    declared: Encoder | None, place: Place, files: StudyFiles
) -> tuple[PinnedFile, PinnedFile] | None:
    """Return model and tokenizer, or None where there is no encoder, or after noting what is wrong.

    The files are hashed here and run only when the tagger is: a study can be checked without the extra.
    """
    if declared is None:
        return None
    model = _pinned(declared.model, declared.model_sha256, "model", place, files)
    tokenizer = _pinned(declared.tokenizer, declared.tokenizer_sha256, "tokenizer", place, files)
    return None if model is None or tokenizer is None else (model, tokenizer)


def _pinned(name: str, sha256: str, key: str, place: Place, files: StudyFiles) -> PinnedFile | None:
    file, line, where = place
    at = (file, line, f"{where} > {key}")
    path = files.existing(name, at)
    if path is None:
        return None
    files.note(name, path, ReadingReport(KINDS[key]))
    found = files.read[name].sha256
    if found != sha256:
        remedy = "Get it again. If it was changed on purpose, write the new SHA-256 into study.yaml."
        files.gathering.add(
            at, f"{name} with the SHA-256 {found}", f"the one that is pinned, {sha256}", remedy
        )
        return None
    return PinnedFile(path, name, sha256)
