"""One QTI item (2.1, 2.2 or 3.0) → one question."""

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import Decimal

from lxml import etree

from authoring.content import parse
from authoring.content.nodes import Blank, Block, Inline, Paragraph, Text
from authoring.intake.exchange.fields import Plain, joined, marks_of
from authoring.intake.exchange.html import Html
from authoring.intake.exchange.losses import Losses
from authoring.intake.exchange.qti_interactions import BLOCKS, INLINE, Reader, unit_apart
from authoring.intake.exchange.qti_responses import Processing, Response, responses_of
from authoring.intake.exchange.qti_rubric import rubric_fields
from authoring.intake.exchange.text_formats import holes_for
from authoring.intake.exchange.tree_settling import settled
from authoring.intake.exchange.xml import Element, attribute, children, descendants, name, taken_out, words
from authoring.questions import QuestionType
from authoring.texts import say, tree

__all__ = ["OWN_ID", "Item", "read_item"]

OWN_ID = re.compile(r"[A-Z][A-Z0-9]*-[A-Z]\d{2}-\d{3,}(?:\.[1-9]\d?)?")
"""Ids as banks give them; other identifiers are a source's numbers."""
_EMPTY_PLACE = "（　　）"
_SECRET_VIEWS = frozenset(("author", "proctor", "scorer", "testConstructor", "tutor"))
_BESIDE = ("catalogInfo", "companionMaterialsInfo", "stylesheet")
_OUT = frozenset((*_BESIDE, "printedVariable", "endAttemptInteraction"))
"""What is taken out of the text …"""
_SHOWN = {"printedVariable": "{{{}}}"}
"""… and what stands there instead."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question, and the stimuli it refers to."""

    plain: Plain
    identifier: str
    stimuli: tuple[str, ...] = ()


def read_item(root: Element, html: Html, losses: Losses, said: Plain | None = None) -> Item:
    """The question of an `assessmentItem`; `said` are the fields that its metadata give."""
    item = _Reading(deepcopy(root), html, losses)
    plain = item.plain()
    identifier = attribute(root, "identifier")
    own = {"id": identifier} if OWN_ID.fullmatch(identifier) and "." not in identifier else {}
    stimuli = tuple(attribute(entry, "identifier") for entry in children(root, "assessmentStimulusRef"))
    title = attribute(root, "title")
    if title and title != identifier and title not in str(plain.get("stem")):
        losses.tally("I644", title)
    return Item(own | plain | (said or {}) if plain else {}, identifier, stimuli)


