"""The view of the hand-over panel: it hands what the coordinator does to the models and says what came of it.

HandoverPanel(bank, paper, "丙")      # shows itself in a notebook
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from authoring import workflow
from authoring.bank import Bank
from authoring.errors import AuthoringError, UsageError
from authoring.export.formats.qti import QtiChoices
from authoring.export.sealing.custody import KeyDone
from authoring.findings import Report
from authoring.papers.paper import Paper
from authoring.rendering.print.printing import PrintKind, PrintLayout, Product
from authoring.sessions.rules import ExamSession
from authoring.texts import say
from authoring.widgets.exporting import Exporting, ticks
from authoring.widgets.handover_panel import shown
from authoring.widgets.handover_panel.custodian import Custodian, window_of
from authoring.widgets.handover_panel.fields import FieldError, at_field, chosen, chosen_kinds, whole_number, wording
from authoring.widgets.handover_panel.files import Arriving, listed
from authoring.widgets.handover_panel.materials import Materials, losses
from authoring.widgets.handover_panel.rostering import Rostering
from authoring.widgets.handover_panel.view import HandoverView
from authoring.widgets.panel import Panel
from authoring.widgets.workplace import FOLDER, signing_key

__all__ = ["HandoverPanel"]

Act = Mapping[str, Any]


class HandoverPanel(Panel):
    """What the coordinator hands on of one paper: `rostering`, `custodian` and `materials` are the models."""

    def __init__(self, bank: Bank, paper: Paper, who: str, folder: Path | None = None) -> None:
        """`folder`: where files are written (default: `build/handover` beside the notebook).

        Raises UsageError where the bank has no session whose rules can be read.
        """
        super().__init__()
        self.folder = folder or FOLDER / "handover"
        self.exporting = Exporting(bank, paper)
        sessions = [(name, title) for title, name in self.exporting.sessions if self._rules(name) is not None]
        if not sessions:
            raise UsageError(say("handover_panel.wrong.no_session"))
        self.session = sessions[0][0]
        self.rostering = Rostering(self._known(self.session))
        self.custodian = Custodian(self.folder, who)
        self.materials = Materials(bank, paper, self.folder)
        self._arriving = Arriving()
        at_work = say("handover_panel.at_work", who=who, paper=paper.id)
        self.view = HandoverView(at_work, [form.name for form in paper.forms], sessions)
        self.view.on_msg(self._heard)

    def _rules(self, name: str) -> ExamSession | None:
        rules, report = workflow.read_session(self.exporting.bank.root / "sessions" / f"{name}.yaml")
        return rules if report.passed else None

    def _known(self, name: str) -> ExamSession:
        rules = self._rules(name)
        if rules is None:
            raise FieldError("session", say("handover_panel.wrong.no_session"))
        return rules

    # To and fro

    def _heard(self, _: object, act: dict[str, Any], buffers: Sequence[Any]) -> None:
        if act["do"] == "piece":
            self._arriving.piece(act["mark"], bytes(buffers[0]) if buffers else b"")
            self.view.send({"do": "next"})
            return
        doing: Mapping[str, Callable[[Act], None]] = {
            "show": lambda _: self.show(),
            "session": self._sit,
            "roster": self._read,
            "photos": self._pair,
            "assign": self._assign,
            "seal_roster": self._seal_roster,
            "open_roster": self._open_roster,
            "export_roster": self._export_roster,
            "create": lambda act: self._kept(act, self.custodian.create(act)),
            "add": lambda act: self._kept(act, self.custodian.add(act)),
            "rotate": lambda act: self._kept(act, self.custodian.rotate(act)),
            "revoke": lambda act: self._kept(act, self.custodian.revoke(act)),
            "back_up": lambda act: self._kept(act, self.custodian.back_up(act)),
            "restore": lambda act: self._kept(act, self.custodian.restore(act)),
            "seal": self._seal,
            "verify": self._verify,
            "print": self._print,
            "handouts": self._hand_out,
            "seb": self._lock_browser,
            "convert": self._convert,
        }
        try:
            doing[act["do"]](act)
        except AuthoringError as trouble:
            field = trouble.field if isinstance(trouble, FieldError) else ""
            self._tell(act, str(trouble), "bad", field=field)
        finally:
            self.view.send({"do": "done"})

    def _tell(
        self, act: Act, text: str, tone: str = "good", *, field: str = "", files: Iterable[Path] = (), **more: Any
    ) -> None:
        told = {"text": text, "tone": tone, "field": field, "files": listed(files)}
        self.view.send({"do": "told", "form": act["do"], **told, **more})

    def _advance(self, done: int, total: int, line: str) -> None:
        self.view.send({"do": "progress", "done": done, "total": max(total, 1), "line": line})

    def show(self) -> None:
        """Sends what the models hold; a view that just opened asks for it."""
        self.view.send({"do": "put", "part": "session", "shown": {"session": self.session}})
        self._put("roster")
        self._put("keys")

    def _put(self, part: str) -> None:
        try:
            made = shown.roster(self.rostering) if part == "roster" else shown.keys(self.custodian)
        except AuthoringError as trouble:
            self._tell({"do": "session"}, str(trouble), "bad")
            return
        self.view.send({"do": "put", "part": part, "shown": made})

    # The roster

    def _sit(self, act: Act) -> None:
        self.rostering.sit(self._known(act["session"]))
        self.session = act["session"]
        self.show()

    def _read(self, act: Act) -> None:
        with at_field("roster"):
            report = self.rostering.read(self._arriving.take(act["mark"]), act["name"])
        self._checked(act, report)

    def _pair(self, act: Act) -> None:
        """A zip of photos; without one they are put away."""
        with at_field("photos"):
            mark = act.get("mark")
            given = self.rostering
            report = given.pair(self._arriving.path(mark), act["name"]) if mark else given.without_photos()
        self._checked(act, report)

    def _checked(self, act: Act, report: Report) -> None:
        self._put("roster")
        if self.rostering.source:
            word = "checked" if report.passed else "faulty"
            count = len(self.rostering.roster.candidates)
            self._tell(act, say(f"handover_panel.said.{word}", count=count), "good" if report.passed else "bad")

    def _assign(self, act: Act) -> None:
        entered = self.rostering.assign(whole_number(act, "seed"))
        self._put("roster")
        text = say("handover_panel.said.assigned", count=len(entered.entries), seed=entered.seed)
        before = f"{entered.session}.roster.age" in {file.name for file in self.custodian.files}
        again = say("handover_panel.said.sealed_before") if before else ""
        self._tell(act, text + again, "warning" if before else "good")

    def _seal_roster(self, act: Act) -> None:
        names = chosen(act, "names")
        with at_field("names"):
            sealer = self.custodian.sealer(signing_key())
            path = self.rostering.seal(names, self.custodian.ring, sealer, self.folder / "sealed")
        self._put("roster")
        self._put("keys")
        self._tell(act, say("handover_panel.said.roster_sealed", names="、".join(names)), files=[path])

    def _open_roster(self, act: Act) -> None:
        path = next((file for file in self.custodian.files if file.name == act.get("file")), None)
        if path is None:
            raise FieldError("file", say("handover_panel.wrong.no_file"))
        key = self.custodian.unlocked(wording(act, "key"), act)
        with at_field("file"):
            entered = self.rostering.open(path, key, today=self.custodian.sealer(signing_key()))
        self._put("roster")
        self._tell(act, say("handover_panel.said.roster_opened", count=len(entered.entries)))

    def _export_roster(self, act: Act) -> None:
        kind = act["kind"]
        files = self.rostering.export(kind, self.folder / "roster")
        self._tell(act, say(f"roster.left_out.{kind}"), "plain", files=files)

    # Keys and sealing

    def _kept(self, act: Act, done: KeyDone) -> None:
        self._put("keys")
        text = say(f"handover_panel.done.{act['do']}", name=done.entry.name, key_id=done.entry.key_id)
        if done.sheets:
            text += say("handover_panel.said.print_and_remove")
        self._tell(act, text, files=done.written)

    def _seal(self, act: Act) -> None:
        """The paper as it is now: packed, verified as a stranger would, then sealed."""
        names, window = chosen(act, "names"), window_of(act)
        report = self.exporting.build(self.session)
        if self.exporting.built is None:
            self._tell(act, say("widgets.exporting.refused", summary=report.summary()), "bad", found=_rows(report))
            return
        result = self.exporting.verify(self._advance)
        if not result.ok:
            text = say("widgets.exporting.broken", files=self.exporting.files[0])
            self._tell(act, text, "bad", found=_rows(result.report))
            return
        with at_field("names"):
            made = self.custodian.seal(self.exporting.files[0], names, signing_key(), window)
        self._put("keys")
        text = say("handover_panel.said.sealed", count=len(ticks(result)), names="、".join(names))
        self._tell(act, text, files=[path for path, _ in made], found=_rows(report))

    def _verify(self, act: Act) -> None:
        self._tell(act, shown.envelope_lines(self.custodian.verify(act, signing_key())))

    # Print, handouts, other formats

    def _print(self, act: Act) -> None:
        products, kinds = chosen_kinds(act, "products", Product), chosen_kinds(act, "kinds", PrintKind)
        layout, forms = PrintLayout(act["layout"]), chosen(act, "forms")
        files, report = self.materials.print(forms, layout, products, kinds, self._advance)
        self._made(act, files, report)

    def _hand_out(self, act: Act) -> None:
        names, kinds = chosen(act, "handouts"), chosen(act, "kinds")
        rooms = self.rostering.rooms
        files = self.materials.handouts(self._known(self.session), rooms, names, kinds)
        self._made(act, files, Report())

    def _lock_browser(self, act: Act) -> None:
        if act.get("password", "") != act.get("again", ""):
            raise FieldError("again", say("handover_panel.wrong.passphrases"))
        with at_field("address"):
            made, files = self.materials.seb(
                self._known(self.session), act.get("password", ""), act.get("address", "").strip()
            )
        text = say("export_seb.key", key=made.config_key)
        self._tell(act, text, files=files, found=_rows(made.report))

    def _convert(self, act: Act) -> None:
        whole = bool(act.get("whole"))
        forms = [] if whole else chosen(act, "forms")
        choices = QtiChoices(with_keys=not act.get("without_keys"), feedback=bool(act.get("feedback")))
        with at_field("format"):
            files, report = self.materials.export(act["format"], forms, choices, whole_bank=whole)
        self._made(act, files, report)

    def _made(self, act: Act, files: Sequence[Path], report: Report) -> None:
        word, tone = ("made", "good") if report.passed else ("not_made", "bad")
        text = say(f"handover_panel.said.{word}", count=len(files), summary=report.summary())
        self._tell(act, text, tone, files=files, found=_rows(report))


def _rows(report: Report) -> list[dict[str, Any]]:
    return shown.lost(losses(report))
