"""What a printed file says, read by pypdf and python-docx."""

import unicodedata
from io import BytesIO

import docx
from pypdf import PdfReader

MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def text_of(data: bytes) -> str:
    if data.startswith(b"%PDF"):
        return squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages))
    body = docx.Document(BytesIO(data)).element.body
    return squeezed("".join(node.text or "" for node in body.iter(f"{WORD}t", f"{MATH}t")))
