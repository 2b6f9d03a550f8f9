"""Headings with type and marks (`一、单选题（共20题，每题1分）`), tags and stimuli (`根据以下材料，回答1-2题：`)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from authoring.intake.lines import Line
from authoring.intake.notation import open_choice, type_of
from authoring.questions import QuestionType
from authoring.texts import tree

__all__ = ["KEYS", "Section", "Stimulus", "Tag", "heading", "heading_inside", "ordinal_of", "stimulus", "tag"]

_CHINESE = "零一二三四五六七八九十"
_ORDINAL = r"第?\s*(?P<ordinal>[一二三四五六七八九十]{1,3})\s*(?:部分|大题)?"
_KNOWN_HEADING = (
    r"\s*(?:#{{1,6}}\s+)?\**\s*(?:(?:[（(]\s*{ordinal}\s*[)）]|{ordinal}(?=[、.．:：\s]|{types}))\s*[、.．:：]?)?\s*"
    r"[【\[]?(?P<type>{types})[】\]]?\s*(?P<rest>.*)$"
)
_NUMBERED = r"(?:[一二三四五六七八九十]{{1,3}}\s*[、.．]|第[一二三四五六七八九十]{{1,3}}部分)\s*(?:{types})"
_INSIDE = rf"(?<=\S)(?=\s*{_NUMBERED})"
_GLUED = (
    rf"\s*{_NUMBERED}\s*(?:[（(][^（）()]{{{{0,80}}}}[)）]|[:：，,]?[^。？?（()）]{{{{0,60}}}}[题分][。.；;])?\s*"
    r"(?=(?:第\s*)?\d{{1,4}}\s*(?:[、．题]|\.(?!\d))|[（(【\[]\d{{1,4}}[)）】\]])"
)
_TAGS = r"\s*[【\[（(]\s*(?P<framed>{types})\s*[】\]）)]\s*|\s*(?P<begin>{long_types})\s*[:：]\s*(?=\S)"
_ORDINAL_BEGINS = re.compile(r"[\s#*（(第]*([一二三四五六七八九十]{1,3})(?=[、.．:：)）\s部大]|[^\W\d_]*题)")
_OTHER_HEADING = re.compile(
    rf"\s*(?:#{{1,6}}\s+)?{_ORDINAL}\s*[、.．:：]\s*(?P<rest>[^。？?]{{0,20}}题\s*(?:[（(].*)?)$"
)
_BARE_REST = re.compile(r"[\s*:：]*(?:[（(【\[].*|[共每本].*)?$", re.S)
_EACH = re.compile(r"每\s*(?P<unit>小?题|道|空|个|问)\s*(?P<marks>\d+(?:\.\d+)?)\s*分")
_COUNT = re.compile(r"(?:共|计|有)\s*(\d{1,4})\s*(?:道|个)?\s*小?(?:题|道)|(?<![\d每])(\d{1,4})\s*道?小?题")
_DASH = r"\s*[-~～—–－至到]+\s*"
_RANGE = re.compile(
    rf"(?:根据|阅读|依据|结合|按照|请|以下|下列|下面).{{0,80}}?(?:回答|完成|解答|作答)\s*(?:第|下列|以下|下面)*\s*"
    rf"(?P<first>\d{{1,4}}){_DASH}(?:第)?(?P<last>\d{{1,4}})\s*小?题|"
    rf"[（(]\s*(?:第)?(?P<from>\d{{1,4}}){_DASH}(?P<to>\d{{1,4}})\s*题.{{0,12}}[)）]\s*$"
)
_MATERIAL = re.compile(
    r"\s*(?:[（(][一二三四五六七八九十\d]{1,3}[)）]\s*|[一二三四五六七八九十]{1,3}[、.．]\s*)?"
    r"(?:[【\[]?\s*(?:背景)?(?:材料|案例|资料|案情|情景|背景)\s*[一二三四五六七八九十\d]{0,3}\s*(?:[】\]]\s*[:：]?|[:：]|$)"
    r"|(?:请?(?:根据|阅读|结合|依据))(?:以下|下列|下述|下面|上述)(?:背景)?(?:材料|资料|案例|情景).{0,20}(?:回答|完成).{0,10}题\s*[:：。]?\s*$)"
)
KEYS = re.compile(
    r"[\W_]*(?:附(?:件|录)?[一二三\d]{0,2}[:：、\s]*)?"
    r"(?:(?P<title>\S{0,30}?)(?:参考答案|标准答案|试题答案|答案汇总)|答\s*案)(?:\s*(?:及|与|和|、)\s*(?:评分标准|评分参考|解析|答案解析|详解))?[\W_]*"
)
"""A line that is nothing but the heading of detached keys."""


@dataclass(frozen=True, slots=True)
class Section:
    """What a heading says about the questions under it."""

    title: str
    line: int
    ordinal: int = 0
    """Number of the section; 0 where it has none."""
    type: QuestionType | None = None
    word: str = ""
    """The type as it is written; with no `type`, it is an unknown one or an open choice."""
    marks: float | None = None
    per_blank: bool = False
    count: int | None = None
    """How many questions it announces."""

    @property
    def open_choice(self) -> bool:
        return open_choice(self.word)


@dataclass(frozen=True, slots=True)
class Stimulus:
    """A line that begins a material for several questions; a `span` says for which."""

    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Tag:
    """A type tag in a stem: `【单选题】`, `（单选题）`, `单选题：`."""

    word: str
    start: int
    end: int


@lru_cache(maxsize=1)
def _types() -> str:
    """Chinese type words that stand in headings; the short ones (单选) too."""
    tables = [*tree("intake", "notation", "type").values(), tree("intake", "notation", "special")["open_choice"]]
    words = [word for table in tables if isinstance(table, list) for word in table if not word.isascii()]
    return "|".join(sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    types = _types()
    long_types = "|".join(word for word in types.split("|") if word.endswith("题"))
    known = re.compile(_KNOWN_HEADING.format(ordinal=_ORDINAL.replace("?P<ordinal>", ""), types=types))
    inside, glued = (re.compile(form.format(types=long_types)) for form in (_INSIDE, _GLUED))
    tags = re.compile(_TAGS.format(types=types, long_types=long_types))
    return known, inside, glued, tags


def heading(line: Line) -> Section | None:
    """The section that a line begins."""
    text = line.text
    if len(text) > 200:
        return None
    found = _patterns()[0].match(text)
    ordinal = ordinal_of(text)
    if found and not ordinal and not found["type"].endswith("题") and found["rest"][:1] in (":", "："):
        return None
    if found and (_BARE_REST.fullmatch(found["rest"]) or (ordinal and not _asks(found["rest"]))):
        each = _EACH.search(text)
        return Section(
            title=text.lstrip("#* ").rstrip("* "),
            line=line.number,
            ordinal=ordinal,
            type=type_of(found["type"]),
            word=found["type"],
            marks=float(each["marks"]) if each else None,
            per_blank=bool(each) and each["unit"] in ("空", "个") if each else False,
            count=_count(text),
        )
    other = _OTHER_HEADING.match(text)
    if other:
        return Section(title=text, line=line.number, ordinal=ordinal, word=other["rest"], count=_count(text))
    return None


def _asks(rest: str) -> bool:
    """Whether a heading's words are a question after all."""
    return bool(re.search(r"[？?]|[（(]\s*[)）]|_{2,}", rest))


