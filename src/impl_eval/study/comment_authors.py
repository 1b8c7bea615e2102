"""Whose comments of a Word document are taken, and for which coder."""

from collections import Counter
from collections.abc import Iterable, Mapping

from impl_eval.errors import Problem, StudyProblems, did_you_mean
from impl_eval.readers.word_comments import WordComments


class Authors:
    """Tells for each author of a document the coder whose comments these are; "" where not taken.

    Without a map, `coder` is the author of that name (as in a copy that this program wrote), and the one
    with those initials; else the only author who is no other coder of the study. With a map, every author
    that it names is taken.
    """

    def __init__(
        self,
        document: WordComments,
        file: str,
        coder: str,
        coders: Iterable[str] = (),
        authors: Mapping[str, str] | None = None,
    ) -> None:
        self.document, self.file, self.coder = document, file, coder
        self.others = {_key(one) for one in coders} - {_key(coder)}
        self.coder_of = self._mapped(authors) if authors else self._found()

    def of(self, author: str) -> str:
        """Return the coder whose comments an author's are, or an empty text."""
        return self.coder_of.get(author, "")

    def not_taken(self) -> tuple[str, ...]:
        """Say how many comments of whom are not taken."""
        counts = Counter(one.author for one in self.document.comments if not self.of(one.author))
        return tuple(
            f"{count} {'comment' if count == 1 else 'comments'} by {author or 'nobody named'} not taken."
            + ("" if _key(author) in self.others else f' To take them: --author "{author}=INITIALS".')
            for author, count in sorted(counts.items())
        )

    def _found(self) -> dict[str, str]:
        by_initials = {one.author for one in self.document.comments if _key(one.initials) == _key(self.coder)}
        unknown = [author for author in self.document.authors if _key(author) not in self.others]
        named = [author for author in unknown if _key(author) == _key(self.coder)]
        initialled = [author for author in unknown if author in by_initials and author not in named]
        if len(initialled) > 1:
            self._refuse_unclear(initialled)
        theirs = named + initialled
        if not theirs and len(unknown) > 1:
            self._refuse_unclear(unknown)
        return dict.fromkeys(theirs or unknown, self.coder)

    def _refuse_unclear(self, unknown: list[str]) -> None:
        found = "comments by " + ", ".join(author or "nobody named" for author in unknown)
        remedy = 'Say whose initials belong to which author, as --author "Ann Bell=AB".'
        allowed = f"comments by {self.coder}, or by one author"
        raise StudyProblems([Problem(self.file, None, "", found, allowed, remedy)])

    def _mapped(self, authors: Mapping[str, str]) -> dict[str, str]:
        by_key = {_key(author): author for author in self.document.authors}
        problems = [
            Problem(
                self.file,
                None,
                "",
                f'no comments by "{name}"',
                ", ".join(author or "nobody named" for author in self.document.authors),
                did_you_mean(name, by_key),
            )
            for name in authors
            if _key(name) not in by_key
        ]
        if problems:
            raise StudyProblems(problems)
        initials = {_key(one): one for one in (self.coder, *authors.values())}
        own = {author: initials[key] for key, author in by_key.items() if key in initials}
        return own | {by_key[_key(name)]: coder for name, coder in authors.items()}


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
