"""Bytes of a text file → text: UTF-8, UTF-16 with a mark, GB18030 (GBK, GB2312), and files that mix them."""

from authoring.findings import Finding, Place
from authoring.intake.losses import loss

__all__ = ["decoded"]

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NAMES = {"utf-8": "UTF-8", "gb18030": "GBK"}
_TOLD = 20
"""Lines that are told; a file that mixes more is broken as a whole."""


def decoded(data: bytes, source: str) -> tuple[str, tuple[Finding, ...]]:
    """The text of a file. A file of mixed encodings is read line by line, and the odd lines are told."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ()
    for encoding in _NAMES:
        try:
            return data.decode(encoding), ()
        except UnicodeDecodeError:
            continue
    return _by_lines(data, source)


def _by_lines(data: bytes, source: str) -> tuple[str, tuple[Finding, ...]]:
    lines = [_line(line) for line in data.split(b"\n")]
    usual = max(_NAMES, key=[encoding for line, encoding in lines if not line.isascii()].count)
    odd = [number for number, (line, encoding) in enumerate(lines, 1) if encoding != usual and not line.isascii()]
    findings = tuple(
        loss("I107", Place(file=source, line=number), source=source, line=number, encoding=_NAMES[lines[number - 1][1]])
        for number in odd[:_TOLD]
    )
    return "\n".join(line for line, _ in lines), findings


def _line(line: bytes) -> tuple[str, str]:
    try:
        return line.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return line.decode("gb18030", "replace"), "gb18030"
