"""Where the material beside the checkout lies; tests that need it skip loudly where it is absent."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


def shared_path(relative: str) -> Path:
    """Return a file or folder of the shared material, or skip the test and say what is missing."""
    path = SHARED / relative
    if not path.exists():
        pytest.skip(f"shared material is absent: {relative}")
    return path
