"""The template of `init`: the reference study, by an explicit list of files, and forms to fill in."""

from pathlib import Path

TEMPLATE_FILES = (
    "study.yaml",
    "instruments/prescriber_survey/instrument.yaml",
    "instruments/prescriber_survey/items.csv",
    "protocols/analysis_plan.yaml",
    "protocols/evaluation_protocol.md",
    "protocols/framework.yaml",
    "protocols/simulation.yaml",
    "qualitative/codebook.yaml",
    "qualitative/coded_segments.csv",
    "qualitative/speakers.csv",
    "qualitative/topic_guide.yaml",
    *(f"qualitative/transcripts/int{number:02d}.txt" for number in range(1, 11)),
    "quantitative/survey_columns.yaml",
)
SKELETON_FILES = ("report.yaml", "programme_description.yaml", "checklist_answers.csv")
"""What people write for a report is no template: a new study gets empty forms in its protocols folder."""
SIMULATED_ONLY = ("protocols/simulation.yaml",)


def template_root() -> Path:
    """Return the folder that holds the template: inside the package, else the checkout's root."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "template"
    return inside if inside.is_dir() else package.parents[1]


def template_text(name: str) -> str:
    """Return a template file as text, line ends as they are."""
    return (template_root() / name).read_bytes().decode("utf-8")


def skeletons() -> dict[str, bytes]:
    """Return the empty forms of a new study, by their path in it."""
    folder = Path(__file__).resolve().parent / "skeletons"
    return {f"protocols/{name}": (folder / name).read_bytes() for name in SKELETON_FILES}
