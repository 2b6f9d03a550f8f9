"""A whole page inside a notebook."""

import html

from authoring.texts import say

__all__ = ["PreviewFrame"]


class PreviewFrame:
    """Shows a self-contained page of ours in a frame of its own, so that page and notebook leave each other alone.

    The page's own content security policy lets only its own scripts run and no address be reached.
    """

    def __init__(self, page: str, *, height: int = 680, title: str | None = None) -> None:
        """`height` in pixels; `title` is what a screen reader says (default: 考生页面预览)."""
        self.page = page
        self.height = height
        self.title = title or say("widgets.frame.title")

    def _repr_html_(self) -> str:
        style = f"display:block;width:100%;height:{self.height:d}px;border:1px solid #d3dce6;border-radius:6px"
        return f'<iframe title="{html.escape(self.title)}" style="{style}" srcdoc="{html.escape(self.page)}"></iframe>'
