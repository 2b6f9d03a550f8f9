"""The tables, the same on SQLite and PostgreSQL. Moments are whole milliseconds since 1970, UTC."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

__all__ = [
    "Moment",
    "account",
    "answer",
    "captcha_spent",
    "event",
    "live",
    "mark",
    "message",
    "metadata",
    "migration",
    "phone",
    "photo",
    "section_clock",
    "setting",
    "sign_in",
    "sitting",
    "snapshot",
    "staff",
]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


class Moment(TypeDecorator[datetime]):
    """A moment with time zone, to the millisecond."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else (value - EPOCH) // MILLISECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + int(value) * MILLISECOND


metadata = MetaData()

migration = Table("migration", metadata, Column("version", Integer, primary_key=True), Column("at", Moment))
setting = Table("setting", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))
account = Table(
    "account",
    metadata,
    Column("candidate", Integer, primary_key=True, autoincrement=False),
    Column("username", Text, nullable=False, unique=True),
    Column("password", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("failures", Integer, nullable=False, default=0),
    Column("locked_until", Moment),
)
staff = Table(
    "staff",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("failures", Integer, nullable=False, default=0),
    Column("locked_until", Moment),
)
sign_in = Table(
    "sign_in",
    metadata,
    Column("token", Text, primary_key=True),  # SHA-256: who reads the database cannot take a session over
    Column("kind", Text, nullable=False),
    Column("owner", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
)
captcha_spent = Table(
    "captcha_spent", metadata, Column("id", Text, primary_key=True), Column("until", Moment, nullable=False)
)
sitting = Table(
    "sitting",
    metadata,
    Column("candidate", Integer, ForeignKey("account.candidate"), primary_key=True, autoincrement=False),
    *(
        Column(name, Moment)
        for name in (
            "confirmed_at",
            "environment_at",
            "entered_at",
            "ticket_at",
            "devices_at",
            "room_at",
            "identity_asked_at",
            "began_at",
            "paused_at",
            "ended_at",
        )
    ),
    Column("identity", Text, nullable=False, default="none"),
    Column("photos", Integer, nullable=False, default=0),
    Column("extra_minutes", Integer, nullable=False, default=0),
    Column("stopped_ms", BigInteger, nullable=False, default=0),
    Column("pause_reason", Text, nullable=False, default=""),
    Column("clock_stopped", Boolean, nullable=False, default=False),
    Column("camera", Text, nullable=False, default=""),  # the computer's, as its page says: see `sitting.Camera`
    Column("flags", Integer, nullable=False, default=0),
    Column("severity", Integer, nullable=False, default=0),  # the highest of them, per cent
    Column("ended", Text),
    Column("revision", Integer, nullable=False, default=0),
)
answer = Table(
    "answer",
    metadata,
    Column("candidate", Integer, ForeignKey("account.candidate"), primary_key=True, autoincrement=False),
    Column("question", Text, primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("response", Text, nullable=False),  # JSON in ASCII: every text survives, control characters too
    Column("at", Text, nullable=False),  # as the candidate's machine said it; never used for a rule
    Column("stored_at", Moment, nullable=False),
)
mark = Table(
    "mark",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("candidate", Integer, ForeignKey("account.candidate"), nullable=False),
    Column("question", Text, nullable=False),
    Column("part", Text, nullable=False),
    Column("marker", Integer, ForeignKey("staff.number"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("points", Text, nullable=False),  # a decimal number: no binary fraction comes near a mark
    Column("steps", Text, nullable=False),  # JSON: the same for each point of the rubric
    Column("comment", Text, nullable=False),
    Column("withdrawn_at", Moment),
)
section_clock = Table(
    "section_clock",
    metadata,
    Column("candidate", Integer, ForeignKey("account.candidate"), primary_key=True, autoincrement=False),
    Column("section", Text, primary_key=True),
    Column("entered_at", Moment, nullable=False),
    Column("stopped_ms", BigInteger, nullable=False),  # of the sitting at that moment
)
event = Table(
    "event",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("candidate", Integer),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("data", Text, nullable=False),
)
message = Table(
    "message",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("candidate", Integer),  # null: to all
    Column("at", Moment, nullable=False),
    Column("text", Text, nullable=False),
)
live = Table(
    "live",
    metadata,
    Column("candidate", Integer, primary_key=True, autoincrement=False),
    Column("page", Text, nullable=False),  # that holds the line, also while it is away
    Column("here", Boolean, nullable=False),
    Column("seen_at", Moment, nullable=False),
)
phone = Table(
    "phone",
    metadata,
    Column("candidate", Integer, primary_key=True, autoincrement=False),
    Column("paired_at", Moment),
    Column("checked_at", Moment),
    Column("left_at", Moment),
    Column("seen_at", Moment),
    Column("page", Text, nullable=False, default=""),
    Column("battery", Integer),  # per cent
    Column("charging", Boolean),
    Column("network", Text, nullable=False, default=""),
)
photo = Table(
    "photo",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("candidate", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("faults", Text, nullable=False),
)
snapshot = Table(
    "snapshot",
    metadata,
    Column("candidate", Integer, primary_key=True, autoincrement=False),
    Column("machine", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
Index("answer_stored", answer.c.stored_at)
Index("event_candidate", event.c.candidate)
Index("message_candidate", message.c.candidate)
