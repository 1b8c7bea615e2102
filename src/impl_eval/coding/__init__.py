"""The coding store: what people decided about passages, as an append-only log of events."""
