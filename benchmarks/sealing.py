"""Handing over: packages sealed and opened, by their size; rosters read, assigned and written, by their rows."""

import hashlib
import tempfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

from stdnum.cn import ric
from xlsxwriter import Workbook

from authoring.export.archive import write_archive
from authoring.export.manifest import MANIFEST, SIGNATURE, Audience, FileEntry, Manifest, Signer, json_bytes
from authoring.export.sealing.opening import open_sealed
from authoring.export.sealing.parts import open_parts
from authoring.export.sealing.roster import seal_roster
from authoring.export.sealing.seal_key import SealKey
from authoring.export.sealing.sealing import Addressee, Sealer, seal_package
from authoring.export.signing import SigningKey
from authoring.roster.entries import enter
from authoring.roster.oneroster import oneroster_files
from authoring.roster.printed_list import candidate_list
from authoring.roster.reading import read_roster
from authoring.roster.tao import tao_files
from authoring.sessions import BEIJING, Contact, ExamEntry, PaperUse, plan_session
from benchmarks.measuring import Row, peak_mb, timed

__all__ = ["roster", "sealing"]

AT = datetime(2026, 12, 18, 12, tzinfo=BEIJING)
PICTURE = 2**20
"""Bytes of one picture."""


def sealing(megabytes: int) -> Row:
    """One package of that size, sealed to two keys and opened again, the sums of every file checked both times."""
    signing, keys = SigningKey.generate(), [SealKey.generate(), SealKey.generate()]
    addressees = [Addressee(str(number), key.recipient) for number, key in enumerate(keys)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before = _package(folder / "P1.dcexam.zip", megabytes, signing)
        row: Row = {"MB": megabytes, "peak MB before": before}
        with timed(row, "seal"):
            parts = open_parts(folder / "P1.dcexam.zip")
            seal_package(parts, Audience.MARKING, addressees, Sealer("-", AT, signing), folder / "P1.age")
        with timed(row, "open"):
            opened = open_sealed(folder / "P1.age", keys[1], folder / "out", now=AT)
        assert _sum(opened.path) == _sum(folder / "P1.dcexam.zip")
    row["peak MB"] = peak_mb()
    return row


def roster(rows: int) -> Row:
    """A workbook of so many candidates: read and checked, given forms and codes, sealed, written for others."""
    session = plan_session(session_id="E1", name="-", start=AT, end=AT, registrar=Contact(), help_desk=Contact())
    session = session.model_copy(update={"exam": ExamEntry(papers=(PaperUse(paper="P1", forms=("A", "B")),))})
    data, key, row = _workbook(rows), SealKey.generate(), Row(candidates=rows)
    with timed(row, "read"):
        found, report = read_roster(data, "-.xlsx", on=AT.date(), session=session)
    assert report.passed
    assert len(found.candidates) == rows
    with timed(row, "assign"):
        entered, _ = enter(found, session, seed=1)
    with timed(row, "OneRoster and TAO"):
        oneroster_files(entered, session)
        tao_files(entered, session)
    with timed(row, "printed list"):
        candidate_list(entered, session)
    with tempfile.TemporaryDirectory() as folder, timed(row, "seal"):
        seal_roster(
            entered, [Addressee("-", key.recipient)], Sealer("-", AT, SigningKey.generate()), Path(folder) / "E1.age"
        )
    row["peak MB"] = peak_mb()
    return row


def _workbook(rows: int) -> bytes:
    data = BytesIO()
    book = Workbook(data, {"constant_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, ("姓名", "手机号", "身份证号", "考场", "座位号"))
    for number in range(rows):
        digits = f"110105{1970 + number // 1000}0101{number % 1000:03}"
        cells = (f"考{number}", 13800000000 + number, digits + ric.calc_check_digit(f"{digits}0"))
        page.write_row(number + 1, 0, (*cells, number // 30 + 1, number % 30 + 1))
    book.close()
    return data.getvalue()


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _package(path: Path, megabytes: int, signing: SigningKey) -> float:
    """Pictures of noise and a manifest, written by another process so that its memory is its own."""
    import multiprocessing

    maker = multiprocessing.get_context("fork").Process(target=_write, args=(path, megabytes, signing))
    maker.start()
    maker.join()
    assert maker.exitcode == 0
    return peak_mb()


def _write(path: Path, megabytes: int, signing: SigningKey) -> None:
    noise = hashlib.shake_128(b"picture").digest(PICTURE)
    files = {f"candidate/media/{number:04}.png": number.to_bytes(4, "big") + noise[4:] for number in range(megabytes)}
    entries = tuple(
        FileEntry(path=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data), audience=Audience.CANDIDATE)
        for name, data in sorted(files.items())
    )
    zeros = "0" * 64
    manifest = Manifest(
        id="P1-0",
        title="-",
        paper="P1",
        paper_fingerprint=zeros,
        session="E1",
        bank="-",
        bank_fingerprint=zeros,
        forms=("A",),
        generator="-",
        files=entries,
        signer=Signer(public_key=signing.public_key, key_id=signing.key_id),
    )
    signed = json_bytes(manifest)
    path.write_bytes(write_archive(files | {MANIFEST: signed, SIGNATURE: signing.sign(signed).encode()}))
