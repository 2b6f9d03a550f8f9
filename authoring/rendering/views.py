"""What a candidate may see, as records: they have no field for a key, a rationale or a rubric, so none can leak.

The package carries these records, and preview, rehearsal and printed paper render them. HTML fields are XHTML
fragments made by `authoring.content` from a whitelist: safe to put into a page as they are. Pictures are addressed as
`media/<name>`.
"""

from typing import Annotated, Literal

from pydantic import Field

from authoring.records import Marks, Record

__all__ = [
    "BlanksView",
    "CandidatePaper",
    "CaseView",
    "ChoiceView",
    "EntryView",
    "ItemView",
    "MatchingView",
    "NumericView",
    "OrderingView",
    "PartView",
    "SectionView",
    "ShortAnswerView",
    "TrueFalseView",
]

PAPER_FORMAT = 1


class EntryView(Record):
    """An option, premise, choice or item to order, in the order the candidate sees."""

    id: str
    """What a response names; never shown. The letter shown is the place in the list (A, B, C …)."""
    html: str


class _Item(Record):
    id: str
    """The question's id; responses are stored under it."""
    number: str
    """As printed: `12`, or `41.2` for the second child of a case."""
    marks: Marks
    stem: str
    """Block XHTML."""


class ChoiceView(_Item):
    """Single choice: the response is an id. Multiple choice: a list of ids."""

    type: Literal["single_choice", "multiple_choice"]
    options: tuple[EntryView, ...]


class TrueFalseView(_Item):
    """The response is true or false."""

    type: Literal["true_false"] = "true_false"


class BlanksView(_Item):
    """The stem holds `<span class="blank" data-blank="1"></span>` …; the response is a list of texts, one per blank."""

    type: Literal["blanks"] = "blanks"
    blanks: tuple[int, ...]
    """Width of each box in characters."""


class NumericView(_Item):
    """The response is `{"value": text, "unit": unit}`; where there is one unit it is shown behind the box."""

    type: Literal["numeric"] = "numeric"
    units: tuple[str, ...]
    """At least one; empty text for a number without unit."""


class MatchingView(_Item):
    """The response maps premise ids to choice ids."""

    type: Literal["matching"] = "matching"
    premises: tuple[EntryView, ...]
    choices: tuple[EntryView, ...]


class OrderingView(_Item):
    """The response is a list of all ids in the candidate's order."""

    type: Literal["ordering"] = "ordering"
    items: tuple[EntryView, ...]


class ShortAnswerView(_Item):
    """The response is a text."""

    type: Literal["short_answer"] = "short_answer"
    expected_length: int
    """Characters a full answer needs, for the height of the box."""


PartView = Annotated[
    ChoiceView | TrueFalseView | BlanksView | NumericView | MatchingView | OrderingView | ShortAnswerView,
    Field(discriminator="type"),
]


class CaseView(_Item):
    """A shared stimulus (`stem`) with its questions; the response maps child ids to responses."""

    type: Literal["case"] = "case"
    children: tuple[PartView, ...]


ItemView = Annotated[
    ChoiceView | TrueFalseView | BlanksView | NumericView | MatchingView | OrderingView | ShortAnswerView | CaseView,
    Field(discriminator="type"),
]


class SectionView(Record):
    """One part of the paper (大题)."""

    id: str
    title: str
    """Such as `一、单项选择题`."""
    instructions: str
    """Plain text: how many questions, marks each, how it is marked."""
    seconds: int | None = None
    """Time limit of the section, None when only the paper's counts."""
    items: tuple[ItemView, ...]


class CandidatePaper(Record):
    """One form of a paper as a candidate meets it."""

    format: Literal[1] = 1
    paper: str
    """Id of the paper."""
    form: str
    """`A`, `B` …"""
    title: str
    """Such as `双碳职业能力考试（中级）`."""
    level: str
    """Chinese name of the level."""
    seconds: int
    """Answering time of the whole paper."""
    marks: Marks
    pass_marks: Marks
    sections: tuple[SectionView, ...]
