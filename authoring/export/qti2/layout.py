"""Where the files of a QTI 2.x package lie.

`ONE_FOLDER` is the layout of the 3.0 package: pictures in one folder that all items share. `TAO` is that of TAO's own
packages, which its importer takes: a folder for each item and the pictures it shows, listed with the item, and the test
in a folder of its own. TAO looks for listed files by their address as it is written, so their names are ASCII
(`AssetManager` of oat-sa/extension-tao-itemqti).
"""

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from authoring.export.qti3.pieces import picture
from authoring.records import sha256_hex

__all__ = ["ONE_FOLDER", "TAO", "Layout"]

_PLAIN = re.compile(r"[A-Za-z0-9_.-]+")


class Layout(NamedTuple):
    """Paths, in which `{}` stands for the identifier of the item or the test."""

    test: str
    item: str
    from_test: str
    """An item's address, seen from the test."""
    own_pictures: bool
    """Each item keeps its pictures beside it."""

    def shown(self, address: str) -> str:
        """What an item writes for a picture of the bank, `media/1.png`."""
        return f"img/{_plain_name(address)}" if self.own_pictures else picture(address)

    def kept(self, item: str, address: str) -> str:
        """The path of a picture that an item shows."""
        folder = PurePosixPath(self.item.format(item)).parent
        return str(folder / self.shown(address)) if self.own_pictures else address


def _plain_name(address: str) -> str:
    name = address.removeprefix("media/")
    return name if _PLAIN.fullmatch(name) else f"{sha256_hex(name.encode())[:16]}{PurePosixPath(name).suffix.lower()}"


ONE_FOLDER = Layout("assessment.xml", "items/{}.xml", "items/{}.xml", own_pictures=False)
TAO = Layout("tests/{}/test.xml", "items/{}/qti.xml", "../../items/{}/qti.xml", own_pictures=True)
