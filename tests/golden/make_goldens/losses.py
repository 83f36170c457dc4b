"""Losses: value, value of each sample, gradient.

Case: {case, name, options, y_true, y_pred, sample_weight, value, dy_pred, per_sample}. `value` is the loss with its default
reduction, `dy_pred` its gradient, `per_sample` the loss with reduction "none"; all three with the sample weights, if any.
"""

import jax
import jax.numpy as jnp
import keras
import numpy as np
from common import array, make, normal, number, optional_array, rng, uniform

WEIGHTS = np.float32([1.0, 0.5, 2.0, 0.0, 1.25])


def probabilities(random, shape) -> np.ndarray:
    """Rows that sum to about 1, as a softmax in few decimals would give."""
    scores = random.uniform(0.05, 1.0, shape)
    return (scores / scores.sum(-1, keepdims=True)).round(3).astype("float32")


def one_hot(random, rows, classes) -> np.ndarray:
    return np.eye(classes, dtype="float32")[random.integers(0, classes, rows)]


def binary_data():
    for columns in (1, 3):
        random = rng(f"binary {columns}")
        y = random.integers(0, 2, (5, columns)).astype("float32")
        yield f"columns_{columns}", y, uniform(random, y.shape, 0.02, 0.98), normal(random, y.shape, 3)
    y = np.float32([[0, 1], [1, 0], [1, 1], [0, 0], [0.3, 0.8]])
    saturated = np.float32([[0, 1], [0, 1], [0.5, 1], [1, 0], [0, 0.7]])
    yield "saturated", y, saturated, np.float32([[-90, 90], [-90, 90], [0.5, 30], [30, -30], [-15, 0.7]])


def binary_cases():
    for label, y, probability, logits in binary_data():
        for smoothing in ({}, {"label_smoothing": 0.2}):
            yield label, "binary_crossentropy", smoothing, y, probability
            yield label, "binary_crossentropy", {"from_logits": True} | smoothing, y, logits


def categorical_cases():
    random = rng("categorical")
    y = one_hot(random, 5, 4)
    soft = probabilities(random, (5, 4))
    probability = probabilities(random, (5, 4))
    unnormalised = uniform(random, (5, 4), 0.1, 3.0)
    saturated = np.float32([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0.5, 0.5, 0, 0]])
    logits = normal(random, (5, 4), 3)
    large = normal(random, (5, 4), 60)
    for smoothing in ({}, {"label_smoothing": 0.2}):
        for label, target, prediction in [
            ("one_hot", y, probability),
            ("soft_target", soft, probability),
            ("unnormalised", y, unnormalised),
            ("saturated", y, saturated),
        ]:
            yield label, "categorical_crossentropy", smoothing, target, prediction
        for label, prediction in [("one_hot", logits), ("large", large)]:
            yield label, "categorical_crossentropy", {"from_logits": True} | smoothing, y, prediction
    index = y.argmax(-1).astype("int32")
    for label, prediction in [("index", probability), ("unnormalised", unnormalised), ("saturated", saturated)]:
        yield label, "sparse_categorical_crossentropy", {}, index, prediction
    yield "column", "sparse_categorical_crossentropy", {}, index[:, None], probability
    for label, prediction in [("index", logits), ("large", large)]:
        yield label, "sparse_categorical_crossentropy", {"from_logits": True}, index, prediction


def regression_cases():
    for columns in (1, 3):
        random = rng(f"regression {columns}")
        y = normal(random, (5, columns), 2)
        prediction = normal(random, (5, columns), 2)
        for name, options in [
            ("mean_squared_error", {}),
            ("mean_absolute_error", {}),
            ("huber", {}),
            ("huber", {"delta": 0.5}),
            ("huber", {"delta": 3.0}),
        ]:
            yield f"columns_{columns}", name, options, y, prediction
    yield "flat_target", "mean_squared_error", {}, y[:, 0], prediction[:, :1]


def other_cases():
    random = rng("other")
    signs = random.choice(np.float32([-1, 1]), (5, 3))
    score = normal(random, (5, 3))
    for name in ("hinge", "squared_hinge"):
        yield "signs", name, {}, signs, score
        yield "bits", name, {}, (signs + 1) / 2, score
    yield "one_hot", "categorical_hinge", {}, one_hot(random, 5, 3), score
    for name in ("log_cosh", "cosine_similarity", "mean_absolute_percentage_error"):
        yield "columns_3", name, {}, normal(random, (5, 3), 2), score
    for name in ("poisson", "mean_squared_logarithmic_error"):
        yield "positive", name, {}, uniform(random, (5, 3), 0.1, 4), uniform(random, (5, 3), 0.1, 4)
    yield "probabilities", "kl_divergence", {}, probabilities(random, (5, 3)), probabilities(random, (5, 3))
    bits = random.integers(0, 2, (5, 3)).astype("float32")
    for options in ({}, {"apply_class_balancing": True, "alpha": 0.4, "gamma": 1.5}, {"label_smoothing": 0.2}):
        yield "columns_3", "binary_focal_crossentropy", options, bits, uniform(random, (5, 3), 0.02, 0.98)
        yield "columns_3", "binary_focal_crossentropy", {"from_logits": True} | options, bits, score


def case(label, name, options, y_true, y_pred, weight) -> dict:
    loss = make(keras.losses, {name: options})
    per_sample = make(keras.losses, {name: options | {"reduction": "none"}})
    value, gradient = jax.value_and_grad(lambda p: loss(y_true, p, sample_weight=weight))(jnp.asarray(y_pred))
    return {
        "case": label,
        "name": name,
        "options": options,
        "y_true": array(y_true),
        "y_pred": array(y_pred),
        "sample_weight": optional_array(weight),
        "value": number(value),
        "dy_pred": array(gradient),
        "per_sample": array(per_sample(y_true, y_pred, sample_weight=weight)),
    }


def contents() -> dict:
    cases = []
    for group in (binary_cases, categorical_cases, regression_cases, other_cases):
        for label, name, options, y_true, y_pred in group():
            words = "_".join([name, label, *(f"{k}_{v}" for k, v in options.items())])
            cases.append(case(words, name, options, y_true, y_pred, None))
            cases.append(case(words + "_weighted", name, options, y_true, y_pred, WEIGHTS))
    return {"cases": cases}
