"""The model of the roster tab: candidates are read and checked, given forms, sealed, and written for other systems."""

from collections.abc import Sequence
from pathlib import Path

from authoring.errors import UsageError
from authoring.export.roster_files import roster_files
from authoring.export.sealing.delivering import deliver_roster
from authoring.export.sealing.keyring import Keyring
from authoring.export.sealing.roster import open_roster
from authoring.export.sealing.seal_key import SealKey
from authoring.export.sealing.sealing import Sealer
from authoring.findings import Report
from authoring.rendering.guide.handouts import Room
from authoring.roster.candidate import Roster
from authoring.roster.entries import ExamRoster, enter
from authoring.roster.photos import Photos, open_photos
from authoring.roster.reading import read_roster
from authoring.sessions.rules import ExamSession
from authoring.texts import say
from authoring.widgets.handover_panel.files import written
from authoring.widgets.handover_panel.seating import RoomPlan, seat_plan

__all__ = ["Rostering"]


class Rostering:
    """One session's candidates. What is entered is sealed as it is: its codes are drawn once."""

    def __init__(self, session: ExamSession) -> None:
        self.session = session
        self.source = ""
        """Name of the roster's file; empty without one."""
        self.roster = Roster()
        self.report = Report()
        self.entered: ExamRoster | None = None
        """With papers, forms and codes."""
        self.doubts = Report()
        """About the forms."""
        self.sealed: Path | None = None
        """Where what is entered was sealed, or was opened from."""
        self.photos: Photos | None = None
        self._data = b""

    def read(self, data: bytes, source: str) -> Report:
        """Reads a roster of Excel or CSV bytes; everything that is wrong with it."""
        self._data, self.source = data, source
        return self._check()

    def pair(self, photos: Path, name: str) -> Report:
        """Gives candidates the photos of a zip. Raises StorageError where it is none."""
        opened = open_photos(photos)
        self.photos = Photos(name, opened.sizes, opened.read, opened.twice)
        return self._check()

    def without_photos(self) -> Report:
        """Puts the photos away."""
        self.photos = None
        return self._check()

    def sit(self, session: ExamSession) -> None:
        """For another session everything is judged anew."""
        self.session = session
        self._check()

    def _check(self) -> Report:
        self.entered, self.sealed, self.doubts = None, None, Report()
        if self._data:
            on = self.session.timing.start.date()
            self.roster, self.report = read_roster(
                self._data, self.source, on=on, session=self.session, photos=self.photos
            )
        return self.report

    @property
    def ready(self) -> bool:
        """Whether forms can be assigned."""
        return bool(self.source) and self.report.passed

    def assign(self, seed: int) -> ExamRoster:
        """Papers, forms and codes for all. Raises UsageError before a roster without errors was read."""
        if not self.ready:
            raise UsageError(say("handover_panel.wrong.no_roster"))
        self.entered, self.doubts = enter(self.roster, self.session, seed=seed)
        self.sealed = None
        return self.entered

    @property
    def plan(self) -> tuple[RoomPlan, ...]:
        """Who sits where with which form; empty before forms were assigned."""
        return seat_plan(self.entered) if self.entered else ()

    @property
    def rooms(self) -> list[Room]:
        """For the invigilator's sheet."""
        return [Room(name=room.name, candidates=len(room.seats)) for room in self.plan if room.name]

    def seal(self, names: Sequence[str], ring: Keyring, sealer: Sealer, out: Path) -> Path:
        """Seals what was entered to keys of the keyring. Raises UsageError, SealError, StorageError."""
        self.sealed, _ = deliver_roster(self._entered(), names, ring, sealer, out, self.photos)
        return self.sealed

    def open(self, file: Path, key: SealKey, *, today: Sealer) -> ExamRoster:
        """Goes on with a roster that was sealed before. Raises SealError, StorageError, UsageError."""
        opened = open_roster(file, key, now=today.at, trusted=[today.key.public_key])
        if opened.session != self.session.id:
            raise UsageError(say("roster.other_session", found=opened.session, wanted=self.session.id))
        self.entered, self.sealed, self.doubts = opened, file, Report()
        return opened

    def export(self, kind: str, out: Path) -> list[Path]:
        """Writes the sealed roster for another system. Raises UsageError before it is sealed: codes are drawn anew."""
        if self.sealed is None:
            raise UsageError(say("handover_panel.wrong.not_sealed"))
        return written(out, roster_files(kind, self._entered(), self.session), secret=True)

    def _entered(self) -> ExamRoster:
        if self.entered is None:
            raise UsageError(say("handover_panel.wrong.not_assigned"))
        return self.entered
