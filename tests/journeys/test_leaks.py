"""Nothing confidential is in any part of any output that is meant for others.

Canaries stand in the study where confidential things stand: ids and names of sites, codes of respondents,
words that nobody released, initials of speakers' turns, notes of coders. Hidden numbers are looked for too.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from impl_eval.cli.main import cli
from impl_eval.coding_desk.standing import load_settled_study
from impl_eval.evaluation import evaluate
from impl_eval.integration.decided import seen_results
from impl_eval.outputs.number_text import value_text
from impl_eval.outputs.statistic_names import statistic_named
from impl_eval.outputs.suppression import suppress
from impl_eval.outputs.walk import reported_by_id
from impl_eval.qualitative.released_quotes import words_mark

SITES = {"A": ("QXSITE", "Quibblesnatch Practice"), "B": ("ZVSITE", "Flumboggle Surgery")}
RESPONDENT = "rzqrespondent"
UNRELEASED = "What happens on the gribblefitz stays there"
RELEASED, KEPT_BACK = "We trust each other a bit more", "and the whortlesnipe knows why"
NOTE = "noteofacoder"
CANARIES = (
    *(part for site in SITES.values() for part in site), RESPONDENT, "gribblefitz", "whortlesnipe", NOTE,
)  # fmt: skip
KINDS_SOUGHT = ("mean", "change")
KINDS = (("full", "word"), ("technical", "word"), ("board", "word"), ("technical", "markdown"),
         ("technical", "html"), ("technical", "json"))  # fmt: skip


def parts(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file and, where it is a package, every part of it, packages inside packages too."""
    if not content.startswith(b"PK"):
        yield name, content
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from parts(f"{name} > {member}", archive.read(member))


def texts(content: bytes) -> str:
    """Return what a part says: as it stands, and without its tags, so that split words are found."""
    plain = content.decode("utf-8", errors="ignore")
    return plain + "\n" + re.sub(r"<[^>]*>", "", plain)


def for_others(study: Path) -> dict[str, str]:
    outputs = study / "outputs"
    return {
        name: texts(content)
        for path in sorted(outputs.rglob("*"))
        if path.is_file() and "internal" not in path.relative_to(outputs).parts
        for name, content in parts(path.relative_to(outputs).as_posix(), path.read_bytes())
    }


