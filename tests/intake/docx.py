"""Word files written by hand: the smallest packages that Word itself would open."""

import struct
import zipfile
import zlib
from io import BytesIO
from xml.sax.saxutils import escape

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    "</Types>"
)


def run(text: str, properties: str = "") -> str:
    """A run; `properties` is the inside of `w:rPr`."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*content: str, numbered: tuple[int, int] | None = None) -> str:
    """A paragraph of runs (XML) or plain texts; `numbered` is (numId, level)."""
    inner = "".join(part if part.startswith("<") else run(part) for part in content)
    number = ""
    if numbered:
        number = f'<w:pPr><w:numPr><w:ilvl w:val="{numbered[1]}"/><w:numId w:val="{numbered[0]}"/></w:numPr></w:pPr>'
    return f"<w:p>{number}{inner}</w:p>"


def table(*rows: list[str], merged: bool = False) -> str:
    """A table of texts or of cells' XML."""
    span = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' if merged else ""
    cells = (
        "".join(f"<w:tc>{span}{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row)
        for row in rows
    )
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def math(inner: str) -> str:
    return f"<m:oMath>{inner}</m:oMath>"


def mr(text: str, style: str = "") -> str:
    """A run of an equation."""
    properties = f'<m:rPr><m:sty m:val="{style}"/></m:rPr>' if style else ""
    return f"<m:r>{properties}<m:t>{escape(text)}</m:t></m:r>"


def picture(relation: str, description: str = "", extra: str = "") -> str:
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="图片 1" descr="{description}"/><a:graphic><a:graphicData>'
        f'<pic:pic><pic:blipFill><a:blip r:embed="{relation}"/>{extra}</pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def numbering(*lists: list[tuple[str, str]], overrides: dict[int, int] | None = None) -> str:
    """numbering.xml: list n (from 1) has levels of (numFmt, lvlText); `overrides` adds lists: numId → abstract list."""
    abstracts = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">'
        + "".join(
            f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for level, (style, text) in enumerate(levels)
        )
        + "</w:abstractNum>"
        for n, levels in enumerate(lists, 1)
    )
    numbers = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(lists) + 1))
    for number, abstract in (overrides or {}).items():
        numbers += (
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
    return f"<w:numbering {NAMESPACES}>{abstracts}{numbers}</w:numbering>"


def docx(*body: str, parts: dict[str, tuple[str, str | bytes]] | None = None, prolog: str = "") -> bytes:
    """A .docx; `parts` maps a relationship id to (part name, contents); its kind is the name of its file."""
    related = parts or {}
    links = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{_kind(part)}" Target="{part}"/>'
        for name, (part, _) in related.items()
    )
    document = f"{prolog}<w:document {NAMESPACES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"
    root = f'<Relationship Id="r0" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE_RELATIONS}">{root}</Relationships>',
        "word/document.xml": document,
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE_RELATIONS}">{links}</Relationships>',
    } | {f"word/{part}": contents for part, contents in related.values()}
    return zipped(members)


def zipped(members: dict[str, str | bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in members.items():
            archive.writestr(name, contents)
    return target.getvalue()


def _kind(part: str) -> str:
    name = part.rpartition("/")[2].partition(".")[0].rstrip("0123456789")
    return "image" if part.startswith("media/") else name


def png(width: int = 1, height: int = 1) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress((b"\x00" + b"\x80" * width) * height)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
