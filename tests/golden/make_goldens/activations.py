"""Activations: value and gradient. Case: {case, name, options, x, y, dy, dx}."""

import jax
import jax.numpy as jnp
import keras
import numpy as np
from common import array, normal, rng

# Both sides of every kink (0, 1/4, 1/2, 1, 3, 6), never the kink itself, and both tails.
POINTS = np.float32(
    [-40, -20, -9.3, -6.02, -5.98, -3.02, -2.98, -1.7, -1.02, -0.98, -0.52, -0.48, -0.26, -0.11, -0.001, 0.001]
    + [0.09, 0.24, 0.26, 0.48, 0.52, 0.98, 1.02, 1.6, 2.4, 2.98, 3.02, 5.98, 6.02, 9.1, 20, 40]
).reshape(4, 8)

ELEMENTWISE = [
    ("linear", {}),
    ("relu", {}),
    ("relu", {"negative_slope": 0.1}),
    ("relu", {"max_value": 6.0}),
    ("relu", {"threshold": 0.25}),
    ("relu", {"negative_slope": 0.2, "max_value": 3.0, "threshold": 0.5}),
    ("leaky_relu", {}),
    ("leaky_relu", {"negative_slope": 0.3}),
    ("relu6", {}),
    ("elu", {}),
    ("elu", {"alpha": 0.5}),
    ("selu", {}),
    ("celu", {}),
    ("celu", {"alpha": 0.5}),
    ("gelu", {}),
    ("gelu", {"approximate": True}),
    ("silu", {}),
    ("mish", {}),
    ("softplus", {}),
    ("softsign", {}),
    ("exponential", {}),
    ("tanh", {}),
    ("sigmoid", {}),
    ("hard_sigmoid", {}),
    ("hard_silu", {}),
    ("hard_tanh", {}),
    ("log_sigmoid", {}),
    ("tanh_shrink", {}),
    ("hard_shrink", {}),
    ("hard_shrink", {"threshold": 1.0}),
    ("soft_shrink", {}),
    ("soft_shrink", {"threshold": 0.25}),
    ("threshold", {"threshold": 0.25, "default_value": -1.0}),
    ("sparse_plus", {}),
    ("sparse_sigmoid", {}),
    ("squareplus", {}),
    ("squareplus", {"b": 1.0}),
]
ROWWISE = ["softmax", "log_softmax", "glu", "sparsemax"]


def case(label, name, options, x) -> dict:
    dy = normal(rng(label), x.shape if name != "glu" else (*x.shape[:-1], x.shape[-1] // 2))
    y, pull_back = jax.vjp(lambda value: getattr(keras.activations, name)(value, **options), jnp.asarray(x))
    (dx,) = pull_back(jnp.asarray(dy))
    return {
        "case": label,
        "name": name,
        "options": options,
        "x": array(x),
        "y": array(y),
        "dy": array(dy),
        "dx": array(dx),
    }


def contents() -> dict:
    cases = [
        case("_".join([name, *(f"{k}_{v}" for k, v in options.items())]), name, options, POINTS)
        for name, options in ELEMENTWISE
    ]
    for name in ROWWISE:
        label = f"{name}_rank_2"
        cases.append(case(label, name, {}, normal(rng(label), (4, 6), 2)))
        label = f"{name}_rank_3"
        cases.append(case(label, name, {}, normal(rng(label), (2, 3, 4))))
        cases.append(case(f"{name}_large", name, {}, normal(rng(name), (3, 4), 40)))
    return {"cases": cases}
