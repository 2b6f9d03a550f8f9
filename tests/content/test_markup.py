"""What authors write and what candidates see: one case a line, all of them through the public face."""

import pytest

from authoring.content import Image, parse

CASES = {
    # paragraphs and line breaks
    "": "",
    " \n\t\n": "",
    "生态环境部": "<p>生态环境部</p>",
    "甲\n乙": "<p>甲<br/>乙</p>",
    "甲  \n  乙": "<p>甲<br/>乙</p>",
    "甲\\\n乙*丙*": "<p>甲<br/>乙<em>丙</em></p>",
    "甲\r\n乙": "<p>甲<br/>乙</p>",
    "甲\n \n\n乙": "<p>甲</p><p>乙</p>",
    "　　下列说法": "<p>下列说法</p>",
    "（　　）": "<p>（　　）</p>",
    "A&B < C > D": "<p>A&amp;B &lt; C &gt; D</p>",
    "&lt;b&gt; &copy; &#8322;": "<p>&lt;b&gt; © ₂</p>",
    # strong and emphasis next to Chinese punctuation
    "**“碳排放”**是": "<p><strong>“碳排放”</strong>是</p>",
    "应当**注意：**下": "<p>应当<strong>注意：</strong>下</p>",
    "约**100%**的": "<p>约<strong>100%</strong>的</p>",
    "**不**正确": "<p><strong>不</strong>正确</p>",
    "*甲**乙**丙*": "<p><em>甲<strong>乙</strong>丙</em></p>",
    "**甲**乙**": "<p><strong>甲</strong>乙**</p>",
    "5*3*2=30": "<p>5*3*2=30</p>",
    "x**2+y**2": "<p>x**2+y**2</p>",
    "为____吨，其中____吨": "<p>为____吨，其中____吨</p>",
    "snake_case_name": "<p>snake_case_name</p>",
    r"\*甲\*": "<p>*甲*</p>",
    # lists begin with 1, and hold words
    "- 甲\n- 乙": "<ul><li>甲</li><li>乙</li></ul>",
    "- 甲\n\n- 乙\n\n  丙": "<ul><li>甲</li><li>乙<p>丙</p></li></ul>",
    "下列：\n1. 甲\n2. 乙": "<p>下列：</p><ol><li>甲</li><li>乙</li></ol>",
    "1. 甲\n   - 乙": "<ol><li>甲<ul><li>乙</li></ul></li></ol>",
    "12. 下列": "<p>12. 下列</p>",
    "2030.": "<p>2030.</p>",
    "-": "<p>-</p>",
    "+": "<p>+</p>",
    "-5 ℃": "<p>-5 ℃</p>",
    "+5%": "<p>+5%</p>",
    # what Markdown would take for a mark
    "> 26000 t": "<p>&gt; 26000 t</p>",
    "    甲": "<p>甲</p>",
    "甲\n---": "<p>甲<br/>---</p>",
    "***": "<p>***</p>",
    "#": "<p>#</p>",
    "#1 机组": "<p>#1 机组</p>",
    "# 材料一": "<p><strong>材料一</strong></p>",
    "[1]: 甲": "<p>[1]: 甲</p>",
    "```\na < b\n```": "<pre><code>a &lt; b</code></pre>",
    "`a*b*c`": "<p><code>a*b*c</code></p>",
    # tables
    "|燃料|用量|\n|:--|--:|\n|烟煤|**5**|": (
        '<table><thead><tr><th class="align-left">燃料</th><th class="align-right">用量</th></tr></thead>'
        '<tbody><tr><td class="align-left">烟煤</td><td class="align-right"><strong>5</strong></td></tr></tbody>'
        "</table>"
    ),
    "甲|乙\n-|-\n1|2\n求排放量。": (
        "<table><thead><tr><th>甲</th><th>乙</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
        "<p>求排放量。</p>"
    ),
    # sub- and superscripts, ranges
    "H~2~O 与 SO~4~^2-^": "<p>H<sub>2</sub>O 与 SO<sub>4</sub><sup>2−</sup></p>",
    "E~燃烧~、AD~i~、CO~2~e": "<p>E<sub>燃烧</sub>、AD<sub>i</sub>、CO<sub>2</sub>e</p>",
    "m^2^ 与 10^-3^": "<p>m<sup>2</sup> 与 10<sup>−3</sup></p>",
    "2021~2025年，5~10℃": "<p>2021~2025年，5~10℃</p>",
    "周一~周五和一月~三月": "<p>周一~周五和一月~三月</p>",
    "10^3×10^6": "<p>10^3×10^6</p>",
    "CO₂ 与 tCO₂e": "<p>CO₂ 与 tCO₂e</p>",
    # dollars
    "价格为$5，另一种为$10。": "<p>价格为$5，另一种为$10。</p>",
    "US$5 and $10 each": "<p>US$5 and $10 each</p>",
    r"\$x\$": "<p>$x$</p>",
    # blanks
    "由 [[1]] 主管，以 [[12]] 计": (
        '<p>由 <span class="blank" data-blank="1"></span> 主管，以 <span class="blank" data-blank="12"></span> 计</p>'
    ),
    "`[[1]]` [[x]]": "<p><code>[[1]]</code> [[x]]</p>",
    # pictures
    "![流程图](media/d11-ccus.svg)": '<p><img src="media/d11-ccus.svg" alt="流程图"/></p>',
    '![a "b" <c>](media/图1.PNG "标题")': '<p><img src="media/图1.PNG" alt="a &quot;b&quot; &lt;c&gt;"/></p>',
}


