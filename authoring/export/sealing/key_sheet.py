"""A key or a share on paper: for the safe, or for the one who holds the share. A QR code, and the same to type."""

from collections.abc import Sequence

import segno
from markupsafe import Markup

from authoring.export.sealing.key_entry import KeyEntry
from authoring.rendering.templates import environment
from authoring.sessions.timing import moment
from authoring.texts import say, tree

__all__ = ["key_sheet", "share_sheets"]

_HEAD = len("AGE-SECRET-KEY-1")
_GROUP = 4
"""Characters of a key that stand together, so that nobody loses the place."""


def key_sheet(entry: KeyEntry, secret: str) -> str:
    """The page with a key's secret itself, as self-contained HTML: whoever has the sheet has the key."""
    groups = [secret[:_HEAD], *(secret[at : at + _GROUP] for at in range(_HEAD, len(secret), _GROUP))]
    return _page(entry, [_Sheet(say("sealing.sheet.key_title", name=entry.name), secret, groups, "key")])


def share_sheets(entry: KeyEntry, shares: Sequence[str]) -> str:
    """A page for each share of a key's passphrase, each to be handed to another person."""
    needed, count = entry.shares or (len(shares), len(shares))
    sheets = [
        _Sheet(
            say("sealing.sheet.share_title", name=entry.name, number=number, count=count, needed=needed),
            words,
            words.split(),
            "share",
        )
        for number, words in enumerate(shares, start=1)
    ]
    return _page(entry, sheets)


class _Sheet:
    def __init__(self, heading: str, secret: str, groups: Sequence[str], kind: str) -> None:
        self.heading, self.groups, self.kind = heading, list(enumerate(groups, start=1)), kind
        self.qr = Markup(segno.make(secret, error="m", micro=False).svg_inline(border=2, omitsize=True))  # noqa: S704


def _page(entry: KeyEntry, sheets: Sequence[_Sheet]) -> str:
    facts = {
        "name": entry.name,
        "role": say(f"sealing.role.{entry.role}"),
        "key_id": entry.key_id,
        "created": moment(entry.created),
    }
    template = environment().get_template("sealing/key_sheet.html.j2")
    return template.render(sheets=sheets, facts=facts, texts=tree("sealing", "sheet"))
