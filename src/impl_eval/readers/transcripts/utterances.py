"""Timed utterances of one or several files, merged by time into one text of turns."""

from collections.abc import Iterable, Sequence

from impl_eval.readers.transcripts.text import TranscriptText, Utterance


def merge_utterances(files: Sequence[TranscriptText]) -> str:
    """Merge the utterances of all files of one recording into lines such as 'Doctor: Hello.'.

    Lines are in order of start time, then speaker; utterances of one speaker that follow each other
    share a line, with a space between them. The order of the files does not matter.
    """
    return turns_text(utterance for file in files for utterance in file.utterances)


def turns_text(utterances: Iterable[Utterance]) -> str:
    """Return utterances as one text, a line for each turn."""
    ordered = sorted(
        utterances, key=lambda spoken: (spoken.start_seconds, spoken.speaker, spoken.end_seconds, spoken.text)
    )
    turns: list[tuple[str, list[str]]] = []
    for utterance in ordered:
        words = " ".join(utterance.text.split())  # a label may hold line breaks; a turn is one line
        if turns and turns[-1][0] == utterance.speaker:
            turns[-1][1].append(words)
        else:
            turns.append((utterance.speaker, [words]))
    return "\n".join(f"{speaker}: {' '.join(said)}" for speaker, said in turns)
