"""Subscripts and superscripts in plain text: `CO₂`, `m²`, `mol⁻¹`, and a fallback where Unicode has no such sign."""

__all__ = ["subscript", "superscript"]

_FROM = "0123456789+-−=()"
_LOW = str.maketrans(_FROM, "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_HIGH = str.maketrans(_FROM + "n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_PRIMES = frozenset("′″‴⁗°∘*")


def subscript(text: str) -> str:
    """`2` → `₂`, `i` → `_i`, `i = 1` → `_(i=1)`."""
    return _script(text, "_", _LOW, _FROM)


def superscript(text: str) -> str:
    """`2` → `²`, `2−` → `²⁻`, `x` → `^x`, `n+1` → `^(n+1)`."""
    if text and _PRIMES.issuperset(text):
        return text.replace("∘", "°")
    return _script(text, "^", _HIGH, _FROM + "n")


def _script(text: str, mark: str, table: dict[int, int], known: str) -> str:
    tight = text.replace(" ", "")
    if tight and all(sign in known for sign in tight):
        return tight.translate(table)
    return mark + (tight if tight.isalnum() else f"({tight})")
