"""The pages of the candidate: who may see which, and the facts they are filled with."""

from datetime import datetime
from mimetypes import guess_type
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from authoring.rehearsal import downloads, steps
from authoring.rehearsal.accounts import signed_in
from authoring.rehearsal.answers import close_if_over, receipt
from authoring.rehearsal.api.asking import rehearsal_of
from authoring.rehearsal.journey import open_pages
from authoring.rehearsal.pages import PAGES, Facts, Page, Person, asset, policy, render, render_paper
from authoring.rehearsal.pages import Receipt as ShownReceipt
from authoring.rehearsal.sections import with_own_limits
from authoring.rehearsal.security import COOKIES, VISITOR, cookie_of
from authoring.rehearsal.setting_up import Rehearsal
from authoring.rehearsal.sitting import Ended, Sitting
from authoring.rehearsal.state import next_of
from authoring.rehearsal.store.rows import load
from authoring.rehearsal.tokens import csrf_token, new_token
from authoring.roster.privacy import masked

__all__ = ["routes"]

ROOM = frozenset({"/room", "/devices"})


async def show(request: Request) -> Response:
    """One of `PAGES`, or the way to the page where the candidate belongs."""
    rehearsal, path = rehearsal_of(request), request.url.path.removeprefix(rehearsal_of(request).prefix)
    page = next(page for page in PAGES if page.path == path)
    now = rehearsal.now()
    token = request.cookies.get(COOKIES["candidate"], "")

    def prepare(connection: Connection) -> tuple[str, Facts | None, int]:
        return _prepared(connection, rehearsal, page, token, now)

    begins = page.name == "paper"
    where, facts, candidate = await (rehearsal.store.write if begins else rehearsal.store.read)(prepare)
    if facts is None:
        return RedirectResponse(rehearsal.prefix + where, 303)
    visitor = request.cookies.get(VISITOR) or new_token()
    token = request.cookies.get(cookie_of(page.path)) or visitor
    facts = facts.model_copy(
        update={"csrf": csrf_token(rehearsal.secret, token), "downloads": downloads.offered(request)}
    )
    html = render_paper(facts, with_own_limits(rehearsal.exam, candidate)) if begins else render(page.name, facts)
    reply = HTMLResponse(html, headers={"Content-Security-Policy": policy(page.name)})
    if VISITOR not in request.cookies:
        secure = request.url.scheme == "https"
        reply.set_cookie(VISITOR, visitor, httponly=True, samesite="lax", secure=secure, path=rehearsal.prefix or "/")
    return reply


def _prepared(
    connection: Connection, rehearsal: Rehearsal, page: Page, token: str, now: datetime
) -> tuple[str, Facts | None, int]:
    """Where to go instead and no facts, or the facts of the page and the candidate (0: nobody)."""
    exam = rehearsal.exam
    candidate = signed_in(connection, token, now)
    known = candidate is not None and candidate in exam.entries
    facts = Facts(rules=exam.rules, prefix=rehearsal.prefix, demo=exam.demo)
    if candidate is None or not known:
        return ("/login", None, 0) if page.signed_in else ("", facts, 0)
    sitting = load(connection, candidate)
    if page.name == "paper":
        sitting = close_if_over(connection, exam, candidate, now)
    where = next_of(connection, exam, sitting, now)
    if page.signed_in and page.path not in open_pages(where, sitting):
        return where, None, 0
    if page.name == "paper":
        sitting = steps.begin(connection, exam, sitting, now)
    return "", facts.model_copy(update=_own(connection, rehearsal, sitting)), candidate


def _own(connection: Connection, rehearsal: Rehearsal, sitting: Sitting) -> dict[str, Any]:
    entry = rehearsal.exam.entries[sitting.candidate]
    person = entry.candidate
    codes = {"c": entry.app_code, "e": entry.exam_code}
    found = receipt(connection, rehearsal.exam, sitting)
    return {
        "person": Person(
            name=person.name,
            phone=masked(person.phone),
            id_number=masked(person.id_number),
            ticket=masked(person.phone),
            photo=rehearsal.exam.portrait(sitting.candidate),
            speciality=person.speciality,
        ),
        "devices_done": sitting.devices_at is not None,
        "app_code": entry.app_code,
        "exam_code": entry.exam_code,
        "phone_address": f"{rehearsal.phone_origin}{rehearsal.prefix}/m?{urlencode(codes)}",
        "receipt": found
        and ShownReceipt(
            at=found.at,
            automatic=found.ended is Ended.AUTOMATIC,
            terminated=found.ended is Ended.TERMINATED,
            answered=found.answered,
            total=found.total,
            digest=found.digest,
        ),
    }


async def media(request: Request) -> Response:
    """A picture of the candidate's own paper, once it is shown."""
    rehearsal, token, now = rehearsal_of(request), request.cookies.get(COOKIES["candidate"], ""), None
    now = rehearsal.now()

    def owner(connection: Connection) -> int | None:
        candidate = signed_in(connection, token, now)
        if candidate is None or candidate not in rehearsal.exam.entries:
            return None
        return candidate if load(connection, candidate).began_at is not None else None

    candidate = await rehearsal.store.read(owner)
    name = request.path_params["name"]
    content = None if candidate is None else rehearsal.exam.media(candidate, name)
    if content is None:
        return Response(status_code=404)
    return Response(content, media_type=guess_type(name)[0] or "application/octet-stream")


async def serve_asset(request: Request) -> Response:
    found = asset(request.path_params["name"])
    return Response(found.content, media_type=found.media_type) if found else Response(status_code=404)


routes = [
    *(Route(page.path, show) for page in PAGES),
    Route("/assets/{name}", serve_asset),
    Route("/media/{name:path}", media),
    *downloads.routes,
]
"""Everything that is no API."""
