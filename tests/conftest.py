"""Studies that many tests start from: copies, so that a test may change them."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from tests.shared import ROOT

# No deadline: the first use of a heavy library takes seconds. The same examples in every run.
settings.register_profile("impl-eval", deadline=None, derandomize=True)
settings.load_profile("impl-eval")

# No page numbers: LibreOffice takes seconds. Tests that want them take this away again.
os.environ["IMPL_EVAL_LIBREOFFICE"] = "none"

SMALL_STUDY = ROOT / "tests" / "fixtures" / "small_study"
REFERENCE_FILES = ("study.yaml", "instruments", "qualitative", "quantitative", "protocols")


@pytest.fixture
def small_study(tmp_path: Path) -> Path:
    """A small study of real (invented) data: two mechanisms, one instrument, one transcript."""
    return Path(shutil.copytree(SMALL_STUDY, tmp_path / "small_study"))


@pytest.fixture(scope="session")
def reference_copy(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Return a function that copies the reference study into a new folder."""

    def copy() -> Path:
        folder = tmp_path_factory.mktemp("reference")
        for name in REFERENCE_FILES:
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
        return folder

    return copy
