"""A derived local index of the question files. Thrown away at any time, it makes a large bank quick to open and search.

Only files whose size or time of change differ are parsed again. Of several files with one id, the first by name counts.
"""

import gc
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from authoring.bank.columns import CODED, keep_columns
from authoring.bank.question_file import read_question
from authoring.bank.stems import keep_stems
from authoring.bank.store import remove_stale
from authoring.bank.tables import COLUMNS, open_tables
from authoring.bank.words import words_of
from authoring.content import parse
from authoring.findings import Finding, Place, Report, Severity
from authoring.questions import Question
from authoring.records import sha256_hex
from authoring.storage import TEMPORARY
from authoring.texts import say

__all__ = ["Index"]

AT_ONCE = 1 << 14
"""Files after which stems and columns are written: it bounds the memory of a bulk load."""
_INSERT = "INSERT INTO questions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


class Stamp(NamedTuple):
    """What tells that a file has changed without reading it."""

    mtime_ns: int
    size: int


class Index:
    """The index of one bank folder. Where the folder cannot be written, it lives in memory."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.db = open_tables(root / ".bank-index" / "index.sqlite")
        self._gone: dict[int, str] = {}
        """Stems by number."""
        self._come: dict[int, tuple[str, tuple[Any, ...]]] = {}
        """Stems and values of `CODED` by number."""

    def close(self) -> None:
        self.db.close()

    def refresh(self) -> None:
        """Reads what has changed since last time, by whomsoever."""
        with self._writing():
            known = {
                file: Stamp(stamp, size) for file, stamp, size in self.db.execute("SELECT file, stamp, size FROM files")
            }
            present = dict(_scan(self._root, "questions")) if (self._root / "questions").is_dir() else {}
            changed = {file: stamp for file, stamp in present.items() if known.get(file) != stamp}
            self._update(known.keys() - present.keys(), changed)

    def note(self, *files: str) -> None:
        """Reads files that have just been written; quick, however large the bank is."""
        with self._writing():
            changed = {}
            for file in files:
                with suppress(FileNotFoundError):
                    status = (self._root / file).stat()
                    changed[file] = Stamp(status.st_mtime_ns, status.st_size)
            self._update(set(files) - changed.keys(), changed)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction. A bulk load makes no garbage cycles; collecting meanwhile costs three times as much."""
        collect = gc.isenabled()
        gc.disable()
        try:
            with self.db:
                self.db.execute("BEGIN IMMEDIATE")
                yield
        finally:
            self._gone, self._come = {}, {}
            if collect:
                gc.enable()

    def _update(self, gone: Collection[str], changed: Mapping[str, Stamp]) -> None:
        ids = [self._drop(file) for file in (*gone, *changed)]
        self.db.executemany("DELETE FROM files WHERE file = ?", ((file,) for file in gone))
        heirs = self._heirs([name for name in ids if name is not None])
        for file, stamp in {**heirs, **changed}.items():
            self._read(file, stamp)
            if len(self._come) >= AT_ONCE:
                self._keep()
        self._keep()

    def _drop(self, file: str) -> str | None:
        """Takes the file's question out; its id, if it was the one that counted."""
        row = self.db.execute(
            "SELECT q.number, q.id, q.stem FROM files JOIN questions AS q USING (number) WHERE files.file = ?", (file,)
        ).fetchone()
        if row is None:
            return None
        number, name, stem = row
        self.db.execute("DELETE FROM questions WHERE number = ?", (number,))
        self.db.execute("DELETE FROM words WHERE rowid = ?", (number,))
        if self._come.pop(number, None) is None:
            self._gone[number] = stem
        return str(name)

    def _heirs(self, ids: list[str]) -> dict[str, Stamp]:
        """Files with one of these ids that have not counted so far."""
        query = "SELECT file, stamp, size FROM files WHERE id = ?"
        return {file: Stamp(stamp, size) for name in ids for file, stamp, size in self.db.execute(query, (name,))}

    def _read(self, file: str, stamp: Stamp) -> None:
        question, findings = self._one(file)
        notes = "\n".join(finding.model_dump_json() for finding in findings)
        (number,) = self.db.execute(
            "INSERT INTO files (file, stamp, size, id, findings) VALUES (?, ?, ?, ?, ?) ON CONFLICT (file) DO UPDATE "
            "SET stamp = excluded.stamp, size = excluded.size, id = excluded.id, findings = excluded.findings "
            "RETURNING number",
            (file, *stamp, question.id if question else None, notes),
        ).fetchone()
        if question is not None and self._counts(question.id, file):
            self._insert(number, question, file, stamp)

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

    def _counts(self, name: str, file: str) -> bool:
        row = self.db.execute("SELECT file FROM questions WHERE id = ?", (name,)).fetchone()
        if row is not None and row[0] > file:
            self._drop(row[0])
            return True
        return row is None

    def _insert(self, number: int, question: Question, file: str, stamp: Stamp) -> None:
        texts = [
            parse(text).text() for text in (*question.candidate_texts().values(), *question.secret_texts().values())
        ]
        canonical = question.canonical()
        row = (
            *(number, question.id, question.type, question.status, question.level, question.domain),
            *(" ".join(question.knowledge_points), question.cognitive, question.difficulty, float(question.marks)),
            *(question.seconds, question.version, question.author, " ".join(question.tags), " ".join(question.sources)),
            *(texts[0], sha256_hex(canonical.encode()), file, stamp.mtime_ns, canonical),
        )
        self.db.execute(_INSERT, row)
        words = words_of(" ".join((question.id, *texts, *question.tags)))
        self.db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, words))
        known = dict(zip(COLUMNS, row[1:], strict=False))
        self._come[number] = texts[0], tuple(known[name] for name in CODED)

    def _keep(self) -> None:
        keep_stems(self.db, self._gone, {number: stem for number, (stem, _) in self._come.items()})
        keep_columns(self.db, self._gone, {number: values for number, (_, values) in self._come.items()})
        self._gone, self._come = {}, {}

    def report(self) -> Report:
        """Everything that is wrong with the files, whenever they were read."""
        notes = self.db.execute("SELECT findings FROM files WHERE findings <> '' ORDER BY file").fetchall()
        findings = [Finding.model_validate_json(line) for (lines,) in notes for line in lines.split("\n")]
        return Report.of([*findings, *self._doubled()])

    def _doubled(self) -> Iterator[Finding]:
        """Of several files with one id those that do not count."""
        many = "SELECT id FROM files WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1"
        for (question,) in self.db.execute(many).fetchall():
            query = "SELECT file FROM files WHERE id = ? ORDER BY file"
            files = [file for (file,) in self.db.execute(query, (question,))]
            for file in files[1:]:
                yield _finding("B108", file, question, "duplicate_id", id=question, other=files[0])

    def stream(self) -> Iterator[str]:
        """The canonical JSON of every question, in the order of their ids."""
        for row in self.db.execute("SELECT json FROM questions ORDER BY id"):
            yield row[0]


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
