"""HTML → markup: what is shown stays, what runs or reaches outside goes, and everything lost is told."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from authoring.bank import Bank
from authoring.content import parse
from authoring.content.nodes import Block
from authoring.export.qti3.pieces import blocks
from authoring.intake.exchange.html import Html
from authoring.intake.exchange.losses import Losses
from authoring.intake.exchange.pictures import Pictures
from authoring.intake.exchange.tree_markup import write_markup
from authoring.intake.exchange.tree_settling import settled
from authoring.intake.exchange.xml import root_of
from authoring.texts import say
from tests.intake_exchange.samples import PNG

BANK = Path(__file__).parents[2] / "banks" / "dual-carbon"


def reader(*, tex: bool = False) -> Html:
    losses = Losses("a")
    return Html(losses, Pictures(losses, lambda src: PNG if src == "a.png" else None), tex=tex)


def converted(text: str, *, tex: bool = False) -> tuple[str, list[str]]:
    """The markup and the codes of what was told."""
    html = reader(tex=tex)
    markup = html.markup(html.of_text(text))
    return markup, [finding.code for finding in html.losses.report()]


@pytest.mark.parametrize(
    ("html", "markup"),
    [
        ("<p>甲</p><p>乙</p>", "甲\n\n乙"),
        ("甲<br>乙<br><br>丙", "甲\n乙\n\n丙"),
        ("<div>甲<div>乙</div>丙</div>", "甲\n\n乙\n\n丙"),
        ("  甲\n  乙&nbsp; 丙 ", "甲 乙 丙"),
        ("<b>粗</b>和<em>斜</em>", "**粗**和*斜*"),
        ("<strong> 粗 </strong>体", "**粗** 体"),
        ("<b></b>空", "空"),
        ("<b><strong>粗</strong></b>", "**粗**"),
        ("<b>a</b><b>b</b>", "**ab**"),
        ("H<sub>2</sub>O 与 m<sup>2</sup>", "H~2~O 与 m^2^"),
        ("SO<sub>4</sub><sup>2-</sup>", "SO~4~^2−^"),
        ("<sup>14</sup>C", "¹⁴C"),
        ("<h2>标题</h2>正文", "**标题**\n\n正文"),
        ("<ul><li>甲</li><li>乙<ul><li>丙</li></ul></li></ul>", "- 甲\n- 乙\n  - 丙"),
        ("<ol><li><p>甲</p></li><li>乙</li></ol>后", "1. 甲\n2. 乙\n\n后"),
        ("<pre>x = 1\n  y</pre>", "```\nx = 1\n  y\n```"),
        ("<code>a|b</code>", "`a|b`"),
        ("5*3 $4 `x` [[1]] # 甲 ~ ^", r"5\*3 \$4 \`x\` &#91;[1]] # 甲 ~ \^"),
        ("&lt;b&gt; &amp;amp;", r"\<b> \&amp;"),
        ("1. 甲", "1\\. 甲"),
        ("<blockquote>引</blockquote>", "引"),
        ("<q>碳达峰</q>", "“碳达峰”"),
        ('<img src="a.png" alt="图[1]">', "![图 1](media/NAME)"),
        ("<dl><dt>名</dt><dd>解</dd></dl>", "名\n\n解"),
        (
            "<table><caption>表</caption><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td></td></tr></table>",
            "表\n\n| a | b |\n| --- | --- |\n| 1\\|2 |  |",
        ),
        ("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>", "甲\n\n乙"),
        ("<p><u>&nbsp;&nbsp;&nbsp;</u>是温室气体</p>", "____是温室气体"),
    ],
)
def test_what_is_shown(html: str, markup: str) -> None:
    written, told = converted(html)
    assert re.sub(r"media/\w+\.png", "media/NAME", written) == markup
    assert told == []


@pytest.mark.parametrize(
    ("html", "markup", "code"),
    [
        ("<script>alert(1)</script>甲", "甲", "I626"),
        ('<p onclick="go()">甲</p>', "甲", "I626"),
        ('<a href="javascript:go()">甲</a>', "甲", "I626"),
        ('<a href="https://example.org">甲</a>', "甲", "I629"),
        ('<iframe src="https://example.org/v"></iframe>甲', "甲", "I620"),
        ('<video src="a.mp4">看</video>', "看", "I620"),
        ("<svg><text>字</text></svg>", "字", "I620"),
        ('<input value="x">甲', "甲", "I620"),
        ("下列<u>正确</u>的", "下列正确的", "I621"),
        ('<span style="color: red">红</span>', "红", "I621"),
        ("<s>错</s>对", "错对", "I627"),
        ('<p style="display:none">藏</p>甲', "甲", "I628"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td colspan=2>c</td></tr></table>", None, "I625"),
        ("<table><tr><td>a</td><td><ul><li>b</li></ul></td></tr></table>", None, "I625"),
        ('<img src="b.png" alt="流程">', "流程", "I623"),
    ],
)
def test_what_is_lost_is_told(html: str, markup: str | None, code: str) -> None:
    written, told = converted(html)
    assert told == [code]
    assert markup is None or written == markup


def test_merged_cells_stand_once() -> None:
    table = "<table><tr><th>a</th><th>b</th></tr><tr><td rowspan=2>1</td><td>2</td></tr><tr><td>3</td></tr></table>"
    assert converted(table)[0] == "| a | b |\n| --- | --- |\n| 1 | 2 |\n|  | 3 |"


def test_formulas_of_moodle() -> None:
    assert converted(r"由 \(x^2\) 得", tex=True) == ("由 $x^2$ 得", [])
    assert converted(r"<p>\[ \frac{1}{2} \]</p>", tex=True) == ("$$\\frac{1}{2}$$", [])
    assert converted(r"由 \(x^2\) 得")[0] == r"由 \\(x\^2\\) 得"
    assert converted(r"坏的 \(\frac{1\) 式", tex=True)[1] == ["I624"]


def test_formulas_that_other_editors_keep_in_pictures() -> None:
    canvas = '<img class="equation_image" data-equation-content="\\frac{44}{12}" src="x">'
    assert converted(canvas) == (r"$\frac{44}{12}$", [])
    mathml = "«math xmlns=¨http://www.w3.org/1998/Math/MathML¨»«msup»«mi»x«/mi»«mn»2«/mn»«/msup»«/math»"
    assert converted(f"<img data-mathml='{mathml}' src='x'>") == ("$x^{2}$", [])


def test_deeply_nested_pages_are_read() -> None:
    assert converted("<div>" * 200 + "甲" + "</div>" * 200)[0] == "甲"
    assert converted("<b>" * 200 + "甲" + "</b>" * 200)[0] == "**甲**"


def test_every_text_of_the_shipped_bank_comes_back_from_its_page() -> None:
    """The tree of a page's XHTML is the tree of the text that the page was made of."""
    with Bank.open(BANK) as bank:
        losses = Losses("a")
        html = Html(losses, Pictures(losses, bank.media))
        for question in bank:
            for text in (*question.candidate_texts().values(), *question.secret_texts().values()):
                page = blocks(text, lambda src: src, lambda _: say("content.blank"))
                markup = html.markup(html.blocks(root_of(f"<div>{page}</div>".encode())))
                assert parse(markup).text() == parse(text).text()
    assert len(losses.report()) == 0


