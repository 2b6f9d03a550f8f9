"""The candidate's answering page, and the reviewer's page around it, as single HTML files.

A candidate page is made from a `CandidatePaper` alone. Standing alone it holds its style, scripts and pictures and can
reach no address: its content security policy allows only what is inside the file.
"""

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

from authoring.errors import UsageError
from authoring.records import Record
from authoring.rendering.review import ReviewPaper
from authoring.rendering.templates import environment, template_text
from authoring.rendering.views import CandidatePaper, CaseView, SectionView
from authoring.texts import say, tree

__all__ = [
    "CANDIDATE_SCRIPTS",
    "CANDIDATE_STYLES",
    "CandidateLine",
    "candidate_page",
    "embed_json",
    "linked_values",
    "review_page",
    "sample_line",
]

CANDIDATE_SCRIPTS = ("responses.js", "sitting.js", "inputs.js", "palette.js", "candidate.js", "start.js")
"""In `templates/candidate/`, in the order they load; a delivery system serves its own `start.js`."""

CANDIDATE_STYLES = ("markup.css", "candidate.css")

PICTURE_TYPES = MappingProxyType(
    {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
)
_PICTURE = re.compile(r'(\ssrc=)"media/([^"]+)"')
_NO_MEDIA: Mapping[str, bytes] = MappingProxyType({})


class CandidateLine(Record):
    """Who sits the exam, as shown at the top of the page: already masked (脱敏)."""

    name: str
    admission: str
    """Admission number (准考证号), such as `138****8000`."""
    photo: str | None = None
    """Address of the photo: a data URI, or a path beside the page."""


def sample_line() -> CandidateLine:
    """An invented candidate for previews."""
    return CandidateLine(name=say("candidate.sample.name"), admission=say("candidate.sample.admission"))


def candidate_page(
    paper: CandidatePaper, *, line: CandidateLine, media: Mapping[str, bytes], standalone: bool = True
) -> str:
    """The answering page as HTML.

    `media` maps the names that the views address as `media/<name>` to file contents. Standalone: one self-contained
    preview. Otherwise the page links to `CANDIDATE_STYLES`, `CANDIDATE_SCRIPTS` and `media/…` beside it, holds no
    inline script or style, and shows no preview bar.
    Raises UsageError for a picture that is missing or of an unknown kind.
    """
    if not standalone:
        return environment().get_template("candidate/page.html.j2").render(**linked_values(paper, line))
    values = _values(paper, line, _with_pictures(paper.model_dump(mode="json"), media))
    scripts, styles = _parts("candidate", CANDIDATE_SCRIPTS), _parts("candidate", CANDIDATE_STYLES)
    return (
        environment()
        .get_template("candidate/page.html.j2")
        .render(
            **values,
            scripts=scripts,
            sheets=styles,
            standalone=True,
            policy=_policy(script["text"] for script in scripts),
        )
    )


def linked_values(paper: CandidatePaper, line: CandidateLine, folder: str = "") -> dict[str, Any]:
    """What the template of a linked page is filled with, for pages that extend it.

    `folder` is where the scripts and style sheets are served, with its final slash; pictures stay at `media/…`.
    """
    values = _values(paper, line, paper.model_dump(mode="json"))
    return values | {
        "scripts": [{"name": folder + name} for name in CANDIDATE_SCRIPTS],
        "sheets": [{"name": folder + name} for name in CANDIDATE_STYLES],
        "folder": folder,
        "standalone": False,
        "policy": None,
    }


def _values(paper: CandidatePaper, line: CandidateLine, shown: Any) -> dict[str, Any]:
    return {
        "paper": shown,
        "sections": [_section_row(section) for section in paper.sections],
        "minutes": paper.seconds // 60,
        "candidate": line,
        "texts": _texts(),
        "data": embed_json({"paper": shown, "texts": _texts(), "hash": paper.fingerprint()}),
    }


def review_page(
    candidate_html: str, review: ReviewPaper, *, media: Mapping[str, bytes] = _NO_MEDIA, opened: bool = False
) -> str:
    """The reviewer's page: a standalone candidate page in a frame, and beside it what only reviewers may see.

    `opened`: the notes are shown from the start, not only when they are asked for. `media` holds the pictures that keys
    and rationales show. Raises UsageError for a picture that is missing.
    """
    view = _with_pictures(review.model_dump(mode="json"), media)
    scripts = [template_text("review/review.js"), *(template_text(f"candidate/{name}") for name in CANDIDATE_SCRIPTS)]
    return (
        environment()
        .get_template("review/page.html.j2")
        .render(
            review=view,
            candidate=candidate_html,
            opened=opened,
            texts=tree("review"),
            label=tree("label"),
            script=scripts[0],
            sheets=[template_text("candidate/markup.css"), template_text("review/review.css")],
            policy=_policy(scripts),
        )
    )


def embed_json(value: Any) -> str:
    """JSON that is safe inside a `<script>` element: no `</script>`, no `<!--`, no line separators."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    escapes = {"<": r"\u003c", ">": r"\u003e", "&": r"\u0026", "\u2028": r"\u2028", "\u2029": r"\u2029"}
    return re.sub("[<>&\u2028\u2029]", lambda found: escapes[found[0]], text)


def _texts() -> dict[str, object]:
    return tree("candidate") | {"type": tree("label", "question_type")}


def _parts(folder: str, names: Iterable[str]) -> list[dict[str, str]]:
    return [{"name": name, "text": template_text(f"{folder}/{name}")} for name in names]


def _policy(scripts: Iterable[str]) -> str:
    """A content security policy: these inline scripts, inline style and embedded pictures, and no address at all."""
    hashes = " ".join(f"'sha256-{_digest(text)}'" for text in scripts)
    return (
        f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {hashes}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(script: str) -> str:
    # The template puts a line break before the text, and it belongs to the script.
    return base64.b64encode(hashlib.sha256(f"\n{script}".encode()).digest()).decode()


def _section_row(section: SectionView) -> dict[str, Any]:
    counts = [len(item.children) if isinstance(item, CaseView) else 1 for item in section.items]
    marks = sum(item.marks for item in section.items)
    return {
        "title": section.title,
        "minutes": section.seconds and section.seconds // 60,
        "count": sum(counts),
        "marks": int(marks) if marks == int(marks) else marks,
    }


def _with_pictures(value: Any, media: Mapping[str, bytes]) -> Any:
    """A dumped record with every `media/<name>` in its XHTML replaced by the picture itself."""
    if isinstance(value, str):
        return _PICTURE.sub(lambda found: f'{found[1]}"{_data_uri(unquote(html.unescape(found[2])), media)}"', value)
    if isinstance(value, dict):
        return {name: _with_pictures(entry, media) for name, entry in value.items()}
    if isinstance(value, list):
        return [_with_pictures(entry, media) for entry in value]
    return value


def _data_uri(name: str, media: Mapping[str, bytes]) -> str:
    kind = PICTURE_TYPES.get(PurePosixPath(name).suffix.lower())
    if kind is None:
        raise UsageError(say("candidate.error.media_kind", name=name))
    if name not in media:
        raise UsageError(say("candidate.error.media_missing", name=name))
    return f"data:{kind};base64,{base64.b64encode(media[name]).decode()}"
