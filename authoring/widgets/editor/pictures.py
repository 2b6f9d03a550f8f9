"""Pictures that an author brings: judged by what they are, named by what they hold."""

import re
from pathlib import PurePosixPath

from authoring.content.pictures import LARGEST, fault
from authoring.errors import UsageError
from authoring.records import sha256_hex
from authoring.texts import say

__all__ = ["picture_name"]

_KINDS = ((b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"))
_UNSAFE = re.compile(r"[^a-z0-9]+")
_PRINT = 8
"""Hexadecimal digits of the picture's sum: equal pictures share a file, different ones never meet."""


def picture_name(name: str, data: bytes) -> str:
    """Name in `media/` for a picture, such as `flow-1c9a04be.png`; `name` is its file's own.

    Raises UsageError for what is no PNG, JPEG or harmless SVG, or too large.
    """
    suffix = next((suffix for magic, suffix in _KINDS if data.startswith(magic)), ".svg")
    found = fault(f"x{suffix}", data)
    if found == "size":
        raise UsageError(say("editor.picture.size", name=name, size=len(data) // 1024, most=LARGEST // 1024))
    if found is not None:
        kind = "kind" if found in ("kind", "broken") else "unsafe"
        raise UsageError(say(f"editor.picture.{kind}", name=name))
    word = _UNSAFE.sub("-", PurePosixPath(name.replace("\\", "/")).stem.lower()).strip("-")[:40].strip("-")
    return f"{word or 'picture'}-{sha256_hex(data)[:_PRINT]}{suffix}"
