"""Layers: one call with its exact gradients.

Case: {case, layer, options, training, x, weights, y, dy, dx, dweights}, where the input has one, mask, and, where a call
changes weights, weights_after.
A weight is {name, shape, data, trainable}, a gradient {name, shape, data}.
"""

import jax
import jax.numpy as jnp
import keras
import numpy as np
from common import array, make, normal, rng, uniform

DENSE = [
    (f"dense_{activation}", "dense", {"units": 3, "activation": activation}, (4, 5), None)
    for activation in ["linear", "relu", "leaky_relu", "elu", "selu", "gelu", "silu", "tanh", "sigmoid", "softmax"]
] + [
    ("dense_without_bias", "dense", {"units": 3, "use_bias": False}, (4, 5), None),
    ("dense_rank_3", "dense", {"units": 3, "activation": "tanh"}, (2, 3, 5), None),
    ("dense_rank_3_without_bias", "dense", {"units": 2, "use_bias": False}, (2, 3, 5), None),
    ("dense_one_unit", "dense", {"units": 1, "activation": "sigmoid"}, (6, 7), None),
    ("dense_one_row", "dense", {"units": 4, "activation": "relu"}, (1, 3), None),
    ("dense_wide", "dense", {"units": 17, "activation": "relu"}, (9, 33), None),
    ("dense_glu", "dense", {"units": 6, "activation": "glu"}, (4, 5), None),
]
SIMPLE = [
    ("activation_relu", "activation", {"activation": "relu"}, (4, 5), None),
    ("activation_softmax", "activation", {"activation": "softmax"}, (4, 5), None),
    ("activation_softmax_rank_3", "activation", {"activation": "softmax"}, (2, 3, 4), None),
    ("dropout_inference", "dropout", {"rate": 0.5}, (4, 5), False),
    ("flatten_rank_2", "flatten", {}, (3, 4), None),
    ("flatten_rank_3", "flatten", {}, (3, 2, 4), None),
    ("flatten_rank_4", "flatten", {}, (2, 2, 3, 2), None),
    ("reshape", "reshape", {"target_shape": [3, 4]}, (2, 12), None),
    ("reshape_inferred", "reshape", {"target_shape": [-1, 3]}, (2, 4, 6), None),
    ("rescaling_scale", "rescaling", {"scale": 0.25}, (3, 4), None),
    ("rescaling_scale_offset", "rescaling", {"scale": 0.5, "offset": -1.0}, (3, 4), None),
    ("normalization", "normalization", {"mean": [0.5, -1.0, 2.0], "variance": [4.0, 0.25, 2.0]}, (4, 3), None),
    (
        "normalization_zero_variance",
        "normalization",
        {"mean": [0.5, -1.0, 2.0], "variance": [4.0, 0.0, 2.0]},
        (4, 3),
        None,
    ),
    ("normalization_rank_3", "normalization", {"mean": [0.5, -1.0], "variance": [4.0, 0.25]}, (2, 3, 2), None),
    (
        "normalization_invert",
        "normalization",
        {"mean": [0.5, -1.0, 2.0], "variance": [4.0, 0.0, 2.0], "invert": True},
        (4, 3),
        None,
    ),
]
BATCH_NORMALIZATION = [
    (
        f"batch_normalization_{label}_{'training' if training else 'inference'}",
        "batch_normalization",
        options,
        shape,
        training,
    )
    for label, options, shape in [
        ("default", {}, (8, 3)),
        ("options", {"momentum": 0.8, "epsilon": 0.01}, (8, 3)),
        ("without_center", {"center": False}, (8, 3)),
        ("without_scale", {"scale": False}, (8, 3)),
        ("bare", {"center": False, "scale": False}, (8, 3)),
        ("rank_3", {}, (3, 4, 2)),
        ("one_row", {}, (1, 3)),
        ("frozen", {"trainable": False}, (8, 3)),
    ]
    for training in [True, False]
]
LAYER_NORMALIZATION = [
    ("layer_normalization_rank_2", "layer_normalization", {}, (4, 5), None),
    ("layer_normalization_rank_3", "layer_normalization", {}, (2, 3, 5), None),
    ("layer_normalization_epsilon", "layer_normalization", {"epsilon": 0.1}, (4, 5), None),
    ("layer_normalization_without_center", "layer_normalization", {"center": False}, (4, 5), None),
    ("layer_normalization_without_scale", "layer_normalization", {"scale": False}, (4, 5), None),
    ("layer_normalization_bare", "layer_normalization", {"center": False, "scale": False}, (4, 5), None),
]


def set_weights(layer, random) -> None:
    for weight in layer.weights:
        positive = weight.name in ("gamma", "moving_variance")
        weight.assign(uniform(random, weight.shape, 0.5, 1.5) if positive else normal(random, weight.shape, 0.5))


def weights_of(layer, values: dict) -> list:
    return [{"name": w.name, **array(values[w.path]), "trainable": bool(w.trainable)} for w in layer.weights]


def case(label, name, options, shape, training, decimals=3, mask=None) -> dict:
    random = rng(label)
    x = normal(random, shape, decimals=decimals)
    layer = make(keras.layers, {name: options})
    layer.build(shape)
    set_weights(layer, random)
    before = {v.path: np.asarray(v) for v in layer.variables}
    frozen = [v.value for v in layer.non_trainable_variables]
    flag = {} if training is None else {"training": training}
    if mask is not None:
        flag["mask"] = jnp.asarray(mask, dtype=bool)

    def call(trainable, value):
        return layer.stateless_call(trainable, frozen, value, **flag)

    trainable = [v.value for v in layer.trainable_variables]
    y, pull_back, changed = jax.vjp(call, trainable, jnp.asarray(x), has_aux=True)
    dy = normal(random, y.shape)
    dweights, dx = pull_back(jnp.asarray(dy))
    result = {
        "case": label,
        "layer": name,
        "options": options,
        "training": bool(training),
        "x": array(x),
        "weights": weights_of(layer, before),
        "y": array(y),
        "dy": array(dy),
        "dx": array(dx),
        "dweights": [{"name": v.name, **array(g)} for v, g in zip(layer.trainable_variables, dweights)],
    }
    if mask is not None:
        result["mask"] = array(np.asarray(mask, dtype="float32"))
    if name == "batch_normalization":
        after = before | {v.path: a for v, a in zip(layer.non_trainable_variables, changed)}
        result["weights_after"] = weights_of(layer, after)
    return result


def contents() -> dict:
    return {"cases": [case(*row) for row in DENSE + SIMPLE + BATCH_NORMALIZATION + LAYER_NORMALIZATION]}
