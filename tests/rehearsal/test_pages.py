"""The candidate's pages as HTML: the manual's words, nothing inline, nothing from outside, no author's markup."""

import re
import tomllib
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import pytest
from lxml import html

from authoring.rehearsal.pages import PAGES, Download, Facts, Person, Receipt, asset, policy, render, render_paper
from authoring.rehearsal.pages.assets import _ADDRESSES
from authoring.rehearsal.pages.registry import STAGES
from authoring.rehearsal.pages.staff import STAFF_PAGES
from authoring.rendering.templates import template_text
from authoring.texts import tree
from tests.rendering.sample_paper import PAPER
from tests.sessions import examples

HOSTILE = '<img src=x onerror="alert(1)"></script>\u202e😀'
PREFIX = "/services/rehearsal"
NAMES = [page.name for page in PAGES]
SCRIPTS = [name for name in _ADDRESSES if _ADDRESSES[name].startswith("rehearsal/") and name.endswith(".js")]


def facts(**changes: Any) -> Facts:
    person = Person(name=HOSTILE, phone="138****0001", id_number="110105********002X", ticket="138****0001")
    receipt = Receipt(at=datetime(2026, 12, 19, 3, tzinfo=UTC), answered=3, total=15, digest="ab" * 32)
    known = {
        "rules": examples.complete(),
        "prefix": PREFIX,
        "csrf": "token",
        "demo": True,
        "person": person,
        "downloads": (Download(title=HOSTILE, href="/downloads/guide.html", size=1234, sha256="0" * 64),),
        "phone_address": "https://192.0.2.1:8766/m?c=TCK7WN4M8&e=ADFRHPDH3",
        "app_code": "TCK7WN4M8",
        "exam_code": "ADFRHPDH3",
        "receipt": receipt,
    }
    return Facts(**(known | changes))


def shown(name: str, **changes: Any) -> str:
    return render_paper(facts(**changes), PAPER) if name == "paper" else render(name, facts(**changes))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_inline_and_nothing_comes_from_outside(name: str) -> None:
    page = html.fromstring(shown(name))
    inline = [node.get("type") for node in page.iter("script") if not node.get("src")]
    assert set(inline) <= {"application/json"}
    attributes = {key for node in page.iter() if isinstance(node.tag, str) for key in node.attrib}
    assert not {key for key in attributes if key.startswith("on") or key == "style"}
    assert list(page.iter("style")) == []
    addresses = [str(value) for value in page.xpath("//@src | //@href")]
    ours = re.compile(rf"{PREFIX}/|data:|#|media/")
    assert [value for value in addresses if not ours.match(value)] == []


@pytest.mark.parametrize("name", NAMES)
def test_texts_of_others_stay_texts(name: str) -> None:
    rules = examples.complete()
    hostile = rules.model_copy(
        update={
            "name": HOSTILE,
            "help": rules.help.model_copy(
                update={"name": HOSTILE, "contact": rules.help.contact.model_copy(update={"name": HOSTILE})}
            ),
            "exam": rules.exam.model_copy(update={"group": HOSTILE}),
        }
    )
    page = html.fromstring(shown(name, rules=hostile, devices_done=True))
    assert page.xpath("//img[@src='x'] | //@onerror") == []


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_real_is_said(name: str) -> None:
    said = html.fromstring(shown(name)).xpath("//body//text()[not(parent::script)]")
    assert tree("rehearsal", "page", "shared")["demo"] in said


def test_pages_need_no_script_policy_but_the_servers_own() -> None:
    for name in NAMES:
        directives = dict(part.strip().split(" ", 1) for part in policy(name).split(";"))
        assert directives["default-src"] == "'none'"
        assert directives["script-src"] == directives["style-src"] == directives["connect-src"] == "'self'"
        assert ("style-src-attr" in directives) == (name == "paper")


def test_only_listed_files_are_served() -> None:
    for name in ("start.js", "page.js", "candidate.css"):
        assert asset(name) is not None
    for name in ("layout.html.j2", "../candidate/page.html.j2", "/etc/passwd", "", "..", "Page.js"):
        assert asset(name) is None


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_a_script_imports_is_served(name: str) -> None:
    imported = re.findall(r'from "\./([\w.]+)"', template_text(f"rehearsal/{name}"))
    assert [each for each in imported if asset(each) is None] == []


def test_every_file_of_the_folder_is_served_and_every_page_is_known() -> None:
    folder = files("authoring") / ".." / "templates" / "rehearsal"
    names = {each.name for each in folder.iterdir()}
    assert {name for name in names if not name.endswith(".j2")} == {
        name for name in _ADDRESSES if _ADDRESSES[name].startswith("rehearsal/")
    }
    staff = {page.name for page in STAFF_PAGES}
    parts = {"layout", "staff_layout", "watch"}
    assert {name.removesuffix(".html.j2") for name in names if name.endswith(".j2")} == {*NAMES, *staff, *parts}


