"""An assessment item as an independent reader sees it: variables, interactions, response processing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from authoring.export.verify.qti_xml import Element, children, decimal, descendants, name_of, text_of

__all__ = [
    "Choice",
    "Interaction",
    "MapEntry",
    "OutcomeVariable",
    "QtiItem",
    "ResponseMap",
    "ResponseVariable",
    "read_item",
]

INTERACTIONS = (
    "qti-choice-interaction",
    "qti-inline-choice-interaction",
    "qti-text-entry-interaction",
    "qti-match-interaction",
    "qti-order-interaction",
    "qti-extended-text-interaction",
)


@dataclass(frozen=True, slots=True)
class MapEntry:
    key: str
    value: Decimal
    case_sensitive: bool


@dataclass(frozen=True, slots=True)
class ResponseMap:
    entries: tuple[MapEntry, ...]
    default: Decimal
    lower: Decimal | None
    upper: Decimal | None


@dataclass(frozen=True, slots=True)
class ResponseVariable:
    identifier: str
    cardinality: str
    base_type: str
    correct: tuple[str, ...] = ()
    mapping: ResponseMap | None = None


@dataclass(frozen=True, slots=True)
class OutcomeVariable:
    identifier: str
    cardinality: str
    base_type: str
    default: tuple[str, ...] = ()
    external_scored: str = ""
    """`human` where people mark."""
    maximum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    identifier: str
    text: str
    most: int = 1
    """Pairs it may stand in; 0 means any number."""


@dataclass(frozen=True, slots=True)
class Interaction:
    kind: str
    """Such as `choice`, `text-entry`."""
    response: str
    """The variable it sets."""
    choices: tuple[Choice, ...] = ()
    targets: tuple[Choice, ...] = ()
    """The second set of a match interaction."""
    most: int = 0
    """Choices that can be taken; 0 means any number."""
    behind: str = ""
    """Text right behind it in its line, such as a unit."""


@dataclass(frozen=True, slots=True)
class QtiItem:
    identifier: str
    path: str
    responses: Mapping[str, ResponseVariable]
    outcomes: Mapping[str, OutcomeVariable]
    interactions: tuple[Interaction, ...]
    processing: Element | None
    stimuli: tuple[tuple[str, str], ...]
    """Identifier and address of each stimulus."""
    pictures: tuple[str, ...]
    """Addresses as written."""
    rubric_views: tuple[str, ...]
    """Who sees the rubric blocks."""
    has_feedback: bool

    @property
    def marked_by_people(self) -> bool:
        score = self.outcomes.get("SCORE")
        return score is not None and score.external_scored == "human"

    @property
    def tells_key(self) -> bool:
        """Whether it holds anything a candidate must not see."""
        declared = any(variable.correct or variable.mapping for variable in self.responses.values())
        rubric = any("candidate" not in views.split() for views in self.rubric_views)
        return declared or self.processing is not None or self.has_feedback or rubric


def read_item(root: Element, path: str) -> QtiItem:
    """The item of a qti-assessment-item element."""
    processing = children(root, "qti-response-processing")
    stimuli = children(root, "qti-assessment-stimulus-ref")
    return QtiItem(
        identifier=root.get("identifier", ""),
        path=path,
        responses={
            variable.identifier: variable for variable in map(_response, children(root, "qti-response-declaration"))
        },
        outcomes={
            variable.identifier: variable for variable in map(_outcome, children(root, "qti-outcome-declaration"))
        },
        interactions=tuple(_interaction(element) for element in descendants(root, *INTERACTIONS)),
        processing=processing[0] if processing else None,
        stimuli=tuple((ref.get("identifier", ""), ref.get("href", "")) for ref in stimuli),
        pictures=tuple(image.get("src", "") for image in descendants(root, "img")),
        rubric_views=tuple(block.get("view", "") for block in descendants(root, "qti-rubric-block")),
        has_feedback=any(
            True for _ in descendants(root, "qti-modal-feedback", "qti-feedback-block", "qti-feedback-inline")
        ),
    )


def _response(element: Element) -> ResponseVariable:
    mappings = children(element, "qti-mapping")
    return ResponseVariable(
        identifier=element.get("identifier", ""),
        cardinality=element.get("cardinality", ""),
        base_type=element.get("base-type", ""),
        correct=_values(element, "qti-correct-response"),
        mapping=_mapping(mappings[0]) if mappings else None,
    )


def _outcome(element: Element) -> OutcomeVariable:
    return OutcomeVariable(
        identifier=element.get("identifier", ""),
        cardinality=element.get("cardinality", ""),
        base_type=element.get("base-type", ""),
        default=_values(element, "qti-default-value"),
        external_scored=element.get("external-scored", ""),
        maximum=decimal(element.get("normal-maximum")),
    )


def _values(element: Element, name: str) -> tuple[str, ...]:
    return tuple(value.text or "" for group in children(element, name) for value in children(group, "qti-value"))


def _mapping(element: Element) -> ResponseMap:
    entries = tuple(
        MapEntry(
            key=entry.get("map-key", ""),
            value=decimal(entry.get("mapped-value")) or Decimal(0),
            case_sensitive=entry.get("case-sensitive", "false") == "true",
        )
        for entry in children(element, "qti-map-entry")
    )
    return ResponseMap(
        entries=entries,
        default=decimal(element.get("default-value")) or Decimal(0),
        lower=decimal(element.get("lower-bound")),
        upper=decimal(element.get("upper-bound")),
    )


def _interaction(element: Element) -> Interaction:
    sets = children(element, "qti-simple-match-set")
    first = sets[0] if sets else element
    return Interaction(
        kind=name_of(element).removeprefix("qti-").removesuffix("-interaction"),
        response=element.get("response-identifier", ""),
        choices=_choices(first),
        targets=_choices(sets[1]) if len(sets) > 1 else (),
        most=int(element.get("max-associations" if sets else "max-choices") or 1),
        behind=(element.tail or "").strip(),
    )


def _choices(element: Element) -> tuple[Choice, ...]:
    found = children(element, "qti-simple-choice", "qti-inline-choice", "qti-simple-associable-choice")
    return tuple(
        Choice(identifier=choice.get("identifier", ""), text=text_of(choice), most=int(choice.get("match-max") or 1))
        for choice in found
    )
