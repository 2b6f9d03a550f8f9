"""The front ends' common ground: `front.js`, which their scripts begin with, and `front.css`, the look of a sheet."""

from pathlib import Path

__all__ = ["scripts", "styles"]

_HERE = Path(__file__).parent


def scripts(folder: Path, *names: str) -> str:
    """One module: `front.js`, then the folder's own files in this order."""
    return _joined(_HERE / "front.js", *(folder / name for name in names))


def styles(folder: Path, name: str) -> str:
    """`front.css`, then the folder's own file."""
    return _joined(_HERE / "front.css", folder / name)


def _joined(*files: Path) -> str:
    return "\n".join(file.read_text("utf-8") for file in files)
