"""Tables for reading: whole texts, aligned left; pandas' own view in a notebook cuts texts at 50 characters."""

import pandas as pd
from pandas.io.formats.style import Styler
from pandas.io.formats.style_render import CSSDict

__all__ = ["readable"]

CELL = "text-align: left; vertical-align: top; white-space: normal; min-width: 2.6em; padding: 3px 16px 3px 6px"

_CELL = "text-align: left; vertical-align: top; white-space: normal; min-width: 2.6em; padding: 3px 16px 3px 6px"


def readable(frame: pd.DataFrame) -> Styler:
    """The frame as a notebook should show it; an index without a meaning is left out. Texts are escaped."""
    styled = frame.style.format(escape="html").format_index(escape="html").format_index(escape="html", axis="columns")
    cells: CSSDict = {"selector": "th, td", "props": CELL}
    styled = styled.set_table_styles([cells])
    nameless = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    return styled.hide() if nameless else styled
