"""What candidates answer, and the right answer: the groups of the form by type.

The right answer of a choice question is ticked at its options, the field `options.N.right`, in a 单选 like a radio
button: ticking one takes the tick from the other. So the author marks the key where its text stands, and both types
look alike.
"""

from typing import assert_never

from authoring.content import parse
from authoring.questions import Match, QuestionType
from authoring.texts import say
from authoring.widgets.editor.form import Choice, Field, FieldKind, Group
from authoring.widgets.editor.fresh import Sheet
from authoring.widgets.editor.page import LINE, MARKUP, NUMBER, Page

__all__ = ["answers", "suppressed"]

_LONGEST = 24
"""Characters of an entry's text that a choice shows."""
_Fields = tuple[Field, ...]


def answers(page: Page) -> tuple[Group, ...]:
    """The groups of a question that is no case."""
    match page.kind:
        case QuestionType.SINGLE_CHOICE | QuestionType.MULTIPLE_CHOICE:
            return (page.listed("options", _option),)
        case QuestionType.TRUE_FALSE:
            return (page.group("answer", _chosen(page, "key", "truth", ("true", "false"))),)
        case QuestionType.BLANKS:
            return (page.listed("blanks", _blank),)
        case QuestionType.NUMERIC:
            return _number(page), page.listed("accepted_units", _unit)
        case QuestionType.MATCHING:
            return page.listed("premises", _premise), page.listed("choices", _lettered)
        case QuestionType.ORDERING:
            return page.listed("items", _lettered), page.group("order", _order(page))
        case QuestionType.SHORT_ANSWER:
            written = page.field("model_answer", MARKUP, rows=4), page.field("expected_length", NUMBER)
            return page.group("answer", *written), page.listed("rubric", _point)
        case QuestionType.CASE:
            raise AssertionError(page.kind)
        case _:
            assert_never(page.kind)


def _chosen(page: Page, name: str, table: str, values: tuple[str, ...]) -> Field:
    choices = tuple(Choice(value=value, label=say(f"editor.{table}.{value}")) for value in values)
    return page.field(name, FieldKind.CHOICE, choices=choices)


def _number(page: Page) -> Group:
    return page.group(
        "answer",
        page.field("value", NUMBER),
        page.field("unit", LINE),
        _chosen(page, "tolerance.kind", "tolerance", ("absolute", "relative")),
        page.field("tolerance.size", NUMBER, hint=say(f"editor.size_hint.{page.sheet['tolerance']['kind']}")),
    )


def _order(page: Page) -> Field:
    """All items; those that the key does not name yet stand at its end."""
    key, entries = page.sheet["key"], page.sheet["items"]
    order = [*key, *(entry["id"] for entry in entries if entry["id"] not in key)]
    return page.field("key", FieldKind.ORDER, order, choices=_brief(entries), label=say("editor.field.order"))


def _brief(entries: list[Sheet]) -> tuple[Choice, ...]:
    """Entries to choose from, by letter and the beginning of their texts."""
    texts = [" ".join(parse(entry["text"]).text().split()) for entry in entries]
    labels = [f"{_letter(n)} {text[:_LONGEST]}{'…' * (len(text) > _LONGEST)}" for n, text in enumerate(texts)]
    return tuple(Choice(value=e["id"], label=label.strip()) for e, label in zip(entries, labels, strict=True))


def _letter(place: int) -> str:
    """As candidates see it."""
    return chr(ord("A") + place)


# Entries


def _option(page: Page, path: str, place: int) -> tuple[str, _Fields]:
    option = page.sheet["options"][place]
    right = option["id"] in page.sheet["key"]
    mistake = (page.field(f"{path}.mistake", LINE),) if option["mistake"] or not right else ()
    tick, text = page.field(f"{path}.right", FieldKind.TRUTH, right), page.field(f"{path}.text", MARKUP)
    return _letter(place), (tick, text, *mistake, page.field(f"{path}.pinned", FieldKind.TRUTH))


def _blank(page: Page, path: str, place: int) -> tuple[str, _Fields]:
    accepted = page.field(f"{path}.accepted", FieldKind.WORDS)
    return f"[[{place + 1}]]", (accepted, page.named(f"{path}.match", Match, "editor.match"))


def _unit(page: Page, path: str, place: int) -> tuple[str, _Fields]:
    return str(place + 1), (page.field(f"{path}.unit", LINE), page.field(f"{path}.factor", NUMBER))


def _premise(page: Page, path: str, place: int) -> tuple[str, _Fields]:
    choice = page.field(f"{path}.choice", FieldKind.CHOICE, choices=_brief(page.sheet["choices"]))
    return str(place + 1), (page.field(f"{path}.text", MARKUP), choice)


def _lettered(page: Page, path: str, place: int) -> tuple[str, _Fields]:
    return _letter(place), (page.field(f"{path}.text", MARKUP),)


def _point(page: Page, path: str, place: int) -> tuple[str, _Fields]:
    text, marks = page.field(f"{path}.text", MARKUP), page.field(f"{path}.marks", NUMBER)
    return str(place + 1), (text, marks, page.field(f"{path}.keywords", FieldKind.WORDS))


def suppressed(page: Page, path: str, place: int) -> tuple[str, _Fields]:
    """A finding that the author answers for."""
    code = page.sheet["suppress"][place]["code"]
    return code or str(place + 1), (page.field(f"{path}.code", LINE), page.field(f"{path}.reason", LINE))
