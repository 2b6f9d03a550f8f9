"""How a candidate is called in files that go to other programs."""

__all__ = ["user_id"]


def user_id(candidate: int) -> str:
    """As in our OneRoster files: the number in the roster, which says nothing about the person."""
    return f"user-{candidate:05}"
