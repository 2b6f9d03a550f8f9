"""A passphrase in n shares of which any k are enough: SLIP-39, twenty words each, with checksums that name a slip.

The words are English: they are SLIP-39's own list, so that any program that knows it can join them.
"""

import secrets
from collections.abc import Sequence

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics

from authoring.errors import SealError, UsageError
from authoring.texts import say

__all__ = ["MOST_SHARES", "join_shares", "split_passphrase"]

BYTES = 16
"""Of the secret: 128 bits need no stretching."""
MOST_SHARES = 16


def split_passphrase(needed: int, count: int) -> tuple[str, list[str]]:
    """A new passphrase and its `count` shares, any `needed` of which give it back. Raises UsageError."""
    if not 2 <= needed <= count <= MOST_SHARES:
        raise UsageError(say("sealing.share_numbers", needed=needed, count=count, most=MOST_SHARES))
    secret = secrets.token_bytes(BYTES)
    return secret.hex(), list(generate_mnemonics(1, [(needed, count)], secret)[0])


def join_shares(shares: Sequence[str]) -> str:
    """The passphrase of its shares. Raises SealError: a word mistyped in which share, too few, of different keys."""
    texts = [" ".join(text.lower().split()) for text in shares]
    read = [_read(number, text) for number, text in enumerate(texts, start=1)]
    needed = read[0].member_threshold if read else 0
    distinct = {share.index: text for share, text in zip(read, texts, strict=True)}
    if len({share.identifier for share in read}) > 1:
        raise SealError(say("sealing.shares_mixed"))
    if len(distinct) < needed or not read:
        raise SealError(say("sealing.shares_few", needed=needed or "—", count=len(distinct)))
    try:
        return combine_mnemonics([*distinct.values()][:needed]).hex()  # type: ignore[no-any-return]
    except MnemonicError as problem:
        raise SealError(say("sealing.shares_mixed")) from problem


def _read(number: int, text: str) -> Share:
    try:
        return Share.from_mnemonic(text)
    except (MnemonicError, ValueError) as problem:
        raise SealError(say("sealing.share_mistyped", number=number)) from problem
