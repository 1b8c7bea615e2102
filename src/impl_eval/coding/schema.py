"""Tables of the coding store. The log is the truth; segment and its neighbours are replayed from it."""

from collections.abc import Iterable

from impl_eval.coding.events import CHANGING_KINDS, KINDS, MAKING_KINDS

SCHEMA_VERSION = 2


def _listed(kinds: Iterable[str]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


IS_CHANGING = f"kind IN ({_listed(sorted(CHANGING_KINDS))})"
"""Events that change what their body names."""
MAKES_NONE = f"kind NOT IN ({_listed(sorted(MAKING_KINDS))})"
ABOUT = "coalesce(json_extract(body, '$.segment'), json_extract(body, '$.replaces'), kind)"
"""What an event that makes no segment is about: the segment it changes, the memo it replaces, else its kind.

Both stand word for word in an index and in queries, which then find such events at once.
"""

TABLES = """
CREATE TABLE fact (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  id       TEXT PRIMARY KEY CHECK (length(id) = 64),
  coder    TEXT NOT NULL CHECK (coder <> ''),
  device   TEXT NOT NULL CHECK (device <> ''),
  sequence INTEGER NOT NULL CHECK (sequence > 0),
  clock    INTEGER NOT NULL CHECK (clock > 0),
  at       TEXT NOT NULL,
  action   TEXT NOT NULL,
  kind     TEXT NOT NULL CHECK (kind IN (:kinds)),
  body     TEXT NOT NULL CHECK (json_valid(body)),
  previous TEXT NOT NULL
) STRICT;
CREATE INDEX event_chain ON event (coder, device, sequence);
CREATE TRIGGER event_comes_once BEFORE INSERT ON event
  WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
  BEGIN SELECT RAISE(IGNORE); END;
CREATE TRIGGER event_is_final BEFORE UPDATE ON event
  BEGIN SELECT RAISE(ABORT, 'an event of the log cannot be changed'); END;
CREATE TRIGGER event_stays BEFORE DELETE ON event
  BEGIN SELECT RAISE(ABORT, 'an event of the log cannot be deleted'); END;

CREATE TABLE document (
  key           TEXT PRIMARY KEY,
  transcript_id TEXT NOT NULL,
  text          TEXT NOT NULL,
  is_current    INTEGER NOT NULL CHECK (is_current IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX document_current ON document (transcript_id) WHERE is_current = 1;

CREATE TABLE written_text (
  id   TEXT PRIMARY KEY,
  salt TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;

CREATE TABLE codebook_version (hash TEXT PRIMARY KEY, content TEXT NOT NULL) STRICT;

CREATE TABLE segment (
  id              TEXT PRIMARY KEY REFERENCES event (id),
  layer           TEXT NOT NULL,
  document        TEXT NOT NULL,
  start           INTEGER NOT NULL CHECK (start >= 0),
  end             INTEGER NOT NULL CHECK (end > start),
  code            TEXT NOT NULL,
  valence         TEXT NOT NULL,
  reported_change TEXT NOT NULL,
  origin          TEXT NOT NULL,
  note            TEXT NOT NULL,
  codebook        TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('live', 'removed', 'orphaned', 'dropped')),
  touched         TEXT NOT NULL REFERENCES event (id)
) STRICT;
CREATE INDEX segment_place ON segment (document, start);

CREATE TABLE rejection (
  id       TEXT PRIMARY KEY REFERENCES event (id),
  layer    TEXT NOT NULL,
  document TEXT NOT NULL,
  start    INTEGER NOT NULL,
  end      INTEGER NOT NULL,
  code     TEXT NOT NULL,
  note     TEXT NOT NULL
) STRICT;
CREATE INDEX rejection_place ON rejection (document, start);

CREATE TABLE memo (
  id     TEXT PRIMARY KEY REFERENCES event (id),
  about  TEXT NOT NULL,
  target TEXT NOT NULL,
  text   TEXT NOT NULL
) STRICT;

CREATE TABLE summary (
  id       TEXT PRIMARY KEY REFERENCES event (id),
  code     TEXT NOT NULL,
  text     TEXT NOT NULL,
  segments TEXT NOT NULL CHECK (json_valid(segments))
) STRICT;

CREATE TABLE layer_lock (
  layer    TEXT NOT NULL,
  document TEXT NOT NULL,
  event    TEXT NOT NULL REFERENCES event (id),
  PRIMARY KEY (layer, document)
) STRICT, WITHOUT ROWID;
""".replace(":kinds", _listed(KINDS))

SINCE_VERSION_2 = f"""
DROP INDEX IF EXISTS event_action;
DROP INDEX IF EXISTS event_order;
DROP INDEX IF EXISTS segment_code;
CREATE INDEX event_order ON event (clock, coder, device, sequence);
CREATE INDEX event_action ON event (action, clock, coder);
CREATE INDEX event_about ON event ({ABOUT}) WHERE {MAKES_NONE};
CREATE TABLE earlier_place (
  segment  TEXT NOT NULL REFERENCES event (id),
  layer    TEXT NOT NULL,
  document TEXT NOT NULL,
  start    INTEGER NOT NULL,
  end      INTEGER NOT NULL,
  code     TEXT NOT NULL,
  PRIMARY KEY (document, start, end, layer, code, segment)
) STRICT, WITHOUT ROWID;
CREATE INDEX earlier_place_segment ON earlier_place (segment);
"""
"""What undoing needs to find, without a replay of the whole log, what it touches."""

EMPTYING = (
    "DELETE FROM earlier_place",
    "DELETE FROM segment",
    "DELETE FROM rejection",
    "DELETE FROM memo",
    "DELETE FROM summary",
    "DELETE FROM layer_lock",
)
"""Statements that empty what is replayed from the log. Columns stand in the order of the dataclasses."""
