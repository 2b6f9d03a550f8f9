"""The Config Key: by it a server knows that a Safe Exam Browser runs under exactly these settings.

Source: Safe Exam Browser's developer documentation, "Using the Config Key"; tested against published settings.
"""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from authoring.errors import UsageError
from authoring.records import sha256_hex
from authoring.texts import say

__all__ = ["config_key", "seb_json"]

_LEFT_OUT = "originatorVersion"
"""Which program wrote the file says nothing about the settings."""


def config_key(settings: Mapping[str, Any]) -> str:
    """SHA-256 of the SEB-JSON of a settings dictionary (as read from its property list), 64 hexadecimal digits.

    Raises UsageError for a value that SEB-JSON cannot carry unambiguously.
    """
    return sha256_hex(seb_json(settings).encode())


def seb_json(settings: Mapping[str, Any]) -> str:
    """JSON without white space and escapes, keys sorted by their small letters, empty dictionaries left out."""
    return _text({name: value for name, value in settings.items() if name != _LEFT_OUT})


def _place(name: str) -> tuple[str, str]:
    """By small letters; of names that differ in nothing else the one with the small letter comes first."""
    return name.lower(), name.swapcase()


def _text(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
        case int() | float():
            return f"{value:g}" if isinstance(value, float) else str(value)
        case bytes():
            return f'"{base64.b64encode(value).decode()}"'
        case datetime():
            return f'"{value:%Y-%m-%dT%H:%M:%SZ}"'
        case Mapping():
            kept = {name: entry for name, entry in value.items() if not (isinstance(entry, Mapping) and not entry)}
            parts = (f'"{name}":{_text(kept[name])}' for name in sorted(kept, key=_place))
            return "{" + ",".join(parts) + "}"
        case list() | tuple():
            return "[" + ",".join(map(_text, value)) + "]"
        case _:
            raise UsageError(say("export_seb.value", kind=type(value).__name__))
