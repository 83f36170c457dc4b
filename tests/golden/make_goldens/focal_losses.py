"""The categorical focal cross-entropy. Cases as in losses.json."""

import numpy as np
from common import normal, rng, uniform
from losses import WEIGHTS, case, one_hot, probabilities

NAME = "categorical_focal_crossentropy"
VARIANTS = [
    {},
    {"alpha": [0.1, 0.5, 1.0, 2.0], "gamma": 1.5},
    {"alpha": 1.0, "gamma": 0.0},
    {"label_smoothing": 0.2},
]


def contents() -> dict:
    random = rng("categorical focal")
    y = one_hot(random, 5, 4)
    predictions = {
        "probabilities": ({}, probabilities(random, (5, 4))),
        "unnormalised": ({}, uniform(random, (5, 4), 0.1, 3.0)),
        "saturated": ({}, np.float32([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0.5, 0.5, 0, 0]])),
        "logits": ({"from_logits": True}, normal(random, (5, 4), 3)),
    }
    cases = []
    for label, (form, prediction) in predictions.items():
        for number, variant in enumerate(VARIANTS):
            weight = WEIGHTS if number % 2 else None
            cases.append(case(f"{label}_{number}", NAME, form | variant, y, prediction, weight))
    return {"cases": cases}
