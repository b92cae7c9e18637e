"""The weights of the pair model, as `python -m benchmarks._pair_model` printed them.

That script says how they are learnt; the names are those of `pairing.features`.
"""

FULL: dict[str, float] = {
    "one": 3.261,
    "likeness": 1.378,
    "log likeness": 2.136,
    "days": -1.041,
    "another day": -0.09256,
    "log title": 0.2655,
    "titles share nothing": 0.249,
    "log words": 0.509,
    "one word's part": -1.304,
    "figures": 0.161,
    "other figures": -0.1401,
    "log beside the lesser best": 0.1761,
    "log beside the better best": -0.1096,
    "title beside the best": 0.04002,
    "log beside the lesser third": 0.2869,
    "log beside the better third": 0.2719,
}
"""For two stories with bodies; `one` is what every pair begins with."""

BARE: dict[str, float] = {
    "one": 2.65,
    "likeness": 0.7959,
    "log likeness": 1.33,
    "days": -1.259,
    "another day": -0.3274,
    "log title": 1.483,
    "titles share nothing": -1.585,
    "log words": 0.771,
    "one word's part": 0.595,
    "figures": 0.2215,
    "other figures": -0.06438,
    "crowd": 2.002,
}
"""For two of which one has only its title."""
