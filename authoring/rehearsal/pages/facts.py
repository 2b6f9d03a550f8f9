"""What a page of the rehearsal shows besides its own words: the session's rules, the candidate's own data masked."""

from datetime import datetime

from authoring.records import Record
from authoring.sessions.rules import ExamSession

__all__ = ["Download", "Facts", "Person", "Receipt"]


class Person(Record):
    """The signed-in candidate, already masked (脱敏): pages never get the full numbers."""

    name: str
    phone: str
    """Masked, such as `138****8000`."""
    id_number: str
    """Masked."""
    ticket: str
    """准考证号, masked."""
    photo: str | None = None
    """The registered photo as a data URI."""
    speciality: str = ""
    """Code of the speciality registered for; empty where the session has none."""


class Download(Record):
    """A file of 帮助中心 · 资料下载."""

    title: str
    href: str
    """Address below the prefix, such as `/downloads/guide.html`."""
    size: int
    """Bytes."""
    sha256: str


class Receipt(Record):
    """What the server holds of a sitting that has ended."""

    at: datetime
    """When it was handed in."""
    automatic: bool = False
    """The server handed in at the end of the candidate's time."""
    terminated: bool = False
    """The invigilator ended the exam."""
    answered: int
    total: int
    """Questions, a case counted as its children."""
    digest: str
    """SHA-256 of the canonical JSON of all stored responses."""


class Facts(Record):
    """All that a page is made of."""

    rules: ExamSession
    prefix: str = ""
    """Path that the server is mounted under, such as `/services/rehearsal`; empty at the root."""
    csrf: str = ""
    """Token that the page's writes carry as `X-CSRF`."""
    demo: bool = False
    """The candidates are invented; said on every page."""
    person: Person | None = None
    """None before the login."""
    downloads: tuple[Download, ...] = ()
    devices_done: bool = False
    """PC端设备检测 is passed."""
    phone_address: str = ""
    """Address behind the QR code: the phone page as a phone on the same network reaches it, both codes in it."""
    app_code: str = ""
    exam_code: str = ""
    receipt: Receipt | None = None
