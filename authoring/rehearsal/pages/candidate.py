"""The candidate's pages as HTML: pure functions of the session's rules and what the server knows of the candidate."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import segno
from markupsafe import Markup

from authoring.rehearsal.pages.facts import Facts
from authoring.rehearsal.pages.registry import STAGES, page
from authoring.rendering.guide.drawings import drawing
from authoring.rendering.pages import CandidateLine, embed_json, linked_values
from authoring.rendering.templates import environment
from authoring.rendering.views import CandidatePaper
from authoring.sessions.journey import contact_line
from authoring.sessions.rules import ExamSession
from authoring.sessions.timing import BEIJING
from authoring.sessions.wording import label
from authoring.texts import tree

__all__ = ["render", "render_paper"]

PHONE_STEP = 11
"""调整手机旁录位置, whose drawing the guide shows as well."""


def render(name: str, facts: Facts) -> str:
    """A page of `PAGES` other than `paper`. Raises KeyError for an unknown name."""
    stage = page(name).stage
    if name == "room" and facts.devices_done:
        stage = "phone"
    return environment().get_template(f"rehearsal/{name}.html.j2").render(**_values(name, facts), stage=stage)


def render_paper(facts: Facts, paper: CandidatePaper) -> str:
    """The answering page: the preview's own, which keeps its answers with the server.

    Raises ValueError where nobody is signed in.
    """
    if facts.person is None:
        raise ValueError("nobody is signed in")
    person = facts.person
    line = CandidateLine(name=person.name, admission=person.ticket, photo=person.photo)
    values = linked_values(paper, line, folder=f"{facts.prefix}/assets/")
    return environment().get_template("rehearsal/paper.html.j2").render(**(values | _frame("paper", facts)))


def _values(name: str, facts: Facts) -> dict[str, Any]:
    rules = facts.rules
    return _frame(name, facts) | {
        "texts": tree("rehearsal", "page", name),
        "stages": STAGES,
        "ribbon": tree("rehearsal", "page", "ribbon"),
        "label": label,
        "beijing": _beijing,
        "contact": contact_line,
        "drawing": _drawing(rules),
        "qr": _qr(facts.phone_address),
    }


def _frame(name: str, facts: Facts) -> dict[str, Any]:
    """What the answering page shares with all others."""
    words = tree("rehearsal", "page", "shared")
    spoken: Mapping[str, object] = tree("rehearsal", "page", name)
    return {"facts": facts, "rules": facts.rules, "prefix": facts.prefix, "words": words} | {
        "spoken": embed_json({"shared": words, "page": spoken, "rules": _told(facts.rules)})
    }


def _told(rules: ExamSession) -> dict[str, Any]:
    """The rules that scripts follow."""
    return {
        "checks": [check.kind for check in rules.device_checks.checks],
        "ticks": [tick.kind for tick in rules.device_checks.ticks],
        "devices": list(rules.equipment.computer_devices),
        "download": float(rules.equipment.download_mb_per_s),
        "displays": rules.environment.displays,
    }


def _beijing(moment: datetime) -> str:
    """`2026-12-19 09:00:00`, as the manual shows times."""
    return moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S")


def _drawing(rules: ExamSession) -> Markup:
    return Markup((drawing(rules, PHONE_STEP) or b"").decode())  # noqa: S704  # our own drawing, its texts escaped


def _qr(address: str) -> Markup:
    if not address:
        return Markup()
    return Markup(segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True))  # noqa: S704
