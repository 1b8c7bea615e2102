"""What every import of codings says about the place that words were given."""

from impl_eval.qualitative.placing import Placed


def moved_sentence(what: str, transcript_id: str, at: Placed) -> str:
    """Say that something was placed by likeness, and where."""
    return (
        f"{what[:1].upper()}{what[1:]} was placed at {transcript_id}:{at.start}-{at.end}: the words are "
        f"{at.score:.0f} % alike. Please check it."
    )
