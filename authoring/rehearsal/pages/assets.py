"""The files that pages load, all from this server: scripts and style sheets, nothing by a name that is not listed."""

from authoring.records import Record
from authoring.rendering.pages import CANDIDATE_SCRIPTS, CANDIDATE_STYLES
from authoring.rendering.templates import template_text

__all__ = ["Asset", "asset", "policy"]

_OWN = (
    "answering.js",
    "camera.js",
    "clock.js",
    "confirm.js",
    "console.js",
    "console_acts.js",
    "console_card.js",
    "console_person.js",
    "devices.js",
    "downloads.js",
    "environment.js",
    "exams.js",
    "identity.js",
    "live.js",
    "log.js",
    "log_line.js",
    "login.js",
    "marking.js",
    "messages.js",
    "outbox.js",
    "overlay.js",
    "page.js",
    "password.js",
    "phone.js",
    "phone_camera.js",
    "receipt.js",
    "room.js",
    "server_store.js",
    "sound.js",
    "staff_accounts.js",
    "staff_frame.js",
    "staff_login.js",
    "wait.js",
    "watch.js",
    "answering.css",
    "console.css",
    "marking.css",
    "phone.css",
    "rehearsal.css",
    "staff.css",
    "watch.css",
)
_ADDRESSES = {name: f"rehearsal/{name}" for name in _OWN} | {
    name: f"candidate/{name}" for name in (*CANDIDATE_SCRIPTS, *CANDIDATE_STYLES)
}
_KINDS = {"js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8"}


class Asset(Record):
    """A file below `assets/`."""

    content: bytes
    media_type: str


def asset(name: str) -> Asset | None:
    """The file of a name; None for one that no page loads."""
    if name not in _ADDRESSES:
        return None
    return Asset(content=template_text(_ADDRESSES[name]).encode(), media_type=_KINDS[name.rpartition(".")[2]])


def policy(name: str) -> str:
    """Content-Security-Policy of a page: scripts and styles only from this server, no inline script anywhere.

    Formulas (MathML) of the answering page carry style attributes, which cannot run anything.
    """
    attributes = "style-src-attr 'unsafe-inline'; " if name == "paper" else ""
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; {attributes}img-src 'self' data: blob:; "
        "media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
