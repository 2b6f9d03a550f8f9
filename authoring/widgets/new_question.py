"""命题: a first simple form for a new question, with the candidate's page and the findings beneath."""

from datetime import date
from typing import Any

import ipywidgets

from authoring.bank import Bank
from authoring.questions import Cognitive, Level, QuestionType
from authoring.rendering.tables import findings_table, ranked
from authoring.texts import say
from authoring.widgets.checking import rows_of
from authoring.widgets.drafting import KINDS, LETTERS, Drafting
from authoring.widgets.frame import PreviewFrame
from authoring.widgets.panel import WIDE, Panel, button, framed, show
from authoring.widgets.single import question_page
from authoring.widgets.table import Table

__all__ = ["NewQuestion"]

_LABEL = {"description_width": "72px"}


class NewQuestion(Panel):
    """Writes one question of a simple type into a bank; give it a copy of a bank to try it out."""

    def __init__(self, bank: Bank, today: date | None = None) -> None:
        super().__init__()
        first = next(iter(bank.syllabus.points), "")
        self.model = Drafting(bank, today or date.today(), first)  # noqa: DTZ011  # the author's own day
        self.fields = _fields(self.model)
        self.domain = _choice("domain", [(f"{d.code} {d.name}", d.code) for d in bank.syllabus.domains])
        self.point = _choice("point", self._points())
        self.options = [
            ipywidgets.Text(description=letter, continuous_update=False, layout=WIDE, style=_LABEL)
            for letter in LETTERS
        ]
        self.right = [_box() for _ in LETTERS]
        self.table = Table(list(findings_table(ranked(self.model.read()[1])).columns))
        self.preview = ipywidgets.HTML(layout=WIDE)
        self.unready = ipywidgets.HTML(say("widgets.drafting.unready"))
        self.keep = button(say("widgets.drafting.save"), self.save, style="primary", icon="save")
        self._arrange()
        self._watch()
        self._kind_chosen()

    def _points(self) -> list[tuple[str, str]]:
        domain = self.domain.value
        names = self.model.bank.syllabus.points
        return [(f"{code} {point.name}", code) for code, point in names.items() if code.startswith(f"{domain}-")]

    def _arrange(self) -> None:
        f = self.fields
        rows = [ipywidgets.HBox([text, box], layout=WIDE) for text, box in zip(self.options, self.right, strict=True)]
        self.choice = ipywidgets.VBox(rows, layout=WIDE)
        self.number = _row(f["value"], f["unit"], f["tolerance"])
        self.view.children = (
            _row(f["kind"], self.domain, self.point),
            _row(f["level"], f["cognitive"], f["difficulty"]),
            _row(f["marks"], f["seconds"], f["author"]),
            f["stem"],
            self.choice,
            f["statement"],
            self.number,
            f["rationale"],
            f["sources"],
            ipywidgets.HBox([self.keep, self.said]),
            framed(say("widgets.drafting.findings"), self.table),
            framed(say("widgets.drafting.preview"), self.unready, self.preview),
        )

    def _watch(self) -> None:
        for name, shown in self.fields.items():
            shown.observe(lambda change, name=name: self._filled(name, change["new"]), "value")
        for place, (text, box) in enumerate(zip(self.options, self.right, strict=True)):
            text.observe(lambda change, place=place: self._optioned(self.model.options, place, change["new"]), "value")
            box.observe(lambda change, place=place: self._optioned(self.model.right, place, change["new"]), "value")
        self.domain.observe(lambda _: setattr(self.point, "options", self._points()), "value")
        self.point.observe(lambda change: self._pointed(change["new"]), "value")

    def _filled(self, name: str, value: Any) -> None:
        setattr(self.model, name, value)
        if name == "kind":
            self._kind_chosen()
        else:
            self.refresh()

    def _optioned(self, values: list[Any], place: int, value: Any) -> None:
        values[place] = value
        self.refresh()

    def _pointed(self, code: str | None) -> None:
        if code:
            self.model.point = code
            self.refresh()

    def _kind_chosen(self) -> None:
        kind = self.model.kind
        choice = kind in (QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE)
        for part, needed in (
            (self.choice, choice),
            (self.fields["statement"], kind is QuestionType.TRUE_FALSE),
            (self.number, kind is QuestionType.NUMERIC),
        ):
            part.layout.display = None if needed else "none"
        self.refresh()

    def refresh(self) -> None:
        """Reads the form again: findings and preview."""
        question, report = self.model.read()
        self.table.fill(rows_of(ranked(report)))
        with self.careful():
            show(self.preview, PreviewFrame(question_page(self.model.bank, question)) if question else None)
        self.unready.layout.display = "none" if question else None

    def save(self) -> None:
        with self.careful():
            file = self.model.save()
            self.say(say("widgets.drafting.saved", file=self.model.bank.root / file), "good")


def _row(*children: Any) -> Any:
    return ipywidgets.HBox(list(children), layout=ipywidgets.Layout(width="100%", flex_flow="row wrap"))


def _box() -> Any:
    return ipywidgets.Checkbox(
        description=say("widgets.drafting.right"), indent=False, layout=ipywidgets.Layout(width="80px", flex="0 0 auto")
    )


def _named(name: str) -> dict[str, Any]:
    return {"description": say(f"widgets.drafting.{name}"), "style": _LABEL}


def _choice(name: str, options: list[tuple[str, Any]]) -> Any:
    return ipywidgets.Dropdown(options=options, **_named(name))


def _text(name: str, value: str, **more: Any) -> Any:
    # Read when the author leaves the field, not at each key: the preview would flicker.
    return ipywidgets.Text(value=value, continuous_update=False, **_named(name), **more)


def _area(name: str, rows: int) -> Any:
    placeholder = say(f"widgets.drafting.{name}_placeholder")
    return ipywidgets.Textarea(rows=rows, continuous_update=False, placeholder=placeholder, layout=WIDE, **_named(name))


def _fields(model: Drafting) -> dict[str, Any]:
    statement = [(say("widgets.drafting.true"), True), (say("widgets.drafting.false"), False)]
    return {
        "kind": _choice("kind", [(say(f"label.question_type.{kind}"), kind) for kind in KINDS]),
        "level": _choice("level", [(say(f"label.level.{level}"), level) for level in Level]),
        "cognitive": ipywidgets.Dropdown(
            options=[(say(f"label.cognitive.{c}"), c) for c in Cognitive], value=model.cognitive, **_named("cognitive")
        ),
        "difficulty": ipywidgets.IntSlider(value=model.difficulty, min=1, max=5, **_named("difficulty")),
        "marks": ipywidgets.BoundedFloatText(value=model.marks, min=0.5, max=50, step=0.5, **_named("marks")),
        "seconds": ipywidgets.BoundedIntText(value=model.seconds, min=5, max=3600, step=5, **_named("seconds")),
        "author": _text("author", model.author),
        "stem": _area("stem", 4),
        "statement": ipywidgets.ToggleButtons(options=statement, **_named("statement")),
        "value": _text("value", model.value),
        "unit": _text("unit", model.unit),
        "tolerance": _text("tolerance", model.tolerance),
        "rationale": _area("rationale", 3),
        "sources": _text(
            "sources", model.sources, layout=WIDE, placeholder=say("widgets.drafting.sources_placeholder")
        ),
    }
