"""Where detached keys begin: `1-5 ABCDE`, `参考答案`, a table of 题号 and 答案."""

import re

from authoring.intake.lines import Line
from authoring.intake.positions import leading_number
from authoring.intake.sections import KEYS, heading, ordinal_of

__all__ = ["SPAN", "keys_begin"]

SPAN = re.compile(r"\s*\d{1,4}\s*[-~～—–－至到]+\s*\d{1,4}\s*题?\s*[:：.、]?\s*[A-Za-zＡ-Ｚ√×✓✗对错正TF]")
"""The beginning of a key such as `1-5 ABCDE`."""
_TABLE_OF_KEYS = re.compile(r"\s*(?:题\s*号|序\s*号)")
_KEY = re.compile(r"\s*\d{1,4}\s*[.、．)）]\s*(?:[A-ZＡ-Ｚ]{1,8}|[√×✓✗对错]|正确|错误)[\s,，;；。]*(?:\d|$)")
_ANSWERS_BELOW = re.compile(r"\s*(?:正确|参考|标准)?答\s*案")
_ANSWERS_BESIDE = re.compile(r"答\s*案[\s|]*$")


def keys_begin(line: Line, following: Line | None) -> bool:
    """Whether detached keys begin with a line: a span, their heading, or a table of them."""
    if SPAN.match(line.text):
        return True
    title, table = KEYS.fullmatch(line.text), _TABLE_OF_KEYS.match(line.text)
    if following is None or not (title or table):
        return False
    text = following.text
    if table:
        return bool(_ANSWERS_BELOW.match(text) or _ANSWERS_BESIDE.search(line.text))
    if SPAN.match(text) or _TABLE_OF_KEYS.match(text) or ordinal_of(text) or heading(following):
        return True
    return bool(_KEY.match(text) or (leading_number(text) and not re.search(r"[:：【]", line.text)))
