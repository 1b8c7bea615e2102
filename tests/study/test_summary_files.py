"""summaries.csv: whatever is written comes back. Its faults are in fixtures/broken_studies."""

from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from impl_eval.qualitative.framework_matrix import CellKey, PassagePlace, SeenPassage, Summary, tidy_text
from impl_eval.study.declared_files import Gathering
from impl_eval.study.files import StudyFiles
from impl_eval.study.summary_files import SUMMARIES_FILE, MayName, read_summaries, summaries_csv
from impl_eval.study.summary_import import merge_summaries

KNOWN = MayName({"P01", "P02"}, ["gp"], {"knowledge", "trust"})
keys = st.builds(
    CellKey, st.just("participant"), st.sampled_from(["P01", "P02"]), st.sampled_from(["knowledge", "trust"])
)
places = st.builds(lambda at: PassagePlace("t1", at, at + 5), st.integers(0, 99))
seen = st.lists(
    st.builds(SeenPassage, places, st.just("0123456789ab")), max_size=3, unique_by=lambda one: one.place
).map(lambda made: tuple(sorted(made)))
texts = st.text(st.characters(blacklist_categories=["Cs"]), max_size=80).map(tidy_text).filter(bool)
summaries = st.lists(
    st.builds(
        Summary, keys, st.sampled_from(["AB", "C D"]), texts,
        st.sets(places, max_size=3).map(lambda made: tuple(sorted(made))), st.none() | seen,
    ),
    unique_by=lambda one: one.key,
)  # fmt: skip


@given(summaries)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_comes_back(tmp_path: Path, made: list[Summary]) -> None:
    path = tmp_path / SUMMARIES_FILE
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(summaries_csv(made))
    files = StudyFiles(tmp_path, Gathering())
    assert read_summaries(KNOWN, files) == tuple(sorted(made, key=lambda one: one.key))
    assert files.gathering.problems == []


@given(summaries, summaries)
def test_changes_take_the_place_of_what_was_there(before: list[Summary], changed: list[Summary]) -> None:
    merged = {one.key: one for one in merge_summaries(before, changed)}
    assert merged == {one.key: one for one in (*before, *changed)}
    assert merge_summaries(merged.values(), changed) == tuple(merged[key] for key in sorted(merged))  # type: ignore[arg-type]


def test_the_file_is_optional(tmp_path: Path) -> None:
    assert read_summaries(KNOWN, StudyFiles(tmp_path, Gathering())) == ()


def test_what_could_not_be_read_is_not_held_against_a_summary(tmp_path: Path) -> None:
    one = Summary(CellKey("participant", "P09", "gone"), "AB", "Text.", (), ())
    (tmp_path / "qualitative").mkdir()
    (tmp_path / SUMMARIES_FILE).write_bytes(summaries_csv([one]))
    assert read_summaries(MayName(None, [], None), StudyFiles(tmp_path, Gathering())) == (one,)
