"""Whole models as the files describe them, used by `training` and `fits`.

A model is a list of layer specs and the shape of one row. Its weights are listed layer by layer, in each layer in Keras's
order: {layer: index in the list, name, shape, data}.
"""

import keras
import numpy as np
from common import array, make, normal, uniform


def sequential(specs, input_shape) -> keras.Sequential:
    return keras.Sequential([keras.Input(input_shape), *(make(keras.layers, spec) for spec in specs)])


def set_weights(model, random, decimals=3) -> None:
    """Random start values; a kernel is scaled by its inputs, a scale or a variance lies around 1."""
    for weight in model.weights:
        if weight.name in ("gamma", "moving_variance"):
            weight.assign(uniform(random, weight.shape, 0.8, 1.2, decimals))
        else:
            scale = weight.shape[0] ** -0.5 if weight.name == "kernel" else 0.1
            weight.assign(normal(random, weight.shape, scale, decimals))


def weights_of(model) -> list:
    return [
        {"layer": index, "name": weight.name, **array(weight)}
        for index, layer in enumerate(model.layers)
        for weight in layer.weights
    ]


def compile_model(model, options) -> None:
    """`options` is the compile part of a case: optimizer, loss, metrics, weighted_metrics, each a spec or a list of specs."""

    def metrics(specs):
        return [spec if isinstance(spec, str) else make(keras.metrics, spec) for spec in specs]

    loss = options["loss"]
    model.compile(
        optimizer=make(keras.optimizers, options["optimizer"]),
        loss=loss if isinstance(loss, str) else make(keras.losses, loss),
        metrics=metrics(options.get("metrics", [])),
        weighted_metrics=metrics(options.get("weighted_metrics", [])),
    )


def classes_data(random, rows, columns, classes):
    """Rows whose class depends on them, so that training has something to find."""
    x = normal(random, (rows, columns))
    return x, (x @ random.standard_normal((columns, classes))).argmax(-1).astype("int32")


def binary_data(random, rows, columns):
    x, y = classes_data(random, rows, columns, 2)
    return x, y[:, None].astype("float32")


def regression_data(random, rows, columns):
    x = normal(random, (rows, columns))
    noise = 0.1 * random.standard_normal((rows, 1))
    return x, (np.sin(x @ random.standard_normal((columns, 1))) + noise).round(3).astype("float32")
