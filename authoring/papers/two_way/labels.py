"""Labels of the lines: codes or names of the syllabus's domains and knowledge points."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from authoring.bank.syllabus import Syllabus
from authoring.intake.notation import folded
from authoring.papers.two_way.words import words
from authoring.texts import say

__all__ = ["Labels"]

_CODE = re.compile(r"([A-Z]+\d[A-Z0-9]*(?:-[0-9A-Z]+)*)(?=$|\s|[^\W\d_a-zA-Z])")
_LEADING = re.compile(
    r"^(?:第?[一二三四五六七八九十\d]{1,3}[章节、.．:：)）]|[（(][一二三四五六七八九十\d]{1,3}[)）]|模块[一二三四五六七八九十\d]{1,2})\s*"
)
_PARTS = re.compile(r"[、,，;；\n]+")

_GUESSED = 200
"""Labels for which the nearest name is looked up: whoever has more of them has another syllabus."""


class Labels:
    """The words of a syllabus as tables write them. Without a syllabus, only codes are understood, as they are."""

    def __init__(self, syllabus: Syllabus | None) -> None:
        self._names = dict(syllabus.names) if syllabus else {}
        self._known = {folded(code): code for code in self._names}
        for code, name in self._names.items():
            self._known.setdefault(folded(name), code)
            self._known[folded(f"{code}{name}")] = code
            self._known[folded(f"{name}({code})")] = code
        self._bare = syllabus is None
        self._near: dict[str, str] = {}

    def codes(self, text: str) -> tuple[str, ...] | None:
        """The codes that a label names; () for the words that mean all questions, None where it means nothing."""
        if folded(text) in words("all"):
            return ()
        if code := self._one(text):
            return (code,)
        parts = [part for part in _PARTS.split(text) if part.strip()]
        found = [self._one(part) for part in parts]
        return tuple(dict.fromkeys(code for code in found if code)) if parts and all(found) else None

    def _one(self, text: str) -> str | None:
        for word in (text, _LEADING.sub("", text.strip())):
            if code := self._known.get(folded(word)):
                return code
        first = _CODE.match(text.strip())
        if first and (self._bare or first[1] in self._names):
            return first[1]
        return None

    def near(self, text: str) -> str:
        """`（是否指 D03 …？）` for the name or code most like it; empty where nothing is, or too much is unknown."""
        if text not in self._near and len(self._near) >= _GUESSED:
            return ""
        if text not in self._near:
            word = folded(_LEADING.sub("", text.strip()))
            found = get_close_matches(word, self._known, n=1, cutoff=0.5)
            code = self._known[found[0]] if found else ""
            self._near[text] = say("papers.near_named", code=code, name=self._names[code]) if code else ""
        return self._near[text]

    def inside(self, codes: Sequence[str], domain: str) -> bool:
        return all(f"{code}-".startswith(f"{domain}-") for code in codes)
