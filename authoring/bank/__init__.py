"""A bank is a folder, a question is a file in it.

bank = Bank.open("banks/dual-carbon")
bank.report            # everything that is wrong with its files
bank["DC-D03-001"]     # a question
bank.search(text="电网排放因子", type="single_choice")
bank.page(text="电网", order="changed", descending=True)     # rows for a list, and how many there are
bank.similar("2023年全国电网平均排放因子是")                  # what is worded alike
bank.to_frame()        # one row per question, for pandas
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Unpack

from pydantic import ValidationError

from authoring.bank.catalogue import Catalogue, Counts, Order, Page, Row, Wanted
from authoring.bank.index import Index
from authoring.bank.references import References
from authoring.bank.references_files import read_references, read_syllabus
from authoring.bank.review_rules import ReviewRules
from authoring.bank.stems import alike
from authoring.bank.store import save_question
from authoring.bank.syllabus import Syllabus
from authoring.bank.tables import COLUMNS, select
from authoring.bank.template_files import read_templates
from authoring.bank.yaml_text import Lines, decode, parse_yaml, validation_findings
from authoring.errors import FormatError, StorageError, UsageError
from authoring.findings import Report
from authoring.questions import Question, question_from_json
from authoring.questions.template import Template
from authoring.records import Record
from authoring.texts import say

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BANK_FORMAT", "Bank", "BankInfo", "Order", "Page", "Row", "Similar"]

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
    review: ReviewRules = ReviewRules()
    """Who approves what, see `docs/review.md`."""


class Similar(NamedTuple):
    """A question that is worded like a text."""

    id: str
    stem: str
    """Plain text."""
    share: float
    """0 … 1, the cosine of the stems' bigrams."""
    status: str


