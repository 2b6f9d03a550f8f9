"""From QTI 3.0's words to those of 2.x: `qti-choice-interaction` → `choiceInteraction`, `max-choices` → `maxChoices`.

The two generations ask, map and score alike. 2.x has no shared stimulus (the text of a case stands in each item), no
`qti-content-body`, no `data-` and ARIA attributes; 2.1 has no `external-scored`.
"""

import re
from enum import StrEnum
from functools import lru_cache

from authoring.export.qti3.pieces import ROOT

__all__ = ["Version", "in_older_words"]


class Version(StrEnum):
    """Of QTI 2."""

    V21 = "2.1"
    V22 = "2.2"

    @property
    def code(self) -> str:
        """As resource types and namespaces write it: `v2p1`."""
        return "v" + self.value.replace(".", "p")

    @property
    def namespace(self) -> str:
        return f"http://www.imsglobal.org/xsd/imsqti_{self.code}"

    @property
    def root(self) -> str:
        """The attributes of a root element."""
        schema = f"http://www.imsglobal.org/xsd/qti/qti{self.code}/imsqti_{self.code}.xsd"
        return (
            f'xmlns="{self.namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            f'xsi:schemaLocation="{self.namespace} {schema}"'
        )


_TAG = re.compile(r"</?qti-[^>]*>")
_PARTS = re.compile(r"<(/?)qti-([a-z-]+)(.*)>", re.DOTALL)
_ATTRIBUTE = re.compile(r' ([\w:-]+)="([^"]*)"')
_STIMULUS_REF = re.compile(r"<qti-assessment-stimulus-ref [^>]*/>")
_STIMULUS_PLACE = re.compile(r'<div data-stimulus-idref="[^"]*"></div>')
_DROPPED = ("data-", "aria-")
_ONLY_22 = frozenset(("external-scored",))


def in_older_words(xml: str, version: Version, stimulus: str = "") -> str:
    """A document of the 3.0 writer as one of 2.x; `stimulus` is the XHTML of the case that an item belongs to."""
    if stimulus:
        xml = _STIMULUS_REF.sub("", xml, count=1)
        xml = _STIMULUS_PLACE.sub(lambda _: f'<div class="stimulus">{stimulus}</div>', xml, count=1)
    xml = xml.replace(ROOT, version.root, 1)
    return _TAG.sub(lambda tag: _tag(tag[0], version), xml)


@lru_cache(maxsize=16384)
def _tag(tag: str, version: Version) -> str:
    found = _PARTS.fullmatch(tag)
    assert found is not None  # noqa: S101  # every tag that `_TAG` finds has these parts
    closing, name, attributes = found.groups()
    if name == "content-body":
        return ""
    return f"<{closing}{_camel(name)}{_ATTRIBUTE.sub(lambda held: _attribute(held, version), attributes)}>"


def _attribute(found: re.Match[str], version: Version) -> str:
    name, value = found[1], found[2]
    if name.startswith(_DROPPED) or (name in _ONLY_22 and version is Version.V21):
        return ""
    return f' {_camel(name)}="{value}"'


@lru_cache(maxsize=512)
def _camel(name: str) -> str:
    first, *rest = name.split("-")
    return first + "".join([word.title() for word in rest])
