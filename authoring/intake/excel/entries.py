"""Lists that stand in one cell: options, premises, mistakes, rubric points; and how they are written there."""

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from authoring.intake.notation import LETTERS, plain_number
from authoring.intake.positions import option_marks
from authoring.intake.understanding import rubric_of
from authoring.texts import say

__all__ = [
    "entries_text",
    "labelled_entries",
    "matching_key",
    "options_in_one",
    "rubric_points",
    "rubric_text",
    "tolerance_of",
    "tolerance_text",
    "without_labels",
]

_ENTRY = re.compile(r"^\s*([A-Za-z][A-Za-z0-9_]{0,15}|\d{1,2})\s*[.、．:：)）]\s*", re.M)
_PAIR = re.compile(r"([A-Za-z0-9_]+)\s*(?:-+>?|—+|–|→|=>?|:|：)\s*([A-Za-z0-9_]+)")
_PAIR_GAPS = re.compile(r"[\s,，、;；。|]*")
_POINT = re.compile(r"(\d{1,3}(?:\.\d)?)分[:：](.*?)(?:【关键词[:：]([^【】]*)】)?", re.S)
_TOLERANCE = re.compile(r"[±＋+]?\s*(\d+(?:\.\d+)?(?:[eE]-?\d+)?)\s*([%％])?")
_SEPARATED = re.compile(r"\s*(?:\$;\$|\n|[|｜])\s*")


def without_labels(options: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Options without their own letters, where every one begins with its letter: `A.氧化钙` in column 选项A."""
    filled = [(letter, text) for letter, text in options if text]
    if len(filled) < 2 or not all(_label(letter).match(text) for letter, text in filled):
        return list(options)
    return [(letter, _label(letter).sub("", text, count=1)) for letter, text in options]


@lru_cache(maxsize=26)
def _label(letter: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*[（(]?\s*[{letter}{letter.lower()}{chr(ord(letter) + 0xFEE0)}]\s*[.、．:：)）]\s*(?=\S)")


def options_in_one(text: str) -> list[tuple[str, str]]:
    r"""The options of a cell that holds them all: a JSON list, `A.… B.…`, one a line, or between `|`."""
    listed = _json(text)
    if listed is not None:
        return list(zip(LETTERS, listed, strict=False))
    marks = option_marks(text.replace("\n", " "), 0)
    if len(marks) > 1 and not text[: marks[0].start].strip():
        ends = [mark.start for mark in marks[1:]] + [len(text)]
        return [(mark.letter, text[mark.end : end].strip(" ;；|,，\n")) for mark, end in zip(marks, ends, strict=True)]
    parts = [part for part in _SEPARATED.split(text) if part.strip()]
    if len(parts) < 2:
        parts = [part.strip() for part in re.split(r"[;；]", text) if part.strip()]
    return list(zip(LETTERS, parts, strict=False))


def _json(text: str) -> list[str] | None:
    """Texts of `["…", "…"]`, `{"A": "…"}` or `[{"content": "…"}]`."""
    if text[:1] not in "[{":
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    entries = list(found.values()) if isinstance(found, dict) else found
    texts = []
    for entry in entries:
        inner = entry
        if isinstance(entry, dict):
            names = ("text", "content", "value", "option", "label")
            inner = next((entry[name] for name in names if isinstance(entry.get(name), str)), None)
        if not isinstance(inner, str | int | float):
            return None
        texts.append(str(inner))
    return texts


def labelled_entries(text: str, letter: str) -> list[dict[str, str]]:
    """`P1：范围一` on lines of their own, continuation lines included; lines without label are numbered."""
    marks = list(_ENTRY.finditer(text))
    if not marks or text[: marks[0].start()].strip():
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        return [{"id": f"{letter}{number}", "text": line} for number, line in enumerate(lines, start=1)]
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    return [
        {"id": f"{letter}{mark[1]}" if mark[1].isdigit() else mark[1], "text": text[mark.end() : end].strip()}
        for mark, end in zip(marks, ends, strict=True)
    ]


def entries_text(entries: Sequence[Mapping[str, str]], key: str = "text") -> str:
    """What `labelled_entries` reads."""
    lines = (
        say("intake_excel.written.labelled", id=entry["id"], text=entry[key]) for entry in entries if entry.get(key)
    )
    return "\n".join(lines)


def matching_key(text: str) -> dict[str, str] | None:
    """`P1-C2、P2-C1`; None for anything else."""
    pairs = list(_PAIR.finditer(text))
    rest = _PAIR.sub("", text)
    if not pairs or not _PAIR_GAPS.fullmatch(rest) or len({pair[1] for pair in pairs}) != len(pairs):
        return None
    return {
        (f"P{pair[1]}" if pair[1].isdigit() else pair[1]): (f"C{pair[2]}" if pair[2].isdigit() else pair[2])
        for pair in pairs
    }


def rubric_points(text: str) -> list[dict[str, Any]] | None:
    """`2分：……【关键词：甲、乙】` on lines of their own, or `……（2分）……（3分）`."""
    starts = [found.start() for found in re.finditer(r"^\d{1,3}(?:\.\d)?分[:：]", text, re.M)]
    if not starts or text[: starts[0]].strip():
        return rubric_of(text)
    points = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        found = _POINT.fullmatch(text[start:end].strip())
        if found is None or not found[2].strip():
            return None
        point: dict[str, Any] = {"text": found[2].strip(), "marks": plain_number(Decimal(found[1]))}
        if found[3] and found[3].strip():
            point["keywords"] = [word.strip() for word in found[3].split("、") if word.strip()]
        points.append(point)
    return points


def rubric_text(points: Sequence[Mapping[str, Any]]) -> str:
    """What `rubric_points` reads."""
    lines = []
    for point in points:
        line = say("intake_excel.written.rubric", marks=point["marks"], text=point["text"])
        if words := point.get("keywords"):
            line += say("intake_excel.written.keywords", words="、".join(words))
        lines.append(line)
    return "\n".join(lines)


def tolerance_of(text: str) -> dict[str, int | float] | None:
    """`0.5`, `±0.5` in the key's unit; `1%` of the key."""
    found = _TOLERANCE.fullmatch(text.strip())
    if found is None:
        return None
    number = Decimal(found[1])
    return {"relative": plain_number(number / 100)} if found[2] else {"absolute": plain_number(number)}


def tolerance_text(tolerance: Mapping[str, float]) -> str:
    """What `tolerance_of` reads."""
    if "relative" in tolerance:
        return f"{format((Decimal(repr(tolerance['relative'])) * 100).normalize(), 'f')}%"
    return format(Decimal(repr(tolerance["absolute"])), "f")
