"""The plan of the house, asserted: floors, who touches files, sizes, and what a heavy import costs."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shared import ROOT

PACKAGE = ROOT / "src" / "impl_eval"
FLOORS = {
    "declared": 0,
    "instruments": 1, "protocols": 1, "results": 1, "errors": 1,
    "statistics": 2, "integration": 2, "outputs": 2, "readers": 2,
    "quantitative": 3, "qualitative": 3, "simulation": 3,
    "study": 4, "power": 4, "coding": 4,
    "evaluation": 5, "deliverables": 5, "coding_desk": 5,
    "cli": 6,
}  # fmt: skip
# Declared things may explain their faults in the words of errors.py, on the same floor.
SAME_FLOOR = {("instruments", "errors"), ("protocols", "errors")}
MAY_TOUCH_FILES = {"readers", "study", "outputs", "coding"}
FILE_CALLS = {
    "open",
    "read_text",
    "write_text",
    "read_bytes",
    "write_bytes",
    "unlink",
    "mkdir",
    "glob",
    "iterdir",
}
HEAVY = (
    "pandas",
    "scipy",
    "pingouin",
    "statsmodels",
    "seaborn",
    "matplotlib",
    "nltk",
    "sklearn",
    "docx",
    "openpyxl",
    "pyreadstat",
)
SOURCES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(tree: ast.AST) -> set[str]:
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += (
                [f"{node.module}.{alias.name}" for alias in node.names]
                if node.module == "impl_eval"
                else [node.module]
            )
    return {name.split(".")[1] for name in names if name.startswith("impl_eval.")}


def is_for_types_only(path: Path, room: str) -> bool:
    """True where a room is imported under TYPE_CHECKING only."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            return any(room in imported_rooms(child) for child in node.body)
    return False


def test_every_room_has_a_floor() -> None:
    rooms = {room_of(path) for path in SOURCES} - {"__init__"}
    assert rooms == set(FLOORS)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_arrows_point_down(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    for other in imported_rooms(ast.parse(path.read_text(encoding="utf-8"))) - {room, "__version__"}:
        down = FLOORS[other] < FLOORS[room] or (room, other) in SAME_FLOOR
        assert down, f"{room} (floor {FLOORS[room]}) imports {other} (floor {FLOORS[other]})"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_few_rooms_touch_files(path: Path) -> None:
    if room_of(path) in MAY_TOUCH_FILES:
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            assert name not in FILE_CALLS, f"{name} in line {node.lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_stays_small_and_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    assert ast.get_docstring(ast.parse(text)), "a module begins by saying what belongs there"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_catches_everything(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            caught = node.type.id if isinstance(node.type, ast.Name) else ""
            outermost = path == PACKAGE / "cli" / "main.py"
            goes_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            assert node.type is not None
            assert caught not in {"Exception", "BaseException"} or outermost or goes_on, f"line {node.lineno}"


def test_python_knows_no_mechanism_and_no_place() -> None:
    """The mechanisms and places of the reference study stand in files only."""
    import yaml

    framework = yaml.safe_load((ROOT / "protocols" / "framework.yaml").read_text(encoding="utf-8"))
    words = [mechanism["id"] for mechanism in framework["mechanisms"]]
    words = [word for word in words if "_" in word] + ["Norfolk", "Waveney", "Yarmouth", "Norwich"]
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        assert not [word for word in words if word in text], path


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["run", "--help"], ["init", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys; sys.argv = ['impl-eval', *sys.argv[1:]]\n"
        "from impl_eval.cli.main import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        f"print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stdout.rstrip().endswith("HEAVY []")


def test_nltk_never_downloads() -> None:
    for path in SOURCES:
        assert "nltk.download" not in path.read_text(encoding="utf-8"), path
