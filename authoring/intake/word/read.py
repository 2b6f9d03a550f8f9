"""Word files in: the document's lines through the grammar of pasted text."""

from collections.abc import Sequence

from authoring.findings import Place, Report
from authoring.intake.answers import BlankNotation
from authoring.intake.draft import Intake
from authoring.intake.drafting import Pen
from authoring.intake.keys import Keys, keys_in
from authoring.intake.losses import loss
from authoring.intake.markup import Tokens, TooManyPiecesError
from authoring.intake.text import intake_of, pictures_of
from authoring.intake.word.package import RefusedError, opened
from authoring.intake.word.walk import Walk

__all__ = ["read_word", "read_word_keys"]


def read_word(data: bytes, source: str, *, keys: Sequence[Keys] = (), blanks: BlankNotation | None = None) -> Intake:
    """The questions in a .docx; places count its paragraphs. `keys` and `blanks` as for `read_text`.

    What is no .docx (password, .doc, damage, a zip bomb) is one finding that says what to do.
    """
    tokens = Tokens()
    try:
        walk = Walk(opened(data, source), tokens)
        lines = walk.lines()
        intake = intake_of(lines, Pen(source, tokens, blanks, media=walk.pictures.media | pictures_of(keys)), keys)
    except RefusedError as error:
        return Intake(source=source, report=Report(findings=(error.finding,)))
    except TooManyPiecesError:
        refused = loss("I106", Place(file=source), source=source, part=source)
        return Intake(source=source, report=Report(findings=(refused,)))
    findings = [*intake.report.findings, *walk.findings]
    findings.sort(key=lambda finding: finding.where.line or 0)
    return intake.model_copy(update={"report": Report.of(findings)})


def read_word_keys(data: bytes, source: str) -> Keys:
    """The answers in a Word file that is nothing but detached keys. Raises RefusedError."""
    tokens = Tokens()
    walk = Walk(opened(data, source), tokens)
    return keys_in(walk.lines(), source, tokens, walk.pictures.media)
