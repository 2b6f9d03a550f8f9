"""What the bank-wide checks keep of a question, so that a large bank need not be held in memory."""

from typing import NamedTuple, assert_never

from authoring.bank.likeness import fold
from authoring.checks.reading import Reading
from authoring.questions import (
    Blanks,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Part,
    QuestionType,
    ShortAnswer,
    SingleChoice,
    Status,
    TrueFalse,
)

__all__ = ["Digest", "Key", "digest"]


class Key(NamedTuple):
    """Where the key of one answerable question lies."""

    type: QuestionType
    options: int
    """How many options there are; 2 for 判断."""
    places: tuple[int, ...]
    """0-based places of the right ones; for 判断 0 is right and 1 is wrong."""


class Digest(NamedTuple):
    id: str
    type: QuestionType
    status: Status
    points: tuple[str, ...]
    """Knowledge points of the question and of its children."""
    stem: str
    """Folded: one width and case, no blanks or punctuation."""
    text: str
    """Folded: everything a candidate sees, options and the like in sorted order."""
    answer: str
    """Folded: the content of the key, not its letters."""
    keys: tuple[Key, ...]


def digest(reading: Reading) -> Digest:
    question, texts = reading.question, reading.candidate
    members = [question, *(part for _, part in reading.parts)]
    rest = sorted(fold(text) for path, text in texts.items() if path != "stem")
    return Digest(
        id=question.id,
        type=QuestionType(question.type),
        status=question.status,
        points=tuple(dict.fromkeys(point for member in members for point in member.knowledge_points)),
        stem=fold(texts["stem"]),
        text="\n".join((fold(texts["stem"]), *rest)),
        answer="\n".join(fold(_answer(prefix, part, texts)) for prefix, part in reading.parts),
        keys=tuple(key for _, part in reading.parts if (key := _key(part))),
    )


def _answer(prefix: str, part: Part, texts: dict[str, str]) -> str:
    match part:
        case SingleChoice() | MultipleChoice():
            right = {part.key} if isinstance(part, SingleChoice) else set(part.key)
            chosen = (texts[f"{prefix}options.{n}.text"] for n, option in enumerate(part.options) if option.id in right)
            return "|".join(sorted(chosen))
        case TrueFalse():
            return str(part.key)
        case Blanks():
            return "|".join(blank.accepted[0] for blank in part.blanks)
        case Numeric():
            return f"{part.value.normalize():f} {part.unit}"
        case Matching():
            names = {entry.id: entry.text for entry in (*part.premises, *part.choices)}
            return "|".join(sorted(f"{names[premise]}={names[choice]}" for premise, choice in part.key.items()))
        case Ordering():
            names = {entry.id: entry.text for entry in part.items}
            return "|".join(names[entry] for entry in part.key)
        case ShortAnswer():
            return part.model_answer
        case _:
            assert_never(part)


def _key(part: Part) -> Key | None:
    if isinstance(part, TrueFalse):
        return Key(QuestionType.TRUE_FALSE, 2, (0 if part.key else 1,))
    if isinstance(part, SingleChoice | MultipleChoice):
        right = {part.key} if isinstance(part, SingleChoice) else set(part.key)
        places = tuple(place for place, option in enumerate(part.options) if option.id in right)
        return Key(QuestionType(part.type), len(part.options), places)
    return None
