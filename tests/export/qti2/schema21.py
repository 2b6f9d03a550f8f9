"""The official QTI 2.1.1 schemas, where they are (see `tests/export/qti3/schemas.py`)."""

from functools import lru_cache
from pathlib import Path

from lxml import etree

__all__ = ["problems"]

_FILES = {"manifest": "imscp_v1p1.xsd", "item": "qtiv2p1p1/imsqti_v2p1p1.xsd"}


@lru_cache(maxsize=2)
def _schema(folder: Path, kind: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(folder / "qti21" / _FILES[kind], etree.XMLParser(no_network=True)))


def problems(xml: str | bytes, folder: Path | None) -> list[str]:
    """What the official schema says of a document; without a folder nothing is validated."""
    if folder is None:
        return []
    root = etree.fromstring(xml.encode() if isinstance(xml, str) else xml)
    schema = _schema(folder, "manifest" if str(root.tag).endswith("}manifest") else "item")
    return [] if schema.validate(root) else [f"{entry.line}: {entry.message}" for entry in schema.error_log]
