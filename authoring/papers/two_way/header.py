"""Finding the head of a two-way table: which rows it takes, which columns are labels and what the others count."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from authoring.findings import Finding
from authoring.intake.notation import folded
from authoring.papers.two_way.faults import note, wrong
from authoring.papers.two_way.page import Page
from authoring.papers.two_way.words import Meaning, known_heads, meaning, role_of, words
from authoring.papers.workbook_cells import Reading, near_text

__all__ = ["Header", "find_header"]

_LOOKED_AT = 40
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a table. Rows and columns count from 0."""

    top: int
    below: int
    """First row under the head."""
    heads: Mapping[int, Meaning]
    """By column: what it counts or what its totals add up."""
    labels: Mapping[int, str]
    """By column on the left: what its labels are: `point`, `code`, or `chosen` (types or levels of a line)."""
    titles: Mapping[int, str]
    """What is written over each of these columns."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    top: int
    height: int
    score: int
    heads: dict[int, Meaning]

    @property
    def rank(self) -> tuple[int, int, int]:
        """Titles above a head and lines below it say nothing about its columns: of equal heads, the smallest."""
        return self.score, self.top, -self.height


def find_header(page: Page, titles: Mapping[str, str], reading: Reading | None = None) -> Header | None:
    """The head with the most columns that mean something; what it leaves unread is told to `reading`."""
    best: _Candidate | None = None
    for top in range(min(len(page.cells), _LOOKED_AT)):
        for height in range(1, _DEEPEST + 1):
            if top + height > len(page.cells):
                break
            found = _candidate(page, top, height, titles)
            if found and (best is None or found.rank > best.rank):
                best = found
    return _header(page, best, reading) if best else None


def _candidate(page: Page, top: int, height: int, titles: Mapping[str, str]) -> _Candidate | None:
    paths = [_path(page, top, height, at) for at in range(page.width)]
    fine = any(word in words("fine") for path in paths for word in path)
    read = {at: meaning(path, titles, fine=fine) for at, path in enumerate(paths) if path}
    heads = {at: found for at, found in read.items() if found and (found.chosen or found.measure or _sums(found))}
    first = min(heads, default=0)
    if not any(not paths[at] or role_of(paths[at]) in ("point", "code") for at in range(first)):
        return None
    if any(page.numeric(row, at) for row in range(top, top + height) for at in heads):
        return None
    # A word that spans several columns counts once for each: a deeper head says more about the same columns.
    return _Candidate(top, height, sum(len(paths[at]) for at in heads), heads)


def _sums(found: Meaning) -> bool:
    return found.total or found.section is not None


def _path(page: Page, top: int, height: int, at: int) -> list[str]:
    """The words over a column from the top down; a cell that is merged over several rows counts once."""
    origins = dict.fromkeys(page.span(row, at)[0] for row in range(top, top + height))
    return [text for origin in origins if origin[0] >= top and (text := page.text(*origin))]


def _header(page: Page, found: _Candidate, reading: Reading | None) -> Header:
    below = found.top + found.height
    for row in range(found.top, below):
        for at in range(page.width):
            below = max(below, page.span(row, at)[1][0] + 1)
    below = min(below, len(page.cells))
    paths = {at: _path(page, found.top, below - found.top, at) for at in range(page.width)}
    labels = {at: role for at in range(min(found.heads)) if (role := _role(paths[at]))}
    titles = {at: _titled(path) for at, path in paths.items()}
    header = Header(found.top, below, found.heads, labels, titles)
    if reading:
        for at, path in paths.items():
            if path and at not in found.heads and at not in labels and role_of(path) != "number":
                reading.findings += _unread(page, header, at)
    return header


def _role(path: list[str]) -> str:
    """`point`, `code`, `chosen` (types or levels of a line); empty for running numbers and remarks."""
    role = role_of(path)
    if role in ("number", "remark"):
        return ""
    return role or ("chosen" if any(folded(word) in words("group") for word in path) else "point")


def _titled(path: list[str]) -> str:
    return path[-1] if path else ""


def _unread(page: Page, header: Header, at: int) -> Iterator[Finding]:
    """A column that means nothing: wrong where it holds amounts, a note where it holds remarks, nothing if empty."""
    rows = range(header.below, len(page.cells))
    first = next((row for row in rows if page.value(row, at) not in ("", None)), None)
    if first is None:
        return
    title, place = header.titles[at], page.place(header.below - 1, at)
    if role_of([title]) != "remark" and any(page.numeric(row, at) for row in rows):
        yield wrong("P152", place, column=title, near=near_text(_near(title)))
    else:
        yield note("P163", place, column=title)


@lru_cache(maxsize=256)
def _near(title: str) -> tuple[str, ...]:
    return tuple(get_close_matches(title, known_heads(), n=1, cutoff=0.4))
