"""What a reviewer sees beside a candidate's page: key, rationale, sources and findings, from a record of its own."""

from collections.abc import Mapping

from authoring.bank.references import References
from authoring.bank.syllabus import Syllabus
