"""How this room says what is wrong; its texts stand under `roster.finding`."""

from authoring.findings import Voice

__all__ = ["doubtful", "note", "wrong"]

_VOICE = Voice("roster.finding")
wrong, doubtful, note = _VOICE.wrong, _VOICE.doubtful, _VOICE.note
