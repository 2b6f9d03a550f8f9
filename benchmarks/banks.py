"""Large banks: opening, listing, saving, similar questions."""

import random
import shutil
from collections.abc import Callable, Iterator

from authoring.bank import Bank
from authoring.questions import question_from
from benchmarks.generated import retyped
from benchmarks.measuring import Row, bank_folder, milliseconds, peak_mb, spread_ms, timed

__all__ = ["listing", "load", "similar"]

KEYSTROKES = 200


def load(size: int) -> Row:
    folder = bank_folder(size)
    shutil.rmtree(folder / ".bank-index", ignore_errors=True)
    row: Row = {"questions": size}
    with timed(row, "cold"):
        Bank.open(folder).close()
    with timed(row, "warm"):
        bank = Bank.open(folder)
    row["peak MB, opened"] = peak_mb()
    with timed(row, "search"):
        row["found"] = len(bank.search("电解铝企业2023年"))
    with timed(row, "frame"):
        bank.to_frame()
    with timed(row, "every record once"):
        sum(1 for _ in bank)
    row["peak MB"] = peak_mb()
    bank.close()
    return row


def listing(size: int) -> Row:
    """Each is asked of a bank that has just been opened, then again: nothing or everything is at hand."""
    asked: dict[str, Callable[[Bank], object]] = {
        "first page": lambda bank: bank.page(),
        "deep page": lambda bank: bank.page(offset=size - 20),
        "by difficulty": lambda bank: bank.page(order="difficulty", offset=size // 2),
        "last changed": lambda bank: bank.page(order="changed", descending=True),
        "two filters": lambda bank: bank.page(status="draft", level="junior"),
        "knowledge point": lambda bank: bank.page(knowledge_point="D03-02"),
        "word in a third": lambda bank: bank.page("余热发电"),
        "word in all": lambda bank: bank.page("排放"),
        "one sign": lambda bank: bank.page("某"),
        "counts": lambda bank: bank.counts(),
        "counts, word and filter": lambda bank: bank.counts("余热发电", status="draft"),
        "new id": lambda bank: bank.new_id("D03"),
    }
    row: Row = {"questions": size}
    for name, act in asked.items():
        with Bank.open(bank_folder(size)) as bank:
            row[f"{name} ms"] = f"{milliseconds(lambda: act(bank))}, {milliseconds(lambda: act(bank))}"  # noqa: B023
    with Bank.open(bank_folder(size)) as bank:
        row["save ms (median, worst of 20)"] = "{}, {}".format(*spread_ms(_saves(bank)))
    return row


def _saves(bank: Bank) -> Iterator[Callable[[], object]]:
    """Changes of a stem, and back, so that the bank stays as it was."""
    for name in bank.search(limit=10):
        asked = bank[name]
        other = question_from(asked.data() | {"stem": asked.stem.replace("资料", "记录")})
        yield lambda a=asked, b=other: bank.save(b, a.fingerprint())  # type: ignore[misc]
        yield lambda a=asked, b=other: bank.save(a, b.fingerprint())  # type: ignore[misc]


def similar(size: int) -> Row:
    """Each keystroke of stems that are typed anew with small differences, 10 to 120 characters long."""
    draw = random.Random(1)
    with Bank.open(bank_folder(size)) as bank:
        stems = [str(each.stem) for each in bank.page(limit=40, offset=size // 2).rows]
        texts = [retyped(draw.choice(stems), draw)[: draw.randint(10, 120)] for _ in range(KEYSTROKES)]
        row: Row = {"questions": size, "first ms": milliseconds(lambda: bank.similar(texts[0]))}
        row["median ms"], row["worst ms"] = spread_ms((lambda text=text: bank.similar(text)) for text in texts)
        row["with an answer"] = f"{sum(bool(bank.similar(text)) for text in texts)} of {len(texts)}"
    return row
