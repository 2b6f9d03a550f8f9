"""`authoring explain`: every code that a user can meet, a check's manual or what a finding of that code says."""

import re
from difflib import get_close_matches
from functools import lru_cache

from authoring.checks import ALL, manual
from authoring.checks.frame import UNUSED
from authoring.errors import UsageError
from authoring.texts import catalogue, say

__all__ = ["codes", "explanation"]

_CODED = re.compile(r"(.+\.([A-Z]\d{3}))\.message")
_VALUE = re.compile(r"(?<!\{)\{\w+[^{}]*\}(?!\})")
_NAMED = {
    "B101": "bank.encoding",
    "B102": "bank.broken_yaml",
    "B103": "bank.circular",
    "B104": "bank.duplicate_key",
    "B105": "bank.not_mapping",
    "B106": "bank.unreadable",
    "B107": "bank.id_file",
    "B108": "bank.duplicate_id",
    "B121": "bank.missing_file",
    "B122": "bank.reference",
    "M101": "content.M101.ce",
    "P301": "workflow.gone",
    "P302": "workflow.edited",
}
"""Where the texts of a code stand under a name."""


@lru_cache(maxsize=1)
def _tables() -> dict[str, str]:
    """Code → the table that holds its message and hint."""
    found = (_CODED.fullmatch(key) for key in catalogue())
    return {match[2]: match[1] for match in found if match} | _NAMED


def codes() -> list[str]:
    """Every code there is, in order."""
    return sorted({*_tables(), *(check.code for check in ALL), UNUSED})


def explanation(code: str) -> str:
    """What a code is about, in Chinese. Raises UsageError for an unknown one, naming the nearest and all there are."""
    wanted = code.strip().upper()
    if wanted not in codes():
        near = get_close_matches(wanted, codes(), n=1)
        message = say("manuals.unknown", code=code, near=say("manuals.near", name=near[0]) if near else "")
        raise UsageError(f"{message}\n{say('manuals.list', known=' '.join(codes()))}")
    if wanted == UNUSED or any(check.code == wanted for check in ALL):
        return manual(wanted)
    table = _tables()[wanted]
    head = say("manuals.head", code=wanted, area=say(f"manuals.area.{wanted[0]}"))
    told = (say(f"manuals.{part}", text=_bare(f"{table}.{part}")) for part in ("message", "hint"))
    return "\n".join((head, *told))


def _bare(key: str) -> str:
    """A text with its values left open."""
    return _VALUE.sub(say("manuals.blank"), say(key)).replace("{{", "{").replace("}}", "}")
