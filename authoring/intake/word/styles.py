"""Formats of runs and paragraphs that say something: red, highlighted, bold, raised, hidden, underlined."""

import re
from dataclasses import dataclass, field

from lxml import etree

from authoring.intake.word.package import qualified, whole

__all__ = ["Format", "Styles"]

_VAL = qualified("w:val")
_OFF = frozenset(("0", "false", "off", "none"))
_PLAIN_FILLS = frozenset(("auto", "FFFFFF", "ffffff", "clear", ""))
_DEEPEST = 10
_W = qualified("w:r").removesuffix("r")


@dataclass(frozen=True, slots=True)
class Format:
    """What of a run's format carries meaning."""

    marked: bool = False
    """Red, highlighted or shaded: how authors set off the right answer."""
    bold: bool = False
    dotted: bool = False
    """着重号."""
    italic: bool = False
    underlined: bool = False
    struck: bool = False
    hidden: bool = False
    script: str = ""
    """`~` lowered, `^` raised."""


_DEFAULT = Format()


@dataclass(slots=True)
class Styles:
    """The document's styles, as far as formats and numbering go."""

    root: etree._Element | None
    _elements: dict[str, etree._Element] = field(default_factory=dict)
    _chains: dict[str, list[etree._Element]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for style in [] if self.root is None else self.root.iterfind(_W + "style"):
            self._elements[style.get(_W + "styleId", "")] = style

    def chain(self, name: str | None) -> list[etree._Element]:
        """A style and those it is based on."""
        if not name:
            return []
        if name not in self._chains:
            found: list[etree._Element] = []
            following: str | None = name
            while following in self._elements and len(found) < _DEEPEST:
                style = self._elements[following]
                found.append(style)
                base = style.find(_W + "basedOn")
                following = None if base is None else base.get(_VAL)
            self._chains[name] = found
        return self._chains[name]

    def format(self, run: etree._Element) -> Format:
        """The format of a run: its own properties, then those of its character style."""
        own = run.find(_W + "rPr")
        if own is None or not len(own):
            return _DEFAULT
        style = own.find(_W + "rStyle")
        layers = [own]
        for entry in self.chain(None if style is None else style.get(_VAL)):
            properties = entry.find(_W + "rPr")
            if properties is not None:
                layers.append(properties)
        return _format(layers)

    def numbering(self, properties: etree._Element | None) -> tuple[str, int] | None:
        """`numId` and level of a paragraph: its own, or its style's."""
        style = None if properties is None else properties.find(_W + "pStyle")
        layers = [] if properties is None else [properties]
        for entry in self.chain(None if style is None else style.get(_VAL)):
            inner = entry.find(_W + "pPr")
            if inner is not None:
                layers.append(inner)
        number, level = None, None
        for layer in layers:
            numbered = layer.find(_W + "numPr")
            if numbered is None:
                continue
            number = _of(numbered, "numId") if number is None else number
            level = _of(numbered, "ilvl") if level is None else level
        return None if number is None else (number, whole(level, 0))


def _of(parent: etree._Element, name: str) -> str | None:
    child = parent.find(_W + name)
    return None if child is None else child.get(_VAL)


def _first(layers: list[etree._Element], name: str) -> etree._Element | None:
    return next((found for layer in layers if (found := layer.find(_W + name)) is not None), None)


def _on(layers: list[etree._Element], name: str) -> bool:
    found = _first(layers, name)
    return found is not None and found.get(_VAL, "1") not in _OFF


def _format(layers: list[etree._Element]) -> Format:
    return Format(
        marked=_is_marked(layers),
        bold=_on(layers, "b"),
        dotted=_on(layers, "em"),
        italic=_on(layers, "i"),
        underlined=_on(layers, "u"),
        struck=_on(layers, "strike") or _on(layers, "dstrike"),
        hidden=_on(layers, "vanish"),
        script=_script(layers),
    )


def _script(layers: list[etree._Element]) -> str:
    """`~` or `^`: by its name, or as LibreOffice writes it, smaller and moved up or down."""
    align, moved = _first(layers, "vertAlign"), _first(layers, "position")
    if align is not None:
        return {"subscript": "~", "superscript": "^"}.get(align.get(_VAL, ""), "")
    height = whole(moved.get(_VAL), 0) if moved is not None and _first(layers, "sz") is not None else 0
    return "~" if height < 0 else "^" if height > 0 else ""


def _is_marked(layers: list[etree._Element]) -> bool:
    colour, shade = _first(layers, "color"), _first(layers, "shd")
    if colour is not None and _is_red(colour.get(_VAL, "")):
        return True
    return _on(layers, "highlight") or (shade is not None and shade.get(_W + "fill", "") not in _PLAIN_FILLS)


def _is_red(colour: str) -> bool:
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return False
    red, green, blue = (int(colour[place : place + 2], 16) for place in (0, 2, 4))
    return red >= 0xB0 and green <= 0x60 and blue <= 0x60
