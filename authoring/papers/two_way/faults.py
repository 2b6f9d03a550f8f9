"""How the reading of two-way tables says what is wrong; its texts stand under `blueprint_table.finding`."""

from authoring.findings import Finding, Place, Voice
from authoring.texts import say

__all__ = ["doubtful", "missing", "note", "wrong"]

_VOICE = Voice("blueprint_table.finding")
wrong, doubtful, note = _VOICE.wrong, _VOICE.doubtful, _VOICE.note


def missing(setting: str, where: Place, **values: object) -> Finding:
    """P160 for what a table cannot say and nobody else said, with an example of how to write it."""
    name, example = (say(f"blueprint_table.setting.{setting}.{part}", **values) for part in ("name", "example"))
    return wrong("P160", where, name=name, example=example)
