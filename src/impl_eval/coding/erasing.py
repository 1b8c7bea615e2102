"""What is erased from a store for good, and what stands in its place: one step, on record."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from impl_eval.coding.drafts import Draft, withdrawn
from impl_eval.coding.moved_documents import Move


@dataclass(frozen=True)
class Erasing:
    """Keys of documents and texts to erase, and what is recorded with it.

    `texts` are versions of transcripts that come in, as (key, transcript id, text, is current). `drafts`
    are recorded first. `moves` say which of the erased documents have a new text. `why` is
    empty where somebody withdrew.
    """

    erased: Collection[str]
    why: str = ""
    drafts: Sequence[Draft] = ()
    texts: Sequence[tuple[str, str, str, bool]] = ()
    moves: Mapping[str, Move] = field(default_factory=dict)

    @property
    def keys(self) -> list[str]:
        """What is erased, in order. A text that stays in force under the same key is not."""
        return sorted(set(self.erased) - {key for key, *_ in self.texts})

    def events(self) -> list[Draft]:
        """Return everything that is put on record."""
        moved = {key: move.facts() for key, move in sorted(self.moves.items())}
        return [*self.drafts, withdrawn(self.keys, why=self.why, moved=moved)]