_SIGNS = st.text(alphabet="甲乙ab12 *_~^$`|[]()<>&#\\-+.!\n", max_size=12)
_INLINE = st.recursive(
    _SIGNS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    lambda inner: st.tuples(st.sampled_from(["b", "i", "sub", "sup", "span", "code"]), st.lists(inner, max_size=3)).map(
        lambda part: f"<{part[0]}>{''.join(part[1])}</{part[0]}>"
    ),
    max_leaves=6,
)
_PAGES = st.lists(
    st.tuples(st.sampled_from(["p", "div", "li", "h3", "td", "blockquote"]), st.lists(_INLINE, max_size=4)), max_size=4
).map(lambda parts: "".join(f"<{tag}>{''.join(inner)}</{tag}>" for tag, inner in parts))


def bare_words(text: str) -> str:
    """Letters and digits alone: what layout and scripts do not change."""
    return "".join(re.findall(r"[甲乙ab12]", text))


@given(_PAGES)
def test_no_word_is_lost_on_any_page(page: str) -> None:
    html = reader()
    shown = parse(html.markup(html.of_text(page))).text().translate(str.maketrans("₁₂¹²", "1212"))
    assert bare_words(shown) == bare_words(re.sub(r"<[^>]*>|&[a-z]+;", "", page))


@given(_PAGES)
def test_a_settled_tree_reads_back_as_itself(page: str) -> None:
    tree: tuple[Block, ...] = reader().of_text(page)
    assert settled(tree) == tree
    written = write_markup(tree)
    assert written is None or parse(written).blocks == tree
