"""What is wrong in a formula, in the author's language, at the character where it is wrong."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from authoring.content.chemistry import ChemistryError
from authoring.texts import say

__all__ = ["FormulaError", "chemistry_error", "conversion_error", "plain_error"]

_KINDS = (
    (re.compile(r'Unknown command "(?P<what>.*)"'), "unknown_command"),
    (re.compile(r'Unknown environment "(?P<what>.*)"'), "unknown_environment"),
    (re.compile(r'Unknown color "(?P<what>.*)"'), "unknown_colour"),
    (re.compile(r'Expected closing token "(?P<what>.*)", but'), "unclosed"),
    (re.compile(r'Unmatched closing token: "(?P<what>.*)"'), "unmatched"),
    (re.compile(r'Expected "(?P<what>.*)", but found "(?P<found>.*)"'), "mismatched"),
    (re.compile(r"Expected argument|Expected (?:at most|exactly) one token|Switch-like"), "argument"),
    (re.compile(r'There must be a parenthesis after "(?P<what>.*)"'), "delimiter"),
    (re.compile(r'Found "(?P<what>&)", which may only'), "ampersand"),
    (re.compile(r'Found "(?P<what>.*)", which may only'), "misplaced"),
    (re.compile(r"Duplicate subscript|directly followed"), "script"),
    (re.compile(r"Math mode within text|Unexpected \"\$\""), "dollar"),
    (re.compile(r"Not valid in text mode"), "text_mode"),
    (re.compile(r"Expected (?:length|column|a number)|invalid unit|cannot be used with"), "value"),
    (re.compile(r"[Mm]acro|[Pp]arameter|expansions|command"), "definition"),
)
_COMMANDS = (
    "alpha", "approx", "bar", "begin", "beta", "cdot", "cdots", "ce", "circ", "Delta", "delta", "dfrac", "div", "end",
    "eta", "frac", "gamma", "ge", "geq", "hat", "infty", "int", "lambda", "ldots", "le", "left", "leq", "lg", "lim",
    "ln", "log", "mathbf", "mathrm", "max", "min", "mu", "ne", "neq", "operatorname", "overline", "phi", "pi", "pm",
    "prod", "quad", "rho", "right", "rightarrow", "rightleftharpoons", "sigma", "sqrt", "sum", "tau", "text", "theta",
    "times", "to", "underline", "varphi", "vec", "xrightarrow",
)  # fmt: skip
_OPENERS = {"}": "{", r"\right": r"\left", r"\end": r"\begin"}
_BRACKET = re.compile(r"\\(?:left|right|begin|end)(?![A-Za-z])|\\.|[{}]", re.S)
_QUOTE = re.compile(r"\\[A-Za-z]+|\\.|.", re.S)


@dataclass(frozen=True, slots=True)
class FormulaError:
    position: int
    """0-based, within the formula's source."""
    quote: str
    message: str
    hint: str


def conversion_error(text: str, source: str, latex: str, origin: Callable[[int], int]) -> FormulaError:
    """math-core's `position: English sentence` about `latex`, told to the author of `source`."""
    number, _, sentence = text.partition(": ")
    known = ((match, kind) for pattern, kind in _KINDS if (match := pattern.search(sentence)))
    found, kind = next(known, (None, "other"))
    groups = found.groupdict() if found else {}
    position = int(number) if number.isdecimal() else 0
    if kind == "unclosed":
        position = _opener(latex, groups["what"])
    place = origin(position)
    what, quote = groups.get("what"), _quote(source, place)
    if what and source.startswith(what, place + 1):
        place, quote = place + 1, what
    return _told(kind, place, quote, what or quote, groups.get("found", ""))


def chemistry_error(error: ChemistryError) -> FormulaError:
    return _told("chemistry", error.position, error.quote, error.quote)


def plain_error(kind: str, position: int, quote: str) -> FormulaError:
    return _told(kind, position, quote, quote)


def _told(kind: str, position: int, quote: str, what: str, found: str = "") -> FormulaError:
    hint = say(f"content.formula.{kind}.hint")
    if kind == "unknown_command" and (near := get_close_matches(what.lstrip("\\"), _COMMANDS, 1)):
        hint = say("content.formula.near", near="\\" + near[0])
    return FormulaError(position, quote, say(f"content.formula.{kind}.message", what=what, found=found), hint)


def _opener(latex: str, closing: str) -> int:
    """Where the bracket stands that `closing` should have closed."""
    wanted = _OPENERS.get(closing.partition("{")[0], "{")
    still_open: list[int] = []
    for match in _BRACKET.finditer(latex):
        if match.group() == wanted:
            still_open.append(match.start())
        elif still_open and _OPENERS.get(match.group()) == wanted:
            still_open.pop()
    return still_open[-1] if still_open else 0


def _quote(source: str, place: int) -> str:
    """The command or character at `place`, or the last one of the formula."""
    match = _QUOTE.match(source, place)
    return match.group() if match else source.rstrip()[-1:]
