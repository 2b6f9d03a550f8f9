"""QTI content packages by the names of their versions: one form of a paper to a package."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from authoring.export.qti2 import Version, qti2_package
from authoring.export.qti3 import qti3_package
from authoring.findings import Report
from authoring.papers.paper import Form, Paper
from authoring.questions import Question

__all__ = ["PLAIN", "QTI_VERSIONS", "QtiChoices", "qti_package"]

QTI_VERSIONS: dict[str, Version | None] = {"qti30": None, "qti22": Version.V22, "qti21": Version.V21}
"""None: the 3.0 writer itself."""


class QtiChoices(NamedTuple):
    """What a package may hold besides the questions."""

    with_keys: bool = True
    """Without keys a package is safe in a candidate's hands, and scores nothing."""
    feedback: bool = False
    """The rationale, shown after the attempt."""


PLAIN = QtiChoices()


def qti_package(
    name: str,
    paper: Paper,
    form: Form,
    questions: Mapping[str, Question],
    media: Callable[[str], bytes],
    choices: QtiChoices = PLAIN,
) -> tuple[bytes, Report]:
    """The package of a form. Raises KeyError for a version that is none of `QTI_VERSIONS`."""
    version = QTI_VERSIONS[name]
    with_keys, feedback = choices
    if version is None:
        return qti3_package(paper, form, questions, media, with_keys=with_keys, feedback=feedback)
    return qti2_package(paper, form, questions, media, version=version, with_keys=with_keys, feedback=feedback)
