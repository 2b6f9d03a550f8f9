"""A question bank and exam authoring toolkit for the dual-carbon (双碳) vocational exams."""

__version__ = "0.1.0"
