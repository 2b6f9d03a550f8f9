"""How a question is asked in one paper, and what is written for it."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple, TypeVar

from authoring.export.qti3.pieces import Media
from authoring.questions import Entry, Option
from authoring.questions.scoring import ScoringRules

__all__ = ["Setting", "Written", "shown"]

_Entry = TypeVar("_Entry", Option, Entry)


class Setting(NamedTuple):
    """A question's place in its paper."""

    marks: Decimal
    rules: ScoringRules
    order: Sequence[str]
    """Ids of options, choices or items in the order shown; empty: as they stand in the question."""
    with_keys: bool
    media: Media


class Written(NamedTuple):
    """The parts of an item that its type decides; without keys `processing` is empty."""

    declarations: str
    body: str
    processing: str = ""


def shown(entries: Sequence[_Entry], order: Sequence[str]) -> Iterable[_Entry]:
    """Options or entries in the order of the form."""
    if not order:
        return entries
    by_id: Mapping[str, _Entry] = {entry.id: entry for entry in entries}
    return [by_id[name] for name in order]
