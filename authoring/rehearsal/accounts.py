"""考生账号登录: passwords, lock-out, sessions.

A try is booked before the password is looked at, so tries cannot race.
"""

import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from authoring.rehearsal.events import Kind, log
from authoring.rehearsal.exam import Exam
from authoring.rehearsal.refusals import Refused
from authoring.rehearsal.store.rows import Account, find_account
from authoring.rehearsal.store.schema import account, captcha_spent, sign_in, sitting
from authoring.rehearsal.tokens import hashed, new_token
from authoring.sessions.timing import moment

__all__ = [
    "LOCK",
    "SHORTEST",
    "TRIES",
    "Passwords",
    "Try",
    "book_try",
    "change_password",
    "check_new_password",
    "enrol",
    "leave",
    "let_in",
    "locked",
    "new_initial_password",
    "require_unlocked",
    "signed_in",
    "spend_captcha",
    "wrong_password",
]

TRIES = 5
"""Wrong passwords in a row until the account is locked."""
LOCK = timedelta(minutes=15)
STAY = timedelta(hours=12)
"""How long a session holds."""
SHORTEST = 8
LONGEST = 128
CLEAR = "abcdefghjkmnpqrstuvwxyz"
"""Letters that are not mistaken for digits."""
_OWNER = select(sign_in.c.owner).where(
    sign_in.c.token == bindparam("session"), sign_in.c.kind == bindparam("of"), sign_in.c.until > bindparam("now")
)


class Passwords:
    """Argon2id with OWASP's least memory, in threads of its own: hundreds sign in in the same minute."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self.threads = ThreadPoolExecutor(2, thread_name_prefix="rehearsal-passwords")
        self._nobody = self._hasher.hash(new_token())

    def hash(self, password: str) -> str:
        return self._hasher.hash(password)

    def is_right(self, kept: str | None, password: str) -> bool:
        """Takes as long for an account that does not exist (None)."""
        try:
            self._hasher.verify(kept or self._nobody, password.encode("utf-8", "replace"))
        except (VerifyMismatchError, InvalidHashError):
            return False
        return kept is not None


def enrol(connection: Connection, exam: Exam, passwords: Passwords, initial: str) -> None:
    """Accounts and sittings of candidates that have none yet. `initial` is for those without an own password.

    A password that all share is hashed once: everybody knows it, and it must be changed.
    """
    known = set(connection.execute(select(account.c.candidate)).scalars())
    new = {number: entry for number, entry in exam.entries.items() if number not in known}
    given = {number: entry.password or initial for number, entry in new.items()}
    different = sorted(set(given.values()))
    hashes = dict(zip(different, passwords.threads.map(passwords.hash, different), strict=True))
    for number, entry in new.items():
        values = {"candidate": number, "username": entry.candidate.phone, "password": hashes[given[number]]}
        connection.execute(insert(account).values(**values, must_change=exam.rules.login.change_at_first_login))
        connection.execute(insert(sitting).values(candidate=number))


def spend_captcha(connection: Connection, identifier: str, until: datetime) -> None:
    """Raises Refused for a captcha that was used before."""
    nonce = identifier.partition(".")[0]
    if connection.execute(select(captcha_spent.c.id).where(captcha_spent.c.id == nonce)).first():
        raise Refused("captcha")
    connection.execute(delete(captcha_spent).where(captcha_spent.c.until < until - timedelta(hours=1)))
    connection.execute(insert(captcha_spent).values(id=nonce, until=until))


def require_unlocked(connection: Connection, username: str, now: datetime) -> None:
    """Raises Refused for a locked account."""
    found = find_account(connection, username=username)
    if found is not None and found.locked_until is not None and found.locked_until > now:
        raise locked(found.locked_until)


class Try(NamedTuple):
    """A booked try."""

    found: Account | None
    left: int
    """Tries that remain if this one is wrong."""


def book_try(connection: Connection, username: str, now: datetime) -> Try:
    """Counts a try at an account before its password is looked at. Raises Refused for a locked one."""
    found = find_account(connection, username=username)
    if found is None:
        return Try(None, TRIES - 1)
    require_unlocked(connection, username, now)
    failures = (0 if found.locked_until else found.failures) + 1
    until = now + LOCK if failures >= TRIES else None
    changed = update(account).where(account.c.candidate == found.candidate)
    connection.execute(changed.values(failures=failures, locked_until=until))
    return Try(found, TRIES - failures)


def wrong_password(connection: Connection, booked: Try, now: datetime) -> Refused:
    """What is said after a wrong password; the same for an account that does not exist."""
    if booked.found is not None:
        kind = Kind.LOGIN_FAILED if booked.left else Kind.LOCKED
        log(connection, now, booked.found.candidate, kind, tries_left=booked.left)
    if booked.left:
        return Refused("wrong_login", more={"tries_left": booked.left}, left=booked.left)
    return locked(now + LOCK)


def locked(until: datetime) -> Refused:
    return Refused("locked", more={"locked_until": until.isoformat(timespec="milliseconds")}, until=moment(until))


def let_in(connection: Connection, candidate: int, now: datetime, kind: str = "candidate") -> str:
    """A new session; its token is new too, whatever the browser brought."""
    token = new_token()
    connection.execute(delete(sign_in).where(sign_in.c.until < now))
    connection.execute(
        insert(sign_in).values(token=hashed(token), kind=kind, owner=candidate, at=now, until=now + STAY)
    )
    if kind == "candidate":
        values = {"failures": 0, "locked_until": None}
        connection.execute(update(account).where(account.c.candidate == candidate).values(**values))
        log(connection, now, candidate, Kind.LOGIN)
    return token


def signed_in(connection: Connection, token: str, now: datetime, kind: str = "candidate") -> int | None:
    """Whose session a token is; None for no one's."""
    asked = {"session": hashed(token), "of": kind, "now": now}
    found: int | None = connection.execute(_OWNER, asked).scalar_one_or_none()
    return found


def leave(connection: Connection, token: str, candidate: int, now: datetime) -> None:
    """Ends a session."""
    connection.execute(delete(sign_in).where(sign_in.c.token == hashed(token)))
    log(connection, now, candidate, Kind.LOGOUT)


def check_new_password(old: str, new: str, initial: str) -> None:
    """Raises Refused for a password that is short, plain, or the initial one."""
    kinds = sum(any(test(c) for c in new) for test in (str.islower, str.isupper, str.isdigit, _is_sign))
    if not SHORTEST <= len(new) <= LONGEST or kinds < 2 or new in {old, initial}:
        raise Refused("password", shortest=SHORTEST, longest=LONGEST)


def new_initial_password() -> str:
    """For one candidate, in the manual's shape: letters of both sizes, a sign, digits; it has to be changed."""
    head = "".join(secrets.choice(CLEAR) for _ in range(4)).capitalize()
    return f"{head}@{secrets.randbelow(10**6):06d}"


def _is_sign(character: str) -> bool:
    return not character.isalnum()


def change_password(connection: Connection, candidate: int, kept: str, token: str, now: datetime) -> None:
    """Keeps the new hash; every other session of the candidate ends."""
    connection.execute(update(account).where(account.c.candidate == candidate).values(password=kept, must_change=False))
    others = (sign_in.c.owner == candidate) & (sign_in.c.kind == "candidate") & (sign_in.c.token != hashed(token))
    connection.execute(delete(sign_in).where(others))
    log(connection, now, candidate, Kind.PASSWORD)
