"""帮助中心 · 资料下载: the candidate's guide, and settings for the Safe Exam Browser that begin at this rehearsal."""

from functools import lru_cache
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from authoring.errors import UsageError
from authoring.export.seb import seb_file
from authoring.records import sha256_hex
from authoring.rehearsal.api.asking import rehearsal_of
from authoring.rehearsal.pages import Download
from authoring.rendering.guide.files import handout_files
from authoring.rendering.guide.handouts import candidate_guide
from authoring.sessions.rules import ExamSession
from authoring.texts import say

__all__ = ["offered", "routes"]

GUIDE = "/downloads/guide.html"
SEB = "/downloads/rehearsal.seb"
GUIDE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"


def offered(request: Request) -> tuple[Download, ...]:
    """The files, as the address that asks gets them."""
    rules = rehearsal_of(request).exam.rules
    found = [_download(say("rehearsal.server.guide", name=rules.name), GUIDE, _guide(rules))]
    settings = _settings(request)
    if settings is not None:
        found.append(_download(say("rehearsal.server.seb"), SEB, settings))
    return tuple(found)


async def guide(request: Request) -> Response:
    content = _guide(rehearsal_of(request).exam.rules)
    return HTMLResponse(content, headers={"Content-Security-Policy": GUIDE_POLICY})


async def seb(request: Request) -> Response:
    content = _settings(request)
    return Response(content, media_type="application/seb") if content else Response(status_code=404)


@lru_cache(maxsize=4)
def _guide(rules: ExamSession) -> bytes:
    return next(iter(handout_files(candidate_guide(rules), ["html"]).values()))


def _settings(request: Request) -> bytes | None:
    """They begin at the login; who signs out may leave. None where the rules or the address cannot be said in them."""
    rehearsal = rehearsal_of(request)
    home = f"{request.url.scheme}://{request.url.netloc}{rehearsal.prefix}/"
    salt = sha256(f"seb {rehearsal.secret}".encode()).digest()
    try:
        return _seb(rehearsal.exam.rules, home, salt)
    except UsageError:
        return None


@lru_cache(maxsize=16)
def _seb(rules: ExamSession, home: str, salt: bytes) -> bytes:
    platform = rules.platform.model_copy(update={"address": f"{home}login"})
    return seb_file(rules.model_copy(update={"platform": platform}), quit_address=home, salt=salt).file


@lru_cache(maxsize=64)
def _download(title: str, href: str, content: bytes) -> Download:
    return Download(title=title, href=href, size=len(content), sha256=sha256_hex(content))


routes = [Route(GUIDE, guide), Route(SEB, seb)]
