"""An independent reader of exam packages: it builds nothing, trusts nothing, and answers every question.

    verification = verify_package("2026-12-intermediate.dcexam.zip", trusted=[public_key_text])
    verification.ok, verification.checks, verification.report

The checks run in this order; those that need what an earlier one found broken are reported as not reached.

    container     the zip is the plain one that the format asks for, nothing in it is unsafe, no byte is unaccounted for
    manifest      readable, of a known format version
    signature     over the manifest's exact bytes; the signer is trusted
    sums          SHA-256 of every file; none missing, none unlisted
    records       every JSON file is its record, written in the one way
    references    paper, questions and session agree
    views         each candidate view is, item by item, what the paper says, safe to show, its pictures there
    rendering     each candidate view comes out the same when made anew
    secrecy       nothing of what only markers may see stands outside `marking/`
    keys          each key sheet, read through the letters that candidates see, earns full marks
    marking       every sample response earns what the rules say, by the reference marker
    qti           the QTI packages hold the form's items in its order; the one for delivery holds no key
    qti_marking   every sample response earns the same by QTI response processing as by the reference marker
"""

from collections.abc import Callable, Sequence
from pathlib import Path

from authoring.errors import FormatError, PackageError
from authoring.export.container import open_container
from authoring.export.faults import wrong
from authoring.export.manifest import MANIFEST, Manifest, read_manifest
from authoring.export.paths import inside
from authoring.export.reader import Package, package_bytes
from authoring.export.verify.formats import records
from authoring.export.verify.integrity import signature, sums
from authoring.export.verify.marking import keys, marking
from authoring.export.verify.qti import qti, qti_marking
from authoring.export.verify.references import references
from authoring.export.verify.result import CheckResult, Found, Verification, result, unreached
from authoring.export.verify.secrecy import secrecy
from authoring.export.verify.views import rendering, views
from authoring.findings import Finding, Place, Report
from authoring.texts import say

__all__ = ["CheckResult", "Verification", "verify_package"]

Check = Callable[[Package, str], Found]

FIRST = ("container", "manifest")
INTEGRITY = ("signature", "sums", "records")
"""All of these run; the rest only when the records are what they should be."""
CONTENT: dict[str, Check] = {
    "references": references,
    "views": views,
    "rendering": rendering,
    "secrecy": secrecy,
    "keys": keys,
    "marking": marking,
    "qti": qti,
    "qti_marking": qti_marking,
}
NEEDED = ("sums", "records", "references")
"""What is wrong here makes every later answer meaningless."""


def verify_package(
    package: bytes | str | Path,
    *,
    trusted: Sequence[str] = (),
    progress: Callable[[int, int, str], None] | None = None,
) -> Verification:
    """Every check of a package, given as bytes or file.

    `trusted` holds public keys as PEM or base64 texts; a signer who is none of them is a warning. `progress` hears the
    number of checks done, their number and the name of the next one. Raises PackageError when the file cannot be read,
    SignatureError for a trusted key that is none.
    """
    data, name = package_bytes(package)
    return _Run(name, trusted, progress).run(data)


class _Run:
    """One verification: results and findings as they gather."""

    def __init__(self, name: str, trusted: Sequence[str], progress: Callable[[int, int, str], None] | None) -> None:
        self.name, self.trusted, self.progress = name, trusted, progress
        self.results: dict[str, CheckResult] = {}
        self.findings: list[Finding] = []
        self.all = (*FIRST, *INTEGRITY, *CONTENT)

    def run(self, data: bytes) -> Verification:
        package = self._open(data)
        if package is not None:
            self._check("signature", lambda p, n: signature(p, n, self.trusted), package)
            self._check("sums", sums, package)
            self._check("records", records, package)
            for check, examine in CONTENT.items():
                if all(check_name not in self.results or self.results[check_name].passed for check_name in NEEDED):
                    self._check(check, examine, package)
        checks = tuple(self.results.get(check) or unreached(check) for check in self.all)
        manifest = package.manifest if package else None
        return Verification(report=Report.of(self.findings), checks=checks, manifest=manifest)

    def _open(self, data: bytes) -> Package | None:
        self._tell("container")
        container = open_container(data, self.name)
        self._keep("container", Found(len(container.files), container.findings))
        if container.findings and not container.files:
            return None
        self._tell("manifest")
        manifest, findings = _manifest(container.files, Place(file=inside(self.name, MANIFEST)))
        self._keep("manifest", Found(1, tuple(findings)))
        return Package(container.files, manifest) if manifest else None

    def _check(self, check: str, examine: Check, package: Package) -> None:
        self._tell(check)
        self._keep(check, examine(package, self.name))

    def _tell(self, check: str) -> None:
        if self.progress:
            self.progress(len(self.results), len(self.all), say(f"export.check.{check}.name"))

    def _keep(self, check: str, found: Found) -> None:
        self.results[check] = result(check, found.count, found.findings)
        self.findings += found.findings
        if self.progress and check == self.all[-1]:
            self.progress(len(self.all), len(self.all), "")


def _manifest(files: dict[str, bytes], where: Place) -> tuple[Manifest | None, list[Finding]]:
    if MANIFEST not in files:
        return None, [wrong("V115", where, reason=say("export.reader.no_manifest", package=where.file))]
    try:
        return read_manifest(files[MANIFEST]), []
    except FormatError as problem:
        return None, [wrong("V116", where, reason=problem)]
    except PackageError as problem:
        return None, [wrong("V115", where, reason=problem)]
