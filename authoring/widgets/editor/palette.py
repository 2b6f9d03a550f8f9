"""What the editor's toolbar offers: formulas and units, as they are put in at the caret."""

from authoring.texts import say

__all__ = ["FORMULAS", "SLOT", "UNITS", "formulas"]

SLOT = "▮"
"""Where the author goes on writing; the first one takes what was selected."""

FORMULAS = {
    "fraction": ("a/b", rf"\frac{{{SLOT}}}{{{SLOT}}}"),
    "sum": ("∑", rf"\sum_{{i=1}}^{{n}}{SLOT}"),
    "root": ("√", rf"\sqrt{{{SLOT}}}"),
    "sup": ("xⁿ", rf"{SLOT}^{{{SLOT}}}"),
    "sub": ("xᵢ", rf"{SLOT}_{{{SLOT}}}"),
    "chemistry": (r"\ce{ }", rf"\ce{{{SLOT}}}"),
    "times": ("×", r"\times"),
    "divide": ("÷", r"\div"),
    "at_most": ("≤", r"\le"),
    "at_least": ("≥", r"\ge"),
    "about": ("≈", r"\approx"),
    "plus_minus": ("±", r"\pm"),
    "alpha": ("α", r"\alpha"),
    "beta": ("β", r"\beta"),
    "gamma": ("γ", r"\gamma"),
    "delta": ("Δ", r"\Delta"),
    "eta": ("η", r"\eta"),
    "lambda": ("λ", r"\lambda"),
    "mu": ("μ", r"\mu"),
    "rho": ("ρ", r"\rho"),
    "sigma": ("σ", r"\sigma"),
    "phi": ("φ", r"\varphi"),
}
"""Name → the button's sign and the LaTeX."""

UNITS = (
    *("tCO₂", "tCO₂e", "kgCO₂", "kgCO₂e", "tC", "tce", "kgce", "t", "kg"),
    *("kW·h", "MW·h", "GJ", "MJ", "kJ", "TJ", "m³", "Nm³", "km", "hm²"),
    *("tCO₂/(MW·h)", "kgCO₂/(kW·h)", "tCO₂/t", "tC/GJ", "tC/t", "GJ/t", "kgCO₂e/kg", "万元", "%", "℃"),
)
"""Units as the field writes them; each one is known to `authoring.quantities.units.parse_unit`."""


def formulas() -> list[list[str]]:
    """Sign, name and LaTeX of each, for the view."""
    return [[sign, say(f"editor_view.formula.{name}"), text] for name, (sign, text) in FORMULAS.items()]
