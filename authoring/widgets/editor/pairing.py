"""Which entry of one version is which of another: letters are given anew when options move, so they tell little."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

from authoring.records import canonical_json, sha256_hex
from authoring.widgets.editor.fresh import LISTS, Sheet

__all__ = ["entry_text", "tokens", "with_tokens"]

_ALIKE = 0.6
"""Share of equal characters from which two texts are versions of one."""
_NAMES = ("id", "name", "code", "unit")
"""What an entry goes by, the first that it has."""
_POINTERS = frozenset({"id", "choice", "own"})


def entry_text(entry: Sheet) -> str:
    """What an entry says, in short."""
    if "accepted" in entry:
        return "、".join(entry["accepted"])
    return str(next((entry[name] for name in ("text", "stem", "name", "unit", "code") if name in entry), ""))


def tokens(olds: Sequence[Sheet], news: Sequence[Sheet]) -> list[str]:
    """A token for each new entry: the place of the old one that it comes from, or one made of what it says.

    Equal entries belong together, then texts that are alike, then entries of the same name.
    """
    found: dict[int, int] = {}
    for same in (_equal, _alike, _namesakes):
        for new, old in same(olds, news, found):
            found[new] = old
    given = [str(found[place]) if place in found else _token(entry) for place, entry in enumerate(news)]
    return [
        f"{token}-{given[:place].count(token)}" if token in given[:place] else token
        for place, token in enumerate(given)
    ]


def _left(olds: Sequence[Sheet], news: Sequence[Sheet], found: dict[int, int]) -> tuple[list[int], list[int]]:
    taken = set(found.values())
    return [n for n in range(len(olds)) if n not in taken], [n for n in range(len(news)) if n not in found]


def _says(entry: Sheet) -> str:
    return canonical_json({name: value for name, value in entry.items() if name not in _POINTERS})


def _equal(olds: Sequence[Sheet], news: Sequence[Sheet], found: dict[int, int]) -> list[tuple[int, int]]:
    waiting: dict[str, list[int]] = {}
    for place, entry in enumerate(olds):
        waiting.setdefault(_says(entry), []).append(place)
    said = ((place, waiting.get(_says(entry))) for place, entry in enumerate(news))
    return [(place, places.pop(0)) for place, places in said if places]


def _alike(olds: Sequence[Sheet], news: Sequence[Sheet], found: dict[int, int]) -> list[tuple[int, int]]:
    before, after = _left(olds, news, found)
    shares = [
        (-SequenceMatcher(None, entry_text(olds[old]), entry_text(news[new]), autojunk=False).ratio(), old, new)
        for old in before
        for new in after
        if entry_text(olds[old]) and not {"name", "code", "unit"} & news[new].keys()
    ]
    pairs: list[tuple[int, int]] = []
    for share, old, new in sorted(shares):
        if -share >= _ALIKE and all(new != other and old != one for other, one in pairs):
            pairs.append((new, old))
    return pairs


def _namesakes(olds: Sequence[Sheet], news: Sequence[Sheet], found: dict[int, int]) -> list[tuple[int, int]]:
    before, after = _left(olds, news, found)
    names = {_name(olds[old], old): old for old in reversed(before)}
    pairs = [(new, names.pop(_name(news[new], new), None)) for new in after]
    return [(new, old) for new, old in pairs if old is not None]


def _name(entry: Sheet, place: int) -> str:
    return str(next((entry[name] for name in _NAMES if entry.get(name)), place))


def _token(entry: Sheet) -> str:
    return f"+{sha256_hex(_says(entry).encode())[:8]}"


def with_tokens(sheet: Sheet, base: Sheet | None) -> Sheet:
    """The sheet with tokens for ids in all its lists; keys and choices name tokens too."""
    changed: dict[str, Any] = {}
    for name in (name for name in LISTS if isinstance(sheet.get(name), list)):
        olds: list[Sheet] = base.get(name, []) if base else []
        given = tokens(olds, sheet[name])
        entries = [entry | {"id": token} for entry, token in zip(sheet[name], given, strict=True)]
        if name == "children":
            known = {str(place): child for place, child in enumerate(olds)}
            entries = [with_tokens(entry, known.get(entry["id"])) for entry in entries]
        changed[name] = entries
        ids = {entry["id"]: token for entry, token in zip(sheet[name], given, strict=True) if "id" in entry}
        if name in ("options", "items"):
            changed["key"] = [ids[entry] for entry in sheet["key"]]
        elif name == "choices":
            changed["premises"] = [e | {"choice": ids.get(e["choice"], "")} for e in changed["premises"]]
    if sheet.get("calculation"):
        before = (base or {}).get("calculation") or {"inputs": []}
        given = tokens(before["inputs"], sheet["calculation"]["inputs"])
        inputs = [e | {"id": token} for e, token in zip(sheet["calculation"]["inputs"], given, strict=True)]
        changed["calculation"] = sheet["calculation"] | {"inputs": inputs}
    return sheet | changed
