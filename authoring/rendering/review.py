"""What reviewers see beside a candidate page: keys, rationales, sources and findings, from records of their own."""

from authoring.findings import Finding
from authoring.records import Marks, Record
from authoring.rendering.views import EntryView

__all__ = ["ReviewNote", "ReviewPaper"]


class ReviewNote(Record):
    """One question's secrets. HTML fields are XHTML fragments made by `authoring.content`."""

    question: str
    """Id of the question, or of a case's child."""
    number: str
    """As printed: `12`, or `41.2`."""
    key: str
    """XHTML: letters as this form shows them, a value with its tolerance, or the model answer with its rubric.

    Empty for a case, whose children have the keys.
    """
    rationale: str
    """XHTML."""
    mistakes: tuple[EntryView, ...] = ()
    """Why each distractor is wrong: `id` is the letter as this form shows it."""
    sources: tuple[str, ...] = ()
    """References with their titles, one line each."""
    facts: tuple[str, ...] = ()
    """Dated facts that the question rests on, with value and validity, one line each."""
    findings: tuple[Finding, ...] = ()
    points: tuple[str, ...]
    """Knowledge points with their names, the main one first."""
    level: str
    """Chinese name, as all labels here."""
    cognitive: str
    difficulty: int
    """1 (easy) to 5 (hard)."""
    marks: Marks
    seconds: int
    """Expected answering time."""


class ReviewPaper(Record):
    """One form's notes, in the order of its questions; cases stand before their children."""

    paper: str
    form: str
    """Empty for a question by itself."""
    title: str
    notes: tuple[ReviewNote, ...]
