"""What the server needs of a package and its roster: the rules, and for each candidate the own paper.

Nothing else of the toolkit is read. The package is verified before anybody is let in.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

from authoring.errors import PackageError, UsageError
from authoring.export.reader import Package, open_package
from authoring.export.verify import verify_package
from authoring.papers.option_order import shown_order
from authoring.papers.paper import Item
from authoring.questions import Case, Question
from authoring.rehearsal.marking_key import MarkingKey
from authoring.rehearsal.portraits import small_photo
from authoring.rendering.views import (
    CandidatePaper,
    CaseView,
    ChoiceView,
    EntryView,
    ItemView,
    MatchingView,
    OrderingView,
    PartView,
    SectionView,
)
from authoring.roster.entries import ExamRoster, RosterEntry
from authoring.roster.privacy import masked
from authoring.sessions.rules import ExamSession
from authoring.texts import say

__all__ = ["Exam", "moved"]

_PICTURE = re.compile(r'src="(media/[^"]+)"')


class Exam:
    """One exam that is rehearsed. Raises UsageError where the roster is of another session or paper."""

    def __init__(
        self,
        package: Package,
        roster: ExamRoster,
        *,
        photos: Mapping[int, bytes] = MappingProxyType({}),
        demo: bool = False,
        start: datetime | None = None,
    ) -> None:
        self._package, self._photos = package, photos
        self.demo = demo
        """The candidates are invented."""
        self.rules = moved(package.session, start) if start else package.session
        """Of the session, its times moved so that it starts at `start`."""
        if roster.session != package.session.id:
            raise UsageError(say("rehearsal.exam.session", roster=roster.session, package=package.session.id))
        fitting = [entry for entry in roster.entries if entry.paper == package.manifest.paper]
        if not fitting:
            raise UsageError(say("rehearsal.exam.no_candidates", paper=package.manifest.paper))
        self.entries = MappingProxyType({entry.candidate.number: entry for entry in fitting})
        """Who sits this package's paper, by number."""
        self._paper = lru_cache(maxsize=256)(self._arranged)
        self.portrait = lru_cache(maxsize=1024)(self._shown_photo)
        """The registered photo by number, small, as a data URI; None where there is none that can be read."""

    @property
    def id(self) -> str:
        """Of the package: a store belongs to one."""
        return self._package.manifest.id

    @cached_property
    def key(self) -> MarkingKey:
        """Read by the marking alone."""
        return MarkingKey(self._package)

    def granted(self, candidate: int) -> int:
        """Extra time by the roster, in minutes."""
        return self.entries[candidate].candidate.extra_minutes

    def paper(self, candidate: int) -> CandidatePaper:
        """The candidate's form with options in the candidate's own order."""
        return self._paper(candidate)

    def item(self, candidate: int, question: str) -> ItemView | None:
        """A question of the candidate's form; None for one that is not on it."""
        return self._items(self.entries[candidate].form).get(question)

    def person(self, candidate: int) -> dict[str, str]:
        """What the staff of the room may see of a candidate: numbers masked."""
        entry = self.entries[candidate]
        known = entry.candidate
        names = {each.code: each.name for each in self.rules.exam.specialities}
        return {
            "name": known.name,
            "phone": masked(known.phone),
            "id_number": masked(known.id_number),
            "speciality": names.get(known.speciality, known.speciality),
            "organisation": known.organisation,
            "form": entry.form,
            "registered": self.portrait(candidate) or "",
        }

    def parts(self, form: str) -> int:
        """How many questions a form has, a case counted as its children."""
        return sum(len(item.children) if isinstance(item, CaseView) else 1 for item in self._all_items[form].values())

    def sections(self, candidate: int) -> tuple[SectionView, ...]:
        """Of the candidate's form, options as printed: for who asks about ids and times, for `paper` costs more."""
        return self._package.candidate(self.entries[candidate].form).sections

    def section(self, candidate: int, question: str) -> SectionView | None:
        """The section in which the candidate meets a question; None for one that is not on the form."""
        return self._sections_of[self.entries[candidate].form].get(question)

    def media(self, candidate: int, name: str) -> bytes | None:
        """A picture that the candidate's own paper shows; None for every other."""
        address = f"media/{name}"
        return self._package.media(address) if address in self._pictures[self.entries[candidate].form] else None

    def _shown_photo(self, candidate: int) -> str | None:
        content = self._photos.get(candidate)
        return None if content is None else small_photo(content)

    def _arranged(self, candidate: int) -> CandidatePaper:
        entry = self.entries[candidate]
        form = self._package.form(entry.form)
        items = {item.question: item for item in form.items}
        view = self._package.candidate(entry.form)
        sections = tuple(
            section.model_copy(
                update={"items": tuple(self._turned(seen, items[seen.id], entry) for seen in section.items)}
            )
            for section in view.sections
        )
        return view.model_copy(update={"sections": sections})

    def _turned(self, seen: ItemView, item: Item, entry: RosterEntry) -> ItemView:
        question = self._package.questions[item.question]
        if isinstance(seen, CaseView) and isinstance(question, Case):
            children = {child.id: child for child in question.children}
            turned = tuple(
                _turned(child, children[child.id], item.child_orders.get(child.id, ()), entry)
                for child in seen.children
            )
            return seen.model_copy(update={"children": turned})
        return _turned(seen, question, item.order, entry) if not isinstance(seen, CaseView) else seen

    def _items(self, form: str) -> dict[str, ItemView]:
        return self._all_items[form]

    @cached_property
    def _all_items(self) -> dict[str, dict[str, ItemView]]:
        return {
            form: {item.id: item for section in self._package.candidate(form).sections for item in section.items}
            for form in self._package.forms
        }

    @cached_property
    def _sections_of(self) -> dict[str, dict[str, SectionView]]:
        return {
            form: {item.id: section for section in self._package.candidate(form).sections for item in section.items}
            for form in self._package.forms
        }

    @cached_property
    def _pictures(self) -> dict[str, frozenset[str]]:
        return {
            form: frozenset(_PICTURE.findall(self._package.candidate(form).model_dump_json().replace('\\"', '"')))
            for form in self._package.forms
        }


