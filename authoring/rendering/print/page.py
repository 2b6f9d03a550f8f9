"""The shapes of paper."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["PageShape", "PrintLayout", "shape"]


class PrintLayout(StrEnum):
    A4 = "a4"
    A3 = "a3"
    """Landscape, two pages a side, to be folded; 密封线 at the left of every sheet."""
    LARGE = "large"
    """A4 in large print (大字版), 18 points, for candidates who see badly."""


@dataclass(frozen=True, slots=True)
class PageShape:
    """Lengths are in millimetres, type in points."""

    width: float
    height: float
    inner: float
    """Margin on the side of the sealing line: left on odd pages, right on even ones."""
    outer: float
    top: float
    bottom: float
    columns: int
    type_size: float
    sans: bool = False
    gutter: float = 14

    @property
    def line(self) -> float:
        """Width of a line in millimetres."""
        return (self.width - self.inner - self.outer - self.gutter * (self.columns - 1)) / self.columns

    @property
    def ems(self) -> float:
        """Width of a line in Chinese signs."""
        return self.line / (self.type_size * 25.4 / 72)


_SHAPES = {
    PrintLayout.A4: PageShape(210, 297, 20, 20, 18, 20, 1, 10.5),
    PrintLayout.A3: PageShape(420, 297, 32, 16, 16, 18, 2, 10.5),
    PrintLayout.LARGE: PageShape(210, 297, 18, 18, 18, 20, 1, 18, sans=True),
}


def shape(layout: PrintLayout) -> PageShape:
    return _SHAPES[layout]
