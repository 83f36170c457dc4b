"""F-beta scores, operating points, and the metrics that are losses. Cases as in metrics.json."""

from common import uniform
from metrics import binary, binary_borders, case, categorical, columns, real, real_columns


def positive(random, rows):
    return uniform(random, (rows, 3), 0.1, 3), uniform(random, (rows, 3), 0.1, 3)


OPERATING_POINTS = [
    ("sensitivity_at_specificity", "specificity"),
    ("specificity_at_sensitivity", "sensitivity"),
    ("precision_at_recall", "recall"),
    ("recall_at_precision", "precision"),
]
CASES = [
    *(
        ("fbeta_score", {"beta": beta} | average, data)
        for beta, data in [(0.5, categorical), (2.0, columns)]
        for average in [{}, {"average": "micro"}, {"average": "macro"}, {"average": "weighted"}]
    ),
    ("fbeta_score", {"beta": 2.0, "threshold": 0.4}, columns),
    *(
        (name, {bound: value} | options, data)
        for name, bound in OPERATING_POINTS
        for value, options, data in [
            (0.5, {}, binary),
            (0.7, {"num_thresholds": 5}, binary_borders),
            (1.0, {}, columns),
            (0.25, {"num_thresholds": 2}, columns),
        ]
    ),
    *((name, {}, columns) for name in ("hinge", "squared_hinge", "kl_divergence")),
    ("categorical_hinge", {}, categorical),
    *((name, {}, real_columns) for name in ("log_cosh_error", "mean_absolute_percentage_error")),
    ("log_cosh_error", {}, real),
    *((name, {}, positive) for name in ("poisson", "mean_squared_logarithmic_error")),
]


def contents() -> dict:
    return {"cases": [case(*row, weighted) for row in CASES for weighted in (False, True)]}
