"""How the browser tests meet the editor: a small bank, a question on the form, the candidate's page beside it."""

import datetime as dt
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import FrameLocator, Locator, Page, expect

from authoring.bank import Bank
from authoring.bank.review import Desk, Role
from authoring.questions import QuestionType
from authoring.texts import say
from authoring.widgets.editor.drafts import Drafts
from authoring.widgets.editor.editing import Editing
from authoring.widgets.editor.editor import Editor
from tests.browser.widget_host import host

SHIPPED = Path(__file__).parents[2] / "banks" / "dual-carbon"
TODAY = dt.date(2026, 12, 1)
NOW = dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
SIZE = (1400, 950)

ONE_OF_EACH = {
    QuestionType.SINGLE_CHOICE: "DC-D03-001",
    QuestionType.MULTIPLE_CHOICE: "DC-D01-004",
    QuestionType.TRUE_FALSE: "DC-D01-003",
    QuestionType.BLANKS: "DC-D01-010",
    QuestionType.NUMERIC: "DC-D03-014",
    QuestionType.MATCHING: "DC-D02-022",
    QuestionType.ORDERING: "DC-D01-011",
    QuestionType.SHORT_ANSWER: "DC-D01-034",
    QuestionType.CASE: "DC-D03-025",
}
SINGLE = ONE_OF_EACH[QuestionType.SINGLE_CHOICE]

OpenEditor = Callable[..., tuple[Page, Editor]]


def small_bank(folder: Path) -> Bank:
    """One question of each type, with the shipped syllabus and references."""
    questions = [f"questions/{name.split('-')[1]}/{name}.yaml" for name in ONE_OF_EACH.values()]
    for part in ("bank.yaml", "syllabus.yaml", "references", "media", *questions):
        source, target = SHIPPED / part, folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    return Bank.open(folder)


def single(bank: Bank) -> Editing:
    return Editing.open(bank, SINGLE, today=TODAY)


def desk_of(bank: Bank, who: str = "甲") -> Desk:
    return Desk(bank, who, Role.AUTHOR, lambda: NOW)


def shown(page: Page, editing: Editing, drafts: Drafts | None = None) -> Editor:
    editor = Editor(editing, desk_of(editing.bank), drafts)
    host(page, editor.view)
    expect(candidate(page).locator("#question-title")).to_be_visible()
    return editor


def field(page: Page, path: str) -> Locator:
    return page.locator(f'.field[data-path="{path}"]')


def writing(page: Page, path: str) -> Locator:
    """The control of a field that one types into."""
    return field(page, path).locator("textarea, input").first


def entry(page: Page, path: str) -> Locator:
    return page.locator(f'.entry[data-path="{path}"]')


def candidate(page: Page) -> FrameLocator:
    """The candidate's page that is seen."""
    return page.frame_locator(".frames:not([hidden]) iframe:not(.coming)")


def press(page: Page, key: str, **values: object) -> None:
    """A button by its accessible name."""
    page.get_by_role("button", name=words(key, **values), exact=True).click()


def words(key: str, **values: object) -> str:
    text = say(f"editor_view.{key}")
    return re.sub(r"\{(\w+)\}", lambda found: str(values[found[1]]), text)


def settled(page: Page, wanted: Callable[[], object], value: object) -> None:
    """Waits until the model holds a value: pages and models answer each other only while the page is watched."""
    for _ in range(200):
        if wanted() == value:
            return
        page.evaluate("() => new Promise((done) => requestAnimationFrame(done))")
    assert wanted() == value
