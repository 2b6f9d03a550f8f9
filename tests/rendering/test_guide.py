"""The handouts: the manual's steps in its order, nothing the session does without, the same in all three kinds."""

import base64
import re
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import pytest
from pypdf import PdfReader

from authoring.rendering.guide.blocks import Bullets, Figure, Grid, Handout, Heading, Notice
from authoring.rendering.guide.drawings import HEIGHT, WIDTH, drawing
from authoring.rendering.guide.files import KINDS, handout_files, session_files
from authoring.rendering.guide.handouts import Room, candidate_guide, handouts, invigilator_sheet, one_page_notice
from authoring.rendering.guide.page import handout_page
from authoring.rendering.guide.pictures import page_pictures
from authoring.sessions.journey import journey
from authoring.sessions.rules import ExamSession
from authoring.sessions.store import load_session
from tests.sessions.manual import STEPS

SHIPPED = Path(__file__).parents[2] / "banks" / "dual-carbon" / "sessions" / "2026-12-intermediate.yaml"


@pytest.fixture(scope="module")
def session() -> ExamSession:
    loaded, _ = load_session(SHIPPED)
    assert loaded is not None
    return loaded


def without_phone(session: ExamSession) -> ExamSession:
    camera = session.second_camera.model_copy(update={"required": False})
    login = session.exam_login.model_copy(update={"unlocked_by": session.exam_login.unlocked_by[:1]})
    return session.model_copy(update={"second_camera": camera, "exam_login": login})


def words(handout: Handout) -> list[str]:
    """Everything a handout says, in order."""
    found = [handout.title, handout.subtitle]
    for block in handout.blocks:
        match block:
            case Bullets():
                found += block.items
            case Grid():
                found += [cell for row in (block.head, *block.rows) for cell in row]
            case Heading() | Notice():
                found.append(block.text)
    return [each for each in found if each]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_the_guide_has_the_manual_s_steps_with_all_their_sentences(session: ExamSession) -> None:
    guide = candidate_guide(session)
    headings = [block for block in guide.blocks if isinstance(block, Heading)]
    assert [(block.number, block.text) for block in headings] == list(enumerate(STEPS))
    said = words(guide)
    assert [each for step in journey(session) for each in step.sentences if each not in said] == []
    assert len([block for block in guide.blocks if isinstance(block, Figure)]) == len(STEPS)


def test_a_session_without_the_phone_draws_and_asks_for_none(session: ExamSession) -> None:
    alone = without_phone(session)
    assert [number for number in range(13) if drawing(alone, number) is None] == [9, 10, 11]
    notice = "".join(words(one_page_notice(alone)))
    assert "45°" in "".join(words(one_page_notice(session)))
    assert "45°" not in notice
    assert "手机端监控" not in notice


@pytest.mark.parametrize("number", range(13))
def test_drawings_are_sound_and_nothing_leaves_them(session: ExamSession, number: int) -> None:
    drawn = drawing(session, number)
    assert drawn is not None
    root = ElementTree.fromstring(drawn)  # noqa: S314  # our own bytes
    assert (root.get("width"), root.get("height")) == (str(WIDTH), str(HEIGHT))
    for box in root.iter("{http://www.w3.org/2000/svg}rect"):
        left, top, width, height = (float(box.get(name, "0")) for name in ("x", "y", "width", "height"))
        assert min(left, top) >= 0
        assert left + width <= WIDTH
        assert top + height <= HEIGHT


def test_hostile_words_stay_words(session: ExamSession) -> None:
    hostile = session.model_copy(update={"name": "<script>alert(1)</script> & #sys.inputs \\ $x$"})
    guide = candidate_guide(hostile)
    assert "<script>" not in handout_page(guide)
    assert squeezed(hostile.name) in squeezed(pdf_text(handout_files(guide, ["pdf"])["guide.pdf"]))
    last = drawing(hostile, 12)
    assert last is not None
    assert b"<script>" not in last


def pdf_text(data: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)


def word_text(data: bytes) -> str:
    document = docx.Document(BytesIO(data))
    return "".join(node.text or "" for node in document.element.body.iter("{*}t"))


def test_all_kinds_say_the_same(session: ExamSession) -> None:
    for handout in handouts(session, [Room(name="第一考场", candidates=30, codes=("TCK7WN4M8",))]):
        files = handout_files(handout)
        assert set(files) == {f"{handout.name}.{kind}" for kind in KINDS}
        page = squeezed(files[f"{handout.name}.html"].decode())
        pdf, word = (squeezed(read(files[f"{handout.name}.{kind}"])) for kind, read in READERS.items())
        for each in map(squeezed, words(handout)):
            assert each in pdf, (handout.name, each)
            assert each in word, (handout.name, each)
            assert each in page, (handout.name, each)


READERS = {"pdf": pdf_text, "docx": word_text}


def test_the_notice_is_one_page_with_its_font_inside(session: ExamSession) -> None:
    reader = PdfReader(BytesIO(handout_files(one_page_notice(session), ["pdf"])["notice.pdf"]))
    assert len(reader.pages) == 1
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]
    assert fonts
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert "/FontFile3" in inner or "/FontFile2" in inner


def test_word_files_have_styles_a_language_and_pictures_with_words(session: ExamSession) -> None:
    data = handout_files(candidate_guide(session), ["docx"])["guide.docx"]
    document = docx.Document(BytesIO(data))
    assert {"Title", "Heading 2", "List Bullet"} <= {paragraph.style.name for paragraph in document.paragraphs}
    described = [about.get("descr") for about in document.element.body.iter("{*}docPr")]
    assert described == STEPS
    with ZipFile(BytesIO(data)) as parts:
        assert 'w:eastAsia="zh-CN"' in parts.read("word/styles.xml").decode()


def test_the_same_session_gives_the_same_bytes(session: ExamSession) -> None:
    assert handout_files(candidate_guide(session)) == handout_files(candidate_guide(session))


def test_rooms_stand_with_their_codes(session: ExamSession) -> None:
    sheet = invigilator_sheet(session, [Room(name="第一考场", candidates=30, codes=("TCK7WN4M8",))])
    rooms = next(block for block in sheet.blocks if isinstance(block, Grid) and "考场（分组）" in block.head)
    assert rooms.rows == (("第一考场", "30", "TCK7WN4M8", "", ""),)


def test_what_happens_when_the_phone_is_lost_is_the_session_s_rule(session: ExamSession) -> None:
    said = "".join(words(invigilator_sheet(session)))
    assert f"超过 {session.second_camera.grace_seconds} 秒系统暂停作答" in said
    assert "终止考试" not in said


def test_the_shipped_pictures_stand_at_the_end_of_the_guide_in_every_kind(session: ExamSession) -> None:
    files = session_files(session, names=("guide",))
    assert set(files) == {f"{session.id}-guide.{kind}" for kind in KINDS}
    figures = page_pictures()
    guide = candidate_guide(session, figures)
    shown = [block for block in guide.blocks if isinstance(block, Figure)][-len(figures) :]
    assert shown == list(figures)
    for figure in figures:
        assert figure.content.startswith(b"\x89PNG")
        assert base64.b64encode(figure.content).decode() in files[f"{session.id}-guide.html"].decode()
    with ZipFile(BytesIO(files[f"{session.id}-guide.docx"])) as word:
        media = [word.read(name) for name in word.namelist() if name.startswith("word/media/")]
    assert all(figure.content in media for figure in figures)
    last = PdfReader(BytesIO(files[f"{session.id}-guide.pdf"])).pages[-1]
    assert [squeezed(figure.caption) in squeezed(last.extract_text()) for figure in figures] == [True, True]
