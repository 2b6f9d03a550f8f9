"""How a blueprint says itself in Chinese: selections, rows, numbers, questions that are out of reach."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from authoring.bank.syllabus import Syllabus
from authoring.papers.blueprint import Blueprint, Information, Measure, Row, Selection
from authoring.papers.requirements import Kind
from authoring.texts import say

__all__ = [
    "elsewhere_text",
    "information_sentence",
    "label",
    "listing",
    "number",
    "place_title",
    "requirement",
    "sentence",
    "settings",
    "unit",
]


def sentence(row: Row, blueprint: Blueprint, syllabus: Syllabus | None = None) -> str:
    """A row as a sentence, such as `全卷：碳市场与配额管理（D07）·应用，20 至 28 分`."""
    return say(
        "papers.sentence.row",
        place=place_title(row.section, blueprint),
        label=label(row.select, syllabus),
        limits=_limits(row),
    )


def requirement(name: tuple[Kind, str], blueprint: Blueprint, syllabus: Syllabus | None = None) -> str:
    """What one requirement of the blueprint asks for, as a sentence."""
    kind, place = name
    values: dict[str, object] = {"place": place}
    match kind:
        case Kind.AT_LEAST | Kind.AT_MOST:
            row = blueprint.rows[int(place)]
            values = {"number": int(place) + 1, "sentence": sentence(row, blueprint, syllabus)}
        case Kind.SECTION | Kind.SECTION_MINUTES:
            section = blueprint.section(place)
            values = {"title": place_title(place, blueprint)}
            values |= {"count": section.count, "minutes": section.minutes} if section else {}
        case Kind.MARKS | Kind.MINUTES:
            values = {"marks": number(blueprint.marks), "minutes": blueprint.minutes}
        case Kind.ENEMIES:
            values = {"ids": listing(blueprint.enemies[int(place)])}
        case Kind.ALIKE:
            values = {"ids": listing(place.split(" "))}
        case Kind.LETTERS:
            values = {"letter": place, "share": f"{blueprint.key_share or 0:.0%}"}
        case Kind.INFORMATION:
            return information_sentence(blueprint.information[int(place)])
        case Kind.ANCHORS:
            values = {"count": blueprint.anchors}
        case Kind.OVERLAP:
            values = {"forms": blueprint.forms, "shared": blueprint.shared}
    return say(f"papers.requirement.{kind}", **values)


def information_sentence(wanted: Information) -> str:
    """Such as `能力值 0.5 处的信息量至少 8`."""
    low, high = wanted.at_least, wanted.at_most
    limits = _limited(low, high, "")
    return say("papers.sentence.information", ability=number(wanted.ability), limits=limits)


def settings(blueprint: Blueprint) -> list[str]:
    """What the settings that are not rows ask for, a sentence each."""
    values: dict[str, object] = {
        "anchors": blueprint.anchors,
        "most_forms": blueprint.most_forms,
        "rest": blueprint.rest,
        "most_uses": blueprint.most_uses,
        "alike": None if blueprint.alike is None else number(blueprint.alike),
        "difficulty": None if blueprint.difficulty is None else number(blueprint.difficulty),
        "spread": None if blueprint.spread is None else number(blueprint.spread),
        "key_share": None if blueprint.key_share is None else f"{blueprint.key_share:.0%}",
    }
    said = [say(f"papers.setting.{name}", value=value) for name, value in values.items() if value]
    if blueprint.forms > 1:
        said.insert(0, requirement((Kind.OVERLAP, ""), blueprint))
    return said + [information_sentence(wanted) for wanted in blueprint.information]


def label(selection: Selection, syllabus: Syllabus | None = None) -> str:
    """What a selection covers, such as `碳市场与配额管理（D07）·单选题·应用·难度 2、3`."""
    names = syllabus.names if syllabus else {}
    parts = [
        listing(_coded(code, names) for code in selection.knowledge_points),
        listing(say(f"label.question_type.{kind}") for kind in selection.types),
        listing(say(f"label.level.{level}") for level in selection.levels),
        listing(say(f"label.cognitive.{level}") for level in selection.cognitive),
    ]
    if selection.difficulty:
        parts.append(say("papers.sentence.difficulty", values=listing(map(str, selection.difficulty))))
    if selection.tags:
        parts.append(say("papers.sentence.tags", values=listing(selection.tags)))
    return say("papers.sentence.and").join(part for part in parts if part) or say("papers.sentence.all")


def place_title(section: str | None, blueprint: Blueprint) -> str:
    """A section's title, or the words for the whole paper."""
    if section is None:
        return say("papers.sentence.whole")
    found = blueprint.section(section)
    return found.title if found else section


def unit(measure: Measure) -> str:
    return say(f"papers.unit.{measure}")


def number(value: Decimal | float) -> str:
    """A number as people write it: no exponent, no trailing zeros."""
    return f"{Decimal(str(value)).normalize():f}"


def listing(entries: Iterable[str]) -> str:
    """`a、b、c`."""
    return say("papers.list").join(entries)


def elsewhere_text(elsewhere: Mapping[str, int]) -> str:
    """Such as `另有：待审 3 题、高级 2 题`; empty where there is nothing."""
    if not elsewhere:
        return ""
    entries = (say("papers.sentence.elsewhere_entry", name=name, count=count) for name, count in elsewhere.items())
    return say("papers.sentence.elsewhere", entries=listing(entries))


def _coded(code: str, names: Mapping[str, str]) -> str:
    return say("papers.sentence.coded", name=names[code], code=code) if code in names else code


def _limits(row: Row) -> str:
    return _limited(row.at_least, row.at_most, unit(row.measure))


def _limited(low: Decimal | None, high: Decimal | None, what: str) -> str:
    if low is None and high is None:
        return say("papers.sentence.no_limit")
    if low is None or high is None:
        kind, value = ("at_most", high) if low is None else ("at_least", low)
        return say(f"papers.sentence.{kind}", value=number(value or Decimal(0)), unit=what).rstrip()
    if low == high:
        return say("papers.sentence.exactly", value=number(low), unit=what).rstrip()
    return say("papers.sentence.between", low=number(low), high=number(high), unit=what).rstrip()
