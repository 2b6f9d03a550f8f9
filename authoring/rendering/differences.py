"""Two versions of a question side by side: what went and what came, to the character."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import Any

from authoring.bank.changes import content_changes, field_label, shown_value
from authoring.questions import Question
from authoring.records import Record, Truth
from authoring.rendering.templates import environment, template_text
from authoring.texts import say, tree

__all__ = ["Difference", "Piece", "differences", "differences_page", "marked"]

_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)*|\s+|.", re.DOTALL)
"""Chinese differs by the character, other writing by the word."""
_SENTENCE = re.compile(r"[^。；\n]*[。；\n]?")
MOST = 3_000_000
"""Product of the lengths up to which two texts are compared by tokens; longer ones by sentences."""
ALIKE = 0.35
"""Share of equal text below which a text counts as written anew: crumbs that happen to agree help nobody."""


class Piece(Record):
    text: str
    differs: Truth = False


class Difference(Record):
    """One field that differs."""

    field: str
    """Path, such as `options.1.text`."""
    label: str
    """Such as `选项 B`."""
    old: tuple[Piece, ...]
    """Empty where there was nothing."""
    new: tuple[Piece, ...]


def differences(old: Question, new: Question) -> tuple[Difference, ...]:
    """What differs between two versions but version and status, in the order of the fields."""
    return tuple(
        Difference(field=change.field, label=field_label(change.field), old=sides[0], new=sides[1])
        for change in content_changes(old, new)
        for sides in [marked(shown_value(change.field, change.old), shown_value(change.field, change.new))]
    )


def marked(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces; joined they are the texts again."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) * len(after) > MOST:
        before, after = _SENTENCE.findall(old), _SENTENCE.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    steps = list(_whole(matcher.get_opcodes(), before))
    if matcher.ratio() < ALIKE:
        steps = [(True, 0, len(before), 0, len(after))]
    return (
        _pieces((differs, before[low:high]) for differs, low, high, _, _ in steps),
        _pieces((differs, after[low:high]) for differs, _, _, low, high in steps),
    )


def _whole(opcodes: list[Any], before: list[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Whether each stretch differs; a single character that agrees between two that differ goes with them."""
    for place, (tag, low, high, first, last) in enumerate(opcodes):
        lonely = 0 < place < len(opcodes) - 1 and len("".join(before[low:high])) == 1
        yield tag != "equal" or lonely, low, high, first, last


def _pieces(stretches: Iterable[tuple[bool, list[str]]]) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for differs, tokens in stretches:
        text = "".join(tokens)
        if found and found[-1].differs == differs:
            found[-1] = Piece(text=found[-1].text + text, differs=differs)
        elif text:
            found.append(Piece(text=text, differs=differs))
    return tuple(found)


def differences_page(old: Question, new: Question, *, names: tuple[str, str] | None = None) -> str:
    """A page of its own, without a script and without an outside address. `names` stand above the two columns."""
    shown = names or tuple(say("reviewing.version", number=each.version) for each in (old, new))
    return (
        environment()
        .get_template("review/differences.html.j2")
        .render(
            title=say("reviewing.differences.title", id=new.id),
            names=shown,
            differences=differences(old, new),
            texts=tree("reviewing", "differences"),
            sheet=template_text("review/differences.css"),
        )
    )
