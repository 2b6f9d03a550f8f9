"""Two players of QTI 3.0 that others wrote show our items and give our marks. `make players` fetches them."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Page, Route

from authoring.bank import Bank
from authoring.export.qti3 import item_xml
from authoring.export.qti3.items import stimulus_xml
from authoring.questions import Case, Part, Question, parts
from authoring.questions.samples import Kind, samples
from authoring.questions.scoring import ScoringRules
from tests.builders import KINDS, question
from tests.export.examples import MEDIA
from tests.export.qti3.generated import RULES
from tests.export.qti3.reading import read, to_qti_response

ROOT = Path(__file__).parents[2]
PLAYERS = ROOT / "build" / "players"
BANK = ROOT / "banks" / "dual-carbon"
HERE = "http://127.0.0.1:9"
"""Answered by the test itself; no server listens."""
HEADS = {
    "citolab": '<link rel="stylesheet" href="/players/citolab-qti-components-7.27.4/dist/item.css">',
    "ampup": '<link rel="stylesheet" href="/players/qti3-item-player-1.1.20/dist/qti3Player.css">'
    '<script src="/players/vue-2.7.16/dist/vue.min.js"></script>'
    '<script src="/players/qti3-item-player-1.1.20/dist/qti3Player.umd.min.js"></script>',
}


class Player:
    """A player in a page, and the files that it asks for: items beside their pictures and stimuli, as in a package."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        script = (Path(__file__).parent / "players" / f"{name}.js").read_text("utf-8")
        self.html = (
            '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><link rel="icon" href="data:,">'
            f'{HEADS[name]}</head><body><div id="player"></div><script type="module">{script}</script></body></html>'
        )
        page.route("**/*", self._answer)
        page.goto(f"{HERE}/items/page.html")
        page.wait_for_function("() => !!window.play")

    def _answer(self, route: Route) -> None:
        path = unquote(route.request.url.removeprefix(f"{HERE}/"))
        if path == "items/page.html":
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8")
        elif path.startswith("players/"):
            route.fulfill(path=PLAYERS.parent / path)
        elif path in self.files:
            kind = "image/svg+xml" if path.endswith(".svg") else "text/xml; charset=utf-8"
            route.fulfill(body=self.files[path], content_type=kind)
        else:
            self.asked.append(path)
            route.abort()

    def play(self, xml: str, responses: list[Any]) -> dict[str, Any]:
        self.files["items/item.xml"] = xml.encode()
        return self.page.evaluate("([address, given]) => window.play(address, given)", ["/items/item.xml", responses])


@pytest.fixture(params=HEADS)
def player(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Player]:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.set_default_timeout(20_000)
    opened = Player(page, request.param)
    yield opened
    context.close()
    assert (trouble, opened.asked) == ([], [])


def typical(asked: Part, worth: Decimal, rules: ScoringRules, of: int) -> list[tuple[Any, Decimal]]:
    """The first responses of each kind that an interaction can give."""
    kinds = [sample for sample in samples(asked, worth, rules) if sample.kind is not Kind.MALFORMED]
    first = [[sample for sample in kinds if sample.kind is kind][:of] for kind in Kind]
    return [(sample.response, sample.marks) for found in first for sample in found]


def played(player: Player, asked: Part, case: Case | None, rules: ScoringRules, of: int = 1) -> dict[str, Any]:
    """Shows a question, hands in its samples and holds the marks against the marker's."""
    worth = asked.marks
    xml = item_xml(asked, marks=worth, rules=rules, feedback=True, case=case)
    if case:
        player.files[f"stimuli/{case.id}.xml"] = stimulus_xml(case).encode()
    item = read(xml)
    tried = typical(asked, worth, rules, of)
    given = [{name: _plain(value) for name, value in to_qti_response(item, sent).items()} for sent, _ in tried]
    told = player.play(xml, given)
    assert told["marks"] == [float(marks) for _, marks in tried], (asked.id, given)
    assert told["answerable"] == len(item.interactions), asked.id
    return told


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def everything(questions: list[Question]) -> Iterator[tuple[Part, Case | None]]:
    return ((part, asked if isinstance(asked, Case) else None) for asked in questions for part in parts(asked))


def test_every_question_of_the_shipped_bank(player: Player) -> None:
    with Bank.open(BANK) as bank:
        questions = list(bank)
        for asked in questions:
            player.files |= {address: bank.media(address) for address in asked.media}
    shown = 0
    for part, case in everything(questions):
        told = played(player, part, case, ScoringRules())
        assert told["feedback"].strip() or not part.rationale, part.id
        assert told["text"].strip(), part.id
        shown += told["pictures"]
    assert shown > 10


def test_partial_marks_under_every_rule(player: Player) -> None:
    player.files |= MEDIA
    for rules, kind in product(RULES, KINDS):
        for part, case in everything([question(kind)]):
            played(player, part, case, rules, of=4)


def test_without_keys_it_is_shown_and_earns_nothing(player: Player) -> None:
    player.files |= MEDIA
    for part, _ in everything([question(kind) for kind in KINDS]):
        xml = item_xml(part, marks=part.marks, rules=ScoringRules(), feedback=True, with_keys=False)
        sent = to_qti_response(read(xml), typical(part, part.marks, ScoringRules(), 1)[0][0])
        told = player.play(xml, [{name: _plain(value) for name, value in sent.items()}])
        assert (told["marks"], told["feedback"]) == ([0], ""), part.id
