"""Undo and redo in steps as authors think of them: typing in one field is one step until a sentence ends."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

__all__ = ["Steps", "Typed"]

_State = TypeVar("_State")
_ENDS = ("。", "！", "？", "；", "\n")


@dataclass(frozen=True)
class Typed:
    """Characters that were typed or deleted at one place of one field."""

    path: str
    added: str
    taken: str

    @classmethod
    def between(cls, path: str, old: object, new: object) -> "Typed | None":
        """What was typed between two values of a field; None where it was more than typing at one place."""
        if not isinstance(old, str) or not isinstance(new, str):
            return None
        start = _alike(old, new)
        tail = _alike(old[start:][::-1], new[start:][::-1])
        added, taken = new[start : len(new) - tail], old[start : len(old) - tail]
        return None if added and taken else cls(path, added, taken)

    def goes_on(self, before: "Typed | None") -> bool:
        """Whether it belongs to the same step as what was typed before: same field, same direction, same sentence."""
        if before is None or before.path != self.path or before.added.endswith(_ENDS):
            return False
        return bool(before.added) == bool(self.added)


def _alike(one: str, other: str) -> int:
    """With how many characters both begin."""
    places = range(min(len(one), len(other)))
    return next((place for place in places if one[place] != other[place]), len(places))


@dataclass
class Steps(Generic[_State]):
    """The states that were, the one that is, and those that were undone. States are never changed in place."""

    state: _State
    _done: list[_State] = field(default_factory=list)
    _undone: list[_State] = field(default_factory=list)
    _typed: Typed | None = None

    def take(self, state: _State, typed: Typed | None = None) -> None:
        """A new state; `typed` where it came by typing, which may go on the last step."""
        if state == self.state:
            return
        if typed is None or not typed.goes_on(self._typed):
            self._done.append(self.state)
        self._undone.clear()
        self._typed = typed
        self.state = state

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def undo(self) -> None:
        """One step back, if there is one."""
        if self._done:
            self._undone.append(self.state)
            self.state = self._done.pop()
            self._typed = None

    def redo(self) -> None:
        """One undone step again, if there is one."""
        if self._undone:
            self._done.append(self.state)
            self.state = self._undone.pop()
            self._typed = None
