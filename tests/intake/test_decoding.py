"""Text files in the encodings that authors have."""

import pytest

from authoring.intake.decoding import decoded

TEXT = "一、单选题\r\n1. 碳达峰（　　）"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding), "题.txt") == (TEXT, ())


def test_a_file_of_mixed_encodings_is_read_and_its_odd_lines_told() -> None:
    data = "甲\n乙\n".encode() + "丙丁".encode("gbk") + "\n戊".encode()
    text, findings = decoded(data, "题.txt")
    assert text == "甲\n乙\n丙丁\n戊"
    assert [(finding.code, finding.where.line) for finding in findings] == [("I107", 3)]
