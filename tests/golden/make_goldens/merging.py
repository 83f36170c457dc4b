"""Merging several inputs.

Case: {case, layer, options, training, x, masks, weights, y, dy, dx, dweights, mask}: x, masks and dx have one entry an input;
a mask is null where there is none; there are no weights.
"""

import jax
import jax.numpy as jnp
import keras
import numpy as np
from common import array, make, normal, optional_array, rng
from keras.src import backend

A = [[1, 1, 0, 0], [1, 0, 1, 0]]
B = [[1, 0, 1, 0], [1, 1, 0, 0]]
STEPS = (2, 4, 3)
ONE_STEP = (2, 1, 3)
ELEMENTWISE = ["add", "subtract", "average", "multiply", "maximum", "minimum"]


def elementwise(name: str) -> list:
    rows = [
        ("two", {}, [(3, 4), (3, 4)], None),
        ("broadcast", {}, [(2, 3, 1), (2, 1, 4)], None),
        ("lower_rank", {}, [(2, 3, 4), (2, 4)], None),
        ("masks", {}, [STEPS, STEPS], [A, B]),
        ("one_mask", {}, [STEPS, STEPS], [A, None]),
        ("other_mask", {}, [STEPS, STEPS], [None, B]),
        ("mask_of_one_step", {}, [STEPS, ONE_STEP], [A, [[1], [0]]]),
    ]
    if name != "subtract":
        rows += [("three", {}, [(3, 4)] * 3, None), ("three_masks", {}, [STEPS] * 3, [A, None, B])]
    return [(f"{name}_{label}", name, *rest) for label, *rest in rows]


ROWS = [row for name in ELEMENTWISE for row in elementwise(name)] + [
    ("concatenate", "concatenate", {}, [(2, 3), (2, 4), (2, 1)], None),
    ("concatenate_steps", "concatenate", {"axis": 1}, [(2, 3, 2), (2, 1, 2)], None),
    ("concatenate_middle", "concatenate", {"axis": -2}, [(2, 2, 3, 2), (2, 2, 1, 2)], None),
    ("concatenate_masks", "concatenate", {}, [STEPS, (2, 4, 2)], [A, B]),
    ("concatenate_one_mask", "concatenate", {}, [STEPS, (2, 4, 2)], [A, None]),
    ("concatenate_steps_masks", "concatenate", {"axis": 1}, [STEPS, STEPS], [A, B]),
    ("concatenate_steps_one_mask", "concatenate", {"axis": 1}, [STEPS, ONE_STEP], [A, None]),
    ("dot", "dot", {"axes": 1}, [(3, 4), (3, 4)], None),
    ("dot_normalize", "dot", {"axes": -1, "normalize": True}, [(3, 4), (3, 4)], None),
    ("dot_matrices", "dot", {"axes": [2, 1]}, [(2, 3, 4), (2, 4, 5)], None),
    ("dot_matrices_last", "dot", {"axes": -1}, [(2, 3, 4), (2, 5, 4)], None),
    ("dot_matrices_first", "dot", {"axes": 1}, [(2, 4, 3), (2, 4, 2)], None),
    ("dot_matrices_normalize", "dot", {"axes": [1, 2], "normalize": True}, [(2, 4, 3), (2, 2, 4)], None),
    ("dot_matrix_vector", "dot", {"axes": [2, 1]}, [(2, 3, 4), (2, 4)], None),
    ("dot_vector_matrix", "dot", {"axes": [1, 2]}, [(2, 4), (2, 3, 4)], None),
    ("dot_ranks_4_and_3", "dot", {"axes": [3, 1]}, [(2, 2, 3, 4), (2, 4, 2)], None),
    ("dot_masks", "dot", {"axes": 2}, [STEPS, STEPS], [A, B]),
]


def case(label, name, options, shapes, masks) -> dict:
    random = rng(label)
    x = [normal(random, shape, decimals=1) for shape in shapes]  # equal elements are not rare
    masks = masks or [None] * len(x)
    bools = [None if mask is None else jnp.asarray(mask, dtype=bool) for mask in masks]
    layer = make(keras.layers, {name: options})
    layer.build([v.shape for v in x])

    def call(inputs):
        for value, mask in zip(inputs, bools):
            if mask is not None:
                backend.set_keras_mask(value, mask)
        return layer.call(inputs)

    y, pull_back = jax.vjp(call, [jnp.asarray(v) for v in x])
    dy = normal(random, y.shape)
    mask = layer.compute_mask([jnp.asarray(v) for v in x], bools)
    return {
        "case": label,
        "layer": name,
        "options": options,
        "training": False,
        "x": [array(v) for v in x],
        "masks": [optional_array(None if m is None else np.asarray(m, dtype="float32")) for m in masks],
        "weights": [],
        "y": array(y),
        "dy": array(dy),
        "dx": [array(g) for g in pull_back(jnp.asarray(dy))[0]],
        "dweights": [],
        "mask": optional_array(None if mask is None else np.asarray(mask, dtype="float32")),
    }


def contents() -> dict:
    return {"cases": [case(*row) for row in ROWS]}
