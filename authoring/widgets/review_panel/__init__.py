"""审题: the queue, the chosen question as candidates and reviewers see it, its history, and the decision on it."""

from authoring.widgets.review_panel.panel import ReviewPanel

__all__ = ["ReviewPanel"]
