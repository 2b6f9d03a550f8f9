"""Pictures of another system: kept under names made of their contents, if candidates' pages can show them."""

import base64
import binascii
import re
from collections.abc import Callable
from urllib.parse import unquote

from authoring.content.pictures import fault
from authoring.intake.exchange.losses import Losses
from authoring.records import sha256_hex
from authoring.texts import say

__all__ = ["Pictures", "decoded"]

_SIGNS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"))
_DATA = re.compile(r"data:[\w.+/-]*((?:;[\w.=-]+)*),(.*)", re.S | re.IGNORECASE)
_OUTSIDE = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//|[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_NOT_IN_ALT = re.compile(r"[\[\]\s]+")
_SHOWN = 40


class Pictures:
    """The pictures that one source shows; `find` gives the bytes of a file of the source by its address."""

    def __init__(self, losses: Losses, find: Callable[[str], bytes | None]) -> None:
        self._losses = losses
        self._find = find
        self.media: dict[str, bytes] = {}

    def take(self, src: str, alt: str) -> tuple[str, str] | None:
        """`media/<name>` and the alternative text; None for what is not kept, which is told."""
        shown = src if len(src) <= _SHOWN else src[:_SHOWN] + "…"
        data, reason = self._bytes(src)
        name = f"{sha256_hex(data)[:16]}.{_suffix(data)}" if data else ""
        if data and not reason:
            reason = "kind" if name.endswith(".") else fault(name, data) or ""
        if reason or not data:
            self._losses.doubtful("I623", shown, reason=say(f"intake_exchange.picture.{reason or 'missing'}"))
            return None
        self.media[name] = data
        alt = _NOT_IN_ALT.sub(" ", alt).strip()
        number = list(self.media).index(name) + 1
        return f"media/{name}", alt or say("intake_exchange.picture.alt", number=number)

    def shown_in(self, plain: object) -> dict[str, bytes]:
        """The pictures that the texts of plain data show."""
        written = str(plain) if self.media else ""
        return {name: data for name, data in self.media.items() if f"media/{name}" in written}

    def _bytes(self, src: str) -> tuple[bytes, str]:
        found = _DATA.fullmatch(src.strip())
        if found:
            coded = "base64" in found[1].lower()
            data = decoded(found[2]) if coded else unquote(found[2]).encode()
            return data, "" if data else "broken"
        if _OUTSIDE.match(src.strip()):
            return b"", "outside"
        return self._find(src.strip()) or b"", ""


def decoded(text: str) -> bytes:
    """The bytes of base64, empty where it is none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _suffix(data: bytes) -> str:
    known = next((suffix for sign, suffix in _SIGNS if data.startswith(sign)), "")
    return known or ("svg" if b"<svg" in data[:2000] else "")
