"""What the cells of our own workbooks cannot hold: a hidden cell says what each such field reads as, and what it is.

Where an author has changed a cell, its field no longer reads as it did, and the author's change stands.
"""

import json
from collections.abc import Iterator
from typing import Any

__all__ = ["completed_by_rest", "rest_of"]

Path = tuple[str | int, ...]
_ABSENT = None
"""JSON's null: no field of a question file is null."""


def rest_of(reads: dict[str, Any], real: dict[str, Any]) -> str:
    """The hidden cell's text: empty where the cells say everything. JSON of `[path, reads, is]`."""
    found = [[list(path), before, after] for path, before, after in _differences(reads, real, ())]
    return json.dumps(found, ensure_ascii=True, separators=(",", ":")) if found else ""


def _differences(reads: Any, real: Any, path: Path) -> Iterator[tuple[Path, Any, Any]]:
    if isinstance(reads, dict) and isinstance(real, dict):
        for name in sorted({*reads, *real}):
            yield from _differences(reads.get(name, _ABSENT), real.get(name, _ABSENT), (*path, name))
    elif isinstance(reads, list) and isinstance(real, list) and len(reads) == len(real):
        for number, (before, after) in enumerate(zip(reads, real, strict=True)):
            yield from _differences(before, after, (*path, number))
    elif reads != real or type(reads) is not type(real):
        yield path, reads, real


def completed_by_rest(plain: dict[str, Any], rest: str) -> dict[str, Any] | None:
    """Plain data with the fields of the hidden cell; None where that cell is damaged."""
    try:
        entries = [(tuple(path), before, after) for path, before, after in json.loads(rest)]
    except (ValueError, TypeError):
        return None
    done: dict[str, Any] = json.loads(json.dumps(plain))
    for path, before, after in entries:
        if not path or not isinstance(path[0], str):
            return None
        _set(done, path, before, after)
    return done


def _set(node: Any, path: Path, before: Any, after: Any) -> None:
    *steps, last = path
    for step in steps:
        node = _at(node, step)
    if node is None or _at(node, last) != before:
        return
    if isinstance(node, dict) and isinstance(last, str):
        if after is _ABSENT:
            node.pop(last, None)
        else:
            node[last] = after
    elif isinstance(node, list) and isinstance(last, int) and after is not _ABSENT:
        node[last] = after


def _at(node: Any, step: str | int) -> Any:
    if isinstance(node, dict) and isinstance(step, str):
        return node.get(step)
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    return None
