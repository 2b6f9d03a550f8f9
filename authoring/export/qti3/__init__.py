"""QTI 3.0: one item for each question, one test for each form, packed as the specification asks.

>>> from authoring.export.qti3 import item_xml, qti3_package
"""

from authoring.export.qti3.items import item_xml
from authoring.export.qti3.losses import Loss
from authoring.export.qti3.package import qti3_package

__all__ = ["Loss", "item_xml", "qti3_package"]
