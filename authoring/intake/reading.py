"""What reading gives: blocks (questions in the source's words), groups (a material and its questions), the rest."""

import re
from dataclasses import dataclass, field

from authoring.intake.lines import Line
from authoring.intake.sections import Section

__all__ = ["ANSWERED", "Block", "Group", "Reading"]

ANSWERED = re.compile(r"[（(]\s*(?:[√×✓✗对错]|正确|错误|[A-Z]{1,8})\s*[)）]")
"""An answer that stands in the brackets of a stem."""


@dataclass(slots=True)
class Block:
    """A question in its source's own words."""

    number: int | None
    style: str
    line: int
    section: Section | None
    group: "Group | None" = None
    tag: str = ""
    stem: list[Line] = field(default_factory=list)
    options: list[tuple[str, list[Line]]] = field(default_factory=list)
    answer: list[Line] = field(default_factory=list)
    rationale: list[Line] = field(default_factory=list)
    rubric: list[Line] = field(default_factory=list)
    responses: list[Line] = field(default_factory=list)
    """What somebody answered and got for it, in a paper that was sat."""
    extras: dict[str, Line] = field(default_factory=dict)
    """Difficulty, topic and marks, where labels give them."""
    answered: bool = False
    """Whether an answer stands in the stem's brackets."""
    bare: bool = False
    """Whether its options have no sign behind their letters."""

    @property
    def complete(self) -> bool:
        """Whether nothing has to follow."""
        return bool(self.answer or len(self.options) > 1 or self.answered)

    def add(self, part: str, line: Line) -> None:
        """One more line of a part; what has no part of its own belongs to the stem, or to the rationale."""
        match part:
            case "option":
                self.options[-1][1].append(line)
            case "answer" | "rubric" | "rationale":
                getattr(self, part).append(line)
            case "response":
                self.responses.append(line)
            case "difficulty" | "topic" | "marks":
                self.rationale.append(line)
            case _:
                self.stem.append(line)
                self.answered = self.answered or bool(ANSWERED.search(line.text))


@dataclass(slots=True)
class Group:
    """A material and the questions on it."""

    line: int
    section: Section | None
    span: tuple[int, int] | None = None
    number: int | None = None
    stimulus: list[Line] = field(default_factory=list)
    children: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """What a source holds, in order."""

    blocks: list[Block] = field(default_factory=list)
    """Questions outside and inside of groups."""
    groups: list[Group] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    left_over: list[Line] = field(default_factory=list)
    """What belongs to no question: titles, instructions."""
    keys: list[Line] = field(default_factory=list)
    """The lines of detached keys."""
