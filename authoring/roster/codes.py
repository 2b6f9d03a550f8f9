"""APP识别码, 考试识别码 and initial passwords: unambiguous characters, unique, and never derived from anything.

Codes come from the system's random source, not from a seed: whoever knows the seed of an assignment must not know the
codes. So they differ on every run and are kept in the sealed roster only.
"""

import secrets

from authoring.errors import UsageError
from authoring.sessions.choices import CodeScope
from authoring.sessions.second_camera import UNAMBIGUOUS, Code
from authoring.texts import say

__all__ = ["draw_codes", "draw_passwords"]

PASSWORD_LENGTH = 12
"""Of 25 characters: 55 bits."""
SPARE = 1000
"""There must be so many times more codes than candidates, or codes could be guessed."""


def draw_codes(rule: Code, count: int) -> list[str]:
    """Codes for `count` candidates: one for all, or each an own one, as the rule's scope says.

    Raises UsageError when the rule has too few codes for so many candidates.
    """
    if rule.value is not None:
        return [rule.value] * count
    if rule.scope is CodeScope.SESSION:
        return [_draw(rule.alphabet, rule.length)] * count
    letters = "".join(dict.fromkeys(rule.alphabet))
    if len(letters) ** rule.length < SPARE * count:
        raise UsageError(say("roster.few_codes", name=rule.name, length=rule.length, count=count))
    codes: dict[str, None] = {}
    while len(codes) < count:
        codes[_draw(letters, rule.length)] = None
    return list(codes)


def draw_passwords(count: int) -> list[str]:
    """An initial password for each candidate."""
    return [_draw(UNAMBIGUOUS, PASSWORD_LENGTH) for _ in range(count)]


def _draw(letters: str, length: int) -> str:
    return "".join(secrets.choice(letters) for _ in range(length))
