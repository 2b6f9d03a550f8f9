"""Two versions of one question with a common beginning, put together field by field.

What only one side has changed is taken; what both have changed differently is a clash, and a person chooses. Entries of
lists are followed wherever they have moved.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from authoring.bank.changes import field_label, shown_value
from authoring.records import Record, Truth, canonical_json
from authoring.texts import say
from authoring.widgets.editor.entries import settled
from authoring.widgets.editor.fresh import LISTS, Sheet
from authoring.widgets.editor.pairing import entry_text, with_tokens

__all__ = ["Difference", "merge"]

_COMMON = frozenset(
    {
        *("level", "knowledge_points", "cognitive", "difficulty", "stem", "rationale"),
        *("sources", "author", "tags", "suppress"),
    }
)
"""Fields of questions of any type; where the types differ, all others are one answer."""
_WHOLE = "tolerance"
_UNSEEN = "own"


class Difference(Record):
    """One field, entry or order that one side or both have changed."""

    path: str
    """Names it in the choices: as in the question that both began with, `+…` for an entry that was added."""
    label: str
    base: str
    theirs: str
    mine: str
    clash: Truth
    """Whether both have changed it, and differently."""
    taken: str = ""
    """`mine` or `theirs`; empty while a clash waits for a choice."""


def merge(base: Sheet, theirs: Sheet, mine: Sheet, choices: Mapping[str, str]) -> tuple[Sheet, tuple[Difference, ...]]:
    """The merged sheet, where a clash without a choice is mine, and everything that differs."""
    start = with_tokens(base, base)
    merging = _Merging(choices)
    whole = merging.question(start, with_tokens(theirs, base), with_tokens(mine, base), "", "")
    return _without_tokens(whole), tuple(merging.found)


class _Merging:
    """Goes through the three, and keeps what differs. `path` names a place, `shown` is it as people number it."""

    def __init__(self, choices: Mapping[str, str]) -> None:
        self.choices = choices
        self.found: list[Difference] = []

    def question(self, base: Sheet, theirs: Sheet, mine: Sheet, path: str, shown: str) -> Sheet:
        prefix = f"{path}." if path else ""
        if base["type"] == theirs["type"] == mine["type"]:
            return self.record(base, theirs, mine, path, shown)
        sides = [{name: value for name, value in side.items() if name not in _COMMON} for side in (base, theirs, mine)]
        texts = [say(f"label.question_type.{side['type']}") for side in (base, theirs, mine)]
        label = f"{field_label(shown)} {say('editor.conflict.type')}".strip()
        answer: Sheet = self.chosen(sides, texts, f"{prefix}type", label)
        was, other, own = ({name: side[name] for name in side if name in _COMMON} for side in (base, theirs, mine))
        common = self.record(was, other, own, path, shown)
        return answer | common

    def record(self, base: Sheet, theirs: Sheet, mine: Sheet, path: str, shown: str) -> Sheet:
        merged: Sheet = {}
        for name in mine:
            sides = (base[name], theirs[name], mine[name])
            inner, seen = (f"{path}.{name}".lstrip("."), f"{shown}.{name}".lstrip("."))
            if name == _UNSEEN:
                merged[name] = theirs[name] if mine[name] == base[name] else mine[name]
            elif name in LISTS:
                merged[name] = self.entries(*sides, inner, seen)
            elif name != _WHOLE and all(isinstance(side, dict) for side in sides):
                merged[name] = self.record(*sides, inner, seen)
            else:
                owners = (base, theirs, mine)
                texts = [_text(name, side, owner, seen) for side, owner in zip(sides, owners, strict=True)]
                merged[name] = self.chosen(sides, texts, inner, _label(seen))
        return merged

    def chosen(self, sides: Sequence[Any], texts: Sequence[str], path: str, label: str) -> Any:
        """One of the sides: the one that was changed, or of two the one that is chosen."""
        base, theirs, mine = sides
        if mine == theirs:
            return mine
        clash = base not in (mine, theirs)
        taken = self.choices.get(path, "") if clash else "mine" if theirs == base else "theirs"
        self.found.append(
            Difference(path=path, label=label, base=texts[0], theirs=texts[1], mine=texts[2], clash=clash, taken=taken)
        )
        return theirs if taken == "theirs" else mine

    # Lists

    def entries(self, base: list[Sheet], theirs: list[Sheet], mine: list[Sheet], path: str, shown: str) -> list[Sheet]:
        sides = [{entry["id"]: entry for entry in side} for side in (base, theirs, mine)]
        kept: dict[str, Sheet] = {}
        for token in dict.fromkeys(token for side in sides for token in side):
            place = next(list(side).index(token) for side in sides if token in side)
            entry = self.entry([side.get(token) for side in sides], f"{path}.{token}", f"{shown}.{place}")
            if entry is not None:
                kept[token] = entry
        orders = [[token for token in side if token in kept] for side in sides]
        return [kept[token] for token in self.order(orders, kept, path, shown)]

    def entry(self, sides: Sequence[Sheet | None], path: str, shown: str) -> Sheet | None:
        """None for an entry that is left out."""
        base, theirs, mine = sides
        if theirs is None or mine is None:
            texts = ["" if side is None else entry_text(side) for side in sides]
            chosen: Sheet | None = self.chosen(sides, texts, path, _label(shown))
            return chosen
        if "type" in mine:
            return mine if base is None else self.question(base, theirs, mine, path, shown)
        # added by both in the same words, it has no beginning
        return self.record(base or dict.fromkeys(mine), theirs, mine, path, shown)

    def order(self, orders: Sequence[list[str]], kept: Mapping[str, Sheet], path: str, shown: str) -> list[str]:
        """The merged list's tokens: old ones as the side has them that moved any, new ones where they stood."""
        shared = set.intersection(*map(set, orders))
        common = [[token for token in order if token in shared] for order in orders]
        texts = ["、".join(entry_text(kept[token]) for token in order) for order in common]
        label = say("editor.conflict.order", label=_label(shown))
        chain: list[str] = list(self.chosen(common, texts, f"{path}.order", label))
        gaps = [_gaps(order, shared) for order in orders[1:]]
        result: list[str] = []
        for token in ["", *chain]:
            # which side's new entries come first must not depend on who asks
            new = sorted(
                (gap[token] for gap in gaps if token in gap), key=lambda group: canonical_json([kept[t] for t in group])
            )
            result += [token, *(added for group in new for added in group)]
        return list(dict.fromkeys(token for token in result if token))


