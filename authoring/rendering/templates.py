"""The page templates: from the installed package, or from `templates/` of a checkout."""

from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from jinja2 import Environment, FunctionLoader, StrictUndefined

from authoring.errors import StorageError
from authoring.texts import say

__all__ = ["environment", "template_bytes", "template_text"]


def _folder() -> Traversable:
    package = files("authoring")
    packed = package / "_templates"
    return packed if packed.is_dir() else package / ".." / "templates"


def template_text(name: str) -> str:
    """Text of a template, script or style sheet such as `candidate/candidate.js`.

    Raises StorageError when it is missing: the installation is damaged.
    """
    return template_bytes(name).decode()


def template_bytes(name: str) -> bytes:
    """The same for a picture."""
    try:
        return (_folder() / name).read_bytes()
    except OSError as error:
        raise StorageError(say("candidate.error.templates_missing", name=name)) from error


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The Jinja environment: escapes by itself, and an undefined name is an error."""
    return Environment(
        loader=FunctionLoader(template_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
