"""What every import of codings asks of the place that words were given, and says about it."""

from impl_eval.qualitative.placing import Placed
from impl_eval.qualitative.transcript import Transcript
from impl_eval.study.coded_segments import takes_in_interviewer


def are_a_participants(transcript: Transcript, at: Placed) -> bool:
    """Tell whether a participant speaks at a place, and no interviewer."""
    spoken = transcript.turn_of(at.start, at.end) is not None
    return spoken and not takes_in_interviewer(transcript, at.start, at.end)


def moved_sentence(what: str, transcript_id: str, at: Placed) -> str:
    """Say that something was placed by likeness, and where."""
    return (
        f"{what[:1].upper()}{what[1:]} was placed at {transcript_id}:{at.start}-{at.end}: the words are "
        f"{at.score:.0f} % alike. Please check it."
    )
