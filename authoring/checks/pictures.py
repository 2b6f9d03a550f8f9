"""Pictures and markup: what candidates' pages can show."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import PurePosixPath

from authoring.checks.frame import Context, QuestionCheck, Reading, Subject, Trouble, trouble
from authoring.content.pictures import fault
from authoring.findings import Severity
from authoring.texts import say

__all__ = ["AlternativeText", "Markup", "PictureMissing", "PictureUnsafe"]


class PictureMissing(QuestionCheck):
    """Every picture that a text shows lies in the bank's media folder.

    Bad: `![…](media/flow.svg)` without such a file. Better: put the file there, or correct the name.
    """

    code, severity, subject = "S111", Severity.ERROR, Subject.STRUCTURE

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for path, image in reading.images:
            if context.once(_faults)(image.src) == "missing":
                yield trouble(path, src=image.src)


class PictureUnsafe(QuestionCheck):
    """A picture is what its name says, small, and neither runs anything nor reaches outside the examination.

    Bad: an SVG with a script, a web font or a picture from the web. Better: plain shapes and texts, exported anew.
    """

    code, severity, subject = "S112", Severity.ERROR, Subject.STRUCTURE

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for path, image in reading.images:
            found = context.once(_faults)(image.src)
            if found not in (None, "missing"):
                yield trouble(path, src=image.src, reason=say(f"checks.S112.reason.{found}"))


class AlternativeText(QuestionCheck):
    """The alternative text says what the picture shows: blind candidates and printed lists have nothing else.

    Bad: 图片, 示意图1, flow.svg. Better: what is drawn and how it is labelled, without giving away the key.
    """

    code, severity, subject = "S113", Severity.WARNING, Subject.STRUCTURE
    SHORTEST = 5
    """Characters."""
    _NAME = re.compile(
        r"(?:如?[上下]?图|图片|图像|插图|附图|示意图|流程图|照片|截图|image|picture|img|photo|figure)[\s\d一二三四五六七八九十.:：所示-]*",
        re.I,
    )
    _FILE = re.compile(r"[\w.-]+\.(?:png|jpe?g|svg)", re.IGNORECASE)

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for path, image in reading.images:
            alt = image.alt.strip()
            useless = self._NAME.fullmatch(alt) or self._FILE.fullmatch(alt) or alt == PurePosixPath(image.src).stem
            if alt and (useless or len(alt) < self.SHORTEST):
                yield trouble(path, alt=alt, src=image.src)


class Markup(QuestionCheck):
    """The markup is understood: formulas, chemistry, pictures, tables; what is not would be shown as it is written.

    Bad: `$\\frac{44}{12$`. Better: `$\\frac{44}{12}$`.
    """

    code, severity, subject = "S114", Severity.ERROR, Subject.STRUCTURE
    HARMLESS = frozenset({"M102", "M105", "M106"})
    """Raw HTML, a lone dollar sign and links are shown as text, which an author may even want."""

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        for path, content in reading.contents.items():
            for problem in content.problems:
                yield trouble(
                    path,
                    severity=Severity.WARNING if problem.code in self.HARMLESS else None,
                    line=problem.line,
                    column=problem.column,
                    problem=problem.message,
                    remedy=problem.hint,
                )


def _faults(context: Context) -> Callable[[str], str | None]:
    """Judges each picture of the bank once."""

    @cache
    def judge(address: str) -> str | None:
        data = context.media(address)
        return "missing" if data is None else fault(address, data)

    return judge
