"""Values of a template's parameters for many seeds at once.

A draw depends on the template's id, the parameter's name, the seed and the attempt alone: one seed gives one variant,
whether it is made alone or among a million, and a new parameter does not change what the others draw.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from itertools import product

import numpy as np
import numpy.typing as npt

from authoring.errors import UsageError
from authoring.quantities import evaluate, round_half_up
from authoring.quantities.vectors import Column, compile_columns, round_columns
from authoring.questions.template import PLACEHOLDER, Figure, Grounds, Parameter, Template, placeholders
from authoring.texts import say

__all__ = ["ATTEMPTS", "Drawn", "draw", "figures_of", "in_order", "spread"]

ATTEMPTS = 200
"""How often the parameters of one seed are drawn until they meet the constraints."""
Seeds = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One parameter's values, a row for each seed."""

    values: Column | None
    """None for words."""
    write: Callable[[int], str]
    """How a row is written in a text."""
    figure: Callable[[int], Figure] | None = None
    """The figure of the references behind a row."""

    def exact(self, row: int) -> Decimal:
        return Decimal(self.write(row))


def spread(name: str, seeds: Seeds, attempt: int, count: int) -> Places:
    """A place in 0 … count−1 for each seed, evenly spread (splitmix64 over a hash of `name`)."""
    start = np.uint64(int.from_bytes(sha256(f"{name}/{attempt}".encode()).digest()[:8], "big"))
    with np.errstate(over="ignore"):
        mixed = (seeds + np.uint64(1)) * _GOLDEN ^ start
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    return ((mixed >> np.uint64(11)).astype(np.float64) * (count * 2.0**-53)).astype(np.int64)


def figures_of(key: str, parameters: Mapping[str, Parameter]) -> list[str]:
    """The keys that a figure with placeholders may mean, in the order of the choices. KeyError for an unknown word."""
    names = list(dict.fromkeys(placeholders(key)))
    words = [[str(choice) for choice in parameters[name].choices or ()] for name in names]
    return [_filled(key, dict(zip(names, chosen, strict=True))) for chosen in product(*words)]


def in_order(parameters: Mapping[str, Parameter]) -> list[str]:
    """The parameters' names so that each comes after what it is made of; what goes in a circle is left out."""
    waiting = {name: _needs(parameter) & parameters.keys() for name, parameter in parameters.items()}
    order: list[str] = []
    while ready := [name for name, needs in waiting.items() if needs <= set(order)]:
        order += ready
        waiting = {name: needs for name, needs in waiting.items() if name not in ready}
    return order


def _needs(parameter: Parameter) -> frozenset[str]:
    if parameter.expr is not None:
        return compile_columns(parameter.expr).names
    return frozenset(placeholders(parameter.figure or ""))


def _filled(text: str, words: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: words[found[1]], text)


def draw(template: Template, grounds: Grounds, seeds: Sequence[int]) -> tuple[dict[str, Drawn], npt.NDArray[np.bool_]]:
    """Every parameter's values, and in which rows the constraints hold.

    Raises UsageError for a figure that the references do not have.
    """
    numbers = np.asarray(seeds, dtype=np.uint64)
    places = {
        name: np.zeros(len(numbers), dtype=np.int64)
        for name, parameter in template.parameters.items()
        if parameter.range is not None or parameter.choices is not None
    }
    waiting = np.arange(len(numbers))
    for attempt in range(ATTEMPTS):
        for name, rows in places.items():
            count = _count(template.parameters[name])
            rows[waiting] = spread(f"{template.id}/{name}", numbers[waiting], attempt, count)
        chosen = {name: rows[waiting] for name, rows in places.items()}
        waiting = waiting[~_held(template, _columns(template, grounds, chosen, len(waiting)), len(waiting))]
        if not len(waiting):
            break
    held = np.ones(len(numbers), dtype=bool)
    held[waiting] = False
    return _columns(template, grounds, places, len(numbers)), held


def _count(parameter: Parameter) -> int:
    if parameter.choices is not None:
        return len(parameter.choices)
    assert parameter.range is not None and parameter.step is not None  # noqa: S101, PT018  # of the record's own check
    return int((parameter.range[1] - parameter.range[0]) / parameter.step) + 1


def _held(template: Template, columns: Mapping[str, Drawn], rows: int) -> npt.NDArray[np.bool_]:
    values = {name: drawn.values for name, drawn in columns.items() if drawn.values is not None}
    held = np.ones(rows, dtype=bool)
    for constraint in template.constraints:
        held &= compile_columns(constraint)(values) == 1
    return held


def _columns(template: Template, grounds: Grounds, places: Mapping[str, Places], rows: int) -> dict[str, Drawn]:
    found: dict[str, Drawn] = {}
    for name in in_order(template.parameters):
        parameter = template.parameters[name]
        if parameter.range is not None:
            found[name] = _grid(parameter, places[name])
        elif parameter.choices is not None:
            found[name] = _chosen(parameter.choices, places[name])
        elif parameter.figure is not None:
            found[name] = _looked_up(template, parameter.figure, grounds, places, rows)
        else:
            found[name] = _computed(parameter, found, rows)
    return found


def _grid(parameter: Parameter, places: Places) -> Drawn:
    assert parameter.range is not None and parameter.step is not None  # noqa: S101, PT018
    decimals = max(0, *(-_exponent(number) for number in (parameter.range[0], parameter.step)))
    low, step = (int(number.scaleb(decimals)) for number in (parameter.range[0], parameter.step))
    whole = low + step * places
    return Drawn(whole / 10.0**decimals, lambda row: f"{Decimal(int(whole[row])).scaleb(-decimals):f}")


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _chosen(choices: Sequence[Decimal | str], places: Places) -> Drawn:
    written = [choice if isinstance(choice, str) else f"{choice:f}" for choice in choices]
    numbers = [float(choice) for choice in choices if not isinstance(choice, str)]
    return Drawn(np.array(numbers)[places] if numbers else None, lambda row: written[places[row]])


def _looked_up(template: Template, key: str, grounds: Grounds, places: Mapping[str, Places], rows: int) -> Drawn:
    figures = [_figure(template, grounds, one) for one in figures_of(key, template.parameters)]
    place = np.zeros(rows, dtype=np.int64)
    for name in dict.fromkeys(placeholders(key)):
        place = place * len(template.parameters[name].choices or ()) + places[name]
    values = np.array([float(figure.value) for figure in figures])[place]
    return Drawn(values, lambda row: f"{figures[place[row]].value:f}", lambda row: figures[place[row]])


def _figure(template: Template, grounds: Grounds, key: str) -> Figure:
    figure = grounds.figure(key)
    if figure is None:
        raise UsageError(say("variants.no_figure", template=template.id, key=key))
    return figure


def _computed(parameter: Parameter, before: Mapping[str, Drawn], rows: int) -> Drawn:
    assert parameter.expr is not None  # noqa: S101
    expr, decimals = parameter.expr, parameter.decimals
    columns = {name: drawn.values for name, drawn in before.items() if drawn.values is not None}
    values = np.broadcast_to(compile_columns(expr)(columns), (rows,))
    if decimals is not None:
        values = round_columns(values, decimals)

    def write(row: int) -> str:
        value = evaluate(expr, {name: float(column[row]) for name, column in columns.items()})
        return f"{round_half_up(value, decimals):f}" if decimals is not None else f"{Decimal(f'{value:.12g}'):f}"

    return Drawn(values, write)
