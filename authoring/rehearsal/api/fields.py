"""Kinds of values that requests carry. What no database stores is replaced or refused before anything is asked."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from authoring.rehearsal.responses import clean

__all__ = ["LineNumber", "Number", "Text", "Words"]


def _storable(text: str) -> str:
    """Halves of characters and NUL become U+FFFD."""
    return str(clean(text)).replace("\0", "\N{REPLACEMENT CHARACTER}")


Text = Annotated[str, Field(max_length=1000), AfterValidator(_storable)]
"""One line that somebody entered."""
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(_storable)]
"""What staff write; blanks around it do not count."""
Number = Annotated[int, Field(ge=1, lt=2**31)]
"""Of a candidate."""
LineNumber = Annotated[int, Field(ge=1, lt=2**63)]
"""Of a line of the log."""
