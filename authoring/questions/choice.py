"""单选, 多选 and 判断: a key among options."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from authoring.questions.common import Answerable, EntryId, Text
from authoring.records import Record, Truth
from authoring.texts import say

__all__ = ["MultipleChoice", "Option", "SingleChoice", "TrueFalse"]


class Option(Record):
    """One answer a candidate can choose."""

    id: EntryId
    text: Text
    """Markup."""
    pinned: Truth = False
    """Keeps its place when options are shuffled (以上都对)."""
    mistake: str = ""
    """The mistake that leads to this distractor; authors and reviewers see it, candidates never."""


def _distinct(ids: tuple[str, ...], text: str) -> None:
    doubled = sorted({entry for entry in ids if ids.count(entry) > 1})
    if doubled:
        raise ValueError(say(text, ids="、".join(doubled)))


class _Choice(Answerable):
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=26)]

    @property
    def option_ids(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.options)

    def candidate_texts(self) -> dict[str, str]:
        return super().candidate_texts() | {f"options.{n}.text": o.text for n, o in enumerate(self.options)}

    def secret_texts(self) -> dict[str, str]:
        return super().secret_texts() | {
            f"options.{n}.mistake": o.mistake for n, o in enumerate(self.options) if o.mistake
        }


class SingleChoice(_Choice):
    """单选: one key among two to 26 options."""

    type: Literal["single_choice"]
    key: EntryId

    @model_validator(mode="after")
    def _consistent(self) -> "SingleChoice":
        _distinct(self.option_ids, "questions.option_ids_doubled")
        if self.key not in self.option_ids:
            raise ValueError(say("questions.key_unknown", ids=self.key, known="、".join(self.option_ids)))
        return self


class MultipleChoice(_Choice):
    """多选: two right options at least."""

    type: Literal["multiple_choice"]
    key: Annotated[tuple[EntryId, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _consistent(self) -> "MultipleChoice":
        _distinct(self.option_ids, "questions.option_ids_doubled")
        _distinct(self.key, "questions.key_doubled")
        unknown = [entry for entry in self.key if entry not in self.option_ids]
        if unknown:
            raise ValueError(say("questions.key_unknown", ids="、".join(unknown), known="、".join(self.option_ids)))
        return self


class TrueFalse(Answerable):
    """判断: the statement of the stem is right or wrong."""

    type: Literal["true_false"]
    key: Truth
