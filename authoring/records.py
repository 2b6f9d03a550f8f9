"""The base of every record: frozen, strict about unknown fields, with a canonical JSON form and a fingerprint."""

import hashlib
import json
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, Strict, WithJsonSchema
from pydantic_core import PydanticCustomError

__all__ = ["Exact", "Marks", "Record", "Truth", "Whole", "canonical_json", "sha256_hex", "step_decimal"]


class Record(BaseModel):
    """A frozen value. Equal fields mean equal records; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    def data(self) -> dict[str, Any]:
        """Plain JSON data. Fields at their defaults are left out: a new optional field changes no fingerprint."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def canonical(self) -> str:
        """Canonical JSON of `data()`: sorted keys, no white space."""
        return canonical_json(self.data())

    def fingerprint(self) -> str:
        """SHA-256 of the canonical JSON, as 64 hexadecimal digits."""
        return sha256_hex(self.canonical().encode())


def canonical_json(value: Any) -> str:
    """JSON with sorted keys and no white space: equal values give equal text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256_hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def step_decimal(value: Any) -> Any:
    """A JSON or YAML number as the decimal its author wrote: 0.1 becomes Decimal("0.1"), not 0.1000000000000000055."""
    if isinstance(value, bool | str):
        raise PydanticCustomError("decimal_type", "Input should be a number")
    return Decimal(repr(value)) if isinstance(value, int | float) else value


def _plain_number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() and abs(value) < 2**53 else float(value)


Truth = Annotated[bool, Strict()]
"""True or false; words such as `no` are neither."""

Whole = Annotated[int, Strict()]
"""A whole number; the text "3" is none."""

Exact = Annotated[
    Decimal,
    BeforeValidator(step_decimal),
    Field(allow_inf_nan=False, max_digits=15),
    PlainSerializer(_plain_number, return_type=int | float, when_used="json"),
    WithJsonSchema({"type": "number"}),
]
"""A decimal of at most 15 significant digits, so that a JSON number carries it exactly."""

Marks = Annotated[Exact, Field(ge=0, le=1000, multiple_of=Decimal("0.5"))]
"""Marks (分): a multiple of one half."""
