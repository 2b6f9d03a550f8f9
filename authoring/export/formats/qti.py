"""QTI content packages by the names of their versions: one form of a paper to a package."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from authoring.export.qti2 import TAO, Version, qti2_package
from authoring.export.qti3 import qti3_package
from authoring.findings import Report
from authoring.papers.paper import Form, Paper
from authoring.questions import Question

__all__ = ["PLAIN", "QTI_VERSIONS", "QtiChoices", "qti_package"]

QTI_VERSIONS: dict[str, Callable[..., tuple[bytes, Report]]] = {
    "qti30": qti3_package,
    "qti22": partial(qti2_package, version=Version.V22),
    "qti21": partial(qti2_package, version=Version.V21),
    "tao": partial(qti2_package, version=Version.V22, layout=TAO),
}
"""The writer of each: `tao` is QTI 2.2 laid out as TAO imports it."""


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
    with_keys, feedback = choices
    return QTI_VERSIONS[name](paper, form, questions, media, with_keys=with_keys, feedback=feedback)
