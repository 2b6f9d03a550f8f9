"""Strokes of the guide's drawings: SVG without style sheets, which browsers, typst and Word's pictures show alike."""

import math
from collections.abc import Iterable
from html import escape

__all__ = [
    "GOOD",
    "GREY",
    "INK",
    "PALE",
    "WARM",
    "arrow",
    "box",
    "button",
    "circle",
    "face",
    "field",
    "line",
    "path",
    "phone",
    "picture",
    "screen",
    "text",
    "tick",
    "width_of",
]

INK, PALE, GREY, GOOD, WARM = "#163a66", "#e8f1fb", "#7b8794", "#16803c", "#c77700"
_FONTS = "Noto Sans SC, Microsoft YaHei, PingFang SC, sans-serif"


def picture(width: int, height: int, parts: Iterable[str]) -> bytes:
    """An SVG document; lengths are in pixels."""
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    return f'{head}<rect width="{width}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>'.encode()


def width_of(words: str, size: float) -> float:
    """About how wide a text is: signs of Chinese are as wide as the size says, Latin ones a good half of it."""
    return sum(size if ord(sign) > 0x2E7F else size * 0.56 for sign in words)


def text(
    x: float, y: float, words: str, *, size: float = 15, fill: str = INK, anchor: str = "middle", most: float = 0
) -> str:
    """One line; smaller where it would be wider than `most`."""
    if most and width_of(words, size) > most:
        size = size * most / width_of(words, size)
    return (
        f'<text x="{x:g}" y="{y:g}" font-family="{_FONTS}" font-size="{size:.3g}" fill="{fill}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def box(
    x: float, y: float, width: float, height: float, *, fill: str = "#ffffff", stroke: str = INK, round_: float = 6
) -> str:
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{round_:g}" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="2"/>'
    )


def line(x: float, y: float, to_x: float, to_y: float, *, stroke: str = INK, dashed: bool = False) -> str:
    dashes = ' stroke-dasharray="6 5"' if dashed else ""
    return f'<line x1="{x:g}" y1="{y:g}" x2="{to_x:g}" y2="{to_y:g}" stroke="{stroke}" stroke-width="2"{dashes}/>'


def path(strokes: str, *, fill: str = "none", stroke: str = INK) -> str:
    return f'<path d="{strokes}" fill="{fill}" stroke="{stroke}" stroke-width="2.5" stroke-linecap="round"/>'


def circle(x: float, y: float, radius: float, *, fill: str = "#ffffff", stroke: str = INK) -> str:
    return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{fill}" stroke="{stroke}" stroke-width="2"/>'


def arrow(x: float, y: float, to_x: float, to_y: float, *, stroke: str = INK) -> str:
    """A line with a head at its end."""
    angle = math.atan2(to_y - y, to_x - x)
    wings = [(to_x - 10 * math.cos(angle + turn), to_y - 10 * math.sin(angle + turn)) for turn in (0.45, -0.45)]
    (left_x, left_y), (right_x, right_y) = wings
    head = f"M{left_x:.1f} {left_y:.1f}L{to_x:g} {to_y:g}L{right_x:.1f} {right_y:.1f}"
    return line(x, y, to_x, to_y, stroke=stroke) + path(head, stroke=stroke)


def tick(x: float, y: float) -> str:
    """A white tick on green."""
    mark = f"M{x - 5:g} {y:g}l4 5l7 -9"
    return circle(x, y, 11, fill=GOOD, stroke=GOOD) + path(mark, stroke="#ffffff")


def button(x: float, y: float, width: float, words: str, *, on: bool = True, size: float = 14) -> str:
    """A button of 30 pixels' height; grey when it does not work yet."""
    fill, stroke, ink = (INK, INK, "#ffffff") if on else ("#d8dde3", "#b9c2cc", "#6b7682")
    inner = text(x + width / 2, y + 20, words, size=size, fill=ink, most=width - 12)
    return box(x, y, width, 30, fill=fill, stroke=stroke, round_=5) + inner


def field(x: float, y: float, width: float, words: str) -> str:
    """An input with what belongs into it."""
    inner = text(x + 10, y + 20, words, size=13, fill=GREY, anchor="start", most=width - 20)
    return box(x, y, width, 30, stroke="#9fb3c8", round_=4) + inner


def screen(x: float, y: float, width: float, height: float, title: str = "") -> str:
    """A window with a title bar."""
    bar = box(x, y, width, 26, fill=INK, round_=6)
    return (
        box(x, y, width, height, fill="#f8fafc")
        + bar
        + text(x + 12, y + 18, title, size=13, fill="#ffffff", anchor="start", most=width - 24)
    )


def phone(x: float, y: float, width: float, height: float) -> str:
    """A phone held upright, its camera above the screen."""
    inner = box(x + 6, y + 20, width - 12, height - 34, fill="#f8fafc", stroke="#9fb3c8", round_=3)
    return box(x, y, width, height, fill="#2b3a4a", round_=14) + inner + circle(x + width / 2, y + 11, 3, fill=PALE)


def face(x: float, y: float, size: float) -> str:
    """Head and shoulders; `x`, `y` is the middle of the head, `size` its radius."""
    shoulders = (
        f"M{x - 2 * size:g} {y + 3 * size:g}C{x - 2 * size:g} {y + size:g} {x - size:g} {y + 1.3 * size:g} "
        f"{x:g} {y + 1.3 * size:g}C{x + size:g} {y + 1.3 * size:g} {x + 2 * size:g} {y + size:g} "
        f"{x + 2 * size:g} {y + 3 * size:g}Z"
    )
    return path(shoulders, fill=PALE) + circle(x, y, size, fill=PALE)
