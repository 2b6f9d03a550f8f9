"""The model of the intake panel: what files hold, what the author repairs and chooses, the way into the bank."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from authoring import workflow
from authoring.bank import Bank
from authoring.bank.review import Desk
from authoring.bank.store import write_atomically
from authoring.errors import UsageError
from authoring.findings import Finding, Report, Voice
from authoring.intake.bringing import Brought, bring_in
from authoring.intake.draft import Defaults, Draft, Intake, common_fields, merged
from authoring.intake.excel import MAPPINGS_FILE, annotated_copy, layouts, read_mapping, template_workbook
from authoring.intake.excel.mapping import Mapping as Columns
from authoring.intake.files import read_sources
from authoring.intake.plan import ImportPlan, Revision, plan_import
from authoring.intake.suggestions import Suggestion, accepted, suggestions
from authoring.questions import Level, Question
from authoring.rendering.differences import Difference, differences
from authoring.texts import say
from authoring.widgets.editor.editing import Editing
from authoring.widgets.receiving.entries import Entry, State, entries_of, name_of
from authoring.widgets.receiving.keeping import Kept, Repair, Shelf, Source
from authoring.widgets.receiving.tables import ColumnTable, column_tables

__all__ = ["Intaking"]

_VOICE = Voice("receiving")
Progress = Callable[[int, int, str], None]


class Intaking:
    """Nothing gets into the bank before `bring`."""

    def __init__(self, bank: Bank, desk: Desk, today: date, shelf: Shelf | None = None) -> None:
        """With a `shelf` it goes on where the last one on that shelf was left."""
        self.bank = bank
        self.desk = desk
        self.today = today
        self.entries: list[Entry] = []
        self._shelf = shelf
        kept = shelf.take() if shelf else Kept()
        self.sources: list[Source] = list(kept.sources)
        self.level = kept.level
        self.point = kept.point
        """Knowledge point or domain of the drafts that name none."""
        self.difficulty = kept.difficulty
        self._intakes: list[Intake] = []
        self._repairs = dict(kept.repairs)
        self._done = dict(kept.done)
        self._chosen = dict(kept.chosen)
        if self.sources:
            self.read()

    # What comes in

    def add(self, sources: Sequence[Source]) -> None:
        """Reads more files. One with the name of another takes its place."""
        names = {source.name for source in sources}
        self.sources = [source for source in self.sources if source.name not in names] + list(sources)
        self._forget(names)
        self.read()
        self._keep()

    def paste(self, text: str) -> None:
        """Takes a pasted text as one more source. Raises UsageError for an empty one."""
        if not text.strip():
            raise UsageError(say("receiving.empty_paste"))
        number = 1 + sum(source.name.startswith(say("receiving.pasted", number="")) for source in self.sources)
        self.add([Source(name=say("receiving.pasted", number=number), content=text.encode())])

    def clear(self) -> None:
        """Puts all sources away; what is in the bank stays there."""
        self.sources, self.entries, self._intakes = [], [], []
        self._repairs, self._done, self._chosen = {}, {}, {}
        self._keep()

    def give(self, *, level: Level, point: str, difficulty: int) -> None:
        """What drafts get that say nothing of their own; `point` may be a domain, or empty while nobody has chosen."""
        self.level, self.point, self.difficulty = level, point, difficulty
        self.look()
        self._keep()

    def _keep(self) -> None:
        if self._shelf is not None:
            self._shelf.put(
                Kept(
                    sources=tuple(self.sources),
                    repairs=self._repairs,
                    done=self._done,
                    chosen=self._chosen,
                    level=self.level,
                    point=self.point,
                    difficulty=self.difficulty,
                )
            )

    def _forget(self, names: set[str]) -> None:
        """What was repaired or taken in of sources that are read anew."""
        self._repairs = {name: kept for name, kept in self._repairs.items() if _source(name) not in names}
        self._done = {name: kept for name, kept in self._done.items() if _source(name) not in names}
        self._chosen = {name: kept for name, kept in self._chosen.items() if _source(name) not in names}

    def read(self) -> None:
        """Reads all sources, with the columns as they are mapped now."""
        if not self.sources:
            self._intakes = []
        else:
            plain = [(source.name, source.content) for source in self.sources if not source.is_key]
            keys = [(source.name, source.content) for source in self.sources if source.is_key]
            self._intakes = read_sources(plain, self._columns.known(self.bank.syllabus), keys) if plain else []
        self.look()

    # What became of it

    @property
    def defaults(self) -> Defaults:
        """What drafts get that say nothing of their own."""
        return Defaults(
            level=self.level, knowledge_point=self.point or "D00", difficulty=self.difficulty, author=self.desk.who
        )

    def look(self) -> None:
        """Compares everything that was read with the bank, and says of each what can be done."""
        intakes = [self._repaired(intake) for intake in self._intakes]
        plan, brought = self._planned(intakes)
        lacking = {id(draft) for draft in brought.left}
        states: dict[str, tuple[State, Revision | None]] = {}
        for draft in (draft for intake in intakes for draft in intake.drafts):
            pointless = self._pointless(draft)
            states[name_of(draft)] = (State.LACKING if id(draft) in lacking or pointless else State.READY, None)
        for state, revisions in ((State.CHANGED, plan.changed), (State.CONFLICTING, plan.conflicting)):
            for revision in revisions:
                states[name_of(revision.draft)] = (state, revision)
        untouched = set(plan.untouched)
        for draft in (draft for intake in intakes for draft in intake.drafts):
            if str(draft.plain.get("id", "")) in untouched:
                states[name_of(draft)] = (State.UNTOUCHED, None)
        lacks = self._lacks(intakes, brought, plan)
        found = entries_of(intakes, states, lacks)
        self.entries = [self._noted(entry) for entry in found]

    def _repaired(self, intake: Intake) -> Intake:
        drafts = tuple(self._with_repair(draft) for draft in intake.drafts)
        repaired = {_spot(draft) for draft in drafts if name_of(draft) in self._repairs}
        told = intake.report.filter(
            lambda finding: (finding.where.sheet, finding.where.row or finding.where.line) not in repaired
        )
        return intake.model_copy(update={"drafts": drafts, "report": told})

    def _with_repair(self, draft: Draft) -> Draft:
        repair = self._repairs.get(name_of(draft))
        if repair is None:
            return draft
        return draft.model_copy(update={"plain": repair.plain, "media": draft.media | repair.media})

    def _planned(self, intakes: Sequence[Intake]) -> tuple[ImportPlan, Brought]:
        open_ones = [
            intake.model_copy(update={"drafts": tuple(d for d in intake.drafts if name_of(d) not in self._done)})
            for intake in intakes
        ]
        plan = plan_import(merged("", open_ones), self.bank)
        return plan, bring_in(plan.new, self.bank, self.defaults)

    def _lacks(self, intakes: Sequence[Intake], brought: Brought, plan: ImportPlan) -> dict[str, list[Finding]]:
        """Findings that came of the comparison, by draft."""
        known = {finding for intake in intakes for finding in intake.report}
        by_spot = {(d.where.file, *_spot(d)): name_of(d) for intake in intakes for d in intake.drafts}
        pointless = (d for intake in intakes for d in intake.drafts if self._pointless(d))
        found = {name_of(draft): [_VOICE.wrong("I191", draft.where)] for draft in pointless}
        for finding in (*brought.report, *plan.report):
            where = finding.where
            name = by_spot.get((where.file, where.sheet, where.row or where.line))
            if name is not None and finding not in known:
                found.setdefault(name, []).append(finding)
        return found

    def _pointless(self, draft: Draft) -> bool:
        """Whether nobody has said yet which knowledge point it is on."""
        return (
            not (self.point or draft.plain.get("knowledge_points")) and str(draft.plain.get("id", "")) not in self.bank
        )

    def _noted(self, entry: Entry) -> Entry:
        if entry.name in self._done:
            return entry.model_copy(update={"state": State.DONE, "id": self._done[entry.name], "findings": ()})
        return entry

    def counts(self) -> Mapping[State, int]:
        return Counter(entry.state for entry in self.entries)

    def shown(self, states: Sequence[State] = ()) -> list[Entry]:
        """The entries in one of the states; none means all."""
        return [entry for entry in self.entries if not states or entry.state in states]

    @property
    def report(self) -> Report:
        """Everything that was found, source by source."""
        return Report.of(finding for entry in self.entries for finding in entry.findings)

    # What the author does

    def editing(self, entry: Entry) -> Editing | None:
        """A draft on the form; None for what is no new question."""
        if entry.draft is None or entry.state not in (State.READY, State.LACKING):
            return None
        common = common_fields(entry.draft.plain, self.defaults)
        if not self.point:
            del common["knowledge_points"]
        plain = common | entry.draft.plain
        return Editing.of(self.bank, plain, media=entry.draft.media, today=self.today)

    def take_back(self, entry: Entry, editing: Editing) -> None:
        """Keeps what was repaired on the form; the table then says what is still wrong."""
        if not editing.changed:
            return
        plain = {name: value for name, value in editing.plain.items() if name not in ("id", "status", "version")}
        given = (entry.draft.plain if entry.draft else {}).get("id")
        kept = plain | ({"id": given} if given else {})
        self._repairs[entry.name] = Repair(plain=kept, media=dict(editing.media))
        self.look()
        self._keep()

    def suggestions(self, entry: Entry) -> list[Suggestion]:
        """Repairs of damage that the author may take; none is made unasked."""
        waiting = entry.draft is not None and entry.state in (State.READY, State.LACKING)
        return suggestions(entry.draft.plain) if entry.draft and waiting else []

    def accept(self, entry: Entry, suggestion: Suggestion) -> None:
        """Makes one repair in a draft."""
        if entry.draft is not None:
            plain = accepted(entry.draft.plain, suggestion)
            self._repairs[entry.name] = Repair(plain=dict(plain), media=dict(entry.draft.media))
            self.look()
            self._keep()

    def saved(self, entry: Entry, question: Question) -> None:
        """Notes that an entry was saved from the form."""
        self._done[entry.name] = question.id
        self.look()
        self._keep()

    def choose(self, entry: Entry, *, take: bool) -> None:
        """Whether the source's words of a conflict are taken, or the bank's kept."""
        self._chosen[entry.name] = take
        self._keep()

    def chosen(self, entry: Entry) -> bool | None:
        return self._chosen.get(entry.name)

    def differences(self, entry: Entry) -> tuple[Difference, ...]:
        """What a changed or conflicting entry changes: `old` is the bank's."""
        return differences(entry.revision.bank, entry.revision.row) if entry.revision else ()

    def ready(self) -> int:
        """How many questions `bring` would take in or change."""
        return sum(self._goes(entry) for entry in self.entries)

    def _goes(self, entry: Entry) -> bool:
        if entry.state is State.CONFLICTING:
            return self._chosen.get(entry.name, False)
        return entry.state in (State.READY, State.CHANGED)

    def bring(self, progress: Progress | None = None) -> list[Question]:
        """Takes all that is ready into the bank; what was saved.

        Raises UsageError where nothing is ready, ConflictError for what others saved meanwhile (the rest is in the
        bank then), StorageError.
        """
        going = [entry for entry in self.entries if self._goes(entry)]
        if not going:
            raise UsageError(say("receiving.nothing_ready"))
        new = [entry for entry in going if entry.revision is None]
        revised = [entry for entry in going if entry.revision is not None]
        drafts = [entry.draft for entry in new if entry.draft]
        brought = bring_in(drafts, self.bank, self.defaults)
        plan = ImportPlan(changed=tuple(entry.revision for entry in revised if entry.revision))
        wanted = [*brought.questions, *(revision.row for revision in plan.changed)]
        try:
            return workflow.bring(self.bank, self.desk, plan, brought, progress=progress)
        finally:
            self.bank.refresh()
            for entry, question in zip([*new, *revised], wanted, strict=True):
                if question.id in self.bank and _same(self.bank[question.id], question):
                    self._done[entry.name] = question.id
            self.look()
            self._keep()

    # Columns

    @property
    def _columns(self) -> Columns:
        path = self.bank.root / MAPPINGS_FILE
        return read_mapping(path.read_text("utf-8-sig") if path.exists() else "")

    def tables(self) -> list[ColumnTable]:
        """The tables of all workbooks and CSV files, with what each column is taken for."""
        known = self._columns.known(self.bank.syllabus)
        return [table for source in self.sources for table in column_tables(source.content, source.name, known)]

    def map_columns(self, table: ColumnTable, fields: Sequence[str | None]) -> None:
        """Remembers for this header what its columns hold, and reads the sources again."""
        words = dict(zip(table.header, fields, strict=True))
        mapping = self._columns
        source = next(source for source in self.sources if source.name == table.source)
        for layout in layouts(source.content, source.name, words):
            own = layout.header[: len(table.header)] == table.header
            mapping = mapping.remember(layout.model_copy(update={"fields": tuple(fields)}) if own else layout)
        write_atomically(self.bank.root / MAPPINGS_FILE, mapping.text().encode())
        self.read()

    # Files to take away

    def template(self) -> bytes:
        """An empty workbook to fill in."""
        return template_workbook(self.bank.syllabus)

    def annotated(self, source: str) -> bytes:
        """A copy of a workbook with the findings in it. Raises UsageError for what is no workbook."""
        content = next(entry.content for entry in self.sources if entry.name == source)
        return annotated_copy(content, self.report.filter(lambda finding: finding.where.file == source))[0]

    @property
    def workbooks(self) -> list[str]:
        """Names of the sources that can be annotated."""
        return [entry.name for entry in self.sources if entry.name.lower().endswith((".xlsx", ".xlsm"))]

    def losses(self) -> bytes:
        """The loss report as CSV that Excel opens: UTF-8 with a mark."""
        frame = self.report.to_frame()
        frame.columns = [say(f"receiving.report.{name}") for name in frame.columns]
        data: bytes = frame.to_csv(index=False).encode("utf-8-sig")
        return data


def _source(name: str) -> str:
    return name.partition("|")[0]


def _same(one: Question, other: Question) -> bool:
    return one.content_fingerprint() == other.content_fingerprint()


def _spot(draft: Draft) -> tuple[str | None, int | None]:
    return draft.where.sheet, draft.where.row or draft.where.line
