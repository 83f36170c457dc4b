"""Metrics: what is reported after some batches.

Case: {case, name, options, batches: [{y_true, y_pred, sample_weight}], result}; a result is a number or an array. The name
"accuracy" is resolved by the shapes of the targets and predictions, as in compile.
"""

import keras
import numpy as np
from common import array, make, normal, number, optional_array, rng, uniform
from keras.src.trainers.compile_utils import get_metric
from losses import one_hot, probabilities

ROWS = (6, 4)


def binary(random, rows, columns=1):
    return random.integers(0, 2, (rows, columns)).astype("float32"), uniform(random, (rows, columns), 0, 1, 2)


def binary_borders(random, rows):
    """Predictions on thresholds: 0, 1/2 and 1 among them."""
    y, _ = binary(random, rows)
    return y, random.choice(np.float32([0, 0.25, 0.5, 0.75, 1]), (rows, 1))


def binary_logits(random, rows):
    return binary(random, rows)[0], normal(random, (rows, 1), 3)


def binary_all_ones(random, rows):
    """No negative target."""
    y, p = binary(random, rows)
    return np.ones_like(y), p


def binary_flat(random, rows):
    """Targets without the last axis of the predictions."""
    y, p = binary(random, rows)
    return y[:, 0], p


def columns(random, rows):
    return binary(random, rows, 3)


def categorical(random, rows):
    return one_hot(random, rows, 4), probabilities(random, (rows, 4))


def categorical_logits(random, rows):
    return one_hot(random, rows, 4), normal(random, (rows, 4), 3)


def categorical_ties(random, rows):
    """Several largest predictions in a row."""
    return one_hot(random, rows, 4), random.choice(np.float32([0.2, 0.4]), (rows, 4))


def sparse(random, rows):
    y, p = categorical(random, rows)
    return y.argmax(-1).astype("int32"), p


def sparse_column(random, rows):
    y, p = sparse(random, rows)
    return y[:, None], p


def sparse_logits(random, rows):
    y, p = categorical_logits(random, rows)
    return y.argmax(-1).astype("int32"), p


def sparse_ties(random, rows):
    y, p = categorical_ties(random, rows)
    return y.argmax(-1).astype("int32"), p


def real(random, rows):
    return normal(random, (rows, 1), 2), normal(random, (rows, 1), 2)


def real_columns(random, rows):
    return normal(random, (rows, 3), 2), normal(random, (rows, 3), 2)


CASES = [
    *(("accuracy", {}, data) for data in (binary, binary_flat, columns, categorical, sparse, sparse_column)),
    *(("binary_accuracy", {}, data) for data in (binary, binary_borders, binary_flat, columns)),
    ("binary_accuracy", {"threshold": 0.25}, binary_borders),
    ("binary_accuracy", {"threshold": 0.7}, binary),
    *(("categorical_accuracy", {}, data) for data in (categorical, categorical_logits, categorical_ties)),
    *(("sparse_categorical_accuracy", {}, data) for data in (sparse, sparse_column, sparse_ties)),
    *(
        (name, {}, data)
        for name in ("mean_squared_error", "mean_absolute_error", "root_mean_squared_error", "r2_score")
        for data in (real, real_columns)
    ),
    ("r2_score", {"class_aggregation": "variance_weighted_average"}, real_columns),
    ("r2_score", {"class_aggregation": None}, real_columns),
    *(("auc", {}, data) for data in (binary, binary_borders, binary_flat, columns, binary_all_ones)),
    ("auc", {"curve": "PR"}, binary),
    ("auc", {"curve": "PR"}, binary_borders),
    ("auc", {"from_logits": True}, binary_logits),
    ("auc", {"curve": "PR", "from_logits": True}, binary_logits),
    ("auc", {"num_thresholds": 20}, binary),
    ("auc", {"num_thresholds": 20, "curve": "PR"}, binary),
    ("auc", {"num_thresholds": 3}, binary_borders),
    *(
        ("auc", {"num_thresholds": 20, "curve": curve, "summation_method": method}, binary)
        for curve in ("ROC", "PR")
        for method in ("minoring", "majoring")
    ),
    *(
        (name, options, data)
        for name in ("precision", "recall")
        for options, data in [({}, binary), ({}, binary_borders), ({}, columns), ({"thresholds": 0.3}, binary)]
        + [({"thresholds": [0.25, 0.5, 0.75]}, binary_borders)]
    ),
    *(
        ("f1_score", options, categorical)
        for options in [{}, {"average": "micro"}, {"average": "macro"}, {"average": "weighted"}]
    ),
    ("f1_score", {"average": "macro"}, categorical_ties),
    *(
        ("f1_score", {"threshold": 0.5} | options, columns)
        for options in [{}, {"average": "micro"}, {"average": "macro"}, {"average": "weighted"}]
    ),
    *(("top_k_categorical_accuracy", {"k": 2}, data) for data in (categorical, categorical_ties)),
    *(("sparse_top_k_categorical_accuracy", {"k": 2}, data) for data in (sparse, sparse_column, sparse_ties)),
    ("cosine_similarity", {}, real_columns),
    ("r2_score", {"num_regressors": 2}, real),
    ("f1_score", {"threshold": 0.5}, binary),
    ("f1_score", {"threshold": 0.25}, binary_borders),
    ("binary_crossentropy", {}, binary),
    ("binary_crossentropy", {}, binary_borders),
    ("binary_crossentropy", {"label_smoothing": 0.2}, columns),
    ("binary_crossentropy", {"from_logits": True}, binary_logits),
    ("categorical_crossentropy", {}, categorical),
    ("categorical_crossentropy", {"label_smoothing": 0.2}, categorical),
    ("categorical_crossentropy", {"from_logits": True}, categorical_logits),
    ("sparse_categorical_crossentropy", {}, sparse),
    ("sparse_categorical_crossentropy", {}, sparse_column),
    ("sparse_categorical_crossentropy", {"from_logits": True}, sparse_logits),
]


def result_of(value):
    value = np.asarray(value)
    return array(value) if value.ndim else number(value)


def case(name, options, data, weighted) -> dict:
    words = [name, data.__name__, *(f"{k}_{v}" for k, v in options.items())] + ["weighted"] * weighted
    label = "_".join(words).replace("[", "").replace("]", "").replace(", ", "_")
    random = rng(label)
    batches = [data(random, rows) for rows in ROWS]
    weights = [uniform(random, rows, 0, 2, 2) if weighted else None for rows in ROWS]
    metric = make(keras.metrics, {name: options}) if name != "accuracy" else get_metric(name, *batches[0])
    for (y, p), weight in zip(batches, weights):
        metric.update_state(y, p, sample_weight=weight)
    return {
        "case": label,
        "name": name,
        "options": options,
        "batches": [
            {"y_true": array(y), "y_pred": array(p), "sample_weight": optional_array(w)}
            for (y, p), w in zip(batches, weights)
        ],
        "result": result_of(metric.result()),
    }


def contents() -> dict:
    return {"cases": [case(*row, weighted) for row in CASES for weighted in (False, True)]}
