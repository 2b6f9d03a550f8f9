"""The hand-over panel: roster, keys and sealing, printing and handouts, other formats."""

from authoring.widgets.handover_panel.panel import HandoverPanel

__all__ = ["HandoverPanel"]
