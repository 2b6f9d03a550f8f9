"""Where a notebook finds the shipped bank, and where it keeps what it makes: in `build/` beside the notebook."""

import shutil
from pathlib import Path

import authoring
from authoring.bank import Bank
from authoring.errors import UsageError
from authoring.export.signing import SigningKey
from authoring.papers.paper import Paper
from authoring.papers.paper_store import Papers
from authoring.storage import write_atomically
from authoring.texts import say

__all__ = ["keep", "kept_paper", "shipped_bank", "signing_key", "working_bank"]

SHIPPED = Path("banks", "dual-carbon")
FOLDER = Path("build")
_CACHE = ".bank-index"


def shipped_bank() -> Bank:
    """The bank that comes with the program: above the working folder, else beside the program.

    Raises UsageError when it is in neither place.
    """
    here = Path.cwd()
    places = [*(folder / SHIPPED for folder in (here, *here.parents)), Path(authoring.__file__).parents[1] / SHIPPED]
    found = next((place for place in places if (place / "bank.yaml").is_file()), None)
    if found is None:
        raise UsageError(say("widgets.workplace.no_bank", place=SHIPPED, here=here))
    return Bank.open(found)


def working_bank(folder: Path = FOLDER / "bank") -> Bank:
    """A copy of the shipped bank to write in; made once, so that drafts are still there the next time."""
    if not (folder / "bank.yaml").is_file():
        with shipped_bank() as bank:
            shutil.copytree(bank.root, folder, ignore=shutil.ignore_patterns(_CACHE), dirs_exist_ok=True)
    return Bank.open(folder)


def kept_paper(bank: Bank, name: str) -> Paper | None:
    """A paper that was saved in the bank; None where there is none of this name. Raises StorageError."""
    papers = Papers(bank, who="")
    return papers.open(name).paper if name in papers.ids else None


def keep(name: str, data: str | bytes) -> Path:
    """Writes a file into `build/`, whole or not at all; where it stands. Raises StorageError."""
    path = FOLDER / name
    write_atomically(path, data.encode() if isinstance(data, str) else data)
    return path


def signing_key() -> SigningKey:
    """The key in `build/`, made the first time. Raises SignatureError."""
    file = FOLDER / "signing-key.pem"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        SigningKey.generate().save(file)
    return SigningKey.load(file)
