"""The tables of a ledger, version by version. `docs/ledger.md` describes each column."""

from __future__ import annotations

import sqlite3

from factsheet.errors import LedgerError

_FIRST = """
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  started TEXT NOT NULL,
  ended TEXT,
  pid INTEGER NOT NULL,
  kind TEXT NOT NULL,
  model TEXT NOT NULL,
  outcome TEXT
);
CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  run INTEGER NOT NULL REFERENCES runs (id),
  source TEXT NOT NULL,
  record BLOB,
  bytes INTEGER NOT NULL DEFAULT 0,
  guid TEXT, version TEXT, agency TEXT, slug TEXT, title TEXT, language TEXT,
  published TEXT, updated TEXT, urgency TEXT, embargo TEXT, status TEXT, item_type TEXT, update_kind TEXT,
  digest TEXT,
  sketch BLOB,
  state TEXT NOT NULL DEFAULT 'new',
  reason TEXT NOT NULL DEFAULT '',
  story INTEGER REFERENCES articles (id),
  changes TEXT NOT NULL DEFAULT '[]'
);
CREATE INDEX articles_by_state ON articles (state);
CREATE INDEX articles_by_story ON articles (story) WHERE story IS NOT NULL;
CREATE TABLE completions (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  completion TEXT NOT NULL,
  stored TEXT NOT NULL,
  UNIQUE (key, endpoint)
);
CREATE TABLE attempts (
  id INTEGER PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES articles (id),
  run INTEGER NOT NULL REFERENCES runs (id),
  started TEXT NOT NULL,
  ended TEXT NOT NULL,
  model TEXT NOT NULL,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL DEFAULT '',
  requests INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  cost REAL
);
CREATE INDEX attempts_by_article ON attempts (article);
CREATE TABLE sheets (
  article INTEGER PRIMARY KEY REFERENCES articles (id),
  stem TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL,
  recipe TEXT NOT NULL,
  kind TEXT NOT NULL,
  model TEXT NOT NULL,
  chunks INTEGER NOT NULL,
  made TEXT NOT NULL,
  errors INTEGER NOT NULL,
  warnings INTEGER NOT NULL,
  missing INTEGER NOT NULL,
  outline TEXT NOT NULL
);
CREATE TABLE spending (
  day TEXT NOT NULL,
  model TEXT NOT NULL,
  requests INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  cost REAL NOT NULL,
  unpriced INTEGER NOT NULL,
  PRIMARY KEY (day, model)
) WITHOUT ROWID;
"""

_AT_MOST = "ALTER TABLE spending ADD COLUMN at_most REAL NOT NULL DEFAULT 0.0;"

_SUBMISSIONS = """
CREATE TABLE submissions (
  id INTEGER PRIMARY KEY,
  endpoint TEXT NOT NULL,
  model TEXT NOT NULL,
  name TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  requests INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  file TEXT,
  batch TEXT,
  told TEXT NOT NULL DEFAULT '',
  rejected TEXT NOT NULL DEFAULT '[]',
  changed TEXT NOT NULL
);
CREATE TABLE submitted (
  key TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  submission INTEGER NOT NULL REFERENCES submissions (id),
  article INTEGER NOT NULL REFERENCES articles (id),
  line INTEGER NOT NULL,
  at_most REAL NOT NULL,
  times INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'asked',
  failure TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (key, endpoint)
) WITHOUT ROWID;
CREATE INDEX submitted_by_submission ON submitted (submission, line);
ALTER TABLE runs ADD COLUMN flags TEXT NOT NULL DEFAULT '{}';
"""

_ENDPOINTS = """
CREATE TABLE endpoints (
  address TEXT NOT NULL,
  model TEXT NOT NULL,
  step INTEGER NOT NULL,
  settled INTEGER NOT NULL,
  window INTEGER,
  refused TEXT NOT NULL,
  longest REAL NOT NULL,
  learnt TEXT NOT NULL,
  PRIMARY KEY (address, model)
) WITHOUT ROWID;
"""

_LEFTOVER = "ALTER TABLE submissions ADD COLUMN leftover TEXT NOT NULL DEFAULT '[]';"

_STEPS = (_FIRST, _AT_MOST, _SUBMISSIONS, _ENDPOINTS, _LEFTOVER)
"""What takes a ledger from each version to the next; `PRAGMA user_version` says where one is."""

VERSION = len(_STEPS)


def bring_up(database: sqlite3.Connection, name: str) -> None:
    """Make the tables, or upgrade older ones to this version, in one transaction.

    Raises:
        LedgerError: a newer program made this ledger; `name` is its file.
    """
    (version,) = database.execute("PRAGMA user_version").fetchone()
    if version == VERSION:
        return
    if version > VERSION:
        raise LedgerError(f"{name}: made by a newer factsheet (version {version}, this one knows {VERSION})")
    steps = "".join(_STEPS[version:])
    try:
        database.executescript(f"BEGIN IMMEDIATE;{steps}PRAGMA user_version = {VERSION};COMMIT;")
    except sqlite3.OperationalError:
        if database.in_transaction:
            database.rollback()
        (now,) = database.execute("PRAGMA user_version").fetchone()
        if now != VERSION:  # else another program made the tables at the same moment
            raise
