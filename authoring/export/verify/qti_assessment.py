"""An assessment test as an independent reader sees it: sections, time limits, instructions, references to items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from authoring.export.verify.qti_xml import Element, children, decimal, descendants, name_of, text_of

__all__ = ["ItemRef", "QtiTest", "Section", "read_test"]


@dataclass(frozen=True, slots=True)
class ItemRef:
    identifier: str
    href: str


@dataclass(frozen=True, slots=True)
class Section:
    identifier: str
    title: str
    seconds: Decimal | None
    """Time limit."""
    instructions: str
    """What candidates are told."""
    members: tuple[ItemRef | Section, ...]
    """In order; a section within a section holds the items of a case."""

    @property
    def items(self) -> Iterator[ItemRef]:
        for member in self.members:
            if isinstance(member, Section):
                yield from member.items
            else:
                yield member


@dataclass(frozen=True, slots=True)
class QtiTest:
    identifier: str
    title: str
    path: str
    seconds: Decimal | None
    maximum: Decimal | None
    """Marks."""
    pass_marks: Decimal | None
    navigation: str
    submission: str
    sections: tuple[Section, ...]

    @property
    def items(self) -> Iterator[ItemRef]:
        """Every reference in the order candidates meet the items."""
        return (ref for section in self.sections for ref in section.items)


def read_test(root: Element, path: str) -> QtiTest:
    """The test of a qti-assessment-test element; modes are those of its first part."""
    parts = children(root, "qti-test-part")
    scores = [found for found in children(root, "qti-outcome-declaration") if found.get("identifier") == "SCORE"]
    return QtiTest(
        identifier=root.get("identifier", ""),
        title=root.get("title", ""),
        path=path,
        seconds=_limit(root),
        maximum=decimal(scores[0].get("normal-maximum")) if scores else None,
        pass_marks=decimal(scores[0].get("mastery-value")) if scores else None,
        navigation=parts[0].get("navigation-mode", "") if parts else "",
        submission=parts[0].get("submission-mode", "") if parts else "",
        sections=tuple(_section(section) for part in parts for section in children(part, "qti-assessment-section")),
    )


def _limit(element: Element) -> Decimal | None:
    limits = children(element, "qti-time-limits")
    return decimal(limits[0].get("max-time")) if limits else None


def _section(element: Element) -> Section:
    told = [block for block in children(element, "qti-rubric-block") if "candidate" in block.get("view", "").split()]
    lines = [text_of(line) for block in told for line in descendants(block, "p")]
    members = children(element, "qti-assessment-item-ref", "qti-assessment-section")
    return Section(
        identifier=element.get("identifier", ""),
        title=element.get("title", ""),
        seconds=_limit(element),
        instructions="\n".join(lines),
        members=tuple(
            _section(member)
            if name_of(member) == "qti-assessment-section"
            else ItemRef(member.get("identifier", ""), member.get("href", ""))
            for member in members
        ),
    )
