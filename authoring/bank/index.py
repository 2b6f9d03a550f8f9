"""A derived local index of the question files. Thrown away at any time, it makes a large bank quick to open and search.

Only files whose size or time of change differ are parsed again. Chinese full text is an FTS5 table over character
bigrams.
"""

import gc
import os
import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from operator import add
from pathlib import Path
from typing import Any, NamedTuple

from authoring import __version__
from authoring.bank.question_file import read_question
from authoring.bank.store import TEMPORARY, remove_stale
from authoring.content import parse
from authoring.findings import Finding, Place, Report, Severity
from authoring.questions import Question
from authoring.records import sha256_hex
from authoring.texts import say

__all__ = ["COLUMNS", "Index"]

COLUMNS = (
    *("id", "type", "status", "level", "domain", "knowledge_points", "cognitive", "difficulty", "marks", "seconds"),
    *("version", "author", "tags", "sources", "stem", "fingerprint", "file"),
)
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE IF NOT EXISTS files (file TEXT PRIMARY KEY, stamp INTEGER, size INTEGER, findings TEXT);
CREATE TABLE IF NOT EXISTS questions ({", ".join(COLUMNS)}, json TEXT);
CREATE INDEX IF NOT EXISTS by_id ON questions (id);
CREATE INDEX IF NOT EXISTS by_file ON questions (file);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (text, tokenize="unicode61");
"""
_CJK = re.compile(r"[\u3400-\u9fff]+")
_OTHER = re.compile(r"[^\u3400-\u9fff]+")
_PLAIN = re.compile(r"[a-z0-9.]+")
_WORD = re.compile(f"{_CJK.pattern}|{_PLAIN.pattern}")


class Stamp(NamedTuple):
    """What tells that a file has changed without reading it."""

    mtime_ns: int
    size: int


class Index:
    """The index of one bank folder. Where the folder cannot be written, it lives in memory."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._db = _open(root / ".bank-index" / "index.sqlite")

    def close(self) -> None:
        self._db.close()

    def refresh(self) -> Report:
        """Reads what has changed since last time; everything that is wrong with the files, read now or before."""
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            known = {
                file: Stamp(stamp, size)
                for file, stamp, size in self._db.execute("SELECT file, stamp, size FROM files")
            }
            present = dict(_scan(self._root, "questions")) if (self._root / "questions").is_dir() else {}
            self._forget(set(known) - set(present))
            changed = {file: stamp for file, stamp in present.items() if known.get(file) != stamp}
            self._read(changed, fresh=not known)
        return self._report()

    def _forget(self, files: Iterable[str]) -> None:
        for file in files:
            rows = self._db.execute("SELECT rowid FROM questions WHERE file = ?", (file,)).fetchall()
            self._db.executemany("DELETE FROM words WHERE rowid = ?", rows)
            self._db.execute("DELETE FROM questions WHERE file = ?", (file,))
            self._db.execute("DELETE FROM files WHERE file = ?", (file,))

    def _read(self, changed: dict[str, Stamp], *, fresh: bool) -> None:
        collect = gc.isenabled()
        gc.disable()  # a bulk load makes no garbage cycles; collecting meanwhile costs three times as much
        try:
            if not fresh:
                self._forget(changed)
            for file, stamp in changed.items():
                question, findings = self._one(file)
                notes = "\n".join(finding.model_dump_json() for finding in findings)
                self._db.execute("INSERT INTO files VALUES (?, ?, ?, ?)", (file, *stamp, notes))
                if question is not None:
                    self._insert(question, file)
        finally:
            if collect:
                gc.enable()

    def _one(self, file: str) -> tuple[Question | None, list[Finding]]:
        try:
            with open(f"{self._root}/{file}", "rb") as source:  # noqa: PTH123  # a Path costs more than the reading
                data = source.read()
        except OSError as problem:
            return None, [_finding("B106", file, None, "unreadable", reason=problem.strerror or problem)]
        question, findings = read_question(data, file)
        name = file.rpartition("/")[2]
        if question is not None and question.id != name.rpartition(".")[0]:
            findings = [_finding("B107", file, question.id, "id_file", id=question.id, name=name)]
        return question, findings

    def _insert(self, question: Question, file: str) -> None:
        texts = [
            parse(text).text() for text in (*question.candidate_texts().values(), *question.secret_texts().values())
        ]
        canonical = question.canonical()
        row = (
            *(question.id, question.type, question.status, question.level, question.domain),
            *(" ".join(question.knowledge_points), question.cognitive, question.difficulty, float(question.marks)),
            *(question.seconds, question.version, question.author, " ".join(question.tags), " ".join(question.sources)),
            *(texts[0], sha256_hex(canonical.encode()), file, canonical),
        )
        cursor = self._db.execute(f"INSERT INTO questions VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608
        words = _bigrams(" ".join((question.id, *texts, *question.tags)))
        self._db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (cursor.lastrowid, words))

    def _report(self) -> Report:
        notes = self._db.execute("SELECT findings FROM files WHERE findings <> '' ORDER BY file").fetchall()
        findings = [Finding.model_validate_json(line) for (lines,) in notes for line in lines.split("\n")]
        return Report.of([*findings, *self._doubled()])

    def _doubled(self) -> Iterator[Finding]:
        """Of several files with one id the first (by name) counts; the others are named."""
        many = "SELECT id FROM questions GROUP BY id HAVING count(*) > 1"
        for (question,) in self._db.execute(many).fetchall():
            files = [
                file
                for (file,) in self._db.execute("SELECT file FROM questions WHERE id = ? ORDER BY file", (question,))
            ]
            for file in files[1:]:
                yield _finding("B108", file, question, "duplicate_id", id=question, other=files[0])

    def select(
        self, where: str = "", values: tuple[Any, ...] = (), columns: str = "id", tail: str = ""
    ) -> list[tuple[Any, ...]]:
        """Rows of the questions, in the order of their ids, each id once."""
        condition = f"WHERE {where}" if where else ""
        query = f"SELECT {columns}, min(file) FROM questions {condition} GROUP BY id ORDER BY id {tail}"  # noqa: S608
        return [row[:-1] for row in self._db.execute(query, values)]

    def stream(self) -> Iterator[str]:
        """The canonical JSON of every question, in the order of their ids."""
        for row in self._db.execute("SELECT json, min(file) FROM questions GROUP BY id ORDER BY id"):
            yield row[0]

    def phrase(self, text: str) -> str:
        """A full-text query: every run of characters of the text must occur as it stands."""
        runs = _WORD.findall(_fold(text))
        return " AND ".join(f'"{_pairs(run)}"' if _CJK.match(run) and len(run) > 1 else f'"{run}"*' for run in runs)


