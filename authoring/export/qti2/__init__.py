"""QTI 2.1 and 2.2: what the 3.0 writer says, in the words of the older versions.

>>> from authoring.export.qti2 import Version, qti2_package
"""

from authoring.export.qti2.layout import ONE_FOLDER, TAO, Layout
from authoring.export.qti2.package import qti2_package
from authoring.export.qti2.vocabulary import Version, in_older_words

__all__ = ["ONE_FOLDER", "TAO", "Layout", "Version", "in_older_words", "qti2_package"]
