"""Secrets of requests: session tokens, CSRF tokens, and texts that only this server can have written."""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

__all__ = ["csrf_token", "hashed", "is_csrf_token", "new_token", "sealed", "unsealed"]


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What the store keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_token(secret: str, token: str) -> str:
    """Belongs to one cookie: another site can send the cookie along, but not read what belongs to it."""
    return _mark(secret, f"csrf/{token}")


def is_csrf_token(secret: str, token: str, given: str) -> bool:
    return hmac.compare_digest(csrf_token(secret, token).encode(), given.encode("utf-8", "replace"))


def sealed(secret: str, until: datetime, text: str) -> str:
    """An id that holds until a moment for one text, without containing it."""
    head = f"{secrets.token_urlsafe(12)}.{int(until.timestamp())}"
    return f"{head}.{_mark(secret, f'{head}/{text}')}"


def unsealed(secret: str, now: datetime, identifier: str, text: str) -> bool:
    """Whether an id is ours, still holds, and was made for the text."""
    head, _, mark = identifier.rpartition(".")
    _, _, until = head.partition(".")
    if not (until.isascii() and until.isdigit() and len(until) < 12 and int(until) > now.timestamp()):
        return False
    return hmac.compare_digest(_mark(secret, f"{head}/{text}").encode(), mark.encode("utf-8", "replace"))


def _mark(secret: str, text: str) -> str:
    digest = hmac.digest(secret.encode(), text.encode("utf-8", "replace"), "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
