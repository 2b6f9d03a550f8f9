"""One command per figure: `python -m benchmarks FIGURE`; every figure is measured, none asserted."""
