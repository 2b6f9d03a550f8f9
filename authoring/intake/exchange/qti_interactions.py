"""The interactions of QTI as fields of a question file, by the kind of question they make."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from authoring.content.nodes import Blank, Block, Paragraph
from authoring.content.plain import write_text
from authoring.intake.exchange.fields import (
    Choice,
    Plain,
    accepted_once,
    choice_fields,
    entry_ids,
    joined,
    mixed_order,
    number_of,
    rounded,
)
from authoring.intake.exchange.html import Html
from authoring.intake.exchange.losses import Losses
from authoring.intake.exchange.qti_responses import Bounds, Processing, Response
from authoring.intake.exchange.xml import Element, attribute, children, descendants, name, taken_out, words
from authoring.questions import Match, QuestionType
from authoring.texts import say

__all__ = ["BLOCKS", "INLINE", "Reader", "unit_apart"]

INLINE = ("textEntryInteraction", "inlineChoiceInteraction")
"""Places of a response within the text."""
BLOCKS = ("choiceInteraction", "orderInteraction", "matchInteraction", "extendedTextInteraction")
_LONGEST_UNIT = 20
_USUAL_LENGTH = 200
"""Characters of a short answer where a question says nothing else."""
_NO_RESPONSE = Response("", "single", "identifier")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the interactions of one item."""

    responses: dict[str, Response]
    processing: Processing
    html: Html
    losses: Losses
    feedback: dict[str, str]
    """Markup of feedback that belongs to one choice, by the choice's identifier."""

    def response(self, interaction: Element) -> Response:
        return self.responses.get(attribute(interaction, "responseIdentifier"), _NO_RESPONSE)

    def markup(self, element: Element) -> str:
        return self.html.markup(self.html.blocks(element))

    def fields(self, interaction: Element, stem: str) -> Plain:
        """The fields of a question with this one interaction."""
        return _READERS[name(interaction)](self, interaction, stem)

    def shared(self, kind: str, *, shared: bool = False) -> None:
        """Rules of marking that are the item's own."""
        unknown = self.processing.unknown(shared=shared)
        if unknown:
            self.losses.doubtful("I614", "、".join(unknown), kind=kind)

    def choice(self, interaction: Element, stem: str) -> Plain:
        response = self.response(interaction)
        several = response.cardinality == "multiple"
        entries = children(interaction, "simpleChoice")
        shares = self._shares(response, several)
        choices = [self._option(entry, shares) for entry in entries]
        self.shared(name(interaction))
        return choice_fields(stem, choices, self.losses, several=several)

    def _option(self, entry: Element, shares: dict[str, Decimal]) -> Choice:
        inner = descendants(entry, "feedbackInline", "feedbackBlock")
        told = [self.markup(child) for child in inner]
        for child in inner:
            taken_out(child)
        identifier = attribute(entry, "identifier")
        return Choice(
            text=self.markup(entry),
            share=shares.get(identifier, Decimal(0)),
            id=identifier,
            pinned=attribute(entry, "fixed") == "true",
            feedback=joined([self.feedback.get(identifier, ""), *told]),
        )

    def _shares(self, response: Response, several: bool) -> dict[str, Decimal]:
        """What each choice earns, as shares of the marks; the key decides where the mapping says something else."""
        keys = response.correct or tuple(self.processing.compared(response.identifier))
        mapping = response.mapping if self.processing.mapped or not keys else {}
        positive = {key: value for key, value in mapping.items() if value > 0}
        if keys and not set(keys) <= set(positive):
            if positive:
                self.losses.doubtful("I642", "、".join(positive), key="、".join(keys))
            return dict.fromkeys(keys, 1 / Decimal(len(keys) if several else 1))
        extra = set(positive) - set(keys) if keys and several else set()
        if extra:
            self.losses.note("I615", "，".join(f"{key} {value:f}" for key, value in mapping.items()))
        counted = {key: value for key, value in mapping.items() if key not in extra}
        earned = [value for value in counted.values() if value > 0]
        whole = sum(earned, Decimal(0)) if several else max(earned, default=Decimal(0))
        return {key: value / whole for key, value in counted.items()} if whole else {}

    def ordering(self, interaction: Element, _stem: str) -> Plain:
        entries = children(interaction, "simpleChoice")
        order = list(self.response(interaction).correct)
        names = [attribute(entry, "identifier") for entry in entries]
        texts = [self.markup(entry) for entry in entries]
        self.shared(name(interaction))
        places = list(range(len(names)))
        if sorted(order) == sorted(names) and order == names:
            places = mixed_order(texts)
        ids = entry_ids([names[place] for place in places])
        items = [{"id": new, "text": texts[place]} for new, place in zip(ids, places, strict=True)]
        fields: Plain = {"type": QuestionType.ORDERING.value, "items": items}
        if sorted(order) != sorted(names):
            self.losses.wrong("I613", "、".join(order))
            return fields
        new_id = {names[place]: new for new, place in zip(ids, places, strict=True)}
        return fields | {"key": [new_id[old] for old in order]}

    def matching(self, interaction: Element, _stem: str) -> Plain:
        sets = [children(entry, "simpleAssociableChoice") for entry in children(interaction, "simpleMatchSet")]
        left, right = [*sets, [], []][:2]
        response = self.response(interaction)
        pairs = [pair.split() for pair in response.correct or response.mapped if len(pair.split()) == 2]
        names = [[attribute(entry, "identifier") for entry in part] for part in (left, right)]
        if not any(first in names[0] for first, _ in pairs):
            pairs = [[second, first] for first, second in pairs]
        premises, choices = entry_ids(names[0], start="P"), entry_ids(names[1], start="C")
        if set(premises) & set(choices):
            premises = entry_ids([""] * len(premises), start="P")
            choices = entry_ids([""] * len(choices), start="C")
        new = [dict(zip(old, ids, strict=True)) for old, ids in zip(names, (premises, choices), strict=True)]
        key = {new[0][first]: new[1][second] for first, second in pairs if first in new[0] and second in new[1]}
        self.shared(name(interaction), shared=True)
        self._told_uneven(response)
        fields: Plain = {
            "type": QuestionType.MATCHING.value,
            "premises": [{"id": i, "text": self.markup(e)} for i, e in zip(premises, left, strict=True)],
            "choices": [{"id": i, "text": self.markup(e)} for i, e in zip(choices, right, strict=True)],
        }
        if len(key) == len(left) == len(pairs):
            return fields | {"key": {name_: key[name_] for name_ in premises}}
        self.losses.wrong("I630", "；".join(" → ".join(pair) for pair in pairs))
        return fields

    def _told_uneven(self, response: Response) -> None:
        values = {value for value in response.mapping.values() if value > 0}
        if len(values) > 1 or any(value < 0 for value in response.mapping.values()):
            self.losses.note("I615", "，".join(f"{key} {value:f}" for key, value in response.mapping.items()))

    def gap_match(self, interaction: Element) -> Plain:
        """Words dragged into gaps are blanks whose other words are lost."""
        texts = {attribute(e, "identifier"): words(e).strip() for e in descendants(interaction, "gapText", "gapImg")}
        response = self.response(interaction)
        pairs = [pair.split() for pair in response.correct or response.mapped]
        by_gap = {pair[1]: texts.get(pair[0], "") for pair in pairs if len(pair) == 2}
        gaps = [attribute(gap, "identifier") for gap in descendants(interaction, "gap")]
        self.shared(name(interaction), shared=True)
        self.losses.doubtful("I635", "、".join(texts.values()))
        if not gaps or not all(by_gap.get(gap) for gap in gaps):
            self.losses.wrong("I613", "；".join(" → ".join(pair) for pair in pairs))
            return {"type": QuestionType.BLANKS.value}
        return {"type": QuestionType.BLANKS.value, "blanks": [{"accepted": [by_gap[gap]]} for gap in gaps]}

    def short_answer(self, interaction: Element, _stem: str) -> Plain:
        self.shared(name(interaction))
        answer = "\n\n".join(self.response(interaction).correct)
        length = attribute(interaction, "expectedLength")
        fields: Plain = {"type": QuestionType.SHORT_ANSWER.value} | ({"model_answer": answer} if answer else {})
        own = length.isdigit() and 10 <= int(length) <= 5000 and int(length) != _USUAL_LENGTH
        return fields | ({"expected_length": int(length)} if own else {})

    def blanks(self, places: Sequence[Element]) -> Plain:
        """填空: one entry for each place in the text, in order."""
        self.shared("textEntryInteraction", shared=True)
        entries: list[Plain] = []
        for place in places:
            response = self.response(place)
            if name(place) == "inlineChoiceInteraction":
                entries.append(self._chosen(place, response))
            else:
                entries.append(self._written(response))
        if not all(entry["accepted"] for entry in entries):
            missing = [str(n) for n, entry in enumerate(entries, 1) if not entry["accepted"]]
            self.losses.wrong("I613", "、".join(f"[[{n}]]" for n in missing))
            return {"type": QuestionType.BLANKS.value}
        return {"type": QuestionType.BLANKS.value, "blanks": entries}

    def _chosen(self, place: Element, response: Response) -> Plain:
        """A drop-down list is a blank whose other choices are lost."""
        texts = {attribute(entry, "identifier"): words(entry).strip() for entry in children(place, "inlineChoice")}
        keys = response.correct or tuple(response.mapped)
        self.losses.doubtful("I635", "、".join(texts.values()))
        return {"accepted": accepted_once(texts[key] for key in keys if key in texts)}

    def _written(self, response: Response) -> Plain:
        compared = self.processing.compared(response.identifier)
        most = max(response.mapping.values(), default=Decimal(0))
        full = [key for key, value in response.mapping.items() if value == most > 0]
        partial = [key for key, value in response.mapping.items() if 0 < value < most]
        if partial:
            self.losses.note("I633", "；".join(partial))
        accepted = accepted_once([*response.correct, *full, *([] if response.correct or full else compared)])
        if response.is_number and self.processing.bounds(response):
            self.losses.doubtful("I631", "；".join(accepted))
        if response.exact and full:
            texts = dict.fromkeys(map(str.strip, [*response.correct, *full]))
            return {"accepted": list(texts), "match": Match.EXACT.value}
        return {"accepted": accepted}

    def numeric(self, place: Element, unit: str, units: Element | None) -> Plain:
        """数值: value and tolerance, and the units that a list beside it offers."""
        self.shared(name(place))
        response = self.response(place)
        found = self.processing.bounds(response)
        names = {} if units is None else self._units(units)
        own = next(iter(self.response(units).correct), "") if units is not None else ""
        bounds = next((one for one in found if one.unit == own or not own), None)
        value = _only_number(response, self.processing)
        fields: Plain = {"type": QuestionType.NUMERIC.value}
        if value is None and bounds and bounds.low is not None and bounds.high is not None:
            value = (bounds.low + bounds.high) / 2
        if value is None:
            self.losses.wrong("I613", "；".join(response.correct))
            return fields
        fields["value"] = rounded(value)
        if names.get(own, unit):
            fields["unit"] = names.get(own, unit)
        reach = self._reach(value, bounds)
        if reach is not None:
            fields["tolerance"] = {"absolute": rounded(reach)}
        others = [
            _accepted(names[one.unit], one, bounds)
            for one in found
            if bounds and one.unit in names and one is not bounds
        ]
        return fields | ({"accepted_units": others} if others else {})

    def _units(self, units: Element) -> dict[str, str]:
        bare = say("export_qti.no_unit")
        texts = {attribute(entry, "identifier"): words(entry).strip() for entry in children(units, "inlineChoice")}
        return {key: "" if text == bare else text for key, text in texts.items()}

    def _reach(self, value: Decimal, bounds: Bounds | None) -> Decimal | None:
        """The absolute tolerance; None where the range does not lie around the value."""
        if bounds is None:
            return Decimal(0)
        low, high = bounds.low, bounds.high
        if low is None or high is None or bounds.open or low + high != 2 * value:
            self.losses.doubtful("I632", " … ".join("" if end is None else f"{end:f}" for end in (low, high)))
            return None
        return (high - low) / 2


