"""What a keyring knows about one key: whose it is, what it opens, how its file is protected, what became of it."""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from authoring.export.manifest import Audience
from authoring.export.sealing.seal_key import recipient_id
from authoring.records import Record

__all__ = ["UNLOCKED", "KeyEntry", "KeyStatus", "Lock", "Protection", "Role"]


class Role(StrEnum):
    """What its holder opens."""

    DELIVERY = "delivery"
    """The delivery system: papers without keys, rosters."""
    MARKING = "marking"
    """Markers: whole packages."""
    COORDINATOR = "coordinator"
    """考务: everything that is sealed to this key as well."""

    def opens(self, audience: Audience) -> bool:
        return self is Role.COORDINATOR or self.value == audience.value


class KeyStatus(StrEnum):
    ACTIVE = "active"
    RETIRED = "retired"
    """Another key of the same name took its place."""
    REVOKED = "revoked"
    """Lost or no longer to be trusted."""


class Protection(StrEnum):
    OPEN = "open"
    """The key file needs nothing but itself: for servers."""
    PASSPHRASE = "passphrase"  # noqa: S105
    SHARES = "shares"
    """The passphrase is in shares that several people hold."""
    ELSEWHERE = "elsewhere"
    """Only the public part is known here; the holder made the key."""


class Lock(Record):
    """How a new key file is protected: by a passphrase, by shares (needed, count), or not at all."""

    passphrase: str | None = Field(default=None, repr=False)
    shares: tuple[int, int] | None = None


UNLOCKED = Lock()


class KeyEntry(Record):
    """One key."""

    name: str
    role: Role
    recipient: str
    """`age1…`."""
    status: KeyStatus = KeyStatus.ACTIVE
    protection: Protection
    shares: tuple[int, int] | None = None
    """How many shares are needed, and how many there are."""
    created: AwareDatetime
    ended: AwareDatetime | None = None
    reason: str = ""
    """Why it was revoked."""
    file: str = ""
    """Name of the key file in the folder; empty for a key kept elsewhere."""

    @property
    def key_id(self) -> str:
        return recipient_id(self.recipient)