def _open(path: Path) -> sqlite3.Connection:
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
    stamp = f"{__version__}:{COLUMNS}"
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    if "meta" not in tables or db.execute("SELECT value FROM meta WHERE key = 'made_by'").fetchone() != (stamp,):
        for name in ("meta", "files", "questions", "words"):
            db.execute(f"DROP TABLE IF EXISTS {name}")
        db.executescript(_SCHEMA)
        db.execute("INSERT OR REPLACE INTO meta VALUES ('made_by', ?)", (stamp,))
    return db


def _scan(root: Path, folder: str) -> Iterator[tuple[str, Stamp]]:
    """Every question file below a folder of the bank, relative to the bank, in a stable order.

    Temporary files that killed processes left behind are removed on the way.
    """
    with os.scandir(root / folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.startswith(TEMPORARY):
                remove_stale(Path(entry.path))
            elif entry.name.startswith("."):
                continue
            elif entry.is_dir():
                yield from _scan(root, f"{folder}/{entry.name}")
            elif entry.name.endswith((".yaml", ".yml")):
                status = entry.stat()
                yield f"{folder}/{entry.name}", Stamp(status.st_mtime_ns, status.st_size)


def _finding(code: str, file: str, question: str | None, text: str, **values: object) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        where=Place(file=file, question=question),
        message=say(f"bank.{text}.message", **values),
        hint=say(f"bank.{text}.hint", **values),
    )


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _bigrams(text: str) -> str:
    """Chinese runs as overlapping pairs of characters, other words as they are: `碳排放` → `碳 碳排 排放 放`.

    Written for speed: one pass over the whole text; the blanks between runs are part of pairs and fall away as tokens.
    """
    folded = _fold(text)
    return _pairs(f" {_OTHER.sub(' ', folded)} ") + " " + " ".join(_PLAIN.findall(folded))


def _pairs(run: str) -> str:
    return " ".join(map(add, run, run[1:]))
