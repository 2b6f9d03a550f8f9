"""组卷: blueprint and bank, parallel forms or what is short, changes by hand, keeping and approving."""

from authoring.widgets.compose_panel.panel import ComposePanel

__all__ = ["ComposePanel"]
