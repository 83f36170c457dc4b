"""One call of a layer, with several inputs and masks where it has them; used by `embedding`, `recurrent`, `wrappers` and `attention`.

Case: {case, layer, options, training, x, masks, weights, y, dy, dx, dweights, mask}. `x` lists the inputs, `masks` their masks of 0
and 1 (null: none), `mask` is what the layer hands on; dx is null for ids. A weight is {name, shape, data}, a gradient the
same; names are the path below the layer, without the cell of a recurrent one.
"""

import jax
import jax.numpy as jnp
import keras
import numpy as np
from common import array, make, normal, optional_array
from keras.src import backend


def name_of(variable) -> str:
    parts = variable.path.split("/")[1:]
    return "/".join(part for part in parts if not part.endswith("_cell"))


def set_weights(layer, random) -> None:
    for weight in layer.weights:
        weight.assign(normal(random, weight.shape, 0.5))


def call_case(label, spec, inputs, random, masks=None, call_options=None) -> dict:
    """`inputs` are arrays; those of integers are ids."""
    masks = masks or [None] * len(inputs)
    keras.utils.clear_session()  # names are numbered anew
    layer = make(keras.layers, spec)
    values = [jnp.asarray(x) for x in inputs]
    layer(*values)
    set_weights(layer, random)
    is_ids = [value.dtype == jnp.int32 for value in values]

    def call(trainable, floats):
        given = [value if ids else float_ for value, ids, float_ in zip(values, is_ids, floats)]
        for value, mask in zip(given, masks):
            if mask is not None:
                backend.set_keras_mask(value, jnp.asarray(mask, bool))
        with keras.StatelessScope(state_mapping=list(zip(layer.trainable_variables, trainable))):
            y = layer(*given, **(call_options or {}))
        return y, backend.get_keras_mask(y)

    trainable = [v.value for v in layer.trainable_variables]
    floats = [None if ids else value for value, ids in zip(values, is_ids)]
    y, pull_back, mask = jax.vjp(call, trainable, floats, has_aux=True)
    dy = normal(random, y.shape)
    dweights, dx = pull_back(jnp.asarray(dy))
    name, options = next(iter(spec.items()))
    return {
        "case": label,
        "layer": name,
        "options": options | (call_options or {}),
        "training": False,
        "x": [array(x) for x in inputs],
        "masks": [optional_array(m) for m in masks],
        "weights": [{"name": name_of(v), **array(v)} for v in layer.trainable_variables],
        "y": array(y),
        "dy": array(dy),
        "dx": [optional_array(g) for g in dx],
        "dweights": [{"name": name_of(v), **array(g)} for v, g in zip(layer.trainable_variables, dweights)],
        "mask": optional_array(None if mask is None else np.asarray(mask, "int32")),
    }
