"""imsmanifest.xml: every file of the package once, what it is, and what it needs."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote

from authoring.export.qti3.pieces import HEAD

__all__ = ["Resource", "manifest_xml", "resource_xml"]

NAMESPACE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
SCHEMA = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd"


class Resource(NamedTuple):
    """A file and the identifiers of the resources it shows or refers to."""

    identifier: str
    kind: str
    """A resource type of the specification, such as `imsqti_item_xmlv3p0`."""
    path: str
    needs: tuple[str, ...] = ()
    metadata: str = ""
    beside: tuple[str, ...] = ()
    """Paths of more files that belong to it alone."""


def manifest_xml(identifier: str, resources: Iterable[Resource]) -> str:
    """The manifest of a package with a test; one file to a resource."""
    return (
        f'{HEAD}<manifest xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{NAMESPACE} {SCHEMA}" identifier="{identifier}">'
        "<metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata><organizations/>"
        f"<resources>{''.join([resource_xml(resource) for resource in resources])}</resources></manifest>\n"
    )


def resource_xml(resource: Resource) -> str:
    """A resource as manifests of all versions list it."""
    href = quote(resource.path)
    files = "".join([f'<file href="{quote(path)}"/>' for path in (resource.path, *resource.beside)])
    needs = "".join([f'<dependency identifierref="{name}"/>' for name in resource.needs])
    return (
        f'<resource identifier="{resource.identifier}" type="{resource.kind}" href="{href}">'
        f"{resource.metadata}{files}{needs}</resource>"
    )
