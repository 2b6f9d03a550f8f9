"""What the server refuses a person who asks: a status, a code, what to do. No defect, no broken machine."""

from authoring.texts import say

__all__ = ["STATUS", "Refused"]

STATUS = {
    "captcha": 401,
    "wrong_login": 401,
    "phone_wrong": 401,
    "signed_out": 401,
    "staff_signed_out": 401,
    "staff_wrong": 401,
    "csrf": 403,
    "origin": 403,
    "role": 403,
    "candidate": 404,
    "missing": 404,
    "question": 404,
    "script": 404,
    "early": 409,
    "entry_closed": 409,
    "not_begun": 409,
    "not_open": 409,
    "not_ready": 409,
    "not_yet": 409,
    "already_paused": 409,
    "built_on": 409,
    "ended": 409,
    "marked": 409,
    "no_mark": 409,
    "no_review": 409,
    "not_answering": 409,
    "not_paused": 409,
    "over": 409,
    "section_over": 409,
    "staff_taken": 409,
    "large": 413,
    "checks": 422,
    "consent": 422,
    "form": 422,
    "password": 422,
    "password_wrong": 422,
    "photo": 422,
    "points": 422,
    "shape": 422,
    "snapshot": 422,
    "speciality": 422,
    "staff_name": 422,
    "ticket": 422,
    "locked": 423,
    "paused": 423,
    "often": 429,
}


class Refused(Exception):  # noqa: N818  # the server's word for it, not an error
    """A request that is refused. Texts are `rehearsal.refused.<code>.message` and `.hint`."""

    def __init__(self, code: str, *, more: dict[str, object] | None = None, **values: object) -> None:
        self.code = code
        self.status = STATUS[code]
        self.message = say(f"rehearsal.refused.{code}.message", **values)
        self.hint = say(f"rehearsal.refused.{code}.hint", **values)
        self.more = more or {}
        super().__init__(self.message)

    def body(self) -> dict[str, object]:
        """As the reply says it."""
        return {"code": self.code, "message": self.message, "hint": self.hint} | self.more
