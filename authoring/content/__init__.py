r"""The authors' markup: Markdown, LaTeX maths and `\ce{…}` → one small safe tree → XHTML with MathML | plain text.

>>> parse("排放因子为 **0.5** tCO~2~").xhtml()
'<p>排放因子为 <strong>0.5</strong> tCO<sub>2</sub></p>'
"""

from authoring.content.document import Content, parse
from authoring.content.nodes import Image
from authoring.content.problems import Problem

__all__ = ["Content", "Image", "Problem", "parse"]
