"""The wheel: it carries the template and nothing that nobody listed. Built through the sdist."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from impl_eval.study.codebook_library import CODEBOOK_FILES
from impl_eval.study.instrument_library import LIBRARY_FILES
from impl_eval.study.template import TEMPLATE_FILES
from tests.shared import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel, built from a copy of what the sdist takes, through the sdist."""
    target = tmp_path_factory.mktemp("dist")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(target), str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = target.glob("*.whl")
    return built


def test_the_wheel_holds_package_template_and_instrument_library_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    modules = {
        str(path.relative_to(ROOT / "src"))
        for path in (ROOT / "src" / "impl_eval").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    template = {f"impl_eval/template/{name}" for name in TEMPLATE_FILES}
    library = {f"impl_eval/instrument_library/{name}" for name in LIBRARY_FILES}
    library |= {f"impl_eval/codebook_library/{name}" for name in CODEBOOK_FILES}
    described = {name for name in names if ".dist-info/" in name}
    assert names - described == modules | template | library


def test_the_template_in_the_wheel_is_the_reference_study(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for name in TEMPLATE_FILES:
            assert archive.read(f"impl_eval/template/{name}") == (ROOT / name).read_bytes(), name