@pytest.mark.parametrize(("source", "xhtml"), CASES.items())
def test_markup_becomes_xhtml(source: str, xhtml: str) -> None:
    assert parse(source).xhtml() == xhtml
    assert parse(source).problems == ()


TEXTS = {
    "**甲**`乙`": "甲乙",
    "甲\n乙\n\n丙": "甲\n乙\n丙",
    "H~2~O、m^2^、AD~i~、x^n+1^、e^rt^": "H₂O、m²、AD_i、xⁿ⁺¹、e^rt",
    "- 甲\n- 乙\n  1. 丙": "- 甲\n- 乙\n  1. 丙",
    "|甲|乙|\n|-|-|\n|1|$x^2$|": "甲 | 乙\n1 | x²",
    "![流程图](media/a.svg)": "（图：流程图）",
    "由 [[1]] 主管": "由 ____ 主管",
    r"按 $E=\frac{44}{12}\times C$ 计": "按 E = 44/12 × C 计",
    "$$\nx\n$$": "x",
    "```\na\n```": "a",
    r"\ce{SO4^2-}": "SO₄²⁻",
}


@pytest.mark.parametrize(("source", "text"), TEXTS.items())
def test_markup_becomes_plain_text(source: str, text: str) -> None:
    assert parse(source).text() == text


INLINE = {
    "甲 **乙**": "甲 <strong>乙</strong>",
    "甲\n乙": "甲<br/>乙",
    "甲\n\n乙": "<p>甲</p><p>乙</p>",
    "- 甲": "<ul><li>甲</li></ul>",
    "": "",
}


@pytest.mark.parametrize(("source", "xhtml"), INLINE.items())
def test_an_option_is_written_without_its_paragraph(source: str, xhtml: str) -> None:
    assert parse(source).inline_xhtml() == xhtml


def test_a_displayed_formula_as_an_option_is_only_the_formula() -> None:
    assert parse("$$x$$").xhtml() == f"<p>{parse('$$x$$').inline_xhtml()}</p>"
    assert parse("$$x$$").inline_xhtml().startswith("<math ")


def test_a_formula_keeps_the_punctuation_around_it_on_its_line() -> None:
    x = parse("$x$").inline_xhtml()
    assert parse("取（$x$），计").inline_xhtml() == f'取<span class="keep">（{x}），</span>计'
    assert parse("$x$，$x$").inline_xhtml() == f'<span class="keep">{x}，</span>{x}'
    assert parse("取$x$计 $x$").inline_xhtml() == f"取{x}计 {x}"
    assert "keep" not in parse("$$x$$，").inline_xhtml()
    assert "keep" not in parse("**甲，**$x$**，乙**").inline_xhtml()


def test_pictures_and_blanks_are_listed_in_reading_order() -> None:
    content = parse("[[2]] **[[1]]** ![甲](media/a.png)\n\n- [[3]] ![乙](media/b.svg)\n\n|[[4]]|\n|-|\n|[[2]]|")
    assert content.blanks == (2, 1, 3, 4, 2)
    assert content.images == (Image("media/a.png", "甲"), Image("media/b.svg", "乙"))


def test_addresses_and_blanks_are_the_callers() -> None:
    content = parse("[[1]] ![图](media/a.png)")
    xhtml = content.xhtml(media=lambda src: f"../{src}?a&b", blank=lambda number: f"<b>{number}</b>")
    assert xhtml == '<p><b>1</b> <img src="../media/a.png?a&amp;b" alt="图"/></p>'
    assert content.inline_xhtml(media=str.upper).endswith('<img src="MEDIA/A.PNG" alt="图"/>')


def test_the_docstring_of_the_room_is_true() -> None:
    assert parse("排放因子为 **0.5** tCO~2~").xhtml() == "<p>排放因子为 <strong>0.5</strong> tCO<sub>2</sub></p>"
