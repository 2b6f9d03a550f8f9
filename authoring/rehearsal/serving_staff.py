"""The pages of the staff: who may see which."""

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from authoring.rehearsal.api.asking import rehearsal_of
from authoring.rehearsal.pages import Facts, policy
from authoring.rehearsal.pages.staff import STAFF_PAGES, StaffPage, render_staff, staff_page
from authoring.rehearsal.security import COOKIES, VISITOR
from authoring.rehearsal.staff import Role, Staff, staff_signed_in
from authoring.rehearsal.tokens import csrf_token, new_token

__all__ = ["staff_routes"]

LOGIN = "/console/login"


async def show(request: Request) -> Response:
    """One of `STAFF_PAGES`, or the way to one that this person may see."""
    rehearsal = rehearsal_of(request)
    page, now = staff_page(request.url.path.removeprefix(rehearsal.prefix)), rehearsal.now()
    token = request.cookies.get(COOKIES["console"], "")

    def asking(connection: Connection) -> Staff | None:
        return staff_signed_in(connection, token, now)

    staff = await rehearsal.store.read(asking)
    if page.roles and (staff is None or staff.role not in page.roles):
        return RedirectResponse(rehearsal.prefix + _home(staff), 303)
    visitor = request.cookies.get(VISITOR) or new_token()
    facts = Facts(
        rules=rehearsal.exam.rules,
        prefix=rehearsal.prefix,
        demo=rehearsal.exam.demo,
        csrf=csrf_token(rehearsal.secret, token or visitor),
    )
    html = render_staff(page.name, facts, staff if page.roles else None)
    reply = HTMLResponse(html, headers={"Content-Security-Policy": policy(_policy_of(page))})
    if VISITOR not in request.cookies:
        secure = request.url.scheme == "https"
        reply.set_cookie(VISITOR, visitor, httponly=True, samesite="lax", secure=secure, path=rehearsal.prefix or "/")
    return reply


def _home(staff: Staff | None) -> str:
    """The page where somebody begins."""
    if staff is None:
        return LOGIN
    return "/console/marking" if staff.role is Role.MARKER else "/console"


def _policy_of(page: StaffPage) -> str:
    """Marking shows questions as the answering page does, formulas too."""
    return "paper" if page.name == "marking" else page.name


staff_routes = [Route(page.path, show) for page in STAFF_PAGES]
