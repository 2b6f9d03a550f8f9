"""Signs of formulas in LaTeX's words: what Word's equations and MathML share."""

__all__ = ["ACCENTS", "ARROWS", "BRACES", "FENCES", "FUNCTIONS", "LARGE", "SYMBOLS"]

SYMBOLS = {
    "×": r"\times ", "÷": r"\div ", "·": r"\cdot ", "∙": r"\cdot ", "⋅": r"\cdot ", "±": r"\pm ", "∓": r"\mp ",
    "≤": r"\le ", "≥": r"\ge ", "≠": r"\ne ", "≈": r"\approx ", "≡": r"\equiv ", "∝": r"\propto ", "∞": r"\infty ",
    "→": r"\to ", "←": r"\leftarrow ", "↔": r"\leftrightarrow ", "⇒": r"\Rightarrow ", "⇔": r"\Leftrightarrow ",
    "⇌": r"\rightleftharpoons ", "∈": r"\in ", "∉": r"\notin ", "⊂": r"\subset ", "⊆": r"\subseteq ", "∪": r"\cup ",
    "∩": r"\cap ", "∂": r"\partial ", "∇": r"\nabla ", "∀": r"\forall ", "∃": r"\exists ", "°": r"^{\circ}",
    "′": "'", "…": r"\ldots ", "⋯": r"\cdots ", "∆": r"\Delta ", "%": r"\%", "#": r"\#", "&": r"\&", "$": r"\$",
    "_": r"\_", "{": r"\{", "}": r"\}", "\\": r"\backslash ", "~": r"\sim ", "^": r"\hat{}", "−": "-", "∶": ":",
    "∑": r"\sum ", "∏": r"\prod ", "∫": r"\int ", "√": r"\surd ", "⟨": r"\langle ", "⟩": r"\rangle ", "‖": r"\| ",
    "\u2009": r"\,", "\u2002": r"\ ", "\u2003": r"\quad ", "\u00a0": r"\ ", "\u2061": "", "\u2062": "", "\u200b": "",
}  # fmt: skip
_GREEK = (
    ("αβγδεζηθικλμ", "alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu"),
    ("νξπρστυφχψω", "nu xi pi rho sigma tau upsilon varphi chi psi omega"),
    ("ΓΔΘΛΞΠΣΥΦΨΩ", "Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega"),
    ("ϵϑϕϱ", "epsilon vartheta phi varrho"),
)
SYMBOLS |= {sign: f"\\{name} " for signs, names in _GREEK for sign, name in zip(signs, names.split(), strict=True)}
LARGE = {
    "∑": r"\sum", "∏": r"\prod", "∫": r"\int", "∬": r"\iint", "∭": r"\iiint", "∮": r"\oint", "⋃": r"\bigcup",
    "⋂": r"\bigcap",
}  # fmt: skip
ACCENTS = {
    "\u0302": "hat", "^": "hat", "\u0303": "tilde", "~": "tilde", "\u0304": "bar", "\u0305": "overline", "¯": "bar",
    "\u0307": "dot", "\u0308": "ddot", "\u20d7": "vec", "→": "vec", "\u0301": "acute", "\u0300": "grave",
    "\u030c": "check", "\u0306": "breve",
}  # fmt: skip
FUNCTIONS = frozenset((
    "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "ln", "lg", "log",
    "exp", "max", "min", "lim", "sup", "inf", "det", "gcd",
))  # fmt: skip
FENCES = {
    "(": "(", ")": ")", "[": "[", "]": "]", "{": r"\{", "}": r"\}", "|": "|", "‖": r"\|", "⟨": r"\langle ", "": ".",
    "⟩": r"\rangle ", "〈": r"\langle ", "〉": r"\rangle ", "⌊": r"\lfloor ", "⌋": r"\rfloor ", "⌈": r"\lceil ",
    "⌉": r"\rceil ", "（": "(", "）": ")",
}  # fmt: skip
ARROWS = {"→": r"\xrightarrow", "←": r"\xleftarrow", "⇌": r"\xrightleftharpoons", "=": r"\xlongequal"}
BRACES = {"⏞": r"\overbrace", "⏟": r"\underbrace"}