def _count(text: str) -> int | None:
    found = _COUNT.search(text)
    return int(found[1] or found[2]) if found else None


def ordinal_of(text: str) -> int:
    """3 of `三、…`, `（三）…`, `第三部分 …`; 0 where a line begins otherwise."""
    found = _ORDINAL_BEGINS.match(text)
    if not found:
        return 0
    tens, ten, ones = found[1].partition("十")
    if not ten:
        return _CHINESE.index(tens) if len(tens) == 1 else 0
    return (_CHINESE.index(tens[-1]) if tens else 1) * 10 + (_CHINESE.index(ones[-1]) if ones else 0)


def heading_inside(text: str) -> list[int]:
    """Where a line that has lost its line breaks is to be broken: before headings and behind them."""
    before, behind = _patterns()[1:3]
    begins = [0, *(found.start() for found in before.finditer(text))]
    ends = (found.end() for begin in begins if (found := behind.match(text, begin)))
    return sorted({*begins, *ends} - {0})


def stimulus(text: str) -> Stimulus | None:
    """The stimulus that a line begins or announces."""
    found = _RANGE.search(text) if len(text) < 5000 else None
    if found:
        first, last = int(found["first"] or found["from"]), int(found["last"] or found["to"])
        return Stimulus((first, last)) if first < last else None
    return Stimulus(None) if _MATERIAL.match(text) else None


def tag(text: str) -> Tag | None:
    """The type tag at the beginning of a stem, or the framed one at its end."""
    pattern = _patterns()[3]
    found = pattern.match(text)
    if found is None and text[-1:] in "】]）)":
        start = max(map(text.rfind, "【[（("))
        found = pattern.fullmatch(text, start) if start >= 0 else None
    return Tag(found["framed"] or found["begin"], found.start(), found.end()) if found else None
