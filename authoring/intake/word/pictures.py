"""Pictures in a document: PNG and JPEG are kept under names made of their contents; others are told."""

import re

from lxml import etree

from authoring.intake.word.package import Package, qualified
from authoring.records import sha256_hex
from authoring.texts import say

__all__ = ["Pictures", "described"]

_SUFFIXES = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
_NOT_IN_ALT = re.compile(r"[\[\]\n\r]+")
_GENERIC = re.compile(r"(?:图片|Picture|image|图像)\s*\d*(?:\.\w+)?", re.IGNORECASE)


class Pictures:
    """Collects the pictures that a document shows."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.media: dict[str, bytes] = {}
        self.count = 0

    def markup(self, relation: str | None, alt: str) -> tuple[str, str]:
        """The picture's markup, or an empty text and the code of what is wrong: (markup, code)."""
        target = self.package.relations(self.package.main).get(relation or "")
        if target is None or target.external:
            return "", "I408"
        data = self.package.picture(target.name)
        if data is None:
            return "", "I408"
        suffix = next((suffix for magic, suffix in _SUFFIXES if data.startswith(magic)), "")
        if not suffix:
            return "", "I407"
        name = f"{sha256_hex(data)[:16]}.{suffix}"
        self.media[name] = data
        self.count += 1
        alt = " ".join(_NOT_IN_ALT.sub(" ", alt).split())
        if not alt or _GENERIC.fullmatch(alt):
            alt = say("intake.word.picture", number=self.count)
        return f"![{alt}](media/{name})", ""

    def name(self, relation: str | None) -> str:
        """What a picture that is not kept is called."""
        target = self.package.relations(self.package.main).get(relation or "")
        return target.name.rsplit("/", 1)[-1] if target else say("intake.word.unnamed")


def described(drawing: etree._Element) -> str:
    """The alternative text that its author gave."""
    entry = next(drawing.iter(qualified("wp:docPr")), None)
    return "" if entry is None else entry.get("descr") or entry.get("title") or ""
