"""One command per figure: `python -m benchmarks load`, `check`, `qti3`; every figure is measured, none asserted."""
