"""What the intake panel shows of one entry, as HTML; every word of a source is escaped."""

import html
from collections.abc import Sequence

from authoring.bank import Bank
from authoring.findings import Severity
from authoring.intake.plan import Revision
from authoring.rendering.differences import Piece, differences
from authoring.texts import say
from authoring.widgets.intake_panel.entries import Entry
from authoring.widgets.single import page_of

__all__ = ["candidate_html", "findings_html", "sides_html"]

_TONE = {"error": "#b3261e", "warning": "#8a5a00", "info": "#1a5dab"}
_SOFT = "color:#55677a"
_HEAD = "text-align:left;padding:6px 10px;white-space:nowrap;border-bottom:1px solid #d3dce6"
_CELL = "border-bottom:1px solid #d3dce6;padding:6px 10px;vertical-align:top;white-space:pre-wrap;width:44%"


def findings_html(entry: Entry) -> str:
    """Where an entry stands in its source, and everything that was found about it, errors first."""
    where = html.escape(say("intake_panel.source_place", where=entry.where))
    rows = "".join(
        f'<li style="margin:2px 0"><b style="color:{_TONE[finding.severity.value]}">'
        f"{html.escape(say(f'label.severity.{finding.severity}'))} {finding.code}</b>　{html.escape(finding.message)}"
        f'　<span style="{_SOFT}">{html.escape(finding.hint)}</span></li>'
        for finding in sorted(entry.findings, key=lambda finding: list(Severity).index(finding.severity))
    )
    none = f'<p style="{_SOFT}">{html.escape(say("intake_panel.no_findings"))}</p>'
    listed = f'<ul style="margin:4px 0;padding-left:1.2em">{rows}</ul>' if rows else none
    return f'<div style="line-height:1.7"><p style="margin:4px 0"><b>{where}</b></p>{listed}</div>'


def candidate_html(entry: Entry, bank: Bank) -> str:
    """The candidate's page of what the bank has or would get; empty for what is new, or is no question.

    Raises StorageError or UsageError for its pictures.
    """
    revision = entry.revision
    if revision is not None:
        media = revision.draft.media
        return page_of(revision.row, lambda address: media.get(address.removeprefix("media/")) or bank.media(address))
    return page_of(bank[entry.id], bank.media) if entry.id in bank else ""


def sides_html(revision: Revision) -> str:
    """What a revision changes, side by side: the bank's words, the source's."""
    names = ("", say("intake_panel.side_bank"), say("intake_panel.side_source"))
    head = "".join(f'<th style="{_HEAD}">{html.escape(name)}</th>' for name in names)
    rows = "".join(
        f'<tr><th style="{_HEAD};vertical-align:top">{html.escape(each.label)}</th>'
        f'<td style="{_CELL}">{_marked(each.old, "#fde2df")}</td>'
        f'<td style="{_CELL}">{_marked(each.new, "#d9f2e3")}</td></tr>'
        for each in differences(revision.bank, revision.row)
    )
    return f'<table style="border-collapse:collapse;width:100%;line-height:1.6"><tr>{head}</tr>{rows}</table>'


def _marked(pieces: Sequence[Piece], colour: str) -> str:
    return "".join(
        f'<mark style="background:{colour}">{html.escape(piece.text)}</mark>'
        if piece.differs
        else html.escape(piece.text)
        for piece in pieces
    )
