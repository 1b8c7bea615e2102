"""Tables of the coding store. The log is the truth; segment and its neighbours are replayed from it."""

from impl_eval.coding.events import KINDS

SCHEMA_VERSION = 1

_KINDS = ", ".join(f"'{kind}'" for kind in KINDS)

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
CREATE INDEX event_order ON event (clock, coder, device, sequence, id);
CREATE INDEX event_chain ON event (coder, device, sequence);
CREATE INDEX event_action ON event (action);
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
CREATE INDEX segment_code ON segment (code);

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
""".replace(":kinds", _KINDS)

EMPTYING = (
    "DELETE FROM segment",
    "DELETE FROM rejection",
    "DELETE FROM memo",
    "DELETE FROM summary",
    "DELETE FROM layer_lock",
)
"""Statements that empty what is replayed from the log. Columns stand in the order of the dataclasses."""
