"""Image augmentation: what Keras makes of an image with the transformation given.

Case: {case, map, fill_mode, interpolation, fill_value, x, y, dy, dx}. `map` is one of {rotation: degrees}, {translation: [down,
right]} in cells, {zoom: [row factor, column factor]}; x and y are batches of one image.
"""

import jax
import jax.numpy as jnp
import keras
import numpy as np
from common import array, normal, rng

MAPS = [
    ("rotation_30", {"rotation": 30.0}),
    ("rotation_back_100", {"rotation": -100.0}),
    ("translation", {"translation": [1.3, -2.4]}),
    ("translation_far", {"translation": [-7.2, 9.7]}),
    ("zoom_in", {"zoom": [0.7, 0.55]}),
    ("zoom_out", {"zoom": [1.9, 3.3]}),
]
SHAPE = (1, 5, 6, 2)


def transform(layer, values):
    """The layer's own matrix for values that it would have drawn."""
    kind, value = next(iter(values.items()))
    if kind == "rotation":
        zeros, ones = np.zeros([1], "float32"), np.ones([1], "float32")
        angle = jnp.asarray([value], "float32")
        return layer._compute_affine_matrix(0.5, 0.5, angle, zeros, zeros, ones, zeros, zeros, SHAPE[1], SHAPE[2])
    across_down = jnp.asarray([[value[1], value[0]]], "float32")
    if kind == "translation":
        return layer._get_translation_matrix(across_down)
    return layer._get_zoom_matrix(across_down, SHAPE[1], SHAPE[2])


LAYERS = {
    "rotation": lambda: keras.layers.RandomRotation(0.1),
    "translation": lambda: keras.layers.RandomTranslation(0.1, 0.1),
    "zoom": lambda: keras.layers.RandomZoom(0.1, 0.1),
}


def case(label, values, fill_mode, interpolation) -> dict:
    random = rng(label)
    x = normal(random, SHAPE)
    matrix = transform(LAYERS[next(iter(values))](), values)

    def call(images):
        return keras.ops.image.affine_transform(images, matrix, interpolation, fill_mode, fill_value=0.5)

    y, pull_back = jax.vjp(call, jnp.asarray(x))
    dy = normal(random, y.shape)
    return {
        "case": label,
        "map": values,
        "fill_mode": fill_mode,
        "interpolation": interpolation,
        "fill_value": 0.5,
        "x": array(x),
        "y": array(y),
        "dy": array(dy),
        "dx": array(pull_back(jnp.asarray(dy))[0]),
    }


def contents() -> dict:
    return {
        "cases": [
            case(f"{label}_{fill_mode}_{interpolation}", values, fill_mode, interpolation)
            for label, values in MAPS
            for fill_mode in ["reflect", "constant", "nearest", "wrap"]
            for interpolation in ["bilinear", "nearest"]
        ]
    }
