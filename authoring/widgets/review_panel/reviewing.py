"""The model of the review panel: a queue, one question chosen from it, and what is decided about it."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property

from authoring.bank import Bank
from authoring.bank.changes import field_label
from authoring.bank.history import Action, Event, History
from authoring.bank.history_check import check_history
from authoring.bank.queue import Filters, Row, row, waiting
from authoring.bank.review import Decided, Desk, no_progress
from authoring.bank.review_rules import FROM, refusal, signers
from authoring.bank.telling import Told, told
from authoring.bank.versions import Version, last_approved, versions
from authoring.checks import ALL, QuestionCheck, check_questions
from authoring.checks.frame import Context
from authoring.errors import ConflictError, UsageError
from authoring.findings import Report
from authoring.questions import Question
from authoring.rendering.differences import Difference, differences
from authoring.rendering.pages import review_page
from authoring.rendering.review_notes import question_notes
from authoring.texts import say
from authoring.widgets.single import question_page

__all__ = ["DECISIONS", "Reviewing"]

DECISIONS = (Action.APPROVE, Action.RETURN, Action.SUBMIT, Action.ACTIVATE, Action.RETIRE)
_QUESTION_CHECKS = tuple(check for check in ALL if isinstance(check, QuestionCheck))


class Reviewing:
    """Questions at a desk. What waits is looked up again by `refresh`, and after every decision."""

    def __init__(self, desk: Desk, today: date) -> None:
        self.desk = desk
        self.bank: Bank = desk.bank
        self.today = today
        self.filters = Filters()
        self.ids: list[str] = []
        """What the filters let through."""
        self.ticked: list[str] = []
        self.question: Question | None = None
        """The chosen one, as it was when it was shown: that is what gets signed."""
        self.base: Version | None = None
        """With which version the chosen one is compared."""
        self.versions: tuple[Version, ...] = ()
        self.findings = Report()
        """What the checks and the history find in the chosen question."""
        self._events: list[Event] = []
        self.refresh()

    @cached_property
    def _context(self) -> Context:
        return Context.of(self.bank, self.today)

    # The queue

    def refresh(self) -> None:
        """Reads what others have changed."""
        self.bank.refresh()
        self.__dict__.pop("_context", None)
        self._look()
        if self.question is not None:
            self.choose(self.question.id if self.question.id in self.bank else "")

    def filter(self, **changed: str) -> None:
        """Changes filters by their names, and unticks what they hide."""
        self.filters = self.filters.model_copy(update=changed)
        self._look()

    def _look(self) -> None:
        self.ids = waiting(self.bank, self.filters, self.desk.who)
        there = set(self.ids)
        self.ticked = [name for name in self.ticked if name in there]

    def rows(self, first: int, count: int) -> list[Row]:
        return [row(self.bank, name) for name in self.ids[first : first + count]]

    def tick(self, names: Iterable[str], on: bool) -> None:
        """Ticks or unticks questions of the queue for what is decided on many."""
        kept = [name for name in self.ticked if name not in set(names)]
        self.ticked = [*kept, *(name for name in names if name in set(self.ids))] if on else kept

    # The chosen question

    def choose(self, name: str) -> None:
        """Chooses a question; an empty name chooses none. Raises UsageError for an unknown one."""
        self.question = self.bank[name] if name else None
        self._events = History(self.bank.root).of(name)[0] if name else []
        self.versions = versions(self.question, self._events) if self.question else ()
        self.findings = self._judged(self.question) if self.question else Report()
        before = self.versions[:-1]
        self.base = last_approved(self.versions) or (before[-1] if before else None)

    @property
    def chosen(self) -> Question:
        if self.question is None:
            raise UsageError(say("reviewing.nothing_chosen"))
        return self.question

    def _judged(self, question: Question) -> Report:
        found = check_questions([question], self._context, _QUESTION_CHECKS)
        return check_history(self.bank, question.id) + found

    def page(self) -> str:
        """The candidate's page, and beside it key, rationale, sources and findings.

        Raises StorageError or UsageError for a picture that cannot be shown.
        """
        question = self.chosen
        title = say("widgets.single.title", id=question.id)
        notes = question_notes(question, title, self.bank.references, self.bank.syllabus, self.findings)
        media = {address.removeprefix("media/"): self.bank.media(address) for address in question.media}
        return review_page(question_page(self.bank, question), notes, media=media, opened=True)

    @property
    def history(self) -> Sequence[Told]:
        """What happened to the chosen question, the latest first."""
        return told(self._events)[::-1]

    @property
    def signed(self) -> tuple[str, ...]:
        """Who has signed the chosen question's content."""
        return signers(self.chosen, self._events)

    def compare(self, place: int) -> None:
        """Compares with another version, by its place in `versions`."""
        self.base = self.versions[place]

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Between the base and the chosen question."""
        return differences(self.base.question, self.question) if self.base and self.question else ()

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Fields that a comment can be about: path and Chinese name."""
        question = self.chosen
        texts = dict.fromkeys([*question.candidate_texts(), *question.secret_texts()])
        paths = [*texts, *(name for name in ("key", "sources") if name in question.data() and name not in texts)]
        return tuple((path, field_label(path)) for path in paths)

    # What is decided

    @property
    def possible(self) -> dict[Action, str]:
        """Each decision that the question's status is about, and why one may not take it; empty where one may."""
        question, desk = self.chosen, self.desk
        shown = [action for action in DECISIONS if question.status in FROM[action]]
        return {a: refusal(question, a, desk.who, desk.role, self._events, desk.rules) for a in shown}

    def decide(self, action: Action, text: str = "") -> None:
        """Takes a decision on the chosen question and goes on to the next one of the queue.

        Raises UsageError where it is refused, ConflictError when somebody saved first; the new text is then shown.
        """
        name = self.chosen.id
        place = self.ids.index(name) if name in self.ids else 0
        try:
            self.desk.decide(self.chosen, action, text)
        except ConflictError:
            self.refresh()
            raise
        self._look()
        self.choose(name if name in self.ids else self._at(place))

    def _at(self, place: int) -> str:
        return self.ids[min(place, len(self.ids) - 1)] if self.ids else ""

    def decide_ticked(
        self, action: Action, text: str = "", progress: Callable[[int, int, str], None] = no_progress
    ) -> Decided:
        """Takes a decision on all that is ticked; what was refused stays ticked. Raises UsageError for none."""
        if not self.ticked:
            raise UsageError(say("reviewing.nothing_ticked"))
        decided = self.desk.decide_all(self.ticked, action, text, progress)
        self.ticked = list(decided.refused)
        chosen = self.question.id if self.question else ""
        self.refresh()
        if chosen not in self.ids:
            self.choose(self._at(0))
        return decided

    def comment(self, text: str, field: str = "") -> None:
        """Keeps a comment on the chosen question or one of its fields. Raises UsageError for an empty one."""
        self.desk.comment(self.chosen, text, field)
        self.choose(self.chosen.id)