def open_exam_package(path: Path, *, trusted: Sequence[str] = ()) -> Package:
    """A package that verifies. Raises PackageError naming what is wrong with it.

    `trusted` holds public signing keys; without one the signature is held against the key that the package names.
    """
    result = verify_package(path, trusted=trusted)
    wrong = [finding for finding in result.report if finding.severity == "error"]
    if wrong:
        raise PackageError(say("rehearsal.exam.not_verified", package=path.name, count=len(wrong), first=wrong[0]))
    return open_package(path)


def moved(rules: ExamSession, start: datetime) -> ExamSession:
    """The same session at another time of its own length: a rehearsal before the day."""
    timing = rules.timing
    end = start + (timing.end - timing.start)
    return rules.model_copy(
        update={"timing": timing.model_validate(timing.model_dump() | {"start": start, "end": end})}
    )


def _turned(seen: PartView, question: Question, order: tuple[str, ...], entry: RosterEntry) -> PartView:
    """What the form shuffles is shuffled anew for the candidate, by the same rules; what it leaves in order stays."""
    own = shown_order(question, f"{entry.shuffle}/{question.id}") if order else ()
    if not own:
        return seen
    match seen:
        case ChoiceView():
            return seen.model_copy(update={"options": _sorted(seen.options, own)})
        case MatchingView():
            return seen.model_copy(update={"choices": _sorted(seen.choices, own)})
        case OrderingView():
            return seen.model_copy(update={"items": _sorted(seen.items, own)})
        case _:
            return seen


def _sorted(entries: tuple[EntryView, ...], order: tuple[str, ...]) -> tuple[EntryView, ...]:
    return tuple(sorted(entries, key=lambda entry: order.index(entry.id)))
