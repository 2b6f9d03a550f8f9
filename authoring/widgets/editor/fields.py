"""The form of a sheet: which fields a question has, in which order."""

from collections.abc import Iterable, Sequence

from authoring.questions import QuestionType
from authoring.texts import say
from authoring.widgets.editor.answers import answers, suppressed
from authoring.widgets.editor.form import Choice, Entry, FieldKind, Group
from authoring.widgets.editor.fresh import LISTS, Sheet
from authoring.widgets.editor.offer import Offer
from authoring.widgets.editor.page import MARKUP, Page

__all__ = ["groups_of"]


def groups_of(sheet: Sheet, offer: Offer, codes: Iterable[str] = ()) -> tuple[Group, ...]:
    """The groups of the form, without findings; `codes` are the findings that an author may answer for."""
    page = Page(sheet, "", offer)
    answering = tuple(Choice(value=code, label=say("editor.answer_for", code=code)) for code in codes)
    case = page.kind is QuestionType.CASE
    title = say("editor.group.stimulus" if case else "editor.group.question")
    hint = say("editor.hint.stimulus") if case else ""
    return (
        page.group("question", page.field("stem", MARKUP, rows=5, label=title, hint=hint), title=title),
        *(_children(page) if case else answers(page)),
        page.explanation(),
        *page.computing(),
        page.attributes(),
        page.group("others", page.field("author", FieldKind.LINE), page.field("tags", FieldKind.WORDS)),
        page.listed("suppress", suppressed, add=answering),
    )


def _children(page: Page) -> tuple[Group, ...]:
    kinds = [kind for kind in QuestionType if kind is not QuestionType.CASE]
    add = tuple(Choice(value=kind.value, label=say(f"label.question_type.{kind}")) for kind in kinds)
    listing, count = LISTS["children"], len(page.sheet["children"])
    entries = tuple(_child(page, place, kinds, removable=count > listing.least) for place in range(count))
    title = say("editor.group.children")
    return (Group(path="children", title=title, entries=entries, add=add if count < listing.most else ()),)


def _child(page: Page, place: int, kinds: Sequence[QuestionType], *, removable: bool) -> Entry:
    path = f"children.{place}"
    child = Page(page.sheet["children"][place], f"{path}.", page.offer)
    own = (child.listed("suppress", suppressed, add=()),) if child.sheet["suppress"] else ()
    return Entry(
        path=path,
        title=say("editor.child", number=place + 1, kind=say(f"label.question_type.{child.kind}")),
        fields=(child.named("type", kinds, "label.question_type"), child.field("stem", MARKUP, rows=3)),
        groups=(*answers(child), child.explanation(), *child.computing(), child.attributes(), *own),
        removable=removable,
    )
