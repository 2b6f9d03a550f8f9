"""Every code that an intake can tell has its words, and every code with words is told somewhere."""

import re
from pathlib import Path

from authoring.texts import catalogue, tree

ROOM = Path(__file__).parents[2] / "authoring" / "intake"
TABLES = ("file", "text", "word", "national")


def test_codes_and_their_texts_agree() -> None:
    sources = [file.read_text("utf-8") for file in ROOM.rglob("*.py")]
    named = {code for source in sources for code in re.findall(r'"(I\d{3})"', source)}
    told = {code for table in TABLES for code in tree("intake", table) if re.fullmatch(r"I\d{3}", code)}
    lost = {code for source in sources for code in re.findall(r'(?:\bloss|blame|\.refused)\(\s*"(I\d{3})"', source)}
    assert told - named == set()
    assert len(lost) > 40
    assert {code for code in lost if not any(f".{code}.message" in key for key in catalogue())} == set()


def test_every_finding_says_what_to_do() -> None:
    for table in TABLES:
        for code, texts in tree("intake", table).items():
            if isinstance(texts, dict) and re.fullmatch(r"I\d{3}", code):
                assert set(texts) == {"severity", "message", "hint"}, code