def change(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, (path.name, old)
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


def with_canaries(study: Path) -> Path:
    """Put canaries into the small study; k is 5, so that both places and all groups are hidden."""
    quantitative, qualitative = study / "quantitative", study / "qualitative"
    change(study / "protocols" / "analysis_plan.yaml", ("smallest_count_shown: 1", "smallest_count_shown: 5"))
    for old, (new, name) in SITES.items():
        change(quantitative / "sites.csv", (f"{old},Practice {old}", f"{new},{name}"))
        for file in ("survey.csv", "invitations.csv"):
            text = (quantitative / file).read_text(encoding="utf-8")
            text = re.sub(rf"(?m)(^|,){old}(?=,)", rf"\g<1>{new}", text)
            text = re.sub(r"(?m)^([ab]\d),", rf"{RESPONDENT}\1,", text)
            (quantitative / file).write_text(text, encoding="utf-8")
    transcript = qualitative / "transcripts" / "t1.txt"
    said = f"{RELEASED} {KEPT_BACK}. {UNRELEASED}."
    change(transcript, (f"{RELEASED}.", said))
    text = transcript.read_bytes().decode("utf-8")
    segments = qualitative / "coded_segments.csv"
    whole, start = f"{RELEASED} {KEPT_BACK}", text.index(RELEASED)
    rest = "trust,enabler,better,AB,human,"
    before = f"t1,{start},{start + len(RELEASED)},{RELEASED},{rest}"
    change(segments, (before, f"t1,{start},{start + len(whole)},{whole},{rest}{NOTE}"))
    at = text.index(UNRELEASED)
    row = f"t1,{at},{at + len(UNRELEASED)},{UNRELEASED},knowledge,barrier,worse,AB,human,{NOTE}\n"
    segments.write_text(segments.read_text(encoding="utf-8") + row, encoding="utf-8")
    quotes = (
        "place,released,by,date,words,shortened\n"
        f"t1:{start}-{start + len(whole)},yes,AB,2024-05-01,{words_mark(whole)},{RELEASED}\n"
        f"t1:{at}-{at + len(UNRELEASED)},no,AB,2024-05-01,{words_mark(UNRELEASED)},\n"
    )
    (qualitative / "quotes.csv").write_text(quotes, encoding="utf-8")
    return study


def write_all_kinds(study: Path) -> None:
    for edition, file_format in KINDS:
        done = CliRunner().invoke(cli, ["report", str(study), "--edition", edition, "--format", file_format])
        assert done.exit_code == 0, (done.output, done.exception)


def numbers_that_only_hidden_results_have(study: Path) -> dict[str, str]:
    """Return texts of hidden values by id: at least three signs, and no shown result reads alike."""
    evaluation = evaluate(load_settled_study(study), ())
    shown, whole = reported_by_id(suppress(evaluation)), reported_by_id(evaluation)
    said = {number for one in shown.values() for number in re.findall(r"\d+(?:\.\d+)?", value_text(one))}
    return {
        id_: number
        for id_, one in whole.items()
        if shown[id_].estimate.state == "suppressed"
        and statistic_named(one.estimate.statistic).kind in KINDS_SOUGHT
        for number in re.findall(r"[1-9]\d*\.\d\d", value_text(one))
        if number not in said
    }


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import shutil

    from tests.conftest import SMALL_STUDY

    folder = tmp_path_factory.mktemp("leaks") / "study"
    study = with_canaries(Path(shutil.copytree(SMALL_STUDY, folder)))
    write_all_kinds(study)
    return study


def test_no_canary_stands_in_any_part_of_any_output_for_others(released: Path) -> None:
    found = for_others(released)
    assert any("embeddings" in name for name in found), "native charts bring workbooks along"
    assert any("customXml" in name for name in found)
    leaks = sorted(
        f"{name}: {canary}"
        for name, text in found.items()
        for canary in CANARIES
        if canary.lower() in f"{name}\n{text}".lower()
    )
    assert leaks == []


def test_the_canaries_would_be_found(released: Path) -> None:
    """The search finds what is there: the words that were released, and canaries in what stays inside."""
    assert any(RELEASED in text for text in for_others(released).values())
    done = CliRunner().invoke(cli, ["run", str(released)])
    assert done.exit_code == 0, done.output
    inside = "".join(
        texts(content)
        for path in (released / "outputs" / "internal").rglob("*")
        for _, content in parts(path.name, path.read_bytes())
        if path.is_file()
    )
    assert "gribblefitz" in inside and SITES["A"][0] in inside


def test_no_hidden_number_stands_in_any_part_of_any_output_for_others(released: Path) -> None:
    hidden = numbers_that_only_hidden_results_have(released)
    assert len(hidden) >= 3
    leaks = sorted(
        f"{name}: {id_} {number}"
        for name, text in for_others(released).items()
        if not name.endswith((".png", "theme1.xml", "styles.xml", ".svg"))
        for id_, number in hidden.items()
        if re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", text)
    )
    assert leaks == []


def test_no_hidden_number_is_written_in_a_figure(released: Path) -> None:
    hidden = set(numbers_that_only_hidden_results_have(released).values())
    for path in (released / "outputs" / "figures").glob("*.svg"):
        drawn = path.read_text(encoding="utf-8")
        words = " ".join([*re.findall(r"<!-- (.*?) -->", drawn), *re.findall(r"<text[^>]*>([^<]*)", drawn)])
        assert not [one for one in hidden if re.search(rf"(?<![\d.]){re.escape(one)}(?!\d)", words)]


def test_the_mark_of_the_results_seen_stays_inside(released: Path) -> None:
    """Of few counts, somebody could find by trying which results have that mark."""
    rows = evaluate(load_settled_study(released), ()).joint_display.rows
    marks = [seen_results(row) for row in rows]
    assert not [mark for mark in marks for text in for_others(released).values() if mark in text]


def test_what_is_hidden_is_said_to_be_so_in_every_format(released: Path) -> None:
    for suffix in ("md", "html", "json"):
        file = next((released / "outputs").glob(f"*.{suffix}"))
        assert "fewer than 5" in file.read_text(encoding="utf-8")
