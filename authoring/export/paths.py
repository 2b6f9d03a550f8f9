"""Paths within a container: which must never be used, and how findings name the others."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from authoring.export.archive import Entry
from authoring.export.faults import wrong
from authoring.findings import Finding, Place

__all__ = ["inside", "shown_path", "twins", "unsafe_path"]

LONGEST_NAME = 300
"""Bytes of a path in UTF-8: a file name of 255, the most that file systems take, and its folders."""
_FORBIDDEN = re.compile('[\x00-\x1f\x7f\\\\:*?"<>|\ud800-\udfff\u202a-\u202e\u2066-\u2069]')
"""Control characters, backslashes, drive letters, what Windows refuses, direction marks that disguise a suffix."""
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def inside(package: str, path: str) -> str:
    """How a place names a file within a package."""
    return f"{package}/{path}" if package else path


def shown_path(name: bytes) -> str:
    """A path as a message can show it: what cannot be seen or misleads is written out."""
    text = name[:LONGEST_NAME].decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def unsafe_path(name: bytes) -> str:
    """Why a path must not be used, by the name of the reason; empty for a safe one."""
    if len(name) > LONGEST_NAME:
        return "long"
    try:
        path = name.decode()
    except UnicodeDecodeError:
        return "encoding"
    steps = path.split("/")
    if _FORBIDDEN.search(path):
        return "characters"
    if not path or path.startswith("/"):
        return "absolute"
    if any(step in {"", ".", ".."} for step in steps):
        return "steps"
    if any(step != step.strip() or step.endswith(".") or _RESERVED.fullmatch(step) for step in steps):
        return "reserved"
    return "composed" if path != unicodedata.normalize("NFC", path) else ""


def twins(entries: Sequence[Entry], package: str) -> Iterator[Finding]:
    """Paths that are one file on some system: equal, or differing in case or composition only."""
    seen: dict[str, str] = {}
    for entry in entries:
        path = shown_path(entry.name)
        folded = unicodedata.normalize("NFKC", path).casefold()
        if folded in seen:
            yield wrong("V104", Place(file=inside(package, path)), path=path, other=seen[folded])
        seen.setdefault(folded, path)
