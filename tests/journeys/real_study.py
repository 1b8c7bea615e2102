"""A second study, from files that nobody here wrote: written into a folder of the test's own."""

import csv
import shutil
from pathlib import Path

REVERSED = frozenset(
    {"calm", "secure", "at.ease", "rested", "comfortable"}
    | {"confident", "relaxed", "content", "joyful", "pleasant"}
)
ANXIETY_ITEMS = (
    *("calm", "secure", "tense", "regretful", "at.ease", "upset", "worrying", "rested", "anxious"),
    *("comfortable", "confident", "nervous", "jittery", "high.strung", "relaxed", "content", "worried"),
    *("rattled", "joyful", "pleasant"),
)
MECHANISMS = {
    "history": ("History of the problem", "Talk about when and how the problem began.", "When did it start?"),
    "safety_net": ("Safety net", "What to do if things get worse.", "What if it gets worse?"),
    "worry": ("Worry about the problem", "Fears and worries about what it could be.", "What worries you?"),
}
PHRASES = {
    "history": ["for the last * days", "started * ago", "last few days", "couple of days", "been going on"],
    "safety_net": ["get worse", "gets worse", "come back", "call us back", "any concerns"],
    "worry": ["worried", "concerned", "bit scared"],
}

STUDY = """\
schema: impl-eval/study/1
title: State anxiety on two occasions, and consultations
ics: {id: real-files, name: A study of real files, short_name: Real files}
programme: {name: No programme}
report_date: 2024-12-31
data: real
timepoints:
  - {id: baseline, label: First occasion}
  - {id: follow_up, label: Second occasion}
stakeholder_groups:
  - {id: doctor, label: Doctor}
  - {id: patient, label: Patient}
sites: quantitative/sites.csv
framework: protocols/framework.yaml
analysis_plan: protocols/analysis_plan.yaml
instruments: [state_anxiety]
surveys:
  - {file: quantitative/state_anxiety.csv, column_map: quantitative/columns.yaml}
interviews:
  codebook: qualitative/codebook.yaml
  topic_guide: qualitative/topic_guide.yaml
  speakers: qualitative/speakers.csv
  transcripts: qualitative/transcripts
  coded_segments: qualitative/coded_segments.csv
"""
PLAN = """\
schema: impl-eval/analysis-plan/1
baseline: baseline
follow_up: follow_up
headline: state_anxiety
"""
COLUMNS = """\
schema: impl-eval/column-map/1
instrument: state_anxiety
respondent: id
site: study
timepoint:
  column: time
  values: {1: baseline, 2: follow_up}
  drop: [3, 4]
items: {at_ease: at.ease, high_strung: high.strung}
duplicates: quarantine
"""
INSTRUMENT = """\
schema: impl-eval/instrument/1
id: state_anxiety
version: 1.0.0
title: State anxiety
status: adapted
source: Items of a published data set, read for a test
licence:
  spdx: GPL-2.0-or-later
  holder: The authors of the data set
  text_included: yes
  permission: single words in a test
choices:
  intensity_4:
    min: 1
    max: 4
    labels: {1: Not at all, 2: Somewhat, 3: Moderately, 4: Very much}
scales:
  - id: state_anxiety
    label: State anxiety
    min_valid: 16
    direction: lower_is_better
"""


def write_real_study(folder: Path, real: Path) -> Path:
    """Write the study; `real` is the folder of real files, copied from and never into the project."""
    write(folder / "study.yaml", STUDY)
    write(folder / "protocols/analysis_plan.yaml", PLAN)
    write(folder / "quantitative/columns.yaml", COLUMNS)
    write(folder / "instruments/state_anxiety/instrument.yaml", INSTRUMENT)
    columns = ["item_id", "scale", "choices", "reverse_scored", "short_label", "wording"]
    items = [
        [name.replace(".", "_"), "state_anxiety", "intensity_4", "yes" if name in REVERSED else "no", name]
        for name in ANXIETY_ITEMS
    ]
    items = [[*item, f"I feel {item[-1]}"] for item in items]
    write_table(folder / "instruments/state_anxiety/items.csv", columns, items)
    survey = real / "surveys" / "state_anxiety_two_occasions.csv"
    shutil.copy(survey, folder / "quantitative/state_anxiety.csv")
    with survey.open(encoding="utf-8") as file:
        studies = sorted({row["study"] for row in csv.DictReader(file)})
    sites = [[name, name, "All"] for name in studies]
    write_table(folder / "quantitative/sites.csv", ["site_id", "name", "place"], sites)
    write_framework(folder)
    write_transcripts(folder, real)
    return folder


def write_framework(folder: Path) -> None:
    framework = [
        "schema: impl-eval/framework/1",
        "id: consultation",
        "title: Three aspects of a consultation",
    ]
    framework += ["citation: Written for a test", "mechanisms:"]
    codebook = ["schema: impl-eval/codebook/1", "id: consultation", "version: 1.0.0", "title: Consultations"]
    codebook += ["licence: CC-BY-4.0", "codes:"]
    guide = ["schema: impl-eval/topic-guide/1", "title: Consultations", "questions:"]
    for mechanism, (label, definition, question) in MECHANISMS.items():
        framework += [f"  - id: {mechanism}", f"    label: {label}", f"    short_label: {label}"]
        framework += [f"    definition: {definition}"]
        codebook += [f"  - mechanism: {mechanism}", f"    definition: {definition}", "    phrases:"]
        codebook += [f"      - {phrase}" for phrase in PHRASES[mechanism]]
        guide += [f"  - id: ask_{mechanism}", f"    text: {question}", f"    mechanisms: [{mechanism}]"]
    write(folder / "protocols/framework.yaml", "\n".join(framework) + "\n")
    write(folder / "qualitative/codebook.yaml", "\n".join(codebook) + "\n")
    write(folder / "qualitative/topic_guide.yaml", "\n".join(guide) + "\n")


def write_transcripts(folder: Path, real: Path) -> None:
    rows = []
    (folder / "qualitative/transcripts").mkdir(parents=True)
    for path in sorted((real / "transcripts").glob("*.TextGrid")):
        shutil.copy(path, folder / "qualitative/transcripts" / path.name)
        consultation, who = path.stem.rsplit("_", 1)
        role = "participant" if who == "patient" else "other"
        rows.append([consultation, path.name, who.capitalize(), role, f"{who}_{consultation}", who])
    columns = ["transcript_id", "file", "speaker", "role", "participant_id", "stakeholder_group"]
    write_table(folder / "qualitative/speakers.csv", columns, rows)
    segments = "transcript_id,start,end,quote,mechanism_id,valence,reported_change,coder,origin,note\n"
    write(folder / "qualitative/coded_segments.csv", segments)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_table(path: Path, columns: list[str], rows: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([columns, *rows])
