"""Rooms and seats with the form of each: what shows at a glance that neighbours differ."""

from itertools import groupby, pairwise

from authoring.records import Record
from authoring.roster.assignment import in_seat_order
from authoring.roster.entries import ExamRoster

__all__ = ["RoomPlan", "Seat", "seat_plan"]


class Seat(Record):
    """A seat says nothing about who sits there."""

    seat: str
    """As the roster names it; without one the place in the room, from 1."""
    paper: str
    form: str


class RoomPlan(Record):
    """One room; those at home are one without a name."""

    name: str
    seats: tuple[Seat, ...]
    """In the order in which people sit."""

    @property
    def alike(self) -> int:
        """Neighbours with the same paper and form."""
        return sum((a.paper, a.form) == (b.paper, b.form) for a, b in pairwise(self.seats))


def seat_plan(entered: ExamRoster) -> tuple[RoomPlan, ...]:
    """All rooms, in their order."""
    entries = {entry.candidate.number: entry for entry in entered.entries}
    ordered = in_seat_order(entry.candidate for entry in entered.entries)
    rooms = []
    for name, people in groupby(ordered, key=lambda one: one.room):
        given = [(one.seat, entries[one.number]) for one in people]
        seats = tuple(
            Seat(seat=seat or str(place), paper=entry.paper, form=entry.form)
            for place, (seat, entry) in enumerate(given, start=1)
        )
        rooms.append(RoomPlan(name=name, seats=seats))
    return tuple(rooms)
