"""The staff's pages: login, console, log, marking, accounts."""

from authoring.records import Record
from authoring.rehearsal.pages.facts import Facts
from authoring.rehearsal.staff import Role, Staff
from authoring.rendering.pages import embed_json
from authoring.rendering.templates import environment
from authoring.texts import tree

__all__ = ["STAFF_PAGES", "StaffPage", "render_staff", "staff_page"]

_EXAM = frozenset({Role.COORDINATOR, Role.INVIGILATOR})


class StaffPage(Record):
    """One page; its words are the table `page` of the room `rehearsal_<name>`."""

    path: str
    """Below the server's prefix."""
    name: str
    """Of its template and of its room of texts."""
    roles: frozenset[Role] = frozenset()
    """Who may see it; empty: everybody, signed in or not."""


STAFF_PAGES = (
    StaffPage(path="/console/login", name="staff_login"),
    StaffPage(path="/console", name="console", roles=_EXAM),
    StaffPage(path="/console/log", name="log", roles=_EXAM),
    StaffPage(path="/console/marking", name="marking", roles=frozenset({Role.COORDINATOR, Role.MARKER})),
    StaffPage(path="/console/staff", name="staff", roles=frozenset({Role.COORDINATOR})),
)


def staff_page(path: str) -> StaffPage:
    """The page at a path. Raises KeyError for an unknown one."""
    return {each.path: each for each in STAFF_PAGES}[path]


def render_staff(name: str, facts: Facts, staff: Staff | None) -> str:
    """A page of `STAFF_PAGES`."""
    words, texts = tree("rehearsal_staff", "shared"), tree(f"rehearsal_{name}", "page")
    roles, mine = tree("rehearsal_staff", "role"), staff.role if staff else None
    shared = tree("rehearsal", "page", "shared") | words | {"roles": roles, "log": tree("rehearsal_log", "line")}
    spoken = {"shared": shared, "page": texts, "rules": {}}
    return (
        environment()
        .get_template(f"rehearsal/{name}.html.j2")
        .render(
            facts=facts,
            rules=facts.rules,
            prefix=facts.prefix,
            words=words,
            texts=texts,
            roles=roles,
            staff=staff,
            here=name,
            menu=[page for page in STAFF_PAGES if mine in page.roles],
            spoken=embed_json(spoken),
        )
    )
