"""Every page of the candidate's computer and phone: where it stands, and which step of the journey it belongs to."""

from authoring.records import Record

__all__ = ["PAGES", "STAGES", "Page", "page"]

STAGES = (
    "login",
    "confirm",
    "downloads",
    "environment",
    "exams",
    "devices",
    "phone",
    "identity",
    "paper",
    "receipt",
)
"""The ribbon at the top of each page, in the manual's order."""


class Page(Record):
    """One page."""

    path: str
    """Below the server's prefix."""
    name: str
    """Of its template and of its table of texts."""
    stage: str = ""
    """Its place in `STAGES`; empty for a page outside the journey."""
    signed_in: bool = True
    """Only for a signed-in candidate."""


PAGES = (
    Page(path="/", name="home", signed_in=False),
    Page(path="/login", name="login", stage="login", signed_in=False),
    Page(path="/recover", name="recover", stage="login", signed_in=False),
    Page(path="/password", name="password", stage="login"),
    Page(path="/confirm", name="confirm", stage="confirm"),
    Page(path="/downloads", name="downloads", stage="downloads"),
    Page(path="/environment", name="environment", stage="environment"),
    Page(path="/exams", name="exams", stage="exams"),
    Page(path="/room", name="room", stage="devices"),
    Page(path="/devices", name="devices", stage="devices"),
    Page(path="/identity", name="identity", stage="identity"),
    Page(path="/wait", name="wait", stage="identity"),
    Page(path="/paper", name="paper", stage="paper"),
    Page(path="/receipt", name="receipt", stage="receipt"),
    Page(path="/m", name="phone", signed_in=False),
)


def page(name: str) -> Page:
    """The page of a name. Raises KeyError for an unknown one."""
    return {each.name: each for each in PAGES}[name]
