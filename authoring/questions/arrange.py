"""匹配 and 排序: the candidate arranges what is given."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from authoring.questions.common import Answerable, EntryId, Text
from authoring.records import Record
from authoring.texts import say

__all__ = ["Entry", "Matching", "Ordering"]


class Entry(Record):
    """A premise, a choice or an item to order."""

    id: EntryId
    text: Text
    """Markup."""


def _doubled(entries: tuple[Entry, ...]) -> list[str]:
    ids = [entry.id for entry in entries]
    return sorted({entry for entry in ids if ids.count(entry) > 1})


class Matching(Answerable):
    """匹配: every premise gets one choice; a choice may serve several premises or none."""

    type: Literal["matching"]
    premises: Annotated[tuple[Entry, ...], Field(min_length=2, max_length=20)]
    choices: Annotated[tuple[Entry, ...], Field(min_length=2, max_length=20)]
    key: dict[EntryId, EntryId]

    @model_validator(mode="after")
    def _consistent(self) -> "Matching":
        if doubled := _doubled(self.premises + self.choices):
            raise ValueError(say("questions.entry_ids_doubled", ids="、".join(doubled)))
        premises = [entry.id for entry in self.premises]
        if sorted(self.key) != sorted(premises):
            raise ValueError(say("questions.key_premises", premises="、".join(premises)))
        unknown = sorted(set(self.key.values()) - {entry.id for entry in self.choices})
        if unknown:
            known = "、".join(entry.id for entry in self.choices)
            raise ValueError(say("questions.key_unknown", ids="、".join(unknown), known=known))
        return self

    def candidate_texts(self) -> dict[str, str]:
        premises = {f"premises.{n}.text": entry.text for n, entry in enumerate(self.premises)}
        return super().candidate_texts() | premises | {f"choices.{n}.text": e.text for n, e in enumerate(self.choices)}


class Ordering(Answerable):
    """排序: the key is the right order of the items' ids."""

    type: Literal["ordering"]
    items: Annotated[tuple[Entry, ...], Field(min_length=2, max_length=20)]
    key: tuple[EntryId, ...]

    @model_validator(mode="after")
    def _consistent(self) -> "Ordering":
        if doubled := _doubled(self.items):
            raise ValueError(say("questions.entry_ids_doubled", ids="、".join(doubled)))
        ids = sorted(entry.id for entry in self.items)
        if sorted(self.key) != ids:
            raise ValueError(say("questions.key_order", ids="、".join(ids)))
        return self

    def candidate_texts(self) -> dict[str, str]:
        return super().candidate_texts() | {f"items.{n}.text": entry.text for n, entry in enumerate(self.items)}
