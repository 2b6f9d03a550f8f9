"""Small items and packages as other systems write them, from the specifications."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from authoring.findings import Finding
from authoring.intake.draft import Intake
from authoring.intake.files import read_data

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6364f8cf500f000e180601"
    "5a347d6b0000000049454e44ae426082"
)
V21 = "http://www.imsglobal.org/xsd/imsqti_v2p1"
V30 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
MATCH = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"
MAP = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"


def declared(identifier: str, cardinality: str, kind: str, *correct: str, mapping: str = "") -> str:
    values = "".join(f"<value>{value}</value>" for value in correct)
    key = f"<correctResponse>{values}</correctResponse>" if values else ""
    return (
        f'<responseDeclaration identifier="{identifier}" cardinality="{cardinality}" baseType="{kind}">'
        f"{key}{mapping}</responseDeclaration>"
    )


SINGLE = declared("RESPONSE", "single", "identifier", "B")


def item(
    body: str, declarations: str = "", processing: str = f'<responseProcessing template="{MATCH}"/>', **more: str
) -> str:
    """A QTI 2.1 item."""
    outcome = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
    named = {"identifier": "q1", "title": "q1", "adaptive": "false", "timeDependent": "false"} | more
    attributes = " ".join(f'{name}="{value}"' for name, value in named.items())
    return (
        f'<assessmentItem xmlns="{V21}" {attributes}>{declarations}{outcome}'
        f"<itemBody>{body}</itemBody>{processing}</assessmentItem>"
    )


def choice(*texts: str, prompt: str = "", most: int = 1) -> str:
    choices = "".join(f'<simpleChoice identifier="{chr(65 + n)}">{text}</simpleChoice>' for n, text in enumerate(texts))
    asked = f"<prompt>{prompt}</prompt>" if prompt else ""
    return (
        f'<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="{most}">{asked}{choices}'
        "</choiceInteraction>"
    )


def manifest(*resources: tuple[str, str], more: str = "") -> str:
    """`resources`: type and file of each."""
    rows = "".join(
        f'<resource identifier="r{n}" type="{kind}" href="{href}"><file href="{href}"/></resource>'
        for n, (kind, href) in enumerate(resources)
    )
    return (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="m"><organizations/>'
        f"<resources>{rows}{more}</resources></manifest>"
    )


def package(files: dict[str, str | bytes]) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def read(text: str | bytes, name: str = "a.xml") -> Intake:
    return read_data(text.encode() if isinstance(text, str) else text, name)


def one(text: str | bytes, name: str = "a.xml") -> dict[str, object]:
    """The fields of the only question."""
    (draft,) = read(text, name).drafts
    return draft.plain


def codes(intake: Intake) -> list[str]:
    return sorted(finding.code for finding in intake.report)


def told(intake: Intake, code: str) -> Finding:
    (finding,) = (finding for finding in intake.report if finding.code == code)
    return finding
