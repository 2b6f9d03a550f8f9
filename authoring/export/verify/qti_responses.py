"""From our responses (see `authoring.questions.scoring`) to QTI's, by what the item's own interactions can take."""

from collections.abc import Mapping
from typing import Any

from authoring.export.verify.qti_item import Interaction, QtiItem
from authoring.export.verify.qti_values import Response
from authoring.texts import say

__all__ = ["to_qti_response"]

_NOTHING: dict[str, Response] = {}


def to_qti_response(item: QtiItem, response: Any) -> Mapping[str, Response]:
    """The variables a player would hand in. A response that the interactions cannot take leaves every variable NULL."""
    kinds = [interaction.kind for interaction in item.interactions]
    if response is None or not kinds:
        return _NOTHING
    if kinds[0] == "text-entry":
        first = item.responses.get(item.interactions[0].response)
        if first is not None and first.base_type == "float":
            return _numeric(item.interactions, response)
        return _blanks(item.interactions, response)
    if len(kinds) != 1:
        return _NOTHING
    (interaction,) = item.interactions
    multiple = item.responses[interaction.response].cardinality == "multiple"
    match kinds[0]:
        case "choice":
            return _several(interaction, response) if multiple else _one(interaction, response)
        case "match":
            return _pairs(interaction, response)
        case "order":
            return _order(interaction, response)
        case "extended-text":
            return {interaction.response: response} if isinstance(response, str) else _NOTHING
        case _:
            return _NOTHING


def _known(interaction: Interaction) -> tuple[str, ...]:
    return tuple(choice.identifier for choice in interaction.choices)


def _one(interaction: Interaction, response: Any) -> Mapping[str, Response]:
    truths = set(_known(interaction)) == {"true", "false"}
    if truths and isinstance(response, bool):
        return {interaction.response: "true" if response else "false"}
    if not truths and isinstance(response, str) and response in _known(interaction):
        return {interaction.response: response}
    return _NOTHING


def _several(interaction: Interaction, response: Any) -> Mapping[str, Response]:
    """Choosing the same option twice is choosing it once."""
    if not _all_texts(response) or not set(response) <= set(_known(interaction)):
        return _NOTHING
    return {interaction.response: tuple(dict.fromkeys(response))}


def _order(interaction: Interaction, response: Any) -> Mapping[str, Response]:
    if not _all_texts(response) or sorted(response) != sorted(_known(interaction)):
        return _NOTHING
    return {interaction.response: tuple(response)}


def _pairs(interaction: Interaction, response: Any) -> Mapping[str, Response]:
    if not isinstance(response, dict):
        return _NOTHING
    given = {premise: choice for premise, choice in response.items() if choice not in ("", None)}
    targets = {choice.identifier for choice in interaction.targets}
    if not all(premise in _known(interaction) and choice in targets for premise, choice in given.items()):
        return _NOTHING
    return {interaction.response: tuple(f"{premise} {choice}" for premise, choice in given.items())}


def _blanks(interactions: tuple[Interaction, ...], response: Any) -> Mapping[str, Response]:
    if not _all_texts(response) or len(response) != len(interactions):
        return _NOTHING
    return {box.response: _line(text) for box, text in zip(interactions, response, strict=True)}


def _numeric(interactions: tuple[Interaction, ...], response: Any) -> Mapping[str, Response]:
    """A number and its unit: chosen where the item offers a choice, else the one that stands behind the box."""
    if not isinstance(response, dict) or not isinstance(response.get("value"), str):
        return _NOTHING
    box, *choices = interactions
    unit, value = response.get("unit"), _line(response["value"])
    if not choices:
        return {box.response: value} if unit is None or unit == box.behind else _NOTHING
    label = unit or say("export_qti.no_unit") if isinstance(unit, str) else None
    chosen = next((choice.identifier for choice in choices[0].choices if choice.text == label), None)
    return {box.response: value, choices[0].response: chosen} if chosen else _NOTHING


def _line(text: str) -> str:
    """A box holds one line."""
    return " ".join(text.replace("\t", " ").splitlines())


def _all_texts(response: Any) -> bool:
    return isinstance(response, list) and all(isinstance(entry, str) for entry in response)
