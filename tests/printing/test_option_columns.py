import pytest

from authoring.content import parse
from authoring.rendering.print.option_columns import bubble_columns, option_columns


@pytest.mark.parametrize(
    ("texts", "columns"),
    [
        (("甲", "乙", "丙", "丁"), 4),
        (("碳" * 7, "乙", "丙", "丁"), 4),
        (("碳" * 8, "乙", "丙", "丁"), 2),
        (("碳" * 17, "乙"), 2),
        (("碳" * 18, "乙"), 1),
        (("甲", "![图](media/a.png)"), 1),
        (("甲", "一段\n\n又一段"), 1),
    ],
)
def test_columns_follow_the_longest_option(texts: tuple[str, ...], columns: int) -> None:
    assert option_columns([parse(text) for text in texts], line=40) == columns


def test_long_numbers_of_an_answer_sheet_get_their_room() -> None:
    """`82.1（3）`: five narrow signs of 0.55 em and two brackets of one."""
    short, many = bubble_columns([("1", "ABCD"), ("40", "ABCD")], line=46)
    long, few = bubble_columns([("82.1（3）", "ABCD")], line=46)
    assert (short, many) == (2.4, 3)
    assert long == 5 * 0.55 + 2
    assert few == 3
