"""What a question has that one format or another cannot carry."""

from collections.abc import Iterator

from authoring.content import Content, parse
from authoring.content.nodes import Paragraph, Text, walk
from authoring.export.formats.gaps import Asked
from authoring.export.formats.markup import line
from authoring.questions import Blanks, Match, Matching, MultipleChoice, Numeric, SingleChoice

__all__ = [
    "exact_blank",
    "explanation_in",
    "marked_up_choice",
    "more_keys_than",
    "more_options_than",
    "picture_in",
    "pinned_option",
    "relative_tolerance",
    "several_blanks",
    "structure_in",
    "uneven_blanks",
    "unit_in",
]


def more_keys_than(question: Asked, most: int) -> bool:
    return isinstance(question, MultipleChoice) and len(question.key) > most


def more_options_than(question: Asked, most: int) -> bool:
    return isinstance(question, SingleChoice | MultipleChoice) and len(question.options) > most


def pinned_option(question: Asked) -> bool:
    return isinstance(question, SingleChoice | MultipleChoice) and any(option.pinned for option in question.options)


def several_blanks(question: Asked) -> bool:
    return isinstance(question, Blanks) and len(question.blanks) > 1


def uneven_blanks(question: Asked) -> bool:
    """The marks do not make a whole number for each blank."""
    return isinstance(question, Blanks) and question.marks % len(question.blanks) != 0


def exact_blank(question: Asked) -> bool:
    return isinstance(question, Blanks) and any(blank.match is Match.EXACT for blank in question.blanks)


def relative_tolerance(question: Asked) -> bool:
    return isinstance(question, Numeric) and question.tolerance.relative is not None


def unit_in(question: Asked) -> bool:
    return isinstance(question, Numeric) and any(question.units)


def marked_up_choice(question: Asked) -> bool:
    return isinstance(question, Matching) and any(line(choice.text) != choice.text for choice in question.choices)


def explanation_in(question: Asked) -> bool:
    """A rationale, or the mistake behind an option."""
    mistakes = question.options if isinstance(question, SingleChoice | MultipleChoice) else ()
    return bool(question.rationale) or any(option.mistake for option in mistakes)


def _texts(question: Asked) -> Iterator[Content]:
    """Every text of the question itself; a case's children speak for themselves."""
    own = {**question.candidate_texts(), **question.secret_texts()}
    return (parse(text) for field, text in own.items() if not field.startswith("children."))


def picture_in(question: Asked) -> bool:
    return any(content.images for content in _texts(question))


def structure_in(question: Asked) -> bool:
    """Tables, lists, several paragraphs or emphasis: more than one line of words."""
    return any(
        len(content.blocks) > 1
        or any(not isinstance(block, Paragraph) for block in content.blocks)
        or any(not isinstance(node, Text) for node in walk(content.blocks))
        for content in _texts(question)
    )
