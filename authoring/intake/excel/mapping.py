"""What people decided about how sources write: columns by header, separators of blanks, words for types and points.

Kept in a bank's `intake-mappings.json`; reading and updating are pure, the caller writes.
"""

import json
from collections.abc import Sequence
from typing import Literal

from pydantic import Field, ValidationError

from authoring.bank.syllabus import Syllabus
from authoring.errors import FormatError, StorageError
from authoring.intake.answers import BlankNotation
from authoring.intake.excel.words import bare
from authoring.questions import QuestionType
from authoring.records import Record, canonical_json, sha256_hex
from authoring.texts import say

__all__ = ["MAPPINGS_FILE", "Layout", "Mapping", "read_mapping", "signature"]

MAPPINGS_FILE = "intake-mappings.json"
MAPPINGS_FORMAT = 1


def signature(header: Sequence[object]) -> str:
    """Equal for headers that differ in nothing but width, case, blanks, stars and bracketed notes."""
    words = [bare(word) for word in header]
    while words and not words[-1]:
        words.pop()
    return sha256_hex(canonical_json(words).encode())[:16]


class Layout(Record):
    """How the tables with one header are read."""

    header: tuple[str, ...] = ()
    """Its words, so that people can read the file."""
    fields: tuple[str | None, ...]
    """The field of each column; None for a column that is not read."""
    blanks: BlankNotation | None = None
    """What separates blanks and wordings; None while nobody was asked."""
    is_markup: bool | None = None
    """Whether cells hold markup (Markdown, LaTeX); None: only in our own workbooks."""


class Mapping(Record):
    """Everything decided so far."""

    format: Literal[1] = 1
    layouts: dict[str, Layout] = Field(default_factory=dict)
    """By signature of the header."""
    types: dict[str, QuestionType] = Field(default_factory=dict)
    """Words and codes of sources beyond the known ones."""
    points: dict[str, str] = Field(default_factory=dict)
    """Codes and names of sources → codes of the bank's syllabus."""

    def layout(self, header: Sequence[object]) -> Layout | None:
        return self.layouts.get(signature(header))

    def remember(self, layout: Layout) -> "Mapping":
        """The same with how one header is read."""
        return self.model_copy(update={"layouts": self.layouts | {signature(layout.header): layout}})

    def known(self, syllabus: Syllabus) -> "Mapping":
        """The same with the names and codes of a syllabus; what people decided comes first."""
        names = {name: code for code, name in syllabus.names.items()} | {code: code for code in syllabus.names}
        return self.model_copy(update={"points": names | self.points})

    def text(self) -> str:
        """The file's text: readable JSON, sorted."""
        data = {"format": self.format} | self.model_dump(mode="json", exclude_defaults=True)
        return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_mapping(text: str) -> Mapping:
    """The mapping in a file's text; an empty text is an empty one.

    Raises FormatError for a newer format, StorageError for a damaged file.
    """
    if not text.strip():
        return Mapping()
    try:
        plain = json.loads(text)
        if isinstance(plain, dict) and isinstance(plain.get("format"), int) and plain["format"] > MAPPINGS_FORMAT:
            raise FormatError(say("intake_excel.mapping.newer", file=MAPPINGS_FILE, found=plain["format"]))
        return Mapping.model_validate(plain)
    except (ValueError, ValidationError) as problem:
        raise StorageError(say("intake_excel.mapping.damaged", file=MAPPINGS_FILE, reason=_short(problem))) from problem


def _short(problem: ValueError) -> str:
    if isinstance(problem, ValidationError):
        return "、".join(".".join(map(str, entry["loc"])) for entry in problem.errors()[:3])
    return type(problem).__name__
