"""The front end, and what it must know from the start.

Everything else goes to and fro as messages, which a saved notebook does not keep: passphrases, shares and words of keys
come this way and are never sent back, and neither a candidate nor a key is in the widget's state.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from authoring.export.formats import FORMATS
from authoring.export.formats.qti import QTI_VERSIONS
from authoring.export.roster_files import ROSTER_FORMATS
from authoring.export.sealing.key_entry import Role
from authoring.intake.excel.opening import LARGEST
from authoring.rendering.guide.files import KINDS
from authoring.rendering.guide.handouts import HANDOUTS
from authoring.rendering.print.printing import PrintKind, PrintLayout, Product
from authoring.texts import say, tree
from authoring.widgets.front import scripts, styles

__all__ = ["TABS", "HandoverView", "choices"]

_HERE = Path(__file__).parent
SCRIPTS = ("parts.js", "form.js", "seats.js", "roster.js", "keys.js", "materials.js", "panel.js")
"""Joined in this order to one module."""
TABS = ("roster", "keys", "materials", "formats")
MOST_PHOTOS = 1_000_000_000
"""Bytes of the zip of photos: it goes to disk and is never held whole."""
PIECE = 2_000_000
"""Bytes; a notebook server refuses messages of 10 MB."""
Choices = list[tuple[str, str]]


class HandoverView(anywidget.AnyWidget):
    """One trait only."""

    _esm = scripts(_HERE, *SCRIPTS)
    _css = styles(_HERE, "panel.css")
    fixed = traitlets.Dict().tag(sync=True)
    """Texts, who is at work, and what there is to choose from."""

    def __init__(self, who: str, forms: Iterable[str], sessions: Choices) -> None:
        super().__init__(
            fixed=_fixed(who, [(name, say("handover_panel.one_form", form=name)) for name in forms], sessions)
        )


def choices(table: str, names: Iterable[str]) -> Choices:
    """Values with what is said of them."""
    return [(str(name), say(f"handover_panel.{table}.{name}")) for name in names]


def _fixed(who: str, forms: Choices, sessions: Choices) -> dict[str, Any]:
    return {
        "texts": tree("handover_panel", "view"),
        "who": who,
        "tabs": choices("tab", TABS),
        "largest": {"roster": LARGEST, "photos": MOST_PHOTOS},
        "piece": PIECE,
        "sessions": sessions,
        "forms": forms,
        "rosters": choices("roster_format", ROSTER_FORMATS),
        "roles": choices("role", Role),
        "locks": choices("lock", ("passphrase", "shares", "open")),
        "products": [(product.value, say(f"printing.kind.{product}")) for product in Product],
        "layouts": choices("layout", PrintLayout),
        "kinds": choices("file_kind", PrintKind),
        "handouts": [(name, say(f"guide.{name}.title")) for name in HANDOUTS],
        "handout_kinds": choices("file_kind", KINDS),
        "formats": choices("format", [*QTI_VERSIONS, *FORMATS]),
        "qti": list(QTI_VERSIONS),
    }
