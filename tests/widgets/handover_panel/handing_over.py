"""A coordinator's panel on a small bank with a session, and what the front end says and hears."""

from pathlib import Path
from typing import Any

from comm.base_comm import BaseComm

from authoring.bank import Bank
from authoring.papers.paper import Paper
from authoring.sessions.store import session_yaml
from authoring.widgets import HandoverPanel
from tests.browser.editing import small_bank
from tests.export import examples
from tests.roster.people import HEADER, person, workbook

PASSPHRASE = "桥下有三只白鹭"  # noqa: S105
OTHER = "柳浪闻莺"
ROWS = [person(n) for n in range(7)]
SESSION = "2026-12-test"


def bank_in(folder: Path) -> tuple[Bank, Paper]:
    """One question of each type, a paper of them in two forms, and the session in which it is sat."""
    bank = small_bank(folder / "bank")
    paper = examples.paper({name: bank[name] for name in bank.to_frame().index})
    sessions = bank.root / "sessions"
    sessions.mkdir()
    (sessions / f"{SESSION}.yaml").write_text(session_yaml(examples.session(paper)), "utf-8")
    return bank, paper


def panel_in(folder: Path) -> HandoverPanel:
    """Its files lie below `folder/handed`."""
    bank, paper = bank_in(folder)
    return HandoverPanel(bank, paper, "丙", folder / "handed")


class Line(BaseComm):
    """What goes to the browser."""

    def __init__(self) -> None:
        super().__init__(target_name="jupyter.widget")
        self.said: list[dict[str, Any]] = []

    def publish_msg(self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **_: Any) -> None:
        if data and data.get("method") == "custom":
            self.said.append(data["content"])


class Talk:
    """The front end's part."""

    def __init__(self, panel: HandoverPanel) -> None:
        self.panel, self.line = panel, Line()
        panel.view.comm = self.line

    def act(self, do: str, **values: Any) -> dict[str, Any]:
        """Sends an act and gives what it was told; an empty answer where nothing was."""
        self.line.said.clear()
        self.panel.view._handle_custom_msg({"do": do, **values}, [])
        assert self.line.said[-1] == {"do": "done"}, "the front end waits for it"
        return next((said for said in self.line.said if said["do"] == "told"), {})

    def bring(self, do: str, name: str, data: bytes) -> dict[str, Any]:
        """A file in two pieces."""
        half = len(data) // 2
        for piece in (data[:half], data[half:]):
            self.panel.view._handle_custom_msg({"do": "piece", "mark": "m"}, [memoryview(piece)])
        return self.act(do, name=name, mark="m")

    def shown(self, part: str) -> dict[str, Any]:
        """What a tab was last told to show."""
        self.act("show")
        shown: dict[str, Any] = next(said["shown"] for said in self.line.said if said.get("part") == part)
        return shown

    def create(self, name: str, role: str, **lock: Any) -> dict[str, Any]:
        return self.act("create", name=name, role=role, **(lock or {"lock": "open"}))


def roster_file(rows: list[list[Any]] = ROWS) -> bytes:
    return workbook(rows, HEADER)
