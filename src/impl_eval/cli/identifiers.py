"""identifiers: what may name a person in transcripts."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from impl_eval.cli.terminal import json_option, now, print_json, say, study_argument

if TYPE_CHECKING:
    from impl_eval.study.identifier_check import CheckedStudy
    from impl_eval.study.model import Study

AID = (
    "The check finds by rules and misses some: read each transcript for what else may name a person. A "
    "transcript that passes is not anonymous."
)


@click.group()
def identifiers() -> None:
    """Look for what may name a person in transcripts; replace it by pseudonyms."""


@identifiers.command("check")
@study_argument
@json_option
def check_transcripts(study: Path, as_json: bool) -> None:
    """List what may name a person, for you to decide about: replace or keep.

    Shows kinds and places only; the words stand in qualitative/identifier_review.csv, which only you can
    read. Names to look for stand in qualitative/names.csv (name, kind, pseudonym). Run it again at any
    time: what you decided stays.
    """
    from impl_eval.study.identifier_check import check_identifiers, write_review
    from impl_eval.study.load import load_study

    loaded = load_study(study)
    checked = check_identifiers(loaded)
    written = write_review(loaded, checked)
    if as_json:
        print_json(_as_document(checked))
    else:
        click.echo(_as_text(loaded, checked))
    if checked.no_longer_fitting:
        count = len(checked.no_longer_fitting)
        say(f"Decisions on what no longer stands in a transcript, and were dropped: {count}.")
    say(
        f"Written: {written}. Write replace or keep in its column decision; it holds speech, so keep it safe."
    )
    say(AID)


def _as_document(checked: "CheckedStudy") -> dict[str, object]:
    return {
        "identifiers": [
            {
                "transcript_id": one.transcript.id,
                "line": one.line,
                "turn": one.turn,
                "kind": one.identifier.kind,
                "certainty": one.identifier.certainty,
                "why": one.identifier.why,
                "decision": checked.decided.get(one.place_id, ("", ""))[0],
            }
            for one in checked.found
        ]
    }


def _as_text(study: "Study", checked: "CheckedStudy") -> str:
    from impl_eval.qualitative.identifiers.places import counts_in_words

    files = study.interviews.transcript_files if study.interviews else {}
    lines = []
    for transcript_id in dict.fromkeys(one.transcript.id for one in checked.found):
        lines.append(transcript_id)
        in_lines = files[transcript_id].lower().endswith(".txt")
        for certainty in ("certain", "possible"):
            found = [
                one
                for one in checked.found
                if one.transcript.id == transcript_id and one.identifier.certainty == certainty
            ]
            if found:
                lines.append(f"  {certainty:<9} {counts_in_words(found, with_lines=in_lines)}")
    decisions = [decision for decision, _ in checked.decided.values()]
    total = len(checked.found)
    replaced, kept = decisions.count("replace"), decisions.count("keep")
    lines.append(
        f"Found: {total}. Decided: {replaced} to replace, {kept} to keep, {total - replaced - kept} open."
    )
    return "\n".join(lines)


@identifiers.command("replace")
@study_argument
@click.option(
    "--key",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV file that says what each pseudonym stands for; made or extended. Keep it apart.",
)
@click.option(
    "--originals",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder outside the study that gets the transcripts as they are now.",
)
def replace_in_transcripts(study: Path, key: Path, originals: Path) -> None:
    """Put pseudonyms such as [Person 1] where you decided so. Codings of every coder move with the text.

    All files and the coding store change together, or nothing does. It cannot be undone: the transcripts as
    they were go to the folder of originals, and from the coding store they are erased. Interrupted, run it
    again: it goes on. A second run changes nothing.
    """
    from impl_eval.coding_desk.finishing import FINISHED
    from impl_eval.coding_desk.replacing import replace_in_study
    from impl_eval.qualitative.identifiers.places import counted

    replacement, was_interrupted = replace_in_study(study, key, originals, now())
    if was_interrupted:
        say(FINISHED)
    if replacement.files:
        kinds = ", ".join(counted(kind, count) for kind, count in sorted(replacement.counts.items()))
        click.echo(f"Replaced in {', '.join(sorted(replacement.replaced))}: {kinds}.")
        say(f"The transcripts as they were are now in {originals}; what pseudonyms stand for is in {key}.")
        for what, place in (("transcripts as they were", originals), ("key", key)):
            if place.resolve().is_relative_to(study.resolve()):
                say(f"CAUTION: the {what} lie inside the study. Move them to a place of their own.")
        say("Files in outputs/ may still hold the old words: run the study again, and remove old copies.")
    else:
        click.echo("Nothing to replace: no row of the review list says so.")
    if replacement.undecided:
        say(f"Not yet decided: {replacement.undecided} (impl-eval identifiers check).")
    if replacement.notes_with_identifiers:
        count = replacement.notes_with_identifiers
        say(f"Notes and summaries that may name a person, and are left as they are: {count}. Look at them.")
    say(AID)
