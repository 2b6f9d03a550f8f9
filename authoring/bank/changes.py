"""What differs between two versions of a question, field by field and in words."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

from authoring.questions import Question
from authoring.records import Record, canonical_json
from authoring.texts import catalogue, say

__all__ = ["Change", "changes", "content_changes", "field_label", "shown_value"]

SHORT = 40
"""Characters up to which a sentence shows a text whole."""
AROUND = 10
"""Characters shown before and after what differs in a longer one."""


class Change(Record):
    """One field that differs between two versions."""

    field: str
    """Path such as `options.1.text`: of the new version, of the old one where it is gone."""
    old: str
    """Empty where there was nothing."""
    new: str

    def __str__(self) -> str:
        kind = "added" if not self.old else "removed" if not self.new else "changed"
        old, new = _excerpts(*(shown_value(self.field, text) for text in (self.old, self.new)))
        return say(f"history.change.{kind}", field=field_label(self.field), old=old, new=new)


def _excerpts(old: str, new: str) -> tuple[str, str]:
    """Of two long texts the part that differs, with what stands around it; short ones whole. In one line each."""
    if old and new and max(len(old), len(new)) > SHORT:
        start = _agreeing(old, new)
        end = min(_agreeing(old[::-1], new[::-1]), len(old) - start, len(new) - start)
        old, new = (_around(text, start, len(text) - end) for text in (old, new))
    return " ".join(old.split()), " ".join(new.split())


def _agreeing(old: str, new: str) -> int:
    """How many characters agree from the beginning."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(old), len(new)))


def _around(text: str, start: int, end: int) -> str:
    low = start - AROUND if start > AROUND else 0
    high = end + AROUND if end + AROUND < len(text) else len(text)
    left, right = (say("history.change.left_out") if cut else "" for cut in (low > 0, high < len(text)))
    return f"{left}{text[low:high]}{right}"


def changes(old: Question, new: Question) -> tuple[Change, ...]:
    """What differs between two versions, in the order of the fields."""
    return tuple(_differing(old.data(), new.data(), ""))


def content_changes(old: Question, new: Question) -> tuple[Change, ...]:
    """What differs but version and status: those are the desk's business, not the author's."""
    return tuple(change for change in changes(old, new) if change.field not in ("version", "status"))


def _differing(old: Any, new: Any, path: str) -> Iterator[Change]:
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            yield from _differing(old.get(name), new.get(name), f"{path}.{name}" if path else str(name))
    elif _is_entries(old) or _is_entries(new):
        yield from _entries(old or [], new or [], path)
    elif old != new:
        yield from _leaves(old, new, path)


def _is_entries(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(entry, dict) for entry in value)


def _entries(old: list[Any], new: list[Any], path: str) -> Iterator[Change]:
    """Entries of a list, such as options: those that stayed are told from those that came and went, at any place."""
    before, after = [_nameless(entry) for entry in old], [_nameless(entry) for entry in new]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for _, low, high, first, last in matcher.get_opcodes():
        both = min(high - low, last - first)
        for step in range(both):
            was, now = old[low + step], new[first + step]
            if _is_placed(was, low + step) and _is_placed(now, first + step):
                was, now = _without(was, "id"), _without(now, "id")
            yield from _differing(was, now, f"{path}.{first + step}")
        for place in range(low + both, high):
            yield from _differing(_without(old[place], "id"), None, f"{path}.{place}")
        for place in range(first + both, last):
            yield from _differing(None, _without(new[place], "id"), f"{path}.{place}")


def _nameless(entry: Any) -> str:
    return canonical_json(_without(entry, "id"))


def _without(entry: Any, name: str) -> Any:
    return {key: value for key, value in entry.items() if key != name} if isinstance(entry, dict) else entry


def _is_placed(entry: Any, place: int) -> bool:
    """Whether the entry's id is the letter or number of its place: then it says nothing of its own."""
    name = str(entry.get("id", "")) if isinstance(entry, dict) else ""
    return re.fullmatch(rf"[A-Z]?{place + 1}|{_letter(place)}", name) is not None


def _leaves(old: Any, new: Any, path: str) -> Iterator[Change]:
    """A value that differs; a record that came or went is told field by field."""
    kinds = {type(value) for value in (old, new) if value is not None}
    if kinds == {dict}:
        for name in old or new:
            yield from _differing((old or {}).get(name), (new or {}).get(name), f"{path}.{name}")
    else:
        yield Change(field=path, old=_text(old), new=_text(new))


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(map(_text, value))
    if isinstance(value, dict):
        return "、".join(f"{name}：{_text(entry)}" for name, entry in value.items())
    return "" if value is None else str(value)


def _letter(place: int) -> str:
    return chr(ord("A") + place) if place < 26 else str(place + 1)


_LETTERED = frozenset({"options", "items", "choices"})
"""Lists whose entries go by a letter; the others go by a number."""
_NAMED = {
    "status": "label.status",
    "type": "label.question_type",
    "level": "label.level",
    "cognitive": "label.cognitive",
    "match": "history.match",
    "key": "history.truth",
    "pinned": "history.pinned",
}
"""Fields whose values have Chinese names, and the table of the names."""


def field_label(path: str) -> str:
    """The Chinese name of a field by its path: `options.1.text` → 选项 B, `children.0.stem` → 第 1 小题的题干."""
    label = ""
    steps = path.split(".")
    while steps:
        name = steps.pop(0)
        if steps and steps[0].isdigit() and f"history.entry.{name}" in catalogue():
            place = int(steps.pop(0))
            word = say(f"history.entry.{name}", place=_letter(place) if name in _LETTERED else place + 1)
            if steps and steps[0] == "text":
                steps.pop(0)
        else:
            known = f"history.field.{name}"
            word = say(known) if known in catalogue() else ""
        label = _joined(label, word or name, named=not word)
    return label


def _joined(label: str, word: str, *, named: bool) -> str:
    """`named`: the word is a name that the author gave."""
    if not label:
        return word
    of = "" if named else say("history.field_of")
    return f"{label}{of}{word}" if of and not label[-1].isascii() else f"{label} {of}{word}"


def shown_value(path: str, value: str) -> str:
    """A value as people read it: the name of a level, right and wrong for true and false."""
    key = f"{_NAMED.get(path.rpartition('.')[2], '')}.{value}"
    return say(key) if key in catalogue() else value