class _Reading:
    """Takes one item apart."""

    def __init__(self, root: Element, html: Html, losses: Losses) -> None:
        self.root = root
        self.html = html
        self.losses = losses
        self.responses = responses_of(root)
        self.processing = Processing(root)
        self.body = next(iter(children(root, "itemBody")), None)
        self.secret: list[Block] = []
        self.told: list[str] = []

    def plain(self) -> Plain:
        self.beside()
        if self.body is None:
            self.losses.wrong("I607", attribute(self.root, "identifier"))
            return {}
        interactions = [entry for entry in self.body.iter() if name(entry).endswith("Interaction")]
        feedback = self.feedback(self.body, interactions)
        reader = Reader(self.responses, self.processing, self.html, self.losses, feedback)
        plain = self.question(self.body, interactions, reader)
        return self.marked(plain) if plain else {}

    def beside(self) -> None:
        """What no question of ours has."""
        if attribute(self.root, "adaptive") == "true":
            self.losses.doubtful("I611", say("intake_exchange.lost.adaptive"))
        for kind in ("templateDeclaration", "templateProcessing", "printedVariable", "endAttemptInteraction", *_BESIDE):
            if found := descendants(self.root, kind):
                words_ = say(f"intake_exchange.lost.{kind}")
                if kind in _BESIDE:
                    self.losses.tally("I606", words_)
                else:
                    self.losses.doubtful("I611", words_)
            for entry in found if kind in _OUT else ():
                taken_out(entry, _SHOWN.get(kind, "").format(attribute(entry, "identifier")))
        for response in self.responses.values():
            for kind in response.partial:
                self.losses.note("I615", kind)

    def feedback(self, body: Element, interactions: list[Element]) -> dict[str, str]:
        """Feedback of one choice each; other feedback and markers' notes are put aside."""
        ids = {attribute(choice, "identifier") for one in interactions for choice in children(one, "simpleChoice")}
        by_choice: dict[str, str] = {}
        general = []
        for entry in children(self.root, "modalFeedback"):
            text = self.html.markup(self.html.blocks(entry))
            if attribute(entry, "identifier") in ids:
                by_choice[attribute(entry, "identifier")] = text
            elif text:
                general.append(text)
        for entry in descendants(body, "feedbackBlock"):
            in_choice = any(name(above) == "simpleChoice" for above in entry.iterancestors())
            if not in_choice and not any(name(inner).endswith("Interaction") for inner in entry.iter()):
                general.append(self.html.markup(self.html.blocks(entry)))
                taken_out(entry)
        if len(general) > 1:
            self.losses.note("I618", "；".join(general))
        self.told += general
        for entry in descendants(body, "rubricBlock"):
            views = set(attribute(entry, "view").split())
            if views and views <= _SECRET_VIEWS:
                self.secret += self.html.blocks(entry)
                taken_out(entry)
        return by_choice

    def question(self, body: Element, interactions: list[Element], reader: Reader) -> Plain:
        kinds = [name(entry) for entry in interactions]
        if len(interactions) == 1 and kinds[0] in BLOCKS:
            return self.one(body, interactions[0], reader)
        if interactions and all(kind in INLINE for kind in kinds):
            return self.written(body, interactions, reader)
        if kinds == ["gapMatchInteraction"]:
            return self.gaps(body, interactions[0], reader)
        if len(interactions) > 1 and all(kind in BLOCKS for kind in kinds):
            return self.composite(body, interactions, reader)
        known = "、".join(dict.fromkeys(_called(kind) for kind in kinds))
        code = "I612" if kinds and all(kind in (*BLOCKS, *INLINE) for kind in kinds) else "I610"
        for entry in interactions:
            taken_out(entry, " ")
        stem = self.stem(body)
        if kinds:
            self.losses.wrong(code, parse(stem).text(), kind=known)
        else:
            self.losses.note("I637", parse(stem).text() or attribute(self.root, "identifier"))
        return {"stem": stem} if kinds else {}

    def stem(self, body: Element) -> str:
        return self.html.markup(self.html.blocks(body))

    def one(self, body: Element, interaction: Element, reader: Reader) -> Plain:
        """A block interaction: its prompt belongs to the stem."""
        stem_body = deepcopy(body)
        place = next(entry for entry in stem_body.iter() if name(entry) == name(interaction))
        _prompt_instead(place)
        stem = self.stem(stem_body)
        fields = reader.fields(interaction, stem)
        kind = {"type": fields.pop("type")}
        return kind | {"stem": stem} | fields

    def written(self, body: Element, places: list[Element], reader: Reader) -> Plain:
        """Boxes in the text: one number with its unit, or blanks."""
        numeric = self._number(places, reader)
        holes = holes_for(words(self.root), len(places))
        kept = [deepcopy(place) for place in places]
        for place, hole in zip(places, holes, strict=True):
            taken_out(place, hole)
        self.html.holes = holes
        blocks = self.html.blocks(body)
        self.html.holes = {}
        if not numeric:
            return reader.blanks(kept) | {"stem": self.html.markup(blocks)}
        stem, unit = unit_apart(blocks)
        fields = reader.numeric(kept[0], unit, kept[1] if len(kept) == 2 else None)
        return {"type": fields.pop("type"), "stem": self.html.markup(_without_boxes(stem))} | fields

    def _number(self, places: list[Element], reader: Reader) -> bool:
        """Whether the boxes are one number, with a list of units behind it at most."""
        first = reader.response(places[0])
        kinds = [name(place) for place in places]
        alone = kinds == ["textEntryInteraction"]
        with_units = kinds == list(INLINE) and places[0].getparent() is places[1].getparent()
        units = with_units and any(one.unit for one in self.processing.bounds(first))
        return first.is_number and (alone or units)

    def gaps(self, body: Element, interaction: Element, reader: Reader) -> Plain:
        fields = reader.gap_match(interaction)
        gaps = descendants(interaction, "gap")
        holes = holes_for(words(self.root), len(gaps))
        for gap, hole in zip(gaps, holes, strict=True):
            taken_out(gap, hole)
        for entry in children(interaction, "gapText", "gapImg"):
            taken_out(entry)
        interaction.tag = "div"
        self.html.holes = holes
        stem = self.stem(body)
        self.html.holes = {}
        return fields | {"stem": stem}

    def composite(self, body: Element, interactions: list[Element], reader: Reader) -> Plain:
        """Several interactions on one text: a case, whose questions ask what stands before each interaction."""
        holes = holes_for(words(self.root), len(interactions))
        kept = [deepcopy(entry) for entry in interactions]
        for entry, hole in zip(interactions, holes, strict=True):
            mark = etree.SubElement(body, "p")
            mark.text, mark.tail = hole, entry.tail
            parent = entry.getparent()
            if parent is not None:
                parent.replace(entry, mark)
        self.html.holes = holes
        chunks = _chunks(self.html.blocks(body), len(kept))
        self.html.holes = {}
        stems = [self.html.blocks(prompt) for entry in kept for prompt in [_prompt(entry)]]
        if len(chunks) != len(kept):
            return self.mixed(body, kept, holes)
        first = chunks[0]
        if not stems[0] and len(first) > 1:
            first, stems[0] = first[:-1], first[-1:]
        asked = [stems[0], *(settled((*before, *own)) for before, own in zip(chunks[1:], stems[1:], strict=False))]
        shared = self.html.markup(first) or attribute(self.root, "title")
        if not all(asked) or not shared:
            return self.mixed(body, kept, holes)
        inner = [self._child(entry, self.html.markup(stem), reader) for entry, stem in zip(kept, asked, strict=True)]
        return {"type": QuestionType.CASE.value, "stem": shared, "children": inner}

    def mixed(self, body: Element, interactions: list[Element], holes: Iterable[str]) -> Plain:
        """Interactions that make no question of ours together; `holes` mark where they stood."""
        self.html.holes = dict.fromkeys(holes, Text(" "))
        stem = self.stem(body)
        self.html.holes = {}
        kinds = dict.fromkeys(_called(name(entry)) for entry in interactions)
        self.losses.wrong("I612", parse(stem).text(), kind="、".join(kinds))
        return {"stem": stem}

    def _child(self, interaction: Element, stem: str, reader: Reader) -> Plain:
        for prompt in children(interaction, "prompt"):
            taken_out(prompt)
        fields = reader.fields(interaction, stem)
        return {"type": fields.pop("type"), "stem": stem} | fields

    def marked(self, plain: Plain) -> Plain:
        """With marks, markers' notes and feedback in their places."""
        kind = plain.get("type")
        if kind == QuestionType.SHORT_ANSWER.value:
            plain |= rubric_fields(tuple(self.secret), self.html)
            if "model_answer" not in plain:
                self.losses.doubtful("I619")
        elif self.secret:
            self.losses.note("I647", self.html.markup(tuple(self.secret)))
            self.told.append(self.html.markup(tuple(self.secret)))
        if kind == QuestionType.CASE.value:
            if self.processing.marks:
                self.losses.doubtful("I646", f"{self.processing.marks:f}")
        else:
            plain |= marks_of(self.whole_marks(), self.losses)
        rationale = joined([*self.told, str(plain.pop("rationale", ""))])
        return plain | ({"rationale": rationale} if rationale else {})

    def whole_marks(self) -> Decimal | None:
        """What the item says; else what its mapping adds up to."""
        said = self.processing.marks
        if said is not None or not self.processing.mapped:
            return said
        return sum((_most(response) for response in self.responses.values()), Decimal(0)) or None


