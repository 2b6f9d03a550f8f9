"""Questions in the formats of other systems, and what each of them cannot carry.

>>> from authoring.export.formats import by_domain, export
"""

from authoring.export.formats.groups import Group, by_domain, by_section
from authoring.export.formats.registry import FORMATS, Format, export, export_form, suffix

__all__ = ["FORMATS", "Format", "Group", "by_domain", "by_section", "export", "export_form", "suffix"]
