"""The official 1EdTech schemas, which may be used but not shipped: beside the checkout, or where QTI_SCHEMAS points."""

import os
from functools import lru_cache
from pathlib import Path

from lxml import etree

_BESIDE = Path(__file__).parents[4] / "shared" / "qti-schemas"
_PLACES = (*map(Path, filter(None, [os.environ.get("QTI_SCHEMAS")])), _BESIDE)
FOLDER = next((place for place in _PLACES if (place / "qti30").is_dir()), None)
"""None on a machine without them: the schema part of the tests is left out there, and CI refuses that."""

ASI = "qtiv3p0/imsqti_asiv3p0_sbacv1p0_v1p0.xsd"
CP = "qtiv3p0/imsqtiv3p0_imscpv1p2_v1p0.xsd"


@lru_cache(maxsize=2)
def _schema(folder: Path, name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(folder / "qti30" / name, etree.XMLParser(no_network=True)))


def problems(xml: str | bytes, folder: Path | None) -> list[str]:
    """What the official schema in a folder says of a document; without a folder nothing is validated."""
    if folder is None:
        return []
    root = etree.fromstring(xml.encode() if isinstance(xml, str) else xml)
    for element in root.iter():
        # The item schema is a profile that refuses data attributes the full one allows.
        for name in [name for name in element.attrib if str(name).startswith("data-")]:
            del element.attrib[name]
    schema = _schema(folder, CP if str(root.tag).endswith("}manifest") else ASI)
    return [] if schema.validate(root) else [f"{entry.line}: {entry.message}" for entry in schema.error_log]
