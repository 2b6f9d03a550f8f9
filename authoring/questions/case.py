"""案例: a shared stimulus with child questions."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from authoring.questions.arrange import Matching, Ordering
from authoring.questions.choice import MultipleChoice, SingleChoice, TrueFalse
from authoring.questions.common import QuestionBase
from authoring.questions.entry import Blanks, Numeric, ShortAnswer
from authoring.texts import say

__all__ = ["INHERITED", "Case", "Part"]

Part = Annotated[
    SingleChoice | MultipleChoice | TrueFalse | Blanks | Numeric | Matching | Ordering | ShortAnswer,
    Field(discriminator="type"),
]
"""A question that can stand alone or as the child of a case."""

INHERITED = ("version", "status", "level", "knowledge_points", "sources", "author")
"""What a child takes from its case where it does not say its own."""


class Case(QuestionBase):
    """案例: the stem is the stimulus; marks and seconds are the sums of the children's."""

    type: Literal["case"]
    children: Annotated[tuple[Part, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="before")
    @classmethod
    def _inherit(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not isinstance(data.get("children"), list | tuple):
            return data
        shared = {name: data[name] for name in INHERITED if name in data}
        children = [
            shared | {"id": f"{data.get('id')}.{number}"} | child if isinstance(child, dict) else child
            for number, child in enumerate(data["children"], start=1)
        ]
        return data | {"children": children}

    @model_validator(mode="after")
    def _consistent(self) -> "Case":
        ids = [child.id for child in self.children]
        foreign = [child for child in ids if not child.startswith(f"{self.id}.")]
        if foreign or len(set(ids)) != len(ids):
            raise ValueError(say("questions.child_ids", ids="、".join(ids), case=self.id))
        return self

    def data(self) -> dict[str, Any]:
        """As in a question file: a child leaves out what it takes from its case."""
        data = super().data()
        for number, (child, plain) in enumerate(zip(self.children, data["children"], strict=True), start=1):
            if plain["id"] == f"{self.id}.{number}":
                del plain["id"]
            own = child.model_dump(mode="json", include=set(INHERITED))
            shared = self.model_dump(mode="json", include=set(INHERITED))
            for name in INHERITED:
                plain.pop(name, None)
                if own[name] != shared[name]:
                    plain[name] = own[name]
        return data

    @property
    def marks(self) -> Decimal:
        return sum((child.marks for child in self.children), Decimal(0))

    @property
    def seconds(self) -> int:
        return sum(child.seconds for child in self.children)

    def candidate_texts(self) -> dict[str, str]:
        inner = {f"children.{n}.{p}": t for n, c in enumerate(self.children) for p, t in c.candidate_texts().items()}
        return super().candidate_texts() | inner

    def secret_texts(self) -> dict[str, str]:
        inner = {f"children.{n}.{p}": t for n, c in enumerate(self.children) for p, t in c.secret_texts().items()}
        return super().secret_texts() | inner
