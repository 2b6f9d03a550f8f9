"""A template and a seed make a question: same template, references and seed, same question.

variant(template, references, 7).id  # 'DC-D03-T01-V7'
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from authoring.errors import UsageError
from authoring.quantities import compile_expression, evaluate, round_half_up
from authoring.questions.choice import Option, SingleChoice
from authoring.questions.common import Calculation
from authoring.questions.computing import LETTERS, Computed, compute, expression_of, law_of, mistake_expression
from authoring.questions.entry import Numeric
from authoring.questions.soundness import unsound
from authoring.questions.template import PLACEHOLDER, Grounds, Law, Template, placeholders
from authoring.texts import say

__all__ = ["rounding_rule", "variant", "variant_id", "variants"]

_Inputs = dict[str, Decimal | tuple[Decimal, ...]]
_BATCH = 2000


def variant(template: Template, references: Grounds, seed: int) -> SingleChoice | Numeric:
    """The question of a seed (0 or more). Raises UsageError where that seed gives none; `stress` tells which do."""
    return next(variants(template, references, [seed]))


def variants(template: Template, references: Grounds, seeds: Sequence[int]) -> Iterator[SingleChoice | Numeric]:
    """The questions of many seeds, in their order. Raises UsageError at the first seed that gives none."""
    for start in range(0, len(seeds), _BATCH):
        computed = compute(template, references, seeds[start : start + _BATCH])
        maker = _Maker(template, law_of(template, references), computed)
        wrong = unsound(template, computed)
        for row, seed in enumerate(computed.seeds):
            if reason := next((reason for reason, rows in wrong.items() if rows[row]), None):
                why = say(f"variants.reason.{reason}")
                raise UsageError(say("variants.no_variant", template=template.id, seed=seed, reason=why))
            yield maker.question(row)


def variant_id(template: Template, seed: int) -> str:
    return f"{template.id}-V{seed}"


def rounding_rule(template: Template) -> str:
    """The rounding rule in words, as `<<rounding>>` shows it."""
    return (
        say("variants.rounding.places", decimals=template.decimals)
        if template.decimals
        else say("variants.rounding.whole")
    )


@dataclass(frozen=True, slots=True)
class _Maker:
    template: Template
    law: Law | None
    computed: Computed

    def question(self, row: int) -> SingleChoice | Numeric:
        template, computed = self.template, self.computed
        seed = computed.seeds[row]
        chosen = [int(place) for place in computed.chosen[:, row]]
        inputs = self.inputs(row)
        expr = expression_of(template, self.law)
        needed = {name: inputs[name] for name in inputs if name in compile_expression(expr).names}
        key = self.value(expr, inputs)
        wrong = {
            place: (mistake.name, self.value(mistake_expression(template, mistake, self.law), inputs))
            for place, mistake in enumerate(template.mistakes)
            if place in chosen or f"mistake{place + 1}" in self.told
        }
        words = self.words(row, key, wrong, chosen)
        shared = {
            **{name: getattr(template, name) for name in _SHARED},
            "id": variant_id(template, seed),
            "stem": _filled(template.stem, words),
            "rationale": _filled(template.rationale, words),
            "sources": self.sources(row),
            "calculation": Calculation(
                formula=template.formula, expr=template.expr, inputs=needed, decimals=template.decimals, result=key
            ),
        }
        if template.type == "numeric":
            return Numeric(
                type="numeric",
                value=key,
                unit=template.unit,
                tolerance=template.tolerance,
                accepted_units=template.accepted_units,
                **shared,
            )
        return self.choice(key, {value: name for place, (name, value) in wrong.items() if place in chosen}, shared)

    def choice(self, key: Decimal, distractors: Mapping[Decimal, str], shared: Mapping[str, Any]) -> SingleChoice:
        """Numbers stand in ascending order, as candidates look for them."""
        values = sorted((key, *distractors))
        options = tuple(
            Option(id=letter, text=f"{value:f}", mistake=distractors.get(value, ""))
            for letter, value in zip(LETTERS, values, strict=False)
        )
        return SingleChoice(type="single_choice", options=options, key=LETTERS[values.index(key)], **shared)

    def inputs(self, row: int) -> _Inputs:
        """Every name an expression may use, as exact numbers."""
        computed = self.computed
        exact = {name: drawn.exact(row) for name, drawn in computed.drawn.items() if drawn.values is not None}
        return exact | {name: _exact(computed.inputs[name], row) for name in self.template.inputs}

    def value(self, expr: str, inputs: _Inputs) -> Decimal:
        return round_half_up(evaluate(expr, inputs), self.template.decimals)

    @property
    def told(self) -> frozenset[str]:
        """What the texts have placeholders for."""
        return frozenset(name for text in self.template.texts.values() for name in placeholders(text))

    def words(
        self, row: int, key: Decimal, wrong: Mapping[int, tuple[str, Decimal]], chosen: Sequence[int]
    ) -> dict[str, str]:
        told = sorted((value, name) for place, (name, value) in wrong.items() if place in chosen)
        sentence = say("variants.and").join(
            say("variants.leads_to", name=name, value=f"{value:f}") for value, name in told
        )
        return {
            **{name: drawn.write(row) for name, drawn in self.computed.drawn.items()},
            **{f"mistake{place + 1}": f"{value:f}" for place, (_, value) in wrong.items()},
            "result": f"{key:f}",
            "rounding": rounding_rule(self.template),
            "mistakes": sentence,
        }

    def sources(self, row: int) -> tuple[str, ...]:
        """What the author names, the formula, and the figures behind this variant."""
        figures = [drawn.figure(row).source for drawn in self.computed.drawn.values() if drawn.figure]
        formula = [self.template.formula] if self.template.formula else []
        return tuple(dict.fromkeys((*formula, *figures, *self.template.sources)))


_SHARED = (
    *("version", "status", "level", "knowledge_points", "cognitive", "difficulty", "marks", "seconds"),
    *("author", "tags", "suppress"),
)


def _exact(column: Any, row: int) -> Decimal | tuple[Decimal, ...]:
    if isinstance(column, list):
        return tuple(Decimal(f"{float(entry[row] if entry.ndim else entry):.12g}") for entry in column)
    return Decimal(f"{float(column[row] if column.ndim else column):.12g}")


def _filled(text: str, words: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: words.get(found[1], found[0]), text)
