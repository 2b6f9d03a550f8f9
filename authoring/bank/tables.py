"""The tables of the index: `.bank-index/index.sqlite` in the bank's folder, or in memory where it cannot be written."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from authoring import __version__
from authoring.bank.likeness import Ints

__all__ = ["COLUMNS", "numbers_of", "open_tables", "select"]

COLUMNS = (
    *("id", "type", "status", "level", "domain", "knowledge_points", "cognitive", "difficulty", "marks", "seconds"),
    *("version", "author", "tags", "sources", "stem", "fingerprint", "file"),
)
"""What `Bank.to_frame` shows of a question."""
_TABLES = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE files (number INTEGER PRIMARY KEY, file TEXT UNIQUE, stamp INTEGER, size INTEGER, id TEXT, findings TEXT);
CREATE INDEX files_by_id ON files (id) WHERE id IS NOT NULL;
CREATE INDEX files_with_findings ON files (file) WHERE findings <> '';
CREATE TABLE questions (number INTEGER PRIMARY KEY, {", ".join(COLUMNS)}, changed INTEGER, json TEXT);
CREATE UNIQUE INDEX by_id ON questions (id);
CREATE INDEX by_changed ON questions (changed);
CREATE INDEX by_tags ON questions (tags) WHERE tags <> '';
CREATE VIRTUAL TABLE words USING fts5 (text, tokenize="unicode61");
CREATE TABLE names (code INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE columns (block INTEGER PRIMARY KEY, cells BLOB);
CREATE TABLE stems (block INTEGER PRIMARY KEY, members BLOB);
CREATE TABLE spread (gram INTEGER PRIMARY KEY, count INTEGER);
"""
_NAMES = ("meta", "files", "questions", "words", "names", "columns", "stems", "spread")
_STAMP = f"{__version__}:{_TABLES}"
"""Who made an index; another version makes it anew."""


def open_tables(path: Path) -> sqlite3.Connection:
    """The tables in this file; made anew where they are not ours or are broken."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _prepared(path)
    except (sqlite3.DatabaseError, OSError):
        with suppress(OSError):
            path.unlink(missing_ok=True)
            return _prepared(path)
        return _prepared(":memory:")


def _prepared(path: Path | str) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=60, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA synchronous = OFF")  # a lost index is made anew
    if not _is_ours(db):
        with db:
            db.execute("BEGIN IMMEDIATE")  # of several processes that open a bank at once, one makes the tables
            if not _is_ours(db):
                _make_tables(db)
    return db


def _is_ours(db: sqlite3.Connection) -> bool:
    """Whether the tables are there and are those of this program."""
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    return "meta" in tables and db.execute("SELECT value FROM meta WHERE key = 'made_by'").fetchone() == (_STAMP,)


def _make_tables(db: sqlite3.Connection) -> None:
    for name in _NAMES:
        db.execute(f"DROP TABLE IF EXISTS {name}")
    for statement in _TABLES.split(";"):
        db.execute(statement)
    db.execute("INSERT INTO meta VALUES ('made_by', ?)", (_STAMP,))


def select(columns: str, source: str) -> str:
    """The one query that is put together: of names that stand in this program; values go in as `?`."""
    return f"SELECT {columns} FROM {source}"  # noqa: S608


def numbers_of(db: sqlite3.Connection, query: str, values: tuple[Any, ...] = ()) -> Ints:
    """The one column `number` of a query's rows, in their order.

    As one text: a row of its own for each of 100,000 numbers costs five times as much.
    """
    (found,) = db.execute(select("group_concat(number, ' ')", f"({query})"), values).fetchone()
    return np.fromstring(found or "", np.int64, sep=" ")
