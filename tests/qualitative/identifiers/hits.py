"""What the identifier check finds in a text, as tests compare it."""

from impl_eval.qualitative.identifiers import ListedName, find_identifiers


def hits(text: str, *names: ListedName) -> list[tuple[str, str, str]]:
    """Kind, certainty and words of every hit."""
    return [(one.kind, one.certainty, text[one.start : one.end]) for one in find_identifiers(text, names)]


def certain(text: str, *names: ListedName) -> list[tuple[str, str]]:
    """Kind and words of what is certain."""
    return [(kind, words) for kind, certainty, words in hits(text, *names) if certainty == "certain"]