def _most(response: Response) -> Decimal:
    """The most that a mapping gives."""
    if response.upper is not None:
        return response.upper
    values = [value for value in response.mapping.values() if value > 0]
    return max(values, default=Decimal(0)) if response.cardinality == "single" else sum(values, Decimal(0))


def _called(kind: str) -> str:
    return str(tree("intake_exchange", "interaction").get(kind, kind))


def _prompt(interaction: Element) -> Element:
    found = children(interaction, "prompt")
    return found[0] if found else etree.Element("prompt")


def _prompt_instead(interaction: Element) -> None:
    prompt = _prompt(interaction)
    parent = interaction.getparent()
    if parent is not None:
        prompt.tail = interaction.tail
        parent.replace(interaction, prompt)


def _chunks(blocks: tuple[Block, ...], count: int) -> list[tuple[Block, ...]]:
    """The blocks before the mark of each of `count` interactions; what follows the last one belongs to it."""
    chunks: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Paragraph) and len(block.children) == 1 and isinstance(block.children[0], Blank):
            chunks.append([])
        else:
            chunks[-1].append(block)
    if len(chunks) != count + 1:
        return []
    return [tuple(chunk) for chunk in [*chunks[: count - 1], chunks[-2] + chunks[-1]]]


def _without_boxes(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """A box within a sentence is an empty place to read."""

    def line(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(Text(_EMPTY_PLACE) if isinstance(node, Blank) else node for node in nodes)

    kept = (
        replace(block, children=line(block.children)) if isinstance(block, Paragraph) else block for block in blocks
    )
    return settled(tuple(kept))
