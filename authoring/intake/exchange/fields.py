"""What all formats share: choices, marks and answers of other systems as fields of a question file."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from string import ascii_uppercase
from typing import Any

from authoring.content import parse
from authoring.intake.exchange.losses import Losses
from authoring.intake.notation import plain_number, truth_of
from authoring.intake.understanding import kind_by_form
from authoring.questions import QuestionType
from authoring.questions.responses import normalise
from authoring.records import sha256_hex

__all__ = [
    "Choice",
    "Plain",
    "accepted_once",
    "choice_fields",
    "entry_ids",
    "joined",
    "marks_of",
    "mixed_order",
    "number_of",
    "points_in",
    "rounded",
]

Plain = dict[str, Any]
"""Fields in the form of a question file."""
_LETTER = re.compile(r"[A-Z]")
_NUMBERED = re.compile(r"[A-Z]\d{1,2}")
_POINT_CODE = re.compile(r"(?<![A-Z0-9])[A-Z]\d{2}-\d{2}(?![0-9])")
_SHARE_SLACK = Decimal("0.02")
_LONGEST_NUMBER = 15


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of another system."""

    text: str
    """Markup."""
    share: Decimal = Decimal(0)
    """Of the marks: 1 for the key of a single choice, 0.5 for each of two keys; negative where it costs marks."""
    id: str = ""
    pinned: bool = False
    feedback: str = ""
    """Markup."""


def choice_fields(stem: str, choices: Sequence[Choice], losses: Losses, *, several: bool) -> Plain:
    """单选, 多选 or 判断: options and key. `several`: candidates may tick several."""
    ids = entry_ids([choice.id for choice in choices], _LETTER)
    rights = _rights(choices, several)
    _told_shares(choices, ids, rights, losses)
    kind = QuestionType.MULTIPLE_CHOICE if several else QuestionType.SINGLE_CHOICE
    texts = [parse(choice.text).text() for choice in choices]
    if len(rights) == 1 and kind_by_form(stem, texts, "", 1) is QuestionType.TRUE_FALSE:
        return _judgement(texts, choices, rights[0])
    options: list[Plain] = []
    for place, (name, choice) in enumerate(zip(ids, choices, strict=True)):
        mistake = parse(choice.feedback).text() if place not in rights else ""
        extra: Plain = ({"pinned": True} if choice.pinned else {}) | ({"mistake": mistake} if mistake else {})
        options.append({"id": name, "text": choice.text} | extra)
    fields: Plain = {"type": kind.value, "options": options}
    if len(choices) > len(ascii_uppercase):
        losses.wrong("I645", count=len(choices))
    if not rights or (not several and len(rights) > 1):
        losses.wrong("I613", "、".join(ids[place] for place in rights))
        return fields
    if several and len(rights) == 1:
        losses.doubtful("I641", ids[rights[0]])
    keys = [ids[place] for place in rights]
    fields["key"] = keys if several else keys[0]
    told = joined(choices[place].feedback for place in rights)
    return fields | ({"rationale": told} if told else {})


def _rights(choices: Sequence[Choice], several: bool) -> list[int]:
    """Places of the right options."""
    most = max((choice.share for choice in choices), default=Decimal(0))
    if most <= 0:
        return []
    least = Decimal(0) if several else most - _SHARE_SLACK
    return [place for place, choice in enumerate(choices) if choice.share > least]


def _told_shares(choices: Sequence[Choice], ids: Sequence[str], rights: list[int], losses: Losses) -> None:
    """Partial credit that no scoring rule of ours gives."""
    shares = [choices[place].share for place in rights]
    uneven = bool(shares) and max(shares) - min(shares) > _SHARE_SLACK
    partial = [choice for place, choice in enumerate(choices) if place not in rights and choice.share > 0]
    if uneven or partial:
        quote = "，".join(f"{name} {choice.share * 100:.0f}%" for name, choice in zip(ids, choices, strict=True))
        losses.note("I615", quote)
    elif len(rights) > 1 and any(choice.share < 0 for choice in choices):
        losses.tally("I640", "，".join(f"{choice.share * 100:.0f}%" for choice in choices))


def _judgement(texts: Sequence[str], choices: Sequence[Choice], right: int) -> Plain:
    told = joined(choice.feedback for choice in choices)
    key = bool(truth_of(texts[right]))
    return {"type": QuestionType.TRUE_FALSE.value, "key": key} | ({"rationale": told} if told else {})


def entry_ids(names: Sequence[str], pattern: re.Pattern[str] = _NUMBERED, start: str = "") -> list[str]:
    """The source's own ids where they look like ours, else A, B … or `start`1, `start`2 …"""
    if len(set(names)) == len(names) and all(map(pattern.fullmatch, names)):
        return list(names)
    if start:
        return [f"{start}{number}" for number in range(1, len(names) + 1)]
    return [ascii_uppercase[n] if n < len(ascii_uppercase) else f"Z{n}" for n in range(len(names))]


def mixed_order(texts: Sequence[str]) -> list[int]:
    """Places of items in an order that is not the right one, the same every time."""
    places = sorted(range(len(texts)), key=lambda place: (sha256_hex(texts[place].encode()), place))
    return places[::-1] if places == list(range(len(texts))) else places


def number_of(text: str) -> Decimal | None:
    """A finite number of a machine format."""
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) < _LONGEST_NUMBER else None


def rounded(value: Decimal) -> int | float:
    """A number as question files hold it: at most 15 digits."""
    return plain_number(Decimal(f"{value:.{_LONGEST_NUMBER}g}"))


def marks_of(value: Decimal | None, losses: Losses) -> Plain:
    """`marks`, where they are halves and more than nothing; others are told."""
    if value is None:
        return {}
    if value <= 0 or value % Decimal("0.5") or value > 1000:
        losses.doubtful("I617", f"{value.normalize():f}")
        return {}
    return {"marks": plain_number(value)}


def accepted_once(wordings: Iterable[str]) -> list[str]:
    """Wordings that differ in more than width, case and blanks."""
    found: dict[str, str] = {}
    for wording in wordings:
        text = " ".join(wording.split())
        if text:
            found.setdefault(normalise(text), text)
    return list(found.values())


def joined(texts: Iterable[str]) -> str:
    """Markup texts one below the other, each once."""
    return "\n\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))


def points_in(category: str) -> tuple[list[str], str]:
    """Syllabus codes in a category or tag, and what is left of it as a tag."""
    codes = list(dict.fromkeys(_POINT_CODE.findall(category)))
    rest = _POINT_CODE.sub("", category).strip(" /　-_：:，,、")
    return codes, rest
