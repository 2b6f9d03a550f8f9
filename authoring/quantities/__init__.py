"""Numbers of calculations: a small, safe evaluator for `calculation:` and the rounding that exams expect.

>>> emission = evaluate("FC*NCV*CC*OF*44/12", {"FC": 12000, "NCV": 23.736, "CC": 0.02618, "OF": 0.99})
>>> round_half_up(emission, 2)
Decimal('27068.55')
"""

from authoring.quantities.expression import Expression, ExpressionError, compile_expression, evaluate
from authoring.quantities.functions import FUNCTIONS, irr, npv, round_half_up

__all__ = [
    "FUNCTIONS",
    "Expression",
    "ExpressionError",
    "compile_expression",
    "evaluate",
    "irr",
    "npv",
    "round_half_up",
]
