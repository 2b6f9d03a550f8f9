"""What all panels have in common: a view, and a line that says what happened."""

import html
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import ipywidgets

from authoring.errors import AuthoringError

__all__ = ["Panel", "button", "show"]

_TONES = {"plain": "#55677a", "good": "#17754a", "bad": "#b3261e"}
WIDE = ipywidgets.Layout(width="99%")


class Panel:
    """A view on a model; a notebook shows it. Trouble with the surroundings is said in its line, not as a traceback."""

    def __init__(self) -> None:
        self.said = ipywidgets.HTML()
        self.view: Any = ipywidgets.VBox([self.said])

    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.view._repr_mimebundle_(**options)

    def say(self, text: str, tone: str = "plain") -> None:
        """Shows a line; `tone` is plain, good or bad."""
        self.said.value = f'<p role="status" style="margin:4px 0;color:{_TONES[tone]}">{html.escape(text)}</p>'

    @contextmanager
    def careful(self) -> Iterator[None]:
        try:
            yield
        except AuthoringError as trouble:
            self.say(str(trouble), "bad")


def button(text: str, act: Callable[[], None], *, style: str = "", icon: str = "") -> Any:
    """A button that runs `act`. `style` is one of ipywidgets' names, such as `primary`."""
    made = ipywidgets.Button(description=text, button_style=style, icon=icon, layout=ipywidgets.Layout(width="auto"))
    made.on_click(lambda _: act())
    return made


def show(target: Any, shown: object) -> None:
    """Puts anything that has an HTML form into an `ipywidgets.HTML`; None empties it."""
    target.value = shown._repr_html_() if hasattr(shown, "_repr_html_") else ""
