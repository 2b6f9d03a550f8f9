"""收题: files are dropped, what was understood and what was not stands in a table, is repaired there and taken in."""

from authoring.widgets.intake_panel.panel import IntakePanel

__all__ = ["IntakePanel"]
