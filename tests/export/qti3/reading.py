"""From an item's XML to the marks that its own response processing gives."""

from decimal import Decimal
from typing import Any

from authoring.export.verify.qti_item import QtiItem, read_item
from authoring.export.verify.qti_processing import score_item
from authoring.export.verify.qti_responses import to_qti_response
from authoring.export.verify.qti_xml import ASI, read_xml


def read(xml: str) -> QtiItem:
    return read_item(read_xml(xml.encode(), "item.xml"), "item.xml")


def marks(item: QtiItem, response: Any) -> Decimal:
    """Marks for one of our responses."""
    return score_item(item, to_qti_response(item, response))


def item_of(declarations: str, processing: str, body: str = "<p>题干</p>") -> QtiItem:
    """A hand-written item."""
    return read(
        f'<qti-assessment-item xmlns="{ASI}" identifier="I1" title="I1" time-dependent="false">{declarations}'
        '<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"/>'
        f"<qti-item-body>{body}</qti-item-body>"
        f"<qti-response-processing>{processing}</qti-response-processing></qti-assessment-item>"
    )
