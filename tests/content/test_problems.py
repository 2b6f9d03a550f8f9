"""What is wrong in a text: code, line, column and quote; the text itself is never lost."""

import pytest

from authoring.content import parse

CASES = {
    # M101: the exact character, wherever the formula stands
    r"$\frac{1}{$": [("M101", 1, 10, "{")],
    "甲\n乙 $x + \\unknwn{y}$": [("M101", 2, 8, r"\unknwn")],
    "- 甲\n- 乙 $x^2^3$": [("M101", 2, 9, "^")],
    "|甲|乙|\n|-|-|\n| $x$ | $\\left( a$ |": [("M101", 3, 10, r"\left")],
    "|甲|\n|-|\n|a\\|b $\\foo$|": [("M101", 3, 8, r"\foo")],
    "$$\nx + \\foo\n$$": [("M101", 2, 5, r"\foo")],
    r"$5 与 \(a & b\)": [("M101", 1, 10, "&")],
    r"$\ce{CO2} + \foo$": [("M101", 1, 13, r"\foo")],
    r"$50% + \foo$": [("M101", 1, 8, r"\foo")],
    r"$\ce{H2 + ?}$": [("M101", 1, 11, "?")],
    r"\ce{H2 + ?}": [("M101", 1, 10, "?")],
    r"\ce{H2": [("M101", 1, 1, r"\ce{")],
    r"$\boxed{x}$": [("M101", 1, 2, r"\boxed")],
    r"$\eqref{x}$": [("M101", 1, 2, r"\eqref")],
    "$x$ 与 $\\begin{foo}x\\end{foo}$": [("M101", 1, 15, "foo")],
    r"$\sqrt$ $}$": [("M101", 1, 7, "t"), ("M101", 1, 10, "}")],
    # M102: raw HTML, a closing tag only when nothing opened it
    "<b>x</b>": [("M102", 1, 1, "<b>")],
    "甲</p> <script src='x'>": [("M102", 1, 2, "</p>"), ("M102", 1, 7, "<script src='x'>")],
    "a<b 且 c>d": [],
    # M103 and M104: pictures
    "甲 ![](media/a.png)": [("M103", 1, 3, "![](media/a.png)")],
    "![图](http://x.cn/a.png)": [("M104", 1, 1, "http://x.cn/a.png")],
    "![图](media/../a.png)": [("M104", 1, 1, "media/../a.png")],
    "![图](media/a.gif)": [("M104", 1, 1, "media/a.gif")],
    "![图](media/sub/a.png)": [("M104", 1, 1, "media/sub/a.png")],
    "![图](javascript:alert(1))": [("M104", 1, 1, "javascript:alert(1)")],
    "![图](data:image/png;base64,AA)": [("M104", 1, 1, "data:image/png;base64,AA")],
    "![](a.png)": [("M103", 1, 1, "![](a.png)"), ("M104", 1, 1, "a.png")],
    # M105: dollars that look like a formula
    "公式 $x^2 的值": [("M105", 1, 4, "$x^2 的值")],
    "$ x $": [("M105", 1, 1, "$ x $")],
    "甲 $$x": [("M105", 1, 3, "$$x")],
    r"\(x": [("M105", 1, 1, r"\(x")],
    "单价 $5": [],
    "单位为 $": [],
    # M106: links
    "见[指南](https://x.cn)。": [("M106", 1, 2, "https://x.cn")],
}


@pytest.mark.parametrize(("source", "expected"), CASES.items())
def test_problems_are_placed(source: str, expected: list[tuple[str, int, int, str]]) -> None:
    found = parse(source).problems
    assert [(p.code, p.line, p.column, p.quote) for p in found] == expected
    assert all(problem.message and problem.hint for problem in found)


KEPT = {
    r"按 $\frac{1$ 计": r"<p>按 <code>$\frac{1$</code> 计</p>",
    "$$\n\\foo\n$$": "<pre><code>\\foo</code></pre>",
    "<b>x</b>": "<p>&lt;b&gt;x&lt;/b&gt;</p>",
    "![图](http://x.cn/a.png)": "<p>图</p>",
    "见[**指南**](https://x.cn)": "<p>见<strong>指南</strong></p>",
    "公式 $x 的": "<p>公式 $x 的</p>",
    r"\ce{H2": r"<p>\ce{H2</p>",
}


@pytest.mark.parametrize(("source", "xhtml"), KEPT.items())
def test_nothing_is_lost_that_is_wrong(source: str, xhtml: str) -> None:
    assert parse(source).xhtml() == xhtml


MESSAGES = {
    r"$\frc{1}{2}$": ("\\frc", "\\frac"),
    r"$\begin{foo}x\end{foo}$": ("foo", "aligned"),
    r"$\left( a$": ("\\right", "配对"),
    r"$x)}$": ("}", "配对"),
    r"$\begin{cases}x\end{pmatrix}$": ("\\end{cases}", "一致"),
    r"$\frac{1}$": ("缺少参数", "\\frac"),
    r"$\left x$": ("括号", "\\left("),
    r"$a & b$": ("&", r"\&"),
    r"$x\limits_a$": ("\\limits", "移到"),
    r"$x^2^3$": ("上标", "大括号"),
    r"$\text{a\alpha}$": ("\\text", "外面"),
    r"$\hspace{1zz}x$": ("长度", "1em"),
    r"$#1$": ("自定义", "\\#"),
    r"$\textcolor{foo}{x}$": ("foo", "颜色"),
    r"$\ce{H2$O}$": ("", ""),
    r"$\cancel{x}$": ("\\cancel", "删除线"),
    "<sub>2</sub>": ("<sub>", "H~2~O"),
    "<blink>": ("<blink>", "Markdown"),
}


@pytest.mark.parametrize(("source", "words"), MESSAGES.items())
def test_messages_name_the_thing_and_the_remedy(source: str, words: tuple[str, str]) -> None:
    problem = parse(source).problems[0]
    assert words[0] in problem.message
    assert words[1] in problem.hint


def test_problems_come_in_the_order_of_their_places() -> None:
    problems = parse("[a](b) ![](c)\n\n$\\foo$\n\n<b>").problems
    assert [problem.code for problem in problems] == ["M106", "M103", "M104", "M101", "M102"]
    assert [problem.line for problem in problems] == [1, 1, 1, 3, 5]
