"""What a QTI test says of its items: their order and sections. How it is run is a paper's business here, and told."""

from collections.abc import Iterator
from dataclasses import dataclass

from authoring.intake.exchange.losses import Losses
from authoring.intake.exchange.xml import Element, attribute, children, descendants, name, words
from authoring.texts import say

__all__ = ["ItemRef", "read_test"]

_PARTS = (
    "timeLimits", "selection", "ordering", "preCondition", "branchRule", "weight", "outcomeProcessing", "testFeedback",
    "rubricBlock",
)  # fmt: skip
"""What of a test is not carried over."""


@dataclass(frozen=True, slots=True)
class ItemRef:
    """An item by its address, and the titles of the sections around it."""

    href: str
    section: str


def read_test(root: Element, losses: Losses) -> Iterator[ItemRef]:
    """The items of a test in order."""
    lost = [_lost(root, part) for part in _PARTS if descendants(root, part)]
    if lost:
        losses.note("I643", "；".join(lost), title=attribute(root, "title") or attribute(root, "identifier"))
    for part in children(root, "testPart"):
        yield from _refs(part, ())


def _lost(root: Element, part: str) -> str:
    texts = [" ".join(words(entry).split()) for entry in descendants(root, part)]
    shown = next(filter(None, texts), "") if part in ("rubricBlock", "testFeedback") else ""
    limits = [attribute(entry, "maxTime") for entry in descendants(root, part)] if part == "timeLimits" else []
    return " ".join([say(f"intake_exchange.test.{part}"), *filter(None, limits[:1]), *filter(None, [shown])])


def _refs(parent: Element, titles: tuple[str, ...]) -> Iterator[ItemRef]:
    for child in children(parent):
        if name(child) == "assessmentItemRef":
            yield ItemRef(attribute(child, "href"), " / ".join(titles))
        elif name(child) == "assessmentSection":
            title = attribute(child, "title")
            yield from _refs(child, (*titles, title) if title else titles)
