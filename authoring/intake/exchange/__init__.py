"""Questions of other systems: QTI content packages and items, Moodle XML, GIFT → drafts and a loss report."""

from authoring.findings import Place, Report
from authoring.intake.draft import Intake
from authoring.intake.exchange.archive import RefusedError, parsed
from authoring.intake.exchange.gift import is_gift, read_gift
from authoring.intake.exchange.losses import VOICE
from authoring.intake.exchange.moodle import read_moodle
from authoring.intake.exchange.qti_package import is_package, read_item_file, read_package
from authoring.intake.exchange.xml import name

__all__ = ["is_gift", "is_package", "read_gift", "read_package", "read_xml"]

_OLD_QTI = "questestinterop"


def read_xml(data: bytes, source: str) -> Intake:
    """The questions of an XML file: Moodle's `quiz`, or one QTI item. What it is else is a finding."""
    try:
        root = parsed(data, source)
    except RefusedError as error:
        return Intake(source=source, report=Report.of([error.finding]))
    match name(root):
        case "quiz":
            return read_moodle(root, source)
        case "assessmentItem":
            return read_item_file(root, source)
        case kind:
            code = "I608" if kind == _OLD_QTI else "I607"
            finding = VOICE.wrong(code, Place(file=source), quote=f"{source} <{kind}>")
            return Intake(source=source, report=Report.of([finding]))
