"""`python -m benchmarks.keystroke`: from a keystroke in the editor to the candidate's new page on the screen.

In Chromium, for a question of each type: the keystroke, the way to the model and back, the new page loaded, swapped in
and painted. Milliseconds of wall clock, the median and the slowest of some strokes. Needs Playwright and a Chromium.
"""

import shutil
import statistics
import tempfile
from datetime import date
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from authoring.bank import Bank
from authoring.bank.review import Desk, Role
from authoring.widgets.editor.editing import Editing
from authoring.widgets.editor.editor import Editor
from tests.browser.conftest import ARGUMENTS, browser_path
from tests.browser.widget_host import host

SHIPPED = Path(__file__).parents[1] / "banks" / "dual-carbon"
STROKES = 20
PAUSE = 150
"""Milliseconds between strokes, as people type."""

STROKE = """async () => {
  const shown = "authoring-preview";
  performance.clearMarks(shown);
  const start = performance.now();
  document.execCommand("insertText", false, "碳");
  const frame = () => new Promise(requestAnimationFrame);
  while (!performance.getEntriesByName(shown).length) await frame();
  await frame();
  return performance.now() - start;
}"""


def strokes(page: Page, bank: Bank, question: str) -> list[float]:
    """Milliseconds of each stroke in a question's stem."""
    desk = Desk(bank, "benchmark", Role.AUTHOR)
    host(page, Editor(Editing.open(bank, question, today=date.today()), desk).view)  # noqa: DTZ011  # any day will do
    expect(page.frame_locator("iframe:not(.coming)").first.locator("#question-title")).to_be_visible()
    page.locator("[data-path=stem] textarea").focus()
    found = []
    for _ in range(STROKES):
        found.append(page.evaluate(STROKE))
        page.wait_for_timeout(PAUSE)
    return found


def main() -> None:
    print("| type | question | median ms | slowest ms |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        copy = Path(folder) / "bank"
        shutil.copytree(SHIPPED, copy, ignore=shutil.ignore_patterns(".bank-index"))
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        with Bank.open(copy) as bank:
            first = {question.type: question.id for question in reversed(list(bank))}
            for kind, question in sorted(first.items()):
                page = browser.new_page(viewport={"width": 1400, "height": 950})
                found = strokes(page, bank, question)
                print(f"| {kind} | {question} | {statistics.median(found):.0f} | {max(found):.0f} |")
                page.close()
        browser.close()


if __name__ == "__main__":
    main()
