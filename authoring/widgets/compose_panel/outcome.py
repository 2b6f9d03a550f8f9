"""What the panel shows of an assembly, as plain data: forms beside each other, or what is short and the ways out."""

from authoring.findings import Report, Severity
from authoring.papers.assembly import Assembly
from authoring.papers.comparison import Comparison, observed_share
from authoring.papers.timing import EXTRA_TIME, extended, section_times
from authoring.papers.wording import number
from authoring.rendering.tables import key_table
from authoring.texts import say
from authoring.widgets.compose_panel.coordinating import Coordinating
from authoring.widgets.compose_panel.shown import Plain, findings

__all__ = ["reasons", "result", "stopped_early"]

MISTAKEN = frozenset({"P208", "P209", "P210", "P211"})
"""Mistakes of a blueprint that only the bank shows, beside P1xx."""


def result(model: Coordinating, report: Report) -> Plain:
    """The forms beside each other with what was found, or what is short."""
    made = model.assembly
    if model.composing is None:
        return _refused(model, made) if made is not None else {"state": ""}
    paper = model.paper
    return {
        "state": "made",
        "head": say("compose_panel.result.head", id=paper.id, count=len(paper.forms), seed=paper.seed),
        "proof": _proof(made) if made else "",
        "by_hand": model.by_hand,
        "figures": _figures(model),
        "overlap": _overlap(model.comparison),
        "times": _times(model),
        "keys": _keys(model),
        "findings": findings(report),
    }


def _proof(made: Assembly) -> str:
    """How good the paper is, proven."""
    if made.gap is None:
        return ""
    key = "best" if made.gap <= 0 else "near"
    return say(f"compose_panel.result.{key}", gap=f"{made.gap:.2%}")


def _refused(model: Coordinating, made: Assembly) -> Plain:
    remedies = [
        {
            "kind": say(f"compose_panel.remedy.{each.kind}"),
            "text": each.sentence,
            "able": model.able(each),
            "releases": each.blueprint is None,
        }
        for each in made.remedies
    ]
    errors = made.report.at(Severity.ERROR)
    rest = made.report.filter(lambda each: each.severity is not Severity.ERROR)
    reasons = [{"text": each.message, "hint": each.hint} for each in errors]
    mistaken = any(each.code in MISTAKEN or each.code.startswith("P1") for each in errors)
    title = "contradicts" if mistaken else "stopped" if stopped_early(made) else "short"
    return {
        "state": "refused",
        "title": say(f"compose_panel.refused.{title}"),
        "reasons": reasons,
        "remedies": remedies,
        "findings": findings(rest),
    }


def reasons(made: Assembly) -> list[str]:
    """Why there is no paper, a sentence each."""
    return [entry.sentence for entry in made.shortfalls] or [each.message for each in made.report]


def stopped_early(made: Assembly) -> bool:
    """Whether it was stopped before there was a paper."""
    return any(finding.code == "P227" for finding in made.report)


def _figures(model: Coordinating) -> Plain:
    """One line per measure, one column per form."""
    forms = model.comparison.forms
    observed = [observed_share(form, model.statistics.observed) for form in model.paper.forms]
    lines: list[tuple[str, list[str]]] = [
        ("questions", [str(form.questions) for form in forms]),
        ("marks", [number(form.marks) for form in forms]),
        ("difficulty", [f"{form.difficulty:.2f}" for form in forms]),
        ("spread", [f"{form.spread:.2f}" for form in forms]),
        ("minutes", [f"{form.seconds / 60:.1f}" for form in forms]),
    ]
    if any(share is not None for share in observed):
        lines.append(("observed", ["" if share is None else f"{share:.2f}" for share in observed]))
    heads = _heads(model)
    named = [[say(f"compose_panel.result.{name}"), *cells] for name, cells in lines]
    letters = sorted({letter for form in forms for letter in form.letters})
    if letters:
        text = [say("compose_panel.list").join(f"{a} {form.letters.get(a, 0)}" for a in letters) for form in forms]
        named.append([say("compose_panel.result.letters"), *text])
    return {"heads": heads, "lines": named}


def _heads(model: Coordinating) -> list[str]:
    return [say("report.form.name", form=form.name) for form in model.paper.forms]


def _times(model: Coordinating) -> Plain:
    """Minutes of each section in each form, its limit, and the limit with extra time."""
    heads = [*_heads(model), say("compose_panel.result.limit")]
    heads += [say("compose_panel.result.extended", share=f"{extra:.0%}") for extra in EXTRA_TIME]
    lines = []
    for times in section_times(model.paper, model.statistics.observed):
        spent = [_spent(*seconds) for seconds in zip(times.expected, times.observed, strict=True)]
        limits = [] if times.limit is None else [times.limit, *(extended(times.limit, extra) for extra in EXTRA_TIME)]
        lines.append([times.title or say("compose_panel.result.whole"), *spent, *map(str, limits)])
    return {"heads": heads, "lines": [line + [""] * (len(heads) + 1 - len(line)) for line in lines]}


def _spent(expected: int, observed: int | None) -> str:
    minutes = f"{expected / 60:.1f}"
    return (
        minutes if observed is None else say("compose_panel.result.seen", minutes=minutes, seen=f"{observed / 60:.1f}")
    )


def _keys(model: Coordinating) -> Plain:
    """The key of each form: one line per number."""
    tables = [key_table(form, model.questions) for form in model.paper.forms]
    keys = [{str(number): str(key) for number, _, key in table.itertuples(index=False)} for table in tables]
    numbers = sorted({number for key in keys for number in key}, key=lambda name: [*map(int, name.split("."))])
    return {"heads": _heads(model), "lines": [[name, *(key.get(name, "") for key in keys)] for name in numbers]}


def _overlap(compared: Comparison) -> Plain:
    names = [say("report.form.name", form=form.form) for form in compared.forms]
    return {
        "heads": names,
        "lines": [[name, *map(str, row)] for name, row in zip(names, compared.overlap, strict=True)],
    }
