"""Survey instruments as declared: items, scales, response options, missing codes, licence."""

from impl_eval.instruments.model import Instrument, Item, Licence, MissingKind, ResponseOptions, Scale

__all__ = ["Instrument", "Item", "Licence", "MissingKind", "ResponseOptions", "Scale"]