def _spoken(text: str, table: str) -> set[str]:
    return set(re.findall(rf"\b{table}\.([a-z]\w*)", text))


PAGE_SCRIPTS = {
    "login": ("login.js",),
    "password": ("password.js",),
    "confirm": ("confirm.js",),
    "environment": ("environment.js",),
    "room": ("room.js",),
    "devices": ("devices.js",),
    "identity": ("identity.js",),
    "wait": ("wait.js",),
    "receipt": ("receipt.js",),
    "paper": ("answering.js", "messages.js"),
    "phone": ("phone.js", "phone_camera.js"),
}


@pytest.mark.parametrize("name", PAGE_SCRIPTS)
def test_scripts_say_only_words_that_exist(name: str) -> None:
    text = "".join(template_text(f"rehearsal/{script}") for script in PAGE_SCRIPTS[name])
    assert _spoken(text, "texts") - tree("rehearsal", "page", name).keys() == set()
    assert _spoken(text, "shared") - tree("rehearsal", "page", "shared").keys() == set()


def test_no_script_and_no_template_has_words_of_its_own() -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    for each in (files("authoring") / ".." / "templates" / "rehearsal").iterdir():
        code = re.sub(r"//[^\n]*|/\*.*?\*/", "", each.read_text("utf-8"), flags=re.DOTALL)
        assert not chinese.findall(code.replace("、", "").replace("，", "")), each.name


def test_the_ribbon_follows_the_manual() -> None:
    words = tree("rehearsal", "page", "ribbon")
    for name in ("login", "confirm", "downloads", "environment", "exams", "devices", "identity", "receipt"):
        page = html.fromstring(shown(name))
        steps = [" ".join(node.itertext()) for node in page.xpath("//nav[@class='ribbon']//li")]
        assert steps == [f"{n} {words[stage]}" for n, stage in enumerate(STAGES, start=1)]
        assert len(page.xpath("//li[@aria-current='step']")) == 1


def test_labels_are_the_sessions() -> None:
    rules = examples.changed(
        examples.complete(),
        {
            "device_checks.checks.0.name": "键盘检测",
            "device_checks.ticks.3.name": "可用",
            "exam_login.candidate_number": "考号",
            "second_camera.app_code.name": "应用码",
            "identity.tips.0": "先开摄像头",
            "help.name": "帮助台",
        },
    )
    assert "键盘检测" in shown("devices", rules=rules)
    assert "可用" in shown("devices", rules=rules)
    assert "考号" in shown("room", rules=rules)
    assert "应用码" in shown("room", rules=rules, devices_done=True)
    assert "应用码" in shown("phone", rules=rules)
    assert "先开摄像头" in shown("identity", rules=rules)
    assert "帮助台" in shown("identity", rules=rules)


def test_the_codes_appear_after_the_computer_is_checked() -> None:
    assert "TCK7WN4M8" not in shown("room")
    page = html.fromstring(shown("room", devices_done=True))
    assert page.xpath("string(//code[@id='app-code'])") == "TCK7WN4M8"
    assert len(page.xpath("//figure[@class='qr']/*")) == 1


def test_without_a_phone_nothing_is_asked_of_it() -> None:
    rules = examples.changed(
        examples.complete(), {"second_camera.required": False, "exam_login.unlocked_by": ["device_check"]}
    )
    page = html.fromstring(shown("room", rules=rules, devices_done=True))
    assert page.xpath("//*[@id='second_camera' or @id='app-code']") == []


def test_the_initial_password_is_shown_in_demonstrations_only() -> None:
    rules = examples.changed(examples.complete(), {"login.initial_password": "Abcd@1234"})
    assert "Abcd@1234" in shown("login", rules=rules, person=None)
    assert "Abcd@1234" not in shown("login", rules=rules, person=None, demo=False)


def test_a_paper_needs_somebody_to_sit_it() -> None:
    with pytest.raises(ValueError, match="signed in"):
        render_paper(facts(person=None), PAPER)


def test_the_same_facts_give_the_same_page() -> None:
    assert [shown(name) for name in NAMES] == [shown(name) for name in NAMES]


def test_no_text_of_the_pages_is_left_over() -> None:
    texts: dict[str, Any] = tomllib.loads((files("authoring.texts") / "zh" / "rehearsal.toml").read_text("utf-8"))
    folder = files("authoring") / ".." / "templates" / "rehearsal"
    code = "".join(each.read_text("utf-8") for each in folder.iterdir())
    for table, words in texts["page"].items():
        if table == "ribbon":
            continue
        dynamic = {"display_", "title_", "camera_", "retry", "battery_"}  # names put together in scripts
        left = [key for key in words if not re.search(rf"\b{key}\b", code)]
        assert [key for key in left if not any(key.startswith(start) for start in dynamic)] == [], table
