"""What an author may do on any form, for tests that do it at random."""

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from authoring.questions import QuestionType
from authoring.widgets.editor.editing import Editing
from authoring.widgets.editor.form import Entry, Field, FieldKind, Form, Group

TEXTS = st.sampled_from(("", "碳", "排放量为 [[1]] 吨", "$E=mc^2$", "**重**", "12", "0.5", "[1, 2]", "<b>", "甲。乙"))
WORDS = st.lists(st.sampled_from(("甲", "CO2", "电力", "F01")), max_size=3)
ACTS = ("change", "change", "change", "add", "remove", "move", "retype", "undo", "redo")


def groups(owner: Form | Entry) -> Iterator[Group]:
    """Every group, those within entries too."""
    for group in owner.groups:
        yield group
        for entry in group.entries:
            yield from groups(entry)


def fields(form: Form) -> list[Field]:
    every = list(groups(form))
    inside = [field for group in every for entry in group.entries for field in entry.fields]
    return [field for group in every for field in group.fields] + inside


def field_at(form: Form, path: str) -> Field:
    return next(field for field in fields(form) if field.path == path)


def group_at(form: Form, path: str) -> Group:
    return next(group for group in groups(form) if group.path == path)


def value_for(draw: Any, field: Field) -> Any:
    match field.kind:
        case FieldKind.TRUTH:
            return draw(st.booleans())
        case FieldKind.CHOICE:
            return draw(st.sampled_from([choice.value for choice in field.choices] or [""]))
        case FieldKind.ORDER:
            return draw(st.permutations([choice.value for choice in field.choices]))
        case FieldKind.POINTS:
            return draw(st.lists(st.sampled_from(("D03-01", "D03-02", "D01-01")), unique=True, min_size=1))
        case FieldKind.CHOICES | FieldKind.SOURCES | FieldKind.WORDS:
            return draw(WORDS)
    return draw(TEXTS)


def act(draw: Any, editing: Editing, acts: tuple[str, ...] = ACTS) -> None:
    """Something that the form offers."""
    form = editing.form()
    lists = list(groups(form))
    entries = [entry for group in lists for entry in group.entries]
    adding = [(group.path, choice.value) for group in lists for choice in group.add]
    match draw(st.sampled_from(acts)):
        case "change":
            field = draw(st.sampled_from(fields(form)))
            editing.change(field.path, value_for(draw, field))
        case "add" if adding:
            editing.add(*draw(st.sampled_from(adding)))
        case "remove" if entries:
            editing.remove(draw(st.sampled_from(entries)).path)
        case "move" if entries:
            editing.move(draw(st.sampled_from(entries)).path, draw(st.integers(-3, 3)))
        case "retype":
            editing.retype(draw(st.sampled_from(QuestionType)))
        case "undo":
            editing.undo()
        case "redo":
            editing.redo()
