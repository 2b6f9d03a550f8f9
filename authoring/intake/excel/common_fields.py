"""Fields that every question has, from the cells of a row: points, level, difficulty, marks, tags and the rest."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from authoring.intake.excel.cells import Cells
from authoring.intake.excel.mapping import Mapping
from authoring.intake.excel.words import title
from authoring.intake.notation import absent, difficulty_of, folded, marks_of
from authoring.questions import Cognitive, Level, Status
from authoring.texts import say, tree

__all__ = ["common_fields", "identity", "pieces"]

_COMMAS = re.compile(r"[、,，;；\n|]+")
_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)+(\.[1-9][0-9]?)?")
_CODE = re.compile(r"[A-Z][A-Z0-9]*(?:-[0-9A-Z]+)*")
_SURE_CODE = re.compile(r"[A-Z]+\d[A-Z0-9]*-[0-9A-Z-]+")
_MINUTES = re.compile(r"(\d{1,3})分钟?")
_SECONDS = re.compile(r"(\d{1,4})秒?")


def common_fields(cells: Cells, mapping: Mapping, *, own: bool) -> dict[str, Any]:
    """Plain data of the fields that the row gives; what is not understood is told in `cells.findings`."""
    plain: dict[str, Any] = {}
    for name, kind in (("level", Level), ("cognitive", Cognitive)):
        if not absent(cells.value(name)):
            word = _words(name).get(folded(cells.text(name)))
            if word:
                plain[name] = word
            else:
                known = "、".join(say(f"label.{name}.{entry.value}") for entry in kind)
                cells.blame("I229", name, title=title(name), value=cells.text(name), known=known)
    points, tags = _points(cells, mapping, own=own)
    if points:
        plain["knowledge_points"] = points
    plain |= dict(_numbers(cells))
    for name in ("sources", "tags"):
        found = pieces(cells.text(name)) if not absent(cells.value(name)) else []
        plain |= {name: found} if found else {}
    tags += [cells.text("category")] if not absent(cells.value("category")) else []
    for name, kept in (("national_point", "point"), ("national_type", "type"), ("consistency", "agreement")):
        if code := cells.text(name):
            tags.append(say(f"intake.national.{kept}", code=code))
    if tags:
        plain["tags"] = list(dict.fromkeys([*plain.get("tags", ()), *tags]))
    if author := cells.text("author"):
        plain["author"] = author
    return plain | (_own(cells) if own else {})


def pieces(text: str) -> list[str]:
    """The parts of a list in a cell."""
    return [part for entry in _COMMAS.split(text) if (part := entry.strip())]


def identity(cells: Cells, *, own: bool) -> tuple[str | None, str]:
    """The question's id, where the row gives one, and its number in the table."""
    given, number = cells.text("id"), cells.text("number")
    if _ID.fullmatch(given):
        return given, number
    if given and own:
        cells.blame("I241", "id", value=given)
    return None, number or given


@lru_cache(maxsize=2)
def _words(name: str) -> dict[str, str]:
    return {
        folded(word): value
        for value, words in tree("intake_excel", name).items()
        for word in (words if isinstance(words, list) else ())
    }


def _points(cells: Cells, mapping: Mapping, *, own: bool) -> tuple[list[str], list[str]]:
    """Codes of the syllabus, and what is none: that is kept as tags."""
    codes: list[str] = []
    tags: list[str] = []
    national = cells.text("national_point")
    if national in mapping.points:
        codes.append(mapping.points[national])
    for part in pieces(cells.text("knowledge_points")) if not absent(cells.value("knowledge_points")) else ():
        code = _code(part, mapping, own=own)
        if code:
            codes.append(code)
            continue
        near = get_close_matches(part, list(mapping.points), n=2, cutoff=0.5)
        said = say("intake_excel.part.near", names="、".join(near)) if near else ""
        if mapping.points:
            cells.blame("I232", "knowledge_points", value=part, near=said)
        tags.append(part)
    return list(dict.fromkeys(codes)), tags


def _code(part: str, mapping: Mapping, *, own: bool) -> str | None:
    """The code of `D03-02`, `D03-02 热值法计算`, `热值法计算`."""
    if part in mapping.points:
        return mapping.points[part]
    first = part.split(maxsplit=1)[0]
    if first in mapping.points:
        return mapping.points[first]
    if own and _CODE.fullmatch(first):
        return first
    return first if not mapping.points and _SURE_CODE.fullmatch(first) else None


def _numbers(cells: Cells) -> Iterator[tuple[str, Any]]:
    if not absent(value := cells.value("difficulty")):
        difficulty = difficulty_of(value)
        if difficulty is not None:
            yield "difficulty", difficulty
        else:
            cells.blame("I215", "difficulty", value=cells.text("difficulty"))
    if not absent(value := cells.value("marks")):
        marks = marks_of(value)
        if marks and 0 < marks <= 1000 and float(marks * 2).is_integer():
            yield "marks", marks
        else:
            cells.blame("I216", "marks", title=title("marks"), value=cells.text("marks"))
    if not absent(value := cells.value("seconds")):
        text = folded(value)
        minutes, seconds = _MINUTES.fullmatch(text), _SECONDS.fullmatch(text)
        number = int(minutes[1]) * 60 if minutes else int(seconds[1]) if seconds else 0
        if 0 < number <= 7200:
            yield "seconds", number
        else:
            cells.blame("I216", "seconds", title=title("seconds"), value=cells.text("seconds"))


def _own(cells: Cells) -> dict[str, Any]:
    """What only our own workbooks hold."""
    plain: dict[str, Any] = {}
    labels = {say(f"label.status.{entry.value}"): entry.value for entry in Status}
    if status := labels.get(cells.text("status")):
        plain["status"] = status
    if cells.text("version").isdigit():
        plain["version"] = int(cells.text("version"))
    return plain
