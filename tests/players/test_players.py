"""Every item of the shipped bank in two QTI players that nobody here wrote: shown, and marked as our marker does.

Citolab's qti-components and amp-up's qti3-item-player, in Chromium. `make players` fetches them.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page

from authoring.bank import Bank
from authoring.content import parse
from authoring.content.nodes import Text, walk
from authoring.export.qti3 import item_xml
from authoring.export.verify.qti_item import read_item
from authoring.export.verify.qti_responses import to_qti_response
from authoring.questions import Part, parts
from authoring.questions.samples import Kind, Sample, samples
from authoring.questions.scoring import ScoringRules
from tests.browser.conftest import browser

__all__ = ["browser"]

ROOT = Path(__file__).parents[2]
FETCHED = ROOT / "build" / "players"
PLAYERS = {
    "citolab": ["qti-components/cdn/index.global.js"],
    "ampup": ["vue/dist/vue.min.js", "qti3-item-player/dist/qti3Player.umd.min.js"],
}
SILENT = "for (const name of ['log', 'info', 'debug', 'warn']) console[name] = () => {}"
"""Both write hundreds of lines for each item."""
DOMAINS = [f"D{n:02}" for n in range(1, 16)]


@pytest.fixture(scope="module", params=PLAYERS)
def player(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_content("<html><body></body></html>")
    page.evaluate(SILENT)
    for file in PLAYERS[request.param]:
        page.add_script_tag(path=FETCHED / file)
    page.add_script_tag(path=Path(__file__).parent / f"{request.param}.js")
    yield page
    page.close()


@pytest.fixture(scope="module")
def bank() -> Iterator[Bank]:
    with Bank.open(ROOT / "banks" / "dual-carbon") as opened:
        yield opened


def tried(part: Part) -> list[Sample]:
    """Of each kind of response the first two; what is malformed no player can be given."""
    kinds = [Kind.CORRECT, Kind.WRONG, Kind.PARTIAL, Kind.UNANSWERED]
    return [sample for kind in kinds for sample in [one for one in samples(part) if one.kind is kind][:2]]


def words(part: Part) -> list[str]:
    """The longest run of Chinese in each paragraph of the stem, as no player may lose it."""
    runs = [
        re.findall(r"[\u4e00-\u9fff]{4,}", node.text)
        for node in walk(parse(part.stem).blocks)
        if isinstance(node, Text)
    ]
    return [max(found, key=len) for found in runs if found]


@pytest.mark.parametrize("domain", DOMAINS)
def test_items_are_shown_and_marked_as_by_our_marker(player: Page, bank: Bank, domain: str) -> None:
    asked = [part for question in bank if f"-{domain}-" in question.id for part in parts(question)]
    assert len(asked) > 5
    wrong: list[Any] = []
    for part in asked:
        xml = item_xml(part, marks=part.marks, rules=ScoringRules())
        item, given = read_item(etree.fromstring(xml.encode()), part.id), tried(part)
        answers = [
            {name: list(value) if isinstance(value, tuple) else value for name, value in responses.items()}
            for responses in (to_qti_response(item, sample.response) for sample in given)
        ]
        found = player.evaluate("([xml, given]) => window.answered(xml, given)", [xml, answers])
        for sample, one in zip(given, found, strict=True):
            if Decimal(str(one["score"])) != sample.marks:
                wrong.append((part.id, sample.kind, sample.response, one["score"], sample.marks))
        wrong += [(part.id, "not shown", run) for run in words(part) if run not in re.sub(r"\s", "", found[0]["text"])]
    assert wrong == []
