"""Words in the head of a two-way table, and what each one says: a type, a level, a measure, a total, a label."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from authoring.intake.notation import difficulty_of, folded, type_of
from authoring.texts import tree

__all__ = ["CHOSEN", "Meaning", "known_heads", "meaning", "role_of", "type_name", "words"]

CHOSEN = ("types", "cognitive", "difficulty", "levels")
"""Fields of a selection that a head can name, in the order in which tables show them."""
_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_ORDINAL = re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}(?:、|[.．:]|大题)|[ivx]{1,4}[.、]|\d{1,2}[.、])")
_EACH = re.compile(r"每(?:小题|题|道|个|空)?(\d+(?:\.\d+)?)分|\((\d+(?:\.\d+)?)分/(?:小?题|道)\)")
_LONGEST = 24
_QUESTION = "题"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the words over one column say, taken together."""

    chosen: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    """Plain values by field of a selection."""
    name: str = ""
    """The type as it is written: two words for one type are two sections."""
    measure: str | None = None
    """`count`, `marks`, `share`, `pair` (`3/6`) or `each` (marks of one question)."""
    total: bool = False
    each: Decimal | None = None
    """Marks of one question, where the head says it: `单选题（每题1分）`."""
    section: str | None = None
    """Id of the section whose title this is."""

    def joined(self, other: "Meaning") -> "Meaning | None":
        """Both together; None where they contradict each other."""
        if any(self.chosen.get(name, values) != values for name, values in other.chosen.items()):
            return None
        if self.measure and other.measure and self.measure != other.measure:
            return None
        return Meaning(
            {**self.chosen, **other.chosen},
            self.name or other.name,
            self.measure or other.measure,
            self.total or other.total,
            self.each or other.each,
            self.section or other.section,
        )


@lru_cache(maxsize=32)
def words(table: str) -> tuple[str, ...]:
    """The words of a table of `[word]`, folded, the longest first."""
    found = tree("blueprint_table", "word")[table]
    return tuple(sorted(map(folded, found if isinstance(found, list) else ()), key=len, reverse=True))


@lru_cache(maxsize=4)
def _values(name: str) -> dict[str, str]:
    """Folded word → cognitive level or level, as in tables of questions; words of one sign say too little."""
    return {
        folded(word): value
        for value, found in tree("intake_excel", name).items()
        for word in (found if isinstance(found, list) else ())
        if len(word) > 1
    }


def meaning(path: Sequence[str], titles: Mapping[str, str], *, fine: bool = False) -> Meaning | None:
    """What the words over a column say, from the top down; None where one of them means nothing.

    `titles`: ids of known sections by their folded titles. `fine`: difficulties on five levels, not on three.
    """
    whole = Meaning()
    for word in path:
        one = _word(word, titles, fine)
        joined = whole.joined(one) if one else None
        if joined is None:
            return None
        whole = joined
    return whole


def _word(written: str, titles: Mapping[str, str], fine: bool) -> Meaning | None:
    text = folded(written)
    if text in titles:
        return Meaning(section=titles[text], name=written, each=_each(text))
    bare = _ORDINAL.sub("", _NOTE.sub("", text)).strip("-_:*。")
    if not bare and text:
        bare = text.strip("()[]")
    if not bare or len(bare) > _LONGEST or bare.isdigit():
        return None
    found = _plain(bare, fine)
    inside = _plain("".join(_NOTE.findall(text)).strip("()[]"), fine) if found and _NOTE.search(text) else None
    if found and inside and inside.measure and not found.measure:
        found = replace(found, measure=inside.measure)
    return replace(found, each=found.each or _each(text)) if found else None


def _each(text: str) -> Decimal | None:
    found = _EACH.search(text)
    return Decimal(found[1] or found[2]) if found else None


def _plain(text: str, fine: bool) -> Meaning | None:
    """A word, or several glued together: `单选题数`, `合计分值`."""
    if not text:
        return None
    if text in words("group"):
        return Meaning()
    for name in ("each", "pair", "share", "count", "marks"):
        if text in words(name):
            return Meaning(measure=name)
    if text in words("total"):
        return Meaning(total=True)
    if chosen := _chosen(text, fine):
        return Meaning(chosen, type_name(text) if "types" in chosen else "")
    return _glued(text, fine)


def type_name(word: str) -> str:
    """A type's word as one name: 单选 and 单选题 are the same."""
    text, whole = folded(word), f"{folded(word)}{_QUESTION}"
    return whole if type_of(whole) == type_of(text) else text


def _chosen(text: str, fine: bool) -> dict[str, tuple[object, ...]]:
    if not text.isascii() and (kind := type_of(text)):
        return {"types": (kind.value,)}
    for name, table in (("cognitive", "cognitive"), ("levels", "level")):
        if text in _values(table):
            return {name: (_values(table)[text],)}
    grade = None if text in _GRADES else difficulty_of(text)
    if grade is None:
        return {}
    return {"difficulty": (grade,) if fine or grade == 3 else (1, 2) if grade < 3 else (4, 5)}


_GRADES = frozenset(
    {"1", "2", "3", "4", "5", "1级", "2级", "3级", "4级", "5级", "一级", "二级", "三级", "四级", "五级"}
)
"""These are levels of scopes or numbers rather than difficulties."""


def _glued(text: str, fine: bool) -> Meaning | None:
    for name in ("each", "pair", "share", "count", "marks", "total"):
        for word in words(name):
            rest = text.removesuffix(word) if text.endswith(word) else text.removeprefix(word)
            if rest != text and rest and (found := _plain(rest, fine)):
                joined = found.joined(Meaning(total=True) if name == "total" else Meaning(measure=name))
                if joined:
                    return joined
    return None


def role_of(path: Sequence[str]) -> str:
    """What a column of labels holds: `point`, `code`, `number` (a running one), `remark`; empty for unknown words."""
    texts = [_NOTE.sub("", folded(word)) for word in path]
    for role in ("number", "remark", "code", "point"):
        if any(text in words(role) for text in texts):
            return role
    ends = next((text for text in reversed(texts) if text), "")
    return "point" if any(word in ends for word in words("point")) else ""


@lru_cache(maxsize=1)
def known_heads() -> tuple[str, ...]:
    """Words that a misspelt head may mean."""
    types = (word for found in tree("intake", "notation", "type").values() for word in _written(found))
    levels = (word for found in tree("intake_excel", "cognitive").values() for word in _written(found))
    others = (word for name in ("total", "count", "marks", "share") for word in words(name) if len(word) > 1)
    return tuple(dict.fromkeys((*types, *levels, *others)))


def _written(found: object) -> list[str]:
    return [word for word in found if not word.isascii()] if isinstance(found, list) else []
