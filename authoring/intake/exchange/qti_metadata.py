"""IEEE LOM beside an item: difficulty, time, syllabus codes, level, cognitive level, keywords."""

import re

from authoring.intake.exchange.fields import Plain, points_in
from authoring.intake.exchange.losses import Losses
from authoring.intake.exchange.xml import Element, children, descendants, name, words
from authoring.questions import Cognitive, Level

__all__ = ["described"]

_DIFFICULTY = {"very easy": 1, "easy": 2, "medium": 3, "difficult": 4, "very difficult": 5}
"""LOM 5.8."""
_DURATION = re.compile(r"P(?:T(?:(\d{1,2})H)?(?:(\d{1,4})M)?(?:(\d{1,6})S)?)")
_LEVELS = {level.value for level in Level}
_COGNITIVE = {level.value for level in Cognitive}


def described(metadata: Element | None, losses: Losses) -> Plain:
    """What a resource's metadata say, as fields of a question file; keywords are tags."""
    if metadata is None:
        return {}
    found: Plain = {}
    for entry in descendants(metadata, "difficulty"):
        level = _DIFFICULTY.get(" ".join(words(part).strip().lower() for part in children(entry, "value")))
        found |= {"difficulty": level} if level else {}
    for entry in descendants(metadata, "typicalLearningTime"):
        seconds = _seconds("".join(words(entry).split()))
        found |= {"seconds": seconds} if seconds else {}
    found |= _classified(metadata)
    keywords = [words(entry).strip() for entry in descendants(metadata, "keyword")]
    if any(keywords):
        found["tags"] = list(dict.fromkeys(filter(None, keywords)))
    for part in ("title", "description", "rights", "annotation"):
        for entry in descendants(metadata, part):
            if words(entry).strip():
                losses.tally("I606", words(entry))
    return found


def _seconds(duration: str) -> int:
    found = _DURATION.fullmatch(duration)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    whole = hours * 3600 + minutes * 60 + seconds
    return whole if 0 < whole <= 7200 else 0


def _classified(metadata: Element) -> Plain:
    """Taxons by what they are: syllabus codes by their look, levels by their names."""
    found: Plain = {}
    points: list[str] = []
    for taxon in descendants(metadata, "taxon"):
        code = " ".join(words(part).strip() for part in children(taxon) if name(part) in ("id", "identifier"))
        points += points_in(code)[0]
        if code in _LEVELS:
            found["level"] = code
        if code in _COGNITIVE:
            found["cognitive"] = code
    return found | ({"knowledge_points": list(dict.fromkeys(points))} if points else {})
