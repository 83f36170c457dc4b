"""Twenty training steps of small models under mixed_bfloat16, in the form of `training`.

All layers have the policy but the last, an activation in float32, as Keras's guide to mixed precision has it.
"""

import keras
import training
from common import make
from training import BINARY, OPTIMIZERS, SPARSE, SQUARED


def sequential(specs, input_shape) -> keras.Sequential:
    keras.config.set_dtype_policy("mixed_bfloat16")
    layers = [make(keras.layers, spec) for spec in specs[:-1]]
    keras.config.set_dtype_policy("float32")
    return keras.Sequential([keras.Input(input_shape), *layers, make(keras.layers, specs[-1])])


def specs(units, outputs, activation) -> list:
    hidden = [{"dense": {"units": count, "activation": "relu"}} for count in units]
    return [*hidden, {"dense": {"units": outputs}}, {"activation": {"activation": activation}}]


def contents() -> dict:
    training.sequential = sequential
    rows = [
        ("softmax", specs([24], 3, "softmax"), OPTIMIZERS["sgd"], SPARSE),
        ("deep", specs([40, 18], 3, "softmax"), OPTIMIZERS["sgd_momentum"], SPARSE),
        ("sigmoid", specs([16], 1, "sigmoid"), OPTIMIZERS["adam"], BINARY),
        ("regression", specs([24], 1, "linear"), OPTIMIZERS["sgd"], SQUARED),
    ]
    cases = [training.case(*row) for row in rows]
    for case in cases:
        case["compile"]["dtype_policy"] = "mixed_bfloat16"
    return {"cases": cases}
