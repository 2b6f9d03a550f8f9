"""The syllabus of a bank: domains, knowledge points, and specialities with their weights."""

from difflib import get_close_matches
from typing import Any

from pydantic import Field

from authoring.questions import Level
from authoring.records import Record
from authoring.texts import say

__all__ = ["Domain", "Point", "Speciality", "Syllabus", "syllabus_from"]

_LEVELS = {say(f"label.level.{level.value}"): level for level in Level}


class Point(Record):
    """A knowledge point (知识点)."""

    code: str
    name: str
    from_level: Level
    """Lowest level it is examined at."""
    focus: str = ""


class Domain(Record):
    code: str
    name: str
    points: tuple[Point, ...]


class Speciality(Record):
    """A speciality (专业) that candidates register for."""

    code: str
    name: str
    weights: dict[Level, dict[str, int]] = Field(default_factory=dict)
    """Per cent of marks by domain, for each level."""


class Syllabus(Record):
    domains: tuple[Domain, ...] = ()
    specialities: tuple[Speciality, ...] = ()

    @property
    def points(self) -> dict[str, Point]:
        return {point.code: point for domain in self.domains for point in domain.points}

    @property
    def names(self) -> dict[str, str]:
        """Name of every domain and knowledge point by code."""
        domains = {domain.code: domain.name for domain in self.domains}
        return domains | {code: point.name for code, point in self.points.items()}

    def nearest(self, code: str) -> str | None:
        """The known knowledge point or domain most like an unknown code."""
        near = get_close_matches(code, list(self.names), n=1, cutoff=0.5)
        return near[0] if near else None


def syllabus_from(data: Any) -> Syllabus:
    """The syllabus of a `syllabus.yaml`. Raises KeyError, TypeError or pydantic.ValidationError."""
    domains = tuple(
        Domain(code=domain["code"], name=domain["name_zh"], points=tuple(_point(point) for point in domain["points"]))
        for domain in data["domains"]
    )
    specialities = tuple(
        Speciality(
            code=entry["code"],
            name=entry["name_zh"],
            weights={_LEVELS[level]: weights for level, weights in entry["weights"].items()},
        )
        for entry in data.get("specialities", ())
    )
    return Syllabus(domains=domains, specialities=specialities)


def _point(data: dict[str, Any]) -> Point:
    return Point(
        code=data["code"], name=data["name_zh"], from_level=_LEVELS[data["from_level"]], focus=data.get("focus", "")
    )
