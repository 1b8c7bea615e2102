"""Replacing what people decided to replace: whole or not at all, and the study holds afterwards."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from impl_eval.coding_desk.replacing import replace_in_study
from impl_eval.errors import OutputNotWritten, StudyProblems, describe_problems
from impl_eval.outputs import atomic
from impl_eval.study.identifier_check import check_identifiers, write_review
from impl_eval.study.identifier_replacing import Replacement, plan_replacement
from impl_eval.study.load import load_study
from impl_eval.study.model import Study
from tests.coding_desk.interviews import AT
from tests.study.identifier_study import (
    AFTER,
    TALK,
    decide,
    everything,
    review_rows,
    with_identifiers,
    write_rows,
)


def check_and_decide(study: Path, decision: str = "replace", **chosen: str) -> None:
    loaded = load_study(study)
    write_review(loaded, check_identifiers(loaded))
    decide(study, decision, **chosen)


def do_replace(study: Path, apart: Path) -> Replacement:
    return replace_in_study(study, apart / "key.csv", apart / "originals", AT)[0]


def quotes(study: Study) -> list[str]:
    assert study.interviews is not None
    return [one.quote for one in study.interviews.coded_segments]


def refused(study: Path, apart: Path) -> str:
    before = everything(study)
    with pytest.raises(StudyProblems) as raised:
        do_replace(study, apart)
    assert everything(study) == before
    assert not apart.exists()
    return describe_problems(raised.value.problems)


def test_the_study_holds_and_every_coding_survives(small_study: Path, tmp_path: Path) -> None:
    study, apart = with_identifiers(small_study), tmp_path / "apart"
    check_and_decide(study)
    plan = do_replace(study, apart)
    assert dict(plan.counts) == {"person": 5, "phone_number": 1, "nhs_number": 1, "place": 1}
    text = (study / "qualitative/transcripts/t1.txt").read_text(encoding="utf-8")
    assert "Anita" not in text
    assert text.startswith("Interview with [Person 1]\n")
    assert (
        "My NHS number is [NHS number 1], I trust [Person 1]'s team in [Place 1].\n[Person 1] came." in text
    )
    loaded = load_study(study)  # every quote is held against its transcript
    assert quotes(loaded) == list(AFTER)
    assert not [one for one in loaded.advice if "transcripts/" in one.file]
    assert "t1,t1.txt,Person 1,not_a_speaker,," in (study / "qualitative/speakers.csv").read_text()


def test_originals_and_key_lie_apart_and_are_private(small_study: Path, tmp_path: Path) -> None:
    study, apart = with_identifiers(small_study), tmp_path / "apart"
    check_and_decide(study)
    do_replace(study, apart)
    assert (apart / "originals/t1.txt").read_bytes() == TALK.encode("utf-8")
    assert (apart / "key.csv").read_text(encoding="utf-8") == (
        "pseudonym,kind,value\nPerson 1,person,anita bell\nPhone number 1,phone_number,'+447700900123\n"
        "NHS number 1,nhs_number,'9990000018\nPlace 1,place,green lane\n"
    )
    private = ["qualitative/transcripts/t1.txt", "qualitative/speakers.csv", "qualitative/coded_segments.csv"]
    private += ["qualitative/identifier_review.csv"]
    paths = [apart / "key.csv", apart / "originals/t1.txt", *(study / name for name in private)]
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
    assert "Anita" not in "".join(
        content.decode("utf-8") for content in everything(study / "qualitative/transcripts").values()
    )


def test_a_second_run_changes_nothing(small_study: Path, tmp_path: Path) -> None:
    study, apart = with_identifiers(small_study), tmp_path / "apart"
    check_and_decide(study)
    do_replace(study, apart)
    before = everything(tmp_path)
    assert do_replace(study, apart).files == {}
    assert everything(tmp_path) == before


def test_nothing_is_replaced_without_a_decision(small_study: Path, tmp_path: Path) -> None:
    study, apart = with_identifiers(small_study), tmp_path / "apart"
    check_and_decide(study, "")
    plan = do_replace(study, apart)
    assert (plan.files, plan.undecided) == ({}, 8)
    check_and_decide(study, "keep", phone_number="replace")
    assert dict(do_replace(study, apart).counts) == {"phone_number": 1}
    text = (study / "qualitative/transcripts/t1.txt").read_text(encoding="utf-8")
    assert text == TALK.replace("07700 900123", "[Phone number 1]")


def test_what_was_kept_stays_kept_at_its_new_place(small_study: Path, tmp_path: Path) -> None:
    study, apart = with_identifiers(small_study), tmp_path / "apart"
    check_and_decide(study, "keep", phone_number="replace")
    do_replace(study, apart)
    assert [row["decision"] for row in review_rows(study)] == ["keep"] * 7
    loaded = load_study(study)
    assert check_identifiers(loaded).no_longer_fitting == ()
    assert not [one for one in loaded.advice if "transcripts/" in one.file]


def test_pseudonyms_stay_when_transcripts_are_added(small_study: Path, tmp_path: Path) -> None:
    study, apart = with_identifiers(small_study), tmp_path / "apart"
    check_and_decide(study)
    do_replace(study, apart)
    (study / "qualitative/transcripts/t0.txt").write_text(
        "Interviewer: Hello?\n\nP02: Mrs Ofori and Anita Bell came, 999 000 0018.\n", encoding="utf-8"
    )
    speakers = study / "qualitative/speakers.csv"
    rows = "t0,t0.txt,Interviewer,interviewer,,\nt0,t0.txt,P02,participant,P02,gp\n"
    speakers.write_text(speakers.read_text(encoding="utf-8") + rows, encoding="utf-8")
    check_and_decide(study)
    do_replace(study, apart)
    text = (study / "qualitative/transcripts/t0.txt").read_text(encoding="utf-8")
    assert "Mrs [Person 2] and [Person 1] came, [NHS number 1]." in text
    assert quotes(load_study(study)) == list(AFTER)


def test_an_original_is_never_written_over(small_study: Path, tmp_path: Path) -> None:
    study, apart = with_identifiers(small_study), tmp_path / "apart"
    check_and_decide(study, "", phone_number="replace")
    do_replace(study, apart)
    decide(study, "replace")
    do_replace(study, apart)
    assert sorted(path.name for path in (apart / "originals").iterdir()) == ["t1.2.txt", "t1.txt"]
    assert (apart / "originals/t1.txt").read_bytes() == TALK.encode("utf-8")
    assert quotes(load_study(study)) == list(AFTER)


def test_line_ends_and_signs_beyond_latin_survive(small_study: Path, tmp_path: Path) -> None:
    talk = "\U0001f600 é\r\n" + TALK.replace("\n", "\r\n")
    study, apart = with_identifiers(small_study, talk), tmp_path / "apart"
    check_and_decide(study)
    do_replace(study, apart)
    content = (study / "qualitative/transcripts/t1.txt").read_bytes().decode("utf-8")
    assert content.startswith("\U0001f600 é\r\nInterview with [Person 1]\r\n")
    assert quotes(load_study(study)) == list(AFTER)


def test_a_word_document_becomes_plain_text_and_leaves(small_study: Path, tmp_path: Path) -> None:
    study, apart = with_identifiers(small_study), tmp_path / "apart"
    document = Document()
    for line in TALK.splitlines():
        document.add_paragraph(line)
    folder = study / "qualitative/transcripts"
    document.save(str(folder / "Anita Bell.docx"))
    (folder / "t1.txt").unlink()
    speakers = study / "qualitative/speakers.csv"
    speakers.write_text(speakers.read_text().replace("t1.txt", "Anita Bell.docx"), encoding="utf-8")
    (study / "qualitative/coded_segments.csv").write_text(
        "transcript_id,start,end,quote,mechanism_id,valence,reported_change,coder,origin\n", encoding="utf-8"
    )
    check_and_decide(study)
    do_replace(study, apart)
    assert [path.name for path in folder.iterdir()] == ["t1.txt"]
    assert [path.name for path in (apart / "originals").iterdir()] == ["Anita Bell.docx"]
    assert "Anita" not in speakers.read_text(encoding="utf-8")
    load_study(study)


def test_speakers_who_are_named_are_renamed_in_the_speakers_file(small_study: Path, tmp_path: Path) -> None:
    talk = TALK.replace("P01:", "Anita Bell:")
    study, apart = with_identifiers(small_study, talk), tmp_path / "apart"
    speakers = study / "qualitative/speakers.csv"
    speakers.write_text(speakers.read_text().replace("t1.txt,P01", "t1.txt,Anita Bell"), encoding="utf-8")
    check_and_decide(study)
    text = refused(study, apart)  # "Anita came." at the start of a line would start a turn of that speaker
    assert "its turns would begin or end elsewhere" in text
    with_identifiers(study, talk.replace("Anita came.\nAnita went.", "She came."))
    check_and_decide(study)
    do_replace(study, apart)
    assert "t1,t1.txt,Person 1,participant,P01,gp" in speakers.read_text(encoding="utf-8")
    assert quotes(load_study(study)) == list(AFTER)


def test_decisions_on_another_text_are_refused(small_study: Path, tmp_path: Path) -> None:
    study = with_identifiers(small_study)
    check_and_decide(study)
    with_identifiers(study, TALK.replace("999 000 0018", "no matter"))
    text = refused(study, tmp_path / "apart")
    assert "line 5: t1: found a decision about something that does not stand there now" in text
    assert "identifiers check" in text


def test_two_pseudonyms_for_one_thing_are_refused(small_study: Path, tmp_path: Path) -> None:
    study = with_identifiers(small_study)
    check_and_decide(study)
    rows = review_rows(study)
    rows[0]["pseudonym"], rows[1]["pseudonym"] = "GP A", "GP B"
    write_rows(study, rows)
    assert 'the pseudonym "GP B" for what has the pseudonym "GP A" already' in refused(
        study, tmp_path / "apart"
    )


def test_a_chosen_pseudonym_is_used(small_study: Path, tmp_path: Path) -> None:
    study, apart = with_identifiers(small_study), tmp_path / "apart"
    check_and_decide(study)
    rows = review_rows(study)
    rows[0]["pseudonym"] = "the practice manager"
    write_rows(study, rows)
    do_replace(study, apart)
    text = (study / "qualitative/transcripts/t1.txt").read_text(encoding="utf-8")
    assert text.count("[the practice manager]") == 5


def test_codings_that_would_fall_together_are_refused(small_study: Path, tmp_path: Path) -> None:
    study = with_identifiers(small_study)
    path = study / "qualitative/coded_segments.csv"
    start = TALK.index("rang me on")
    rows = [
        f't1,{start},{start + size},"{TALK[start : start + size]}",trust,enabler,better,AB,human,\n'
        for size in (13, 16)
    ]
    path.write_text(path.read_text(encoding="utf-8") + "".join(rows), encoding="utf-8")
    check_and_decide(study)
    assert "two codings that would become one" in refused(study, tmp_path / "apart")


@pytest.mark.parametrize("key", ["qualitative/transcripts/key.csv", "key.txt"])
def test_places_that_would_spoil_the_study_are_refused(small_study: Path, key: str) -> None:
    study = with_identifiers(small_study)
    check_and_decide(study)
    with pytest.raises(StudyProblems):
        plan_replacement(load_study(study), study / key, study / "qualitative/transcripts/old")


@pytest.mark.parametrize("fails_at", range(1, 14))
def test_whole_or_not_at_all(
    small_study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    """A disk that gives up at any file leaves the study as it was, or says that a step waits.

    Two files apart, five contents and the journal, then the five files of the study.
    """
    study, apart = with_identifiers(small_study), tmp_path / "apart"
    check_and_decide(study)
    before = everything(study)
    replace, calls = Path.replace, []

    def failing(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == fails_at:
            raise OSError(28, "No space left on device", str(self))
        return replace(self, target)

    monkeypatch.setattr(atomic.Path, "replace", failing)
    with pytest.raises(OutputNotWritten):
        do_replace(study, apart)
    monkeypatch.undo()
    if fails_at <= 8:
        assert everything(study) == before
    else:
        with pytest.raises(StudyProblems) as raised:
            load_study(study)
        assert "Run it again: impl-eval identifiers replace" in describe_problems(raised.value.problems)
    do_replace(study, apart)
    assert quotes(load_study(study)) == list(AFTER)
    assert sorted(path.name for path in (apart / "originals").iterdir()) == ["t1.txt"]
    assert not (study / "coding").exists()


def test_notes_of_coders_that_name_somebody_are_counted(small_study: Path, tmp_path: Path) -> None:
    study, apart = with_identifiers(small_study), tmp_path / "apart"
    path = study / "qualitative/coded_segments.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], f"{lines[1]}Anita said so", *lines[2:]]) + "\n", encoding="utf-8")
    check_and_decide(study)
    assert do_replace(study, apart).notes_with_identifiers == 1


def test_the_reference_study_stays_as_it_is(reference_copy: Callable[[], Path], tmp_path: Path) -> None:
    study = reference_copy()
    assert check_identifiers(load_study(study)).found == ()
    assert plan_replacement(load_study(study), tmp_path / "k.csv", tmp_path / "o").files == {}


def test_examples_of_codes_and_summaries_name_the_new_places(small_study: Path, tmp_path: Path) -> None:
    study, apart = with_identifiers(small_study), tmp_path / "apart"
    words = "I trust Anita's team"
    place = f"t1:{TALK.index(words)}-{TALK.index(words) + len(words)}"
    codebook = study / "qualitative/codebook.yaml"
    text = codebook.read_text(encoding="utf-8")
    first = text.rindex("    phrases:")
    example = f"    examples:  # kept\n      - segment: {place}\n"
    codebook.write_text(text[:first] + example + text[first:], encoding="utf-8")
    (study / "qualitative/summaries.csv").write_text(
        f"case_kind,case,code_id,coder,summary,rests_on\nparticipant,P01,trust,AB,Trusts.,{place}\n",
        encoding="utf-8",
    )
    check_and_decide(study)
    do_replace(study, apart)
    new = (study / "qualitative/transcripts/t1.txt").read_text(encoding="utf-8")
    start = new.index(AFTER[3])
    new_place = f"t1:{start}-{start + len(AFTER[3])}"
    assert f"    examples:  # kept\n      - segment: {new_place}\n" in codebook.read_text(encoding="utf-8")
    assert new_place in (study / "qualitative/summaries.csv").read_text(encoding="utf-8")
    assert quotes(load_study(study)) == list(AFTER)
