"""Somebody else saved the same question first: both sides beside what they began with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from authoring.errors import UsageError
from authoring.questions import Question
from authoring.records import Record
from authoring.texts import say
from authoring.widgets.editor.merging import Difference, merge
from authoring.widgets.editor.sheet import sheet_of

__all__ = ["Conflict"]

_SIDES = ("mine", "theirs")


class Conflict(Record):
    """Two changes of one question. What only one side has changed is merged; clashes wait for a choice."""

    base: Question
    """What both began with."""
    theirs: Question
    """What the bank has now."""
    mine: dict[str, Any]
    """The sheet of this form."""
    fields: tuple[Difference, ...]
    """Everything that either side has changed."""

    @classmethod
    def between(cls, base: Question, theirs: Question, mine: dict[str, Any]) -> Conflict:
        """`mine` is a sheet."""
        _, fields = merge(sheet_of(base.data()), sheet_of(theirs.data()), mine, {})
        return cls(base=base, theirs=theirs, mine=mine, fields=fields)

    def merged(self, choices: Mapping[str, str]) -> dict[str, Any]:
        """The sheet of both changes. Raises UsageError while a clash has no choice."""
        sheet, fields = merge(sheet_of(self.base.data()), sheet_of(self.theirs.data()), self.mine, choices)
        for field in fields:
            if field.taken and field.taken not in _SIDES:
                raise UsageError(say("editor.conflict.side", label=field.label, value=field.taken))
        waiting = [field.label for field in fields if not field.taken]
        if waiting:
            raise UsageError(say("editor.conflict.unresolved", count=len(waiting), labels="、".join(waiting)))
        return sheet
