"""A bank is a folder, a question is a file in it.

bank = Bank.open("banks/dual-carbon")
bank.report            # everything that is wrong with its files
bank["DC-D03-001"]     # a question
bank.search(text="电网排放因子", type="single_choice")
bank.to_frame()        # one row per question, for pandas
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from authoring.bank.index import COLUMNS, Index
from authoring.bank.references import References
from authoring.bank.references_files import read_references, read_syllabus
from authoring.bank.store import save_question
from authoring.bank.syllabus import Syllabus
from authoring.bank.template_files import read_templates
from authoring.bank.yaml_text import decode, parse_yaml
from authoring.errors import FormatError, StorageError, UsageError
from authoring.findings import Report
from authoring.questions import Question, question_from_json
from authoring.questions.template import Template
from authoring.records import Record
from authoring.texts import say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BANK_FORMAT", "Bank", "BankInfo"]

BANK_FORMAT = 1


class BankInfo(Record):
    """`bank.yaml`."""

    format: Literal[1]
    id: str
    name: str
    language: str = "zh-CN"
    id_prefix: str = "Q"
    """First part of new ids."""
    description: str = ""


class Bank:
    """An open bank. Loading never stops at a problem: `report` holds what is wrong, the rest is there."""

    def __init__(self, root: Path, info: BankInfo, index: Index) -> None:
        self.root = root
        self.info = info
        self._index = index
        self.report = Report()

    @classmethod
    def open(cls, path: str | Path) -> Bank:
        """Opens a bank folder and reads what has changed.

        Raises StorageError (no bank there) or FormatError (a newer format).
        """
        root = Path(path)
        info = _info(root)
        bank = cls(root, info, Index(root))
        bank.refresh()
        return bank

    def close(self) -> None:
        self._index.close()

    def __enter__(self) -> Bank:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def refresh(self) -> Report:
        """Reads files that changed since the last look."""
        for name in ("_syllabus", "_references", "_templates"):
            self.__dict__.pop(name, None)
        self.report = self._index.refresh() + self._syllabus[1] + self._references[1] + self._templates[1]
        return self.report

    @cached_property
    def _syllabus(self) -> tuple[Syllabus, Report]:
        return read_syllabus(self.root)

    @cached_property
    def _references(self) -> tuple[References, Report]:
        return read_references(self.root)

    @cached_property
    def _templates(self) -> tuple[dict[str, Template], Report]:
        return read_templates(self.root, self.ids)

    @property
    def templates(self) -> dict[str, Template]:
        """Its parametrised questions by id, see `authoring.questions.variants`."""
        return self._templates[0]

    @property
    def syllabus(self) -> Syllabus:
        return self._syllabus[0]

    @property
    def references(self) -> References:
        return self._references[0]

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, question: str) -> bool:
        return bool(self._index.select("id = ?", (question,)))

    def __getitem__(self, question: str) -> Question:
        """A question by its id. Raises UsageError, naming the nearest known id."""
        rows = self._index.select("id = ?", (question,), columns="json")
        if not rows:
            near = get_close_matches(question, self.ids, n=1)
            raise UsageError(
                say(
                    "bank.unknown_question.message",
                    id=question,
                    near=say("bank.unknown_question.near", name=near[0]) if near else "",
                )
            )
        return question_from_json(rows[0][0])

    def __iter__(self) -> Iterator[Question]:
        """Every question, in the order of their ids, one at a time."""
        return map(question_from_json, self._index.stream())

    @property
    def ids(self) -> list[str]:
        return [row[0] for row in self._index.select()]

    def file_of(self, question: str) -> str | None:
        """The question's file, relative to the bank."""
        rows = self._index.select("id = ?", (question,), columns="file")
        return rows[0][0] if rows else None

    def text_of(self, question: str) -> str:
        """The question's file as it stands, for finding lines in it."""
        file = self.file_of(question)
        return (self.root / file).read_text("utf-8-sig") if file else ""

    def search(
        self,
        text: str = "",
        *,
        knowledge_point: str | None = None,
        type: str | None = None,  # noqa: A002  # the field's own name
        status: str | None = None,
        level: str | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[str]:
        """Ids of the questions that fit all that is given.

        `text` is looked for in ids, stems, options, rationales and tags: every run of characters must occur
        as it stands.
        `knowledge_point` may be a domain (`D03`) or a point (`D03-02`).
        """
        where, values = self._conditions(text, knowledge_point, type=type, status=status, level=level)
        tail = f"LIMIT {int(limit)} OFFSET {int(offset)}" if limit is not None else ""
        return [row[0] for row in self._index.select(where, values, tail=tail)]

    def _conditions(self, text: str, knowledge_point: str | None, **exact: str | None) -> tuple[str, tuple[Any, ...]]:
        terms = [(f"{name} = ?", value) for name, value in exact.items() if value is not None]
        if knowledge_point is not None:
            # " D03-02 D05-04 " holds " D03-02 " as a point and " D03-" as a domain
            wanted = f" {knowledge_point} " if "-" in knowledge_point else f" {knowledge_point}-"
            terms.append(("instr(' ' || knowledge_points || ' ', ?) > 0", wanted))
        if text.strip():
            phrase = self._index.phrase(text)
            if not phrase:
                return "0", ()
            terms.append(("questions.rowid IN (SELECT rowid FROM words WHERE words MATCH ?)", phrase))
        return " AND ".join(term for term, _ in terms), tuple(value for _, value in terms)

    def to_frame(self) -> pd.DataFrame:
        """One row per question, its id as the index; `knowledge_points`, `tags` and `sources` are lists.

        Columns: type, status, level, domain, knowledge_points, cognitive, difficulty (1–5), marks, seconds, version,
        author, tags, sources, stem (plain text), fingerprint, file.
        """
        import pandas as pd

        frame = pd.DataFrame(self._index.select(columns=", ".join(COLUMNS)), columns=list(COLUMNS))
        for name in ("knowledge_points", "tags", "sources"):
            frame[name] = frame[name].str.split()
        return frame.set_index("id")

    def save(self, question: Question, expected: str | None = None) -> None:
        """Writes a question's file. `expected` is the fingerprint the change began from, None for a new question.

        Raises ConflictError when somebody saved first, StorageError when the file cannot be written.
        """
        file = self.file_of(question.id) or f"questions/{question.domain}/{question.id}.yaml"
        save_question(self.root / file, question, expected)
        self.refresh()

    def new_id(self, domain: str) -> str:
        """The next free id of a domain, such as `DC-D03-027`."""
        start = f"{self.info.id_prefix}-{domain}-"
        used = [int(tail) for known in self.ids if known.startswith(start) and (tail := known[len(start) :]).isdigit()]
        return f"{start}{max(used, default=0) + 1:03d}"

    def media(self, name: str) -> bytes:
        """A picture of `media/`. Raises StorageError when it is not there."""
        path = self.root / "media" / Path(name).name
        try:
            return path.read_bytes()
        except OSError as problem:
            raise StorageError(say("bank.unknown_media.message", name=name)) from problem

    def blueprints(self) -> Sequence[Path]:
        """The bank's blueprint files."""
        return sorted(path for path in (self.root / "blueprints").glob("*") if path.suffix in {".yaml", ".xlsx"})


def _info(root: Path) -> BankInfo:
    path = root / "bank.yaml"
    if not path.is_file():
        raise StorageError(say("bank.no_bank.message", path=root))
    text, findings = decode(path.read_bytes(), "bank.yaml")
    data, problems = parse_yaml(text or "", "bank.yaml")
    if findings or problems or not isinstance(data, dict):
        raise StorageError(
            say("bank.bank_yaml.message", reason="; ".join(f.message for f in (*findings, *problems)) or "?")
        )
    if isinstance(data.get("format"), int) and data["format"] > BANK_FORMAT:
        raise FormatError(say("bank.newer.message", found=data["format"], known=BANK_FORMAT))
    try:
        return BankInfo.model_validate(data)
    except ValidationError as error:
        raise StorageError(say("bank.bank_yaml.message", reason=error)) from error
