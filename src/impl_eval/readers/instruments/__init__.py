"""Readers of other programs' questionnaires: one file -> items, response options, and what was left."""

from impl_eval.readers.instruments.draft import DraftItem, DraftOption, InstrumentDraft
from impl_eval.readers.instruments.reading import read_instrument_draft

__all__ = ["DraftItem", "DraftOption", "InstrumentDraft", "read_instrument_draft"]
