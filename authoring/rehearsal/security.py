"""What stands before every request: its size, its origin, its CSRF token, how often it comes; what replies say.

Tokens are checked against cookies without asking the store, so a flood of forged requests costs little.
"""

import time
from collections import OrderedDict
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.tokens import is_csrf_token

__all__ = ["COOKIES", "VISITOR", "Guard", "cookie_of"]

VISITOR = "rehearsal_visitor"
"""Cookie of whoever has not signed in yet."""
COOKIES = {"phone": "rehearsal_phone", "console": "rehearsal_console", "candidate": "rehearsal_candidate"}
"""Cookie of a session, by its kind."""
MOST_BYTES = 5 * 2**20
"""Of a request: a photo, or a batch of answers."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
RATES = {
    COOKIES["candidate"]: (10.0, 100.0),
    COOKIES["phone"]: (10.0, 100.0),
    COOKIES["console"]: (60.0, 800.0),  # it shows the cameras of all who are on the screen
}
"""Requests a second and at once, of one session."""
SNAPSHOTS = "/api/snapshot"
SNAPSHOT_RATE = 1.0, 5.0
"""Of one session's camera, counted apart: pictures never use up what answers need."""
VISITOR_RATE = 60.0, 1200.0
"""Of one address, for who has no session: a whole room signs in from behind it."""
MOST_BUCKETS = 20_000
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=()",
}
NOTHING = "default-src 'none'; frame-ancestors 'none'"
"""Policy of what is no page."""


def cookie_of(path: str) -> str:
    """Name of the session cookie that belongs to a path below the prefix."""
    for kind in ("phone", "console"):
        if path.startswith((f"/api/{kind}/", f"/ws/{kind}")):
            return COOKIES[kind]
    if path == "/console" or path.startswith("/console/"):
        return COOKIES["console"]
    return COOKIES["phone"] if path == "/m" else COOKIES["candidate"]


class Guard:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, *, secret: str, prefix: str) -> None:
        self._app, self._secret, self._prefix = app, secret, prefix
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        scope = dict(scope) | {"root_path": self._prefix}  # routes then match what is below the prefix
        headers = Headers(scope=scope)
        try:
            self._check(scope, headers)
        except Refused as refused:
            await _refuse(refused, scope, receive, send)
            return
        if scope["type"] == "websocket":
            await self._app(scope, receive, send)
            return
        await self._app(scope, _limited(receive), _with_headers(send))

    def _check(self, scope: Scope, headers: Headers) -> None:
        path = scope["path"].removeprefix(self._prefix)
        cookies = _cookies(headers.get("cookie", ""))
        cookie = cookie_of(path)
        session = cookies.get(cookie, "")
        host = (scope.get("client") or ("",))[0]
        if session and path == SNAPSHOTS:
            self._count(f"{session} {path}", *SNAPSHOT_RATE)
        else:
            self._count(session or host, *(RATES[cookie] if session else VISITOR_RATE))
        unsafe = scope["type"] == "websocket" or scope["method"] not in SAFE
        origin = headers.get("origin")
        if unsafe and origin is not None and urlsplit(origin).netloc != headers.get("host"):
            raise Refused("origin")
        if scope["type"] == "websocket" or scope["method"] in SAFE:
            return
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > MOST_BYTES:
            raise Refused("large", most=MOST_BYTES // 1024)
        token = session or cookies.get(VISITOR, "")
        if not token or not is_csrf_token(self._secret, token, headers.get("x-csrf", "")):
            raise Refused("csrf")

    def _count(self, key: str, rate: float, burst: float) -> None:
        """A bucket that fills with time. Per process: it protects the machine, no rule of the exam hangs on it."""
        now = time.monotonic()
        left, at = self._buckets.pop(key, (burst, now))
        left = min(burst, left + (now - at) * rate)
        self._buckets[key] = (max(0.0, left - 1), now)
        if len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        if left < 1:
            raise Refused("often")


def _cookies(header: str) -> dict[str, str]:
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


def _limited(receive: Receive) -> Receive:
    """Cuts off who sends more than announced."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MOST_BYTES:
            raise Refused("large", most=MOST_BYTES // 1024)
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Content-Security-Policy", NOTHING)
            headers.setdefault("Cache-Control", "no-store")
        await send(message)

    return sent


async def _refuse(refused: Refused, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 4003})
        return
    await JSONResponse(refused.body(), refused.status)(scope, receive, _with_headers(send))
