"""The entries of a sheet's lists: options, blanks, rubric points, a case's questions …; they come, go and move.

Entries that a key names have letters for ids. The letters are given anew whenever entries come, go or move, and the
key follows its entries.
"""

import re
from typing import Any

from authoring.errors import UsageError
from authoring.texts import say
from authoring.widgets.editor.fresh import LISTS, Sheet, entry_of, fresh, kind_of

__all__ = ["added", "at", "blanks_follow", "moved", "parted", "put", "removed", "settled", "without_ids"]

_MARKER = re.compile(r"\[\[(\d{1,2})\]\]")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,15}")


# Paths


def parted(path: str) -> tuple[str, str]:
    """What holds a path, and its last step: `children.0.options` → `children.0`, `options`."""
    holder, _, last = path.rpartition(".")
    return holder, last


def at(value: Any, path: str) -> Any:
    """What stands at a path of a sheet. Raises UsageError for a path that is not there."""
    try:
        for step in path.split(".") if path else ():
            value = value[int(step)] if isinstance(value, list) and step.isdigit() else value[step]
    except (KeyError, IndexError, TypeError, ValueError) as problem:
        raise UsageError(say("editor.no_path", path=path)) from problem
    return value


def put(value: Any, path: str, new: Any) -> Any:
    """The same sheet with `new` at a path; what is not on the way is shared."""
    if not path:
        return new
    step, _, rest = path.partition(".")
    if isinstance(value, list):
        place = int(step)
        return [*value[:place], put(value[place], rest, new), *value[place + 1 :]]
    return value | {step: put(value[step], rest, new)}


def _place(sheet: Sheet, path: str) -> tuple[str, str, int]:
    """Holder, list and place of an entry's path. Raises UsageError where it is none."""
    lists, last = parted(path)
    holder, name = parted(lists)
    if name not in LISTS or not last.isdigit() or not isinstance(at(sheet, path), dict):
        raise UsageError(say("editor.no_entry", path=path))
    return holder, name, int(last)


# Entries


def added(sheet: Sheet, path: str, choice: str = "") -> Sheet:
    """With one entry more at the end of the list at `path`; `choice` is a question's type, or a code to answer for."""
    holder, name = parted(path)
    entries = at(sheet, path)
    if name not in LISTS or len(entries) >= LISTS[name].most:
        raise UsageError(say("editor.no_list", path=path))
    entry = dict(LISTS[name].empty)
    if name == "children":
        entry = fresh(kind_of(choice, inner=True), inner=True)
    elif name == "suppress":
        entry["code"] = choice
    owner = at(sheet, holder) | {name: [*entries, entry]}
    if name == "blanks" and f"[[{len(entries) + 1}]]" not in owner["stem"]:
        owner["stem"] += f"[[{len(entries) + 1}]]"
    return _with(sheet, holder, _lettered(owner, name))


def removed(sheet: Sheet, path: str) -> Sheet:
    """Without the entry at `path`. A blank's marker goes with it."""
    holder, name, place = _place(sheet, path)
    owner = at(sheet, holder)
    entries = owner[name]
    owner = owner | {name: [*entries[:place], *entries[place + 1 :]]}
    if name == "blanks":
        owner["stem"] = _MARKER.sub(lambda found: _closed_up(int(found[1]), place + 1), owner["stem"])
    return _with(sheet, holder, _lettered(owner, name))


def _closed_up(number: int, gone: int) -> str:
    return "" if number == gone else f"[[{number - (number > gone)}]]"


def moved(sheet: Sheet, path: str, by: int) -> Sheet:
    """With the entry at `path` so many places further down; it stops at the ends."""
    holder, name, place = _place(sheet, path)
    owner = at(sheet, holder)
    rest = [*owner[name][:place], *owner[name][place + 1 :]]
    target = min(max(place + by, 0), len(rest))
    return _with(sheet, holder, _lettered(owner | {name: [*rest[:target], owner[name][place], *rest[target:]]}, name))


def blanks_follow(sheet: Sheet) -> Sheet:
    """Blanks that follow the stem as it is typed: a new marker brings an entry, an empty entry goes with its marker."""
    markers = {int(number) for number in _MARKER.findall(sheet["stem"])}
    blanks = list(sheet["blanks"])
    while len(blanks) + 1 in markers and len(blanks) < LISTS["blanks"].most:
        blanks.append(entry_of("blanks", len(blanks)))
    while blanks and len(blanks) not in markers and not blanks[-1]["accepted"]:
        blanks.pop()
    return sheet | {"blanks": blanks}


def _with(sheet: Sheet, holder: str, owner: Sheet) -> Sheet:
    changed: Sheet = put(sheet, holder, owner)
    return changed


# Ids


def _lettered(owner: Sheet, name: str) -> Sheet:
    """With ids given anew by place, and a key that follows."""
    if name == "children":
        return without_ids(owner)
    give = LISTS[name].id
    if give is None:
        return owner
    new: dict[str, str] = {}
    for place, entry in enumerate(owner[name]):
        if entry["id"]:
            new.setdefault(entry["id"], give(place))
    owner = owner | {name: [entry | {"id": give(place)} for place, entry in enumerate(owner[name])]}
    if name == "choices":
        owner["premises"] = [entry | {"choice": new.get(entry["choice"], "")} for entry in owner["premises"]]
    elif name != "premises":
        owner["key"] = [new[entry] for entry in owner["key"] if entry in new]
        if name == "items" and len(owner["key"]) == len(owner["items"]) - 1:
            owner["key"] += [entry["id"] for entry in owner["items"] if entry["id"] not in owner["key"]]
    return owner


def without_ids(sheet: Sheet) -> Sheet:
    """A case's questions are numbered by their places: an id of one's own clashes once they move."""
    if "children" not in sheet:
        return sheet
    owns = [{name: value for name, value in child["own"].items() if name != "id"} for child in sheet["children"]]
    return sheet | {"children": [c | {"own": own} for c, own in zip(sheet["children"], owns, strict=True)]}


def settled(sheet: Sheet) -> Sheet:
    """With good ids for all entries, and keys that name them."""
    lists = [name for name, listing in LISTS.items() if listing.id and name in sheet]
    ids = [entry["id"] for name in lists for entry in sheet[name]]
    if len(set(ids)) != len(ids) or not all(map(_ID.fullmatch, ids)):
        for name in lists:
            sheet = _lettered(sheet, name)
        return sheet
    if "premises" in sheet:
        known = {entry["id"] for entry in sheet["choices"]}
        fit = [entry | ({} if entry["choice"] in known else {"choice": ""}) for entry in sheet["premises"]]
        return sheet | {"premises": fit}
    return sheet | {"key": [entry for entry in sheet["key"] if entry in ids]} if lists else sheet
