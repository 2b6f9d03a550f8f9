"""Terms as the bank's glossary prefers them."""

from collections.abc import Iterator

from authoring.checks.frame import Context, QuestionCheck, Reading, Subject, Trouble, trouble
from authoring.checks.glossary import Glossary
from authoring.checks.reading import quote
from authoring.findings import Severity
from authoring.texts import say

__all__ = ["FormToAvoid"]

_SEVERITIES = {severity.value: severity for severity in Severity}


class FormToAvoid(QuestionCheck):
    """A term has one form in a paper, the glossary's: candidates are not to guess whether two words are one thing.

    Bad: 碳泄露, 排放系数. Better: 碳泄漏, 排放因子. How grave it is stands in the glossary.
    """

    code, severity, subject = "W241", Severity.WARNING, Subject.WORDING

    def examine(self, reading: Reading, context: Context) -> Iterator[Trouble]:
        glossary = context.once(Glossary)
        if not glossary.may_hold(reading.joined):
            return
        for path, text in reading.prose.items():
            met = set()
            for start, end, form, term in glossary.avoided(text):
                if form not in met:
                    met.add(form)
                    yield trouble(
                        path,
                        severity=_SEVERITIES.get(term.severity),
                        form=form,
                        preferred=term.preferred,
                        quote=quote(text, start, end),
                        note=say("checks.W241.note", note=term.note) if term.note else "",
                    )
