"""Steps 1 to 3: the learning platform, the candidate's account, the confirmation of the candidate's data."""

from authoring.records import Record
from authoring.sessions.choices import ConfirmedField
from authoring.sessions.wording import wording

__all__ = ["Confirmation", "Contact", "Login", "Platform"]


class Contact(Record):
    """Who helps and how to reach them: at least one of phone, e-mail and web address."""

    name: str = ""
    """Office or person."""
    phone: str = ""
    """Such as `010-12345678`; several are separated by `、`."""
    email: str = ""
    """E-mail address."""
    web: str = ""
    """Web address."""
    hours: str = ""
    """When somebody answers, as shown to candidates."""


class Platform(Record):
    """Step 1, 登录学习平台."""

    name: str = wording("platform.name")
    """Name of the platform."""
    address: str = wording("platform.address")
    """Web address of the home page; 登录 is at its top right."""


class Login(Record):
    """Step 2, 考生账号登录."""

    username: str = wording("login.username")
    """What the candidate enters as 登录名."""
    initial_password: str | None = wording("login.initial_password")
    """The same for all candidates; null when each gets an own one with the roster."""
    change_at_first_login: bool = True
    """The platform asks for a new password at the first login."""
    captcha: bool = True
    """验证码 is asked for."""
    recovery: str = wording("login.recovery")
    """What 找回密码 is for and how it goes."""


class Confirmation(Record):
    """Step 3, 考生信息确认."""

    place: str = wording("confirmation.place")
    """Where on the platform the data are shown."""
    fields: tuple[ConfirmedField, ...] = tuple(ConfirmedField)
    """What is shown for confirmation."""
    advice: str = wording("confirmation.advice")
    """What to look at, and what to do when the data differ from the registration."""
    contact: Contact = Contact()
    """The registering body (报名机构)."""
