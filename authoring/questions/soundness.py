"""When the numbers of a seed give no sound question: one rule for the stress run and for making variants."""

from enum import StrEnum

import numpy as np
import numpy.typing as npt

from authoring.questions.computing import Computed
from authoring.questions.template import Template

__all__ = ["Reason", "unsound"]

Flags = npt.NDArray[np.bool_]


class Reason(StrEnum):
    CONSTRAINTS = "constraints"
    """No draw of the parameters met the constraints."""
    NO_VALUE = "no_value"
    """The key cannot be computed: a division by 0, a root of a negative number."""
    IMPLAUSIBLE = "implausible"
    """The key is not of the size that the author calls plausible, or not positive."""
    TOO_FEW = "too_few"
    """Fewer distractors than needed are positive, of a plausible size, and apart from the key and from each other."""
    WITHIN_TOLERANCE = "within_tolerance"
    """A named mistake of a numeric question would be marked right."""


def unsound(template: Template, computed: Computed) -> dict[Reason, Flags]:
    """Where each reason holds; of several the first one counts."""
    key, (low, high) = computed.key, template.plausible
    with np.errstate(invalid="ignore"):
        implausible = (key < float(low)) | (key > float(high)) | ((low >= 0) & (key <= 0))
    numeric = template.type == "numeric"
    return {
        Reason.CONSTRAINTS: ~computed.held,
        Reason.NO_VALUE: ~np.isfinite(key),
        Reason.IMPLAUSIBLE: implausible,
        Reason.TOO_FEW: np.any(computed.chosen < 0, axis=0),
        Reason.WITHIN_TOLERANCE: np.any(computed.trapped, axis=0) & numeric,
    }