def _gaps(order: Sequence[str], shared: set[str]) -> dict[str, list[str]]:
    """The tokens that only this side has, by the shared one that they stand behind (empty: at the beginning)."""
    before, gaps = "", defaultdict(list)
    for token in order:
        if token in shared:
            before = token
        else:
            gaps[before].append(token)
    return dict(gaps)


def _label(shown: str) -> str:
    """The Chinese name of a place."""
    if "inputs" in (steps := shown.split(".")):
        shown = ".".join(steps[: steps.index("inputs") + 1])
    return field_label(shown.removesuffix(".choice") + (".key" if shown.endswith(".choice") else ""))


def _text(name: str, value: Any, owner: Sheet, shown: str) -> str:
    """A value as people read it."""
    if name == "key" and isinstance(value, list):
        entries = {entry["id"]: entry for entry in owner.get("options") or owner.get("items") or ()}
        return "；".join(entry_text(entries[token]) for token in value if token in entries)
    if name == "tolerance":
        return f"{say('editor.tolerance.' + value['kind'])} {value['size']}".strip()
    if name == "calculation" and value:
        given = "、".join(f"{entry['name']} = {entry['value']}" for entry in value["inputs"])
        return f"{value['formula'] or value['expr']} = {value['result']}；{given}"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return shown_value(shown, "" if value is None else str(value))


def _without_tokens(sheet: Sheet) -> Sheet:
    """With ids as letters again, and none where there are none."""
    clean = {name: value for name, value in sheet.items() if name != "id"}
    for name, listing in LISTS.items():
        if name == "children" and name in clean:
            clean[name] = [_without_tokens(child) for child in clean[name]]
        elif name in clean and listing.id is None:
            clean[name] = [_nameless(entry) for entry in clean[name]]
    if clean.get("calculation"):
        clean["calculation"] = clean["calculation"] | {"inputs": list(map(_nameless, clean["calculation"]["inputs"]))}
    return settled(clean)


def _nameless(entry: Sheet) -> Sheet:
    return {name: value for name, value in entry.items() if name != "id"}
