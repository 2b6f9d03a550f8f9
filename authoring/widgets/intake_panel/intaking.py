"""The model of the intake panel: what files hold, what the author repairs and chooses, the way into the bank."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from authoring import workflow
from authoring.bank import Bank
from authoring.bank.review import Desk
from authoring.errors import AuthoringError, UsageError
from authoring.findings import Report
from authoring.intake.bringing import bring_in
from authoring.intake.draft import Defaults, Draft, common_fields
from authoring.intake.files import read_sources
from authoring.intake.plan import ImportPlan
from authoring.intake.suggestions import SUGGESTED, Suggestion, accepted, suggestions
from authoring.questions import Level, Question
from authoring.texts import say
from authoring.widgets.editor.editing import Editing
from authoring.widgets.editor.sheet import sheet_of
from authoring.widgets.intake_panel.columns import (
    NO_HEADER,
    NO_TABLE,
    ColumnTable,
    column_tables,
    is_table,
    known_columns,
    remember_columns,
)
from authoring.widgets.intake_panel.entries import Entry, State, entries_of
from authoring.widgets.intake_panel.judging import NOWHERE, judged, known_stems
from authoring.widgets.intake_panel.keeping import Kept, Repair, Shelf, Source

__all__ = ["Intaking"]

Progress = Callable[[int, int, str], None]
_WAITING = (State.READY, State.LACKING, State.CHANGED, State.CONFLICTING)
"""What is not in the bank and could be."""


class Intaking:
    """Nothing gets into the bank before `bring`."""

    def __init__(self, bank: Bank, desk: Desk, today: date, shelf: Shelf | None = None) -> None:
        """`shelf` keeps what stands here; what it still has from the last time is `left`."""
        self.bank = bank
        self.desk = desk
        self.today = today
        self.sources: list[Source] = []
        self.entries: list[Entry] = []
        self.level, self.point, self.difficulty = Level.JUNIOR, "", 3
        """What drafts get that say nothing of their own; `point` is a knowledge point, a domain, or empty."""
        self._shelf = shelf
        kept = shelf.take() if shelf else Kept()
        self.left: Kept | None = kept if kept.waiting else None
        """What was not taken in the last time, until the author has restored or discarded it."""
        self._read: list[Entry] = []
        """As the sources have it."""
        self._repairs: dict[str, Repair] = {}
        self._done: dict[str, str] = {}
        self._taken: set[str] = set()
        self._offered: dict[str, tuple[Draft, list[Suggestion]]] = {}
        """What was suggested for a draft: all are asked when one is looked at."""
        self._stems: dict[str, str] = {}
        """Ids of the bank's questions by what they ask."""
        self._latest: dict[str, Any] = {}
        """What stood on the form when it was opened or held last."""

    # What comes in

    def add(self, sources: Sequence[Source]) -> None:
        """Reads more files; one that stands here already stays as it is, a changed one takes the old one's place.

        Files of one name in one batch get names of their own.
        """
        self._resume()
        fresh = [source for source in _distinct(sources) if source not in self.sources]
        names = {source.name for source in fresh}
        self.sources = [source for source in self.sources if source.name not in names] + fresh
        self._repairs = {name: kept for name, kept in self._repairs.items() if _source(name) not in names}
        self._done = {name: kept for name, kept in self._done.items() if _source(name) not in names}
        self._taken = {name for name in self._taken if _source(name) not in names}
        self.read()
        self._keep()

    def paste(self, text: str) -> None:
        """Takes a pasted text as one more source. Raises UsageError for an empty one."""
        if not text.strip():
            raise UsageError(say("intake_panel.empty_paste"))
        number = 1 + sum(source.name.startswith(say("intake_panel.pasted", number="")) for source in self.sources)
        self.add([Source(name=say("intake_panel.pasted", number=number), content=text.encode())])

    def clear(self) -> None:
        """Puts all sources away; what is in the bank stays there."""
        self.sources, self._read, self.entries = [], [], []
        self._repairs, self._done, self._taken = {}, {}, set()
        self.left = None
        self._keep()

    def restore(self) -> None:
        """Goes on where the last one on this shelf was left."""
        self._resume()
        self.read()

    def _resume(self) -> None:
        if self.left is None:
            return
        kept, self.left = self.left, None
        self.sources, self._repairs = list(kept.sources), dict(kept.repairs)
        self._done, self._taken = dict(kept.done), set(kept.taken)
        self.level, self.point, self.difficulty = kept.level, kept.point, kept.difficulty

    def give(self, *, level: Level, point: str, difficulty: int) -> None:
        """What drafts get that say nothing of their own; `point` may be a domain, or empty while nobody has chosen."""
        self.level, self.point, self.difficulty = level, point, difficulty
        self.look()
        self._keep()

    def read(self) -> None:
        """Reads all sources, with the columns as they are mapped now."""
        papers = [(source.name, source.content) for source in self.sources if not source.is_key]
        keys = [(source.name, source.content) for source in self.sources if source.is_key]
        mapping = known_columns(self.bank)
        # Answers alone are read as a paper, so that somebody says what they lack.
        self._read = entries_of(read_sources(papers or keys, mapping, keys if papers else ()))
        self._stems = known_stems(self.bank)
        self.look()

    def _keep(self) -> None:
        """Not while something of the last time is still on the shelf."""
        if self._shelf is None or self.left is not None:
            return
        kept = Kept(
            sources=tuple(self.sources),
            repairs=self._repairs,
            done=self._done,
            taken=tuple(sorted(self._taken)),
            level=self.level,
            point=self.point,
            difficulty=self.difficulty,
            waiting=sum(entry.state in _WAITING for entry in self.entries),
        )
        self._shelf.put(kept)

    # What became of it

    @property
    def defaults(self) -> Defaults:
        """What drafts get that say nothing of their own."""
        return Defaults(
            level=self.level, knowledge_point=self.point or NOWHERE, difficulty=self.difficulty, author=self.desk.who
        )

    def look(self, names: Collection[str] | None = None) -> None:
        """Compares everything with the bank, or only the entries named, and says of each what can be done."""
        chosen = [self._repaired(entry) for entry in self._read if names is None or entry.name in names]
        open_ones = [entry for entry in chosen if entry.name not in self._done]
        found = {entry.name: entry for entry in judged(open_ones, self.bank, self.defaults, self._stems)}
        found |= {entry.name: self._finished(entry) for entry in chosen if entry.name in self._done}
        self.entries = [found[entry.name] for entry in self._read] if names is None else self._with(found)

    def _with(self, found: Mapping[str, Entry]) -> list[Entry]:
        return [found.get(entry.name, entry) for entry in self.entries]

    def _finished(self, entry: Entry) -> Entry:
        return entry.model_copy(update={"state": State.DONE, "id": self._done[entry.name], "told": ()})

    def _repaired(self, entry: Entry) -> Entry:
        repair = self._repairs.get(entry.name)
        if repair is None or entry.draft is None:
            return entry
        offered = {suggestion.code for suggestion in suggestions(repair.plain)}
        told = () if repair.by_hand else (f for f in entry.told if f.code not in SUGGESTED - offered)
        draft = entry.draft.model_copy(update={"plain": repair.plain, "media": entry.draft.media | repair.media})
        return entry.model_copy(update={"draft": draft, "told": tuple(told)})

    def entry(self, name: str) -> Entry | None:
        """An entry as it is now; None when its source has it no more."""
        return next((entry for entry in self.entries if entry.name == name), None)

    def counts(self) -> Mapping[State, int]:
        return Counter(entry.state for entry in self.entries)

    def shown(self, state: State | None = None, text: str = "") -> list[Entry]:
        """The entries in a state (None: in any) that have a text in what they say, or in their number or id."""
        found = [entry for entry in self.entries if state in (None, entry.state)]
        return [entry for entry in found if _holds(entry, text.strip())] if text.strip() else found

    @property
    def report(self) -> Report:
        """Everything that was found, source by source."""
        return Report.of(finding for entry in self.entries for finding in entry.findings)

    # What the author does

    def editing(self, entry: Entry) -> Editing | None:
        """A draft on the form, one at a time; None for what is in the bank and for what is no question."""
        if entry.draft is None or entry.state not in (State.READY, State.LACKING):
            return None
        editing = self._opened(entry.draft.plain, entry.draft.media)
        self._latest = _written(editing)
        return editing

    def _opened(self, plain: Mapping[str, Any], media: Mapping[str, bytes]) -> Editing:
        given = str(plain.get("id", ""))
        if given in self.bank:  # its row makes no question, so that it could not be compared
            base = self.bank[given]
            sheet = sheet_of(base.data() | dict(plain))
            return Editing.resumed(self.bank, sheet, today=self.today, base=base, media=media)
        common = common_fields(dict(plain), self.defaults)
        if not self.point:
            del common["knowledge_points"]
        return Editing.of(self.bank, common | dict(plain), media=media, today=self.today)

    def hold(self, entry: Entry, editing: Editing) -> bool:
        """Keeps what stands on the form; whether that is news. `look` then says what is still wrong."""
        plain = _written(editing)
        if entry.name in self._done or entry.draft is None or plain == self._latest:
            return False
        self._latest = plain
        given = {"id": entry.draft.plain["id"]} if entry.draft.plain.get("id") else {}
        self._repairs[entry.name] = Repair(plain=plain | given, media=dict(editing.media))
        self._keep()
        return True

    def take_back(self, entry: Entry, editing: Editing) -> bool:
        """Keeps what stands on the form and judges it anew; whether there was anything."""
        self.hold(entry, editing)
        changed = entry.draft is not None and entry.name in self._repairs and self._differs(entry)
        if changed:
            self.look([entry.name])
            self._keep()
        return changed

    def _differs(self, entry: Entry) -> bool:
        judged_last = self.entry(entry.name)
        return bool(judged_last and judged_last.draft and judged_last.draft.plain != self._repairs[entry.name].plain)

    def saved(self, entry: Entry, question: Question) -> None:
        """Notes that an entry was saved from the form."""
        self._done[entry.name] = question.id
        self.look([entry.name])
        self._keep()

    def suggestions(self, entry: Entry) -> list[Suggestion]:
        """Repairs of damaged texts that the author can take by a click."""
        if entry.draft is None or entry.state not in _WAITING:
            return []
        draft, found = self._offered.get(entry.name, (None, []))
        if draft is not entry.draft:
            found = suggestions(entry.draft.plain)
            self._offered[entry.name] = (entry.draft, found)
        return found

    def alike(self, suggestion: Suggestion) -> list[Entry]:
        """All entries to which a suggestion applies."""
        told = (entry for entry in self.entries if any(f.code == suggestion.code for f in entry.told))
        return [entry for entry in told if suggestion in self.suggestions(entry)]

    def accept(self, suggestion: Suggestion, entries: Iterable[Entry]) -> None:
        """Takes a suggestion for these entries."""
        names = []
        for entry in entries:
            if entry.draft is not None:
                known = self._repairs.get(entry.name)
                plain = accepted(entry.draft.plain, suggestion)
                self._repairs[entry.name] = Repair(
                    plain=plain, media=entry.draft.media, by_hand=bool(known and known.by_hand)
                )
                names.append(entry.name)
        self.look(set(names))
        self._keep()

    def choose(self, entry: Entry, *, take: bool) -> None:
        """Whether the source's words of a conflict are taken, or the bank's kept."""
        (self._taken.add if take else self._taken.discard)(entry.name)
        self._keep()

    def taken(self, entry: Entry) -> bool:
        """Whether the source's words of a conflict were chosen."""
        return entry.name in self._taken

    # Into the bank

    def ready(self) -> int:
        """How many questions `bring` would take in or change."""
        return sum(self._goes(entry) for entry in self.entries)

    def _goes(self, entry: Entry) -> bool:
        return entry.state in (State.READY, State.CHANGED) or (
            entry.state is State.CONFLICTING and entry.name in self._taken
        )

    def bring(self, progress: Progress | None = None) -> list[Question]:
        """Takes all that is ready into the bank; what was saved.

        Raises UsageError where nothing is ready, ConflictError for what others saved meanwhile (the rest is in the
        bank then), StorageError.
        """
        going = [entry for entry in self.entries if self._goes(entry)]
        if not going:
            raise UsageError(say("intake_panel.nothing_ready"))
        new = [entry for entry in going if entry.revision is None]
        revised = [entry for entry in going if entry.revision is not None]
        brought = bring_in([entry.draft for entry in new if entry.draft], self.bank, self.defaults)
        plan = ImportPlan(changed=tuple(entry.revision for entry in revised if entry.revision))
        wanted = [*brought.questions, *(revision.row for revision in plan.changed)]
        names = [entry.name for entry in (*new, *revised)]
        try:
            saved = workflow.bring(self.bank, self.desk, plan, brought, progress=progress)
            self._done |= zip(names, (question.id for question in saved), strict=True)
        except AuthoringError:
            self._done |= {name: made.id for name, made in zip(names, wanted, strict=True) if self._has(made)}
            raise
        finally:
            self.bank.refresh()
            self._stems = known_stems(self.bank)
            self.look()
            self._keep()
        return saved

    def _has(self, question: Question) -> bool:
        """Whether the bank has a question with just these words."""
        if question.id not in self.bank:
            return False
        return self.bank[question.id].content_fingerprint() == question.content_fingerprint()

    # Columns

    @property
    def has_tables(self) -> bool:
        """Whether there is a workbook or CSV file among the sources."""
        return any(is_table(source.name) for source in self.sources)

    def tables(self) -> list[ColumnTable]:
        """The tables of all workbooks and CSV files, with what each column is taken for."""
        mapping = known_columns(self.bank)
        every = (table for source in self.sources for table in column_tables(source.content, source.name, mapping))
        told = self._sheets_told(NO_HEADER, NO_TABLE)
        return [table for table in every if table.understood or (table.source, table.sheet) in told]

    def unread(self) -> list[ColumnTable]:
        """The tables whose header nobody understands."""
        told = self._sheets_told(NO_HEADER)
        return [table for table in self.tables() if (table.source, table.sheet) in told] if told else []

    def _sheets_told(self, *codes: str) -> set[tuple[str | None, str]]:
        findings = (finding for entry in self._read for finding in entry.told if finding.code in codes)
        return {(finding.where.file, finding.where.sheet or "") for finding in findings}

    def map_columns(self, table: ColumnTable, fields: Sequence[str | None]) -> None:
        """Remembers for this header what its columns hold, and reads the sources again."""
        source = next(source for source in self.sources if source.name == table.source)
        remember_columns(self.bank, source.content, table, fields)
        self.read()
        self._keep()


def _distinct(sources: Sequence[Source]) -> list[Source]:
    """The sources with different names: two folders may hold files of one name."""
    seen: Counter[str] = Counter()
    found = []
    for source in sources:
        seen[source.name] += 1
        stem, dot, suffix = source.name.rpartition(".")
        number = seen[source.name]
        name = source.name if number == 1 else f"{stem or suffix} ({number}){dot}{suffix if stem else ''}"
        found.append(source.model_copy(update={"name": name}))
    return found


def _source(name: str) -> str:
    return name.partition("|")[0]


def _written(editing: Editing) -> dict[str, Any]:
    """What stands on a form; empty fields are left to the defaults."""
    own = ("id", "status", "version")
    return {name: value for name, value in editing.plain.items() if name not in own and value not in ("", [])}


def _holds(entry: Entry, text: str) -> bool:
    said = (str(entry.draft.plain), entry.draft.number) if entry.draft else (entry.told[0].message,)
    return any(text in each for each in (*said, entry.id))
