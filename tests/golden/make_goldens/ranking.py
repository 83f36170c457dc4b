"""Rankings and the correlation of classes, as scikit-learn has them. Cases as in metrics.json."""

import warnings

import numpy as np
import sklearn
from common import array, normal, number, optional_array, rng, uniform
from losses import one_hot
from sklearn.metrics import average_precision_score, matthews_corrcoef, ndcg_score

VERSIONS = {"scikit_learn": sklearn.__version__}
ROWS = (5, 3)


def mean_average_precision(y, p, weight):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a query without a relevant item: 0
        return np.average([average_precision_score(t > 0, s) for t, s in zip(y, p)], weights=weight)


def graded(random, rows):
    y, p = random.integers(0, 4, (rows, 7)).astype("float32"), normal(random, (rows, 7), 1)
    y[0] = 0
    return y, p


def graded_ties(random, rows):
    y, p = graded(random, rows)
    return y, random.choice(np.float32([0.1, 0.5, 0.9]), p.shape)


def binary(random, rows):
    return random.integers(0, 2, (rows, 1)).astype("float32"), uniform(random, (rows, 1), 0, 1, 2)


def one_class(random, rows):
    y, p = binary(random, rows)
    return np.ones_like(y), p


def classes(random, rows):
    return one_hot(random, rows, 3), normal(random, (rows, 3), 1)


def class_ids(random, rows):
    y, p = classes(random, rows)
    return y.argmax(-1).astype("int32"), p


def matthews(y, p, weight):
    truth = y.argmax(-1) if y.ndim == 2 and y.shape[1] > 1 else y.ravel()
    predicted = p.argmax(-1) if p.shape[1] > 1 else p.ravel() > 0.5
    return matthews_corrcoef(truth, predicted, sample_weight=weight)


CASES = [
    *(
        ("ndcg_at_k", options, data, lambda y, p, w, k=options.get("k"): ndcg_score(y, p, k=k, sample_weight=w))
        for options in ({}, {"k": 1}, {"k": 3})
        for data in (graded, graded_ties)
    ),
    *(("mean_average_precision", {}, data, mean_average_precision) for data in (graded, graded_ties)),
    *(
        ("matthews_correlation_coefficient", {}, data, matthews)
        for data in (binary, one_class, classes, class_ids)
    ),
]


def case(name, options, data, truth, weighted) -> dict:
    words = [name, data.__name__, *(f"{k}_{v}" for k, v in options.items())] + ["weighted"] * weighted
    random = rng("_".join(words))
    batches = [data(random, rows) for rows in ROWS]
    weights = [uniform(random, rows, 0, 2, 2) if weighted else None for rows in ROWS]
    y, p = (np.concatenate(parts) for parts in zip(*batches))
    return {
        "case": "_".join(words),
        "name": name,
        "options": options,
        "batches": [
            {"y_true": array(t), "y_pred": array(s), "sample_weight": optional_array(w)}
            for (t, s), w in zip(batches, weights)
        ],
        "result": number(truth(y, p, np.concatenate(weights) if weighted else None)),
    }


def contents() -> dict:
    return {"cases": [case(*row, weighted) for row in CASES for weighted in (False, True)]}
