"""The engine behind the papers: numbers in, seats out; it knows neither questions nor blueprints nor Chinese.

A `Problem` says what each form must have (`Limit`) and what the forms should come near to (`Goal`), over arrays of
seats. `solve` finds the forms in three steps, each on what the step before has left:

1. `sifting`: the linear relaxation of all forms taken together, over every seat of the pool, by column generation.
2. `union`: the exact choice of the seats that all forms together take, among the seats that can matter.
3. `dealing`: dealing these out to the forms, halving them again and again.

Goals that are missed by a little are brought nearer by `exchanging` seats, and where all that fails the `exact` model
of all forms decides. The bound is proven over the whole pool; see docs/decisions/0010-assembly-engine.md.
"""
