"""Checks of platform, account, and whom candidates can reach."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from authoring.findings import Finding
from authoring.sessions.account import Contact, Login
from authoring.sessions.faults import doubtful, wrong
from authoring.sessions.rules import ExamSession
from authoring.sessions.wording import label

__all__ = ["account_faults"]

PHONE = re.compile(
    r"(?:\+?86[- ]?)?"
    r"(?:1[3-9]\d[- ]?\d{4}[- ]?\d{4}"  # mobile
    r"|[(（]?0\d{2,3}[)）]?[- ]?\d{7,8}(?:(?:-|转)\d{1,6})?"  # landline with area code and extension
    r"|[48]00[- ]?\d{3}[- ]?\d{4}"
    r"|\d{5,6})"  # hotline
)
_SEVERAL = re.compile(r"\s*[、，,;；/]\s*")
_EMAIL = re.compile(r"[^\s@]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")


def account_faults(session: ExamSession) -> Iterator[Finding]:
    yield from _web(session.platform.address, "platform.address")
    yield from _password(session.login)
    if not session.confirmation.fields:
        yield doubtful("R134", "confirmation.fields")
    yield from _contact(session.confirmation.contact, "confirmation.contact", label("contact", "registrar"))
    yield from _contact(session.help.contact, "help.contact", label("contact", "help"))


def _web(address: str, field: str) -> Iterator[Finding]:
    scheme, host = _parts(address)
    if scheme not in {"http", "https"} or not host:
        yield wrong("R121", field, value=address)
    elif scheme == "http":
        yield doubtful("R122", field, value=address)


def _parts(address: str) -> tuple[str, str]:
    try:
        found = urlsplit(address)
    except ValueError:  # such as an unclosed bracket
        return "", ""
    return found.scheme, "" if re.search(r"\s", address) else (found.hostname or "")


def _password(login: Login) -> Iterator[Finding]:
    password = login.initial_password
    if password is None:
        return
    yield doubtful("R123", "login.initial_password", value=password)
    if len(password) < 8 or sum(bool(re.search(kind, password)) for kind in _CLASSES) < 3:
        yield doubtful("R124", "login.initial_password", value=password)
    if not login.change_at_first_login:
        yield doubtful("R125", "login.change_at_first_login")


def _contact(contact: Contact, field: str, whose: str) -> Iterator[Finding]:
    if not (contact.phone or contact.email or contact.web):
        yield wrong("R131", field, contact=whose, name=contact.name)
    for number in _SEVERAL.split(contact.phone.strip()) if contact.phone else ():
        if not PHONE.fullmatch(number):
            yield wrong("R132", f"{field}.phone", value=number)
    if contact.email and not _EMAIL.fullmatch(contact.email):
        yield wrong("R133", f"{field}.email", value=contact.email)
    if contact.web:
        yield from _web(contact.web, f"{field}.web")