def _only_number(response: Response, processing: Processing) -> Decimal | None:
    texts = response.correct or response.mapped or processing.compared(response.identifier)
    return number_of(texts[0]) if len(texts) == 1 else None


def _accepted(unit: str, one: Bounds, own: Bounds) -> Plain:
    """Another unit: the same range, times a factor."""
    whole = (own.low or Decimal(0)) + (own.high or Decimal(0))
    other = (one.low or Decimal(0)) + (one.high or Decimal(0))
    factor = other / whole if whole else Decimal(1)
    return {"unit": unit, "factor": rounded(factor)}


def unit_apart(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], str]:
    """The stem without a last line that is nothing but the number's box, and the unit behind the box."""
    last = blocks[-1] if len(blocks) > 1 else None
    if not isinstance(last, Paragraph) or not isinstance(last.children[0], Blank):
        return blocks, ""
    behind = tuple(node for node in last.children if not isinstance(node, Blank))
    unit = write_text((Paragraph(behind),)).strip()
    if len(unit) > _LONGEST_UNIT or any(sign in unit for sign in "。，；？！"):
        return blocks, ""
    return blocks[:-1], unit


_READERS: dict[str, Callable[[Reader, Element, str], Plain]] = {
    "choiceInteraction": Reader.choice,
    "orderInteraction": Reader.ordering,
    "matchInteraction": Reader.matching,
    "extendedTextInteraction": Reader.short_answer,
}
