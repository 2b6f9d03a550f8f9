"""演练: the exam package on a local server, from the candidate's login to the receipt."""

import html
from pathlib import Path

import ipywidgets
import segno

from authoring.texts import say
from authoring.widgets.panel import WIDE, Panel, button
from authoring.widgets.rehearsing import Rehearsing, Told

__all__ = ["RehearsalPanel"]

_NARROW = ipywidgets.Layout(width="190px")
_LABEL = {"description_width": "110px"}


class RehearsalPanel(Panel):
    """Starts and stops the rehearsal of a package; shows where candidate, phone and staff go in."""

    def __init__(self, package: Path) -> None:
        super().__init__()
        self.model = Rehearsing(package)
        words = {name: say(f"widgets.rehearsing.{name}") for name in ("candidates", "starts_in", "phones")}
        self.candidates = ipywidgets.BoundedIntText(
            30, min=1, max=1000, description=words["candidates"], layout=_NARROW, style=_LABEL
        )
        self.starts_in = ipywidgets.BoundedIntText(
            10, min=0, max=1440, description=words["starts_in"], layout=_NARROW, style=_LABEL
        )
        self.phones = ipywidgets.Checkbox(False, description=words["phones"], indent=False, layout=_NARROW)
        self.starter = button(say("widgets.rehearsing.start"), self.start, style="primary", icon="play")
        self.stopper = button(say("widgets.rehearsing.stop"), self.stop, icon="stop")
        self.stopper.disabled = True
        self.ways = ipywidgets.HTML(layout=WIDE)
        fields = [self.candidates, self.starts_in, self.phones, self.starter, self.stopper]
        row = ipywidgets.HBox(fields, layout=ipywidgets.Layout(flex_flow="row wrap", align_items="center"))
        self.view.children = (row, self.said, self.ways)

    def start(self) -> None:
        with self.careful():
            self.say(say("widgets.rehearsing.starting"))
            told = self.model.start(
                candidates=self.candidates.value, starts_in=self.starts_in.value, phones=self.phones.value
            )
            self.ways.value = _ways(told)
            self.say(say("widgets.rehearsing.running"), "good")
        self._follow()

    def stop(self) -> None:
        self.model.stop()
        self.ways.value = ""
        self.say(say("widgets.rehearsing.stopped"))
        self._follow()

    def _follow(self) -> None:
        self.stopper.disabled = not self.model.running


def _ways(told: Told) -> str:
    """Addresses, accounts, and the phone's page as a QR code."""
    seen = say("widgets.rehearsing.fingerprint", value=told.certificate) if told.certificate else ""
    rows = [
        ("candidate", _link(told.address), say("widgets.rehearsing.account", **told.account.model_dump())),
        ("console", _link(told.console), say("widgets.rehearsing.staff", **told.staff.model_dump())),
        ("phone", _link(told.phone), seen),
    ]
    cells = "".join(
        f"<tr><th style='text-align:left;padding:2px 16px 2px 0'>{html.escape(say(f'widgets.rehearsing.{name}'))}</th>"
        f"<td style='text-align:left;overflow-wrap:anywhere'>{link}<br>{html.escape(note)}</td></tr>"
        for name, link, note in rows
    )
    code = segno.make(told.phone, error="m", micro=False).svg_inline(scale=3, border=2)
    return f"<div style='display:flex;gap:24px;align-items:flex-start'><table>{cells}</table>{code}</div>"


def _link(address: str) -> str:
    shown = html.escape(address)
    return f'<a href="{shown}" target="_blank" rel="noopener noreferrer">{shown}</a>'