class Bank:
    """An open bank. Loading never stops at a problem: `report` holds what is wrong, the rest is there."""

    def __init__(self, root: Path, info: BankInfo, index: Index) -> None:
        self.root = root
        self.info = info
        self._index = index
        self._catalogue = Catalogue(index.db)
        self._report: Report | None = None

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
        """Reads files that changed since the last look, by whomsoever; what is wrong."""
        for name in ("_syllabus", "_references", "_templates"):
            self.__dict__.pop(name, None)
        self._index.refresh()
        self._report = None
        return self.report

    @property
    def report(self) -> Report:
        """Everything that is wrong with its files."""
        if self._report is None:
            self._report = self._index.report() + self._syllabus[1] + self._references[1] + self._templates[1]
        return self._report

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
        return int(self._index.db.execute("SELECT count(*) FROM questions").fetchone()[0])

    def __contains__(self, question: str) -> bool:
        return self._value("id", question) is not None

    def __getitem__(self, question: str) -> Question:
        """A question by its id. Raises UsageError, naming the nearest known id."""
        found = self._value("json", question)
        if found is None:
            near = get_close_matches(question, self.ids, n=1)
            raise UsageError(
                say(
                    "bank.unknown_question.message",
                    id=question,
                    near=say("bank.unknown_question.near", name=near[0]) if near else "",
                )
            )
        return question_from_json(found)

    def _value(self, column: str, question: str) -> str | None:
        row = self._index.db.execute(select(column, "questions WHERE id = ?"), (question,)).fetchone()
        return row[0] if row else None

    def __iter__(self) -> Iterator[Question]:
        """Every question, in the order of their ids, one at a time."""
        return map(question_from_json, self._index.stream())

    @property
    def ids(self) -> list[str]:
        return [name for (name,) in self._index.db.execute("SELECT id FROM questions ORDER BY id")]

    def file_of(self, question: str) -> str | None:
        """The question's file, relative to the bank."""
        return self._value("file", question)

    def text_of(self, question: str) -> str:
        """The question's file as it stands, for finding lines in it."""
        file = self.file_of(question)
        return (self.root / file).read_text("utf-8-sig") if file else ""

    def search(
        self, text: str = "", *, limit: int | None = None, offset: int = 0, **wanted: Unpack[Wanted]
    ) -> list[str]:
        """Ids of the questions that fit all that is given, in their order.

        `text` is looked for in ids, stems, options, rationales and tags: every run of characters must occur
        as it stands. `wanted`: see `authoring.bank.catalogue.Wanted`.
        """
        return self._catalogue.ids(text, wanted, limit, offset)

    def page(
        self,
        text: str = "",
        *,
        order: Order | str = Order.ID,
        descending: bool = False,
        limit: int = 20,
        offset: int = 0,
        **wanted: Unpack[Wanted],
    ) -> Page:
        """One page of the list of the questions that fit all that is given (as for `search`), and how many there are.

        Quick enough to be asked at each keystroke. Raises ValueError for an unknown order.
        """
        return self._catalogue.page(text, wanted, Order(order), descending, limit, offset)

    def counts(self, text: str = "", **wanted: Unpack[Wanted]) -> Counts:
        """By filter and its value: how many questions there would be, the other filters staying as they are.

        Filters: type, status, level, domain, knowledge_point, cognitive, difficulty, author; every value that the bank
        has is there, those with none too.
        """
        return self._catalogue.counts(text, wanted)

    def similar(self, text: str, limit: int = 5, excluding: str = "") -> list[Similar]:
        """Questions whose stem is worded like the text (plain, without markup), the most alike first.

        Quick enough to be asked at each keystroke. `excluding` is an id that is left out.
        """
        number = self._value("number", excluding)
        found = alike(self._index.db, text, limit, without=int(number) if number else None)
        query = "SELECT id, stem, status FROM questions WHERE number = ?"
        rows = ((each.cosine, *self._index.db.execute(query, (each.number,)).fetchone()) for each in found)
        return [Similar(id=name, stem=stem, share=share, status=status) for share, name, stem, status in rows]

    def to_frame(self) -> pd.DataFrame:
        """One row per question, its id as the index; `knowledge_points`, `tags` and `sources` are lists.

        Columns: type, status, level, domain, knowledge_points, cognitive, difficulty (1–5), marks, seconds, version,
        author, tags, sources, stem (plain text), fingerprint, file.
        """
        import pandas as pd

        rows = self._index.db.execute(select(", ".join(COLUMNS), "questions ORDER BY id"))
        frame = pd.DataFrame(rows.fetchall(), columns=list(COLUMNS))
        for name in ("knowledge_points", "tags", "sources"):
            frame[name] = frame[name].str.split()
        return frame.set_index("id")

    def save(self, question: Question, expected: str | None = None, before: Callable[[], None] | None = None) -> None:
        """Writes a question's file. `expected` is the fingerprint the change began from, None for a new question.

        `before` runs when nobody saved first and nothing is written yet. People's changes go through a `Desk`.
        Raises ConflictError when somebody saved first, StorageError when the file cannot be written.
        """
        file = self.place_of(question)
        try:
            save_question(self.root / file, question, expected, before)
        finally:
            self.note(file)  # after a conflict too: the other one's text is there

    def place_of(self, question: Question) -> str:
        """The question's file, relative to the bank; of a new question, where it belongs."""
        return self.file_of(question.id) or f"questions/{question.domain}/{question.id}.yaml"

    def note(self, *files: str) -> None:
        """Reads files, relative to the bank, that were written by others or past `save`."""
        self._index.note(*files)
        self._report = None

    def new_id(self, domain: str) -> str:
        """The next free id of a domain, such as `DC-D03-027`."""
        start = f"{self.info.id_prefix}-{domain}-"
        query = "SELECT substr(id, ?) FROM questions WHERE id >= ? AND id < ?"
        tails = self._index.db.execute(query, (len(start) + 1, start, f"{start}:"))  # ":" comes after the digits
        used = [int(tail) for (tail,) in tails if tail.isdigit()]
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
        found = validation_findings(error, file="bank.yaml", lines=Lines(text or ""), model=BankInfo)
        reason = "；".join(f"{finding.where.field} {finding.message}" for finding in found)
        raise StorageError(say("bank.bank_yaml.message", reason=reason)) from error
