"""Answers that candidates write or arrange, as Moodle and GIFT have them → fields of a question file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from authoring.content.nodes import Blank, Block, Inline, Paragraph, Text
from authoring.intake.exchange.fields import Plain, accepted_once, entry_ids, joined, mixed_order, number_of, rounded
from authoring.intake.exchange.losses import Losses
from authoring.intake.exchange.tree_settling import settled
from authoring.questions import Match, QuestionType

__all__ = [
    "Answer",
    "blank_entry",
    "matching_fields",
    "numeric_fields",
    "ordering_fields",
    "with_blank",
    "written_fields",
]

_PLACE = re.compile(r"_{2,}|[（(][\s_\u3000]*[)）]")
_WILD = re.compile(r"(?<!\\)\*")
_FULL = Decimal("0.99")
_SPAN = re.compile(r"\s*(.+?)\s*\.\.\s*(.+?)\s*")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer and what it earns."""

    text: str
    """As a candidate writes it."""
    share: Decimal = Decimal(1)
    feedback: str = ""
    """Markup."""
    tolerance: str = ""

    @property
    def full(self) -> bool:
        return self.share >= _FULL


def with_blank(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The stem with `[[1]]` at its one empty place, else on a line of its own behind it."""
    if any(isinstance(node, Blank) for block in blocks if isinstance(block, Paragraph) for node in block.children):
        return blocks
    places = sum(len(_PLACE.findall(node.text)) for block in blocks for node in _texts(block))
    if places != 1:
        return (*blocks, Paragraph((Blank(1),)))
    return settled(tuple(_filled(block) for block in blocks))


def _texts(block: Block) -> list[Text]:
    return [node for node in block.children if isinstance(node, Text)] if isinstance(block, Paragraph) else []


def _filled(block: Block) -> Block:
    if not isinstance(block, Paragraph):
        return block
    found: list[Inline] = []
    for node in block.children:
        place = _PLACE.search(node.text) if isinstance(node, Text) else None
        if place and isinstance(node, Text):
            found += [Text(f"{node.text[: place.start()]} "), Blank(1), Text(f" {node.text[place.end() :]}")]
        else:
            found.append(node)
    return replace(block, children=tuple(found))


def blank_entry(answers: Sequence[Answer], losses: Losses, *, exact: bool = False) -> Plain:
    """One entry of `blanks`: the wordings that earn full marks; others are told."""
    wild = [answer.text for answer in answers if _WILD.search(answer.text) and answer.text.strip() != "*"]
    partial = [answer.text for answer in answers if 0 < answer.share < _FULL]
    kept = [a.text.replace("\\*", "*") for a in answers if a.full and not _WILD.search(a.text)]
    if wild or any(answer.text.strip() == "*" and answer.share > 0 for answer in answers):
        losses.doubtful("I634", "；".join(wild) or "*")
    if partial:
        losses.note("I633", "；".join(partial))
    accepted = list(dict.fromkeys(" ".join(text.split()) for text in kept)) if exact else accepted_once(kept)
    return {"accepted": accepted} | ({"match": Match.EXACT.value} if exact else {})


def written_fields(entries: Sequence[Plain], losses: Losses) -> Plain:
    """填空 with these entries, if none of them is empty."""
    missing = [f"[[{number}]]" for number, entry in enumerate(entries, 1) if not entry["accepted"]]
    if missing:
        losses.wrong("I613", "、".join(missing))
        return {"type": QuestionType.BLANKS.value}
    return {"type": QuestionType.BLANKS.value, "blanks": list(entries)}


def numeric_fields(answers: Sequence[Answer], losses: Losses) -> Plain:
    """数值: the answer with most marks; `1..5` is the middle of a range."""
    fields: Plain = {"type": QuestionType.NUMERIC.value}
    numbers = [(answer, found) for answer in answers if (found := _number(answer)) is not None]
    unread = [answer.text for answer in answers if _number(answer) is None and answer.text.strip() not in ("*", "")]
    if not numbers or not any(answer.share > 0 for answer, _ in numbers):
        losses.wrong("I613", "；".join(answer.text for answer in answers))
        return fields
    best, (value, reach) = max(numbers, key=lambda pair: pair[0].share)
    others = [
        f"{answer.text} {answer.share * 100:.0f}%" for answer, _ in numbers if answer is not best and answer.share > 0
    ]
    if others or unread:
        losses.doubtful("I650", "；".join([*others, *unread]))
    if not best.full:
        losses.note("I615", f"{best.text} {best.share * 100:.0f}%")
    return fields | {"value": rounded(value), "tolerance": {"absolute": rounded(reach)}}


def _number(answer: Answer) -> tuple[Decimal, Decimal] | None:
    """Value and absolute tolerance."""
    found = _SPAN.fullmatch(answer.text)
    if found:
        low, high = number_of(found[1]), number_of(found[2])
        return None if low is None or high is None or low > high else ((low + high) / 2, (high - low) / 2)
    value, reach = number_of(answer.text), number_of(answer.tolerance or "0")
    return None if value is None or reach is None else (value, abs(reach))


def matching_fields(pairs: Sequence[tuple[str, str]], losses: Losses) -> Plain:
    """匹配 from premise and choice (markup); an empty premise gives a choice that fits none."""
    choices = list(dict.fromkeys(choice for _, choice in pairs))
    premises = [(premise, choice) for premise, choice in pairs if premise]
    left, right = entry_ids([""] * len(premises), start="P"), entry_ids([""] * len(choices), start="C")
    if not premises or not all(choices):
        losses.wrong("I630", "；".join(f"{premise} → {choice}" for premise, choice in pairs))
    return {
        "type": QuestionType.MATCHING.value,
        "premises": [{"id": name, "text": text} for name, (text, _) in zip(left, premises, strict=True)],
        "choices": [{"id": name, "text": text} for name, text in zip(right, choices, strict=True)],
        "key": {name: right[choices.index(choice)] for name, (_, choice) in zip(left, premises, strict=True)},
    }


def ordering_fields(items: Sequence[str]) -> Plain:
    """排序 from the items (markup) in their right order."""
    places = mixed_order(items)
    ids = entry_ids([""] * len(items))
    name = {place: ids[shown] for shown, place in enumerate(places)}
    return {
        "type": QuestionType.ORDERING.value,
        "items": [{"id": name[place], "text": items[place]} for place in places],
        "key": [name[place] for place in range(len(items))],
    }


def told_by(answers: Sequence[Answer]) -> Plain:
    """`rationale` from the feedback of the answers."""
    told = joined(answer.feedback for answer in answers)
    return {"rationale": told} if told else {}
