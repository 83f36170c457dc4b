"""Twenty training steps of small models.

Case: {case, input_shape, model, compile, initial_weights, x, y, batch_size, losses, final_weights, predict_x, predict_y}.
Step k takes the k-th run of batch_size rows, starting again at the first row when they end; losses[k] is the loss of that
batch alone, regularisation included, before its update.
"""

import numpy as np
from common import array, number, rng
from models import binary_data, classes_data, compile_model, regression_data, sequential, set_weights, weights_of
from schedules import SCHEDULES

STEPS, ROWS, COLUMNS, BATCH = 20, 32, 8, 8


def softmax(**options) -> list:
    return [{"dense": {"units": 6, "activation": "relu"} | options}, {"dense": {"units": 3, "activation": "softmax"}}]


def sigmoid(activation="tanh") -> list:
    return [{"dense": {"units": 6, "activation": activation}}, {"dense": {"units": 1, "activation": "sigmoid"}}]


def regression(*middle) -> list:
    return [{"dense": {"units": 6, "activation": "tanh"}}, *middle, {"dense": {"units": 1}}]


LOGITS = [{"dense": {"units": 6, "activation": "relu"}}, {"dense": {"units": 3}}]
DEEP = [
    {"dense": {"units": 12, "use_bias": False}},
    {"batch_normalization": {"momentum": 0.9}},
    {"activation": {"activation": "relu"}},
    {"dense": {"units": 6, "activation": "gelu"}},
    {"layer_normalization": {}},
    {"dense": {"units": 3, "activation": "softmax"}},
]
FOLDED = [
    {"rescaling": {"scale": 0.5, "offset": 0.1}},
    {"reshape": {"target_shape": [2, 4]}},
    {"dense": {"units": 3, "activation": "tanh"}},
    {"flatten": {}},
    {"dense": {"units": 3, "activation": "softmax"}},
]
SPARSE, BINARY, SQUARED = "sparse_categorical_crossentropy", "binary_crossentropy", "mean_squared_error"

OPTIMIZERS = {
    "sgd": {"sgd": {"learning_rate": 0.1}},
    "sgd_momentum": {"sgd": {"learning_rate": 0.05, "momentum": 0.9}},
    "sgd_nesterov": {"sgd": {"learning_rate": 0.05, "momentum": 0.9, "nesterov": True}},
    "adam": {"adam": {"learning_rate": 0.01}},
    "adam_default": "adam",
    "adam_amsgrad": {"adam": {"learning_rate": 0.01, "amsgrad": True}},
    "adam_clipnorm": {"adam": {"learning_rate": 0.01, "clipnorm": 0.2}},
    "adam_global_clipnorm": {"adam": {"learning_rate": 0.01, "global_clipnorm": 0.2}},
    "adam_clipvalue": {"adam": {"learning_rate": 0.01, "clipvalue": 0.02}},
    "adamw": {"adamw": {"learning_rate": 0.01, "weight_decay": 0.1}},
    "rmsprop": {"rmsprop": {"learning_rate": 0.01}},
    "rmsprop_centered_momentum": {"rmsprop": {"learning_rate": 0.005, "momentum": 0.5, "centered": True}},
    "adagrad": {"adagrad": {"learning_rate": 0.1}},
    "nadam": {"nadam": {"learning_rate": 0.01}},
}
REGULARIZERS = {
    "l1": {"kernel_regularizer": {"l1": {"l1": 0.01}}},
    "l2": {"kernel_regularizer": {"l2": {"l2": 0.01}}},
    "l1_l2": {"kernel_regularizer": {"l1_l2": {"l1": 0.01, "l2": 0.02}}},
    "bias_l2": {"bias_regularizer": {"l2": {"l2": 0.05}}},
    "activity_l1": {"activity_regularizer": {"l1": {"l1": 0.01}}},
    "activity_l2": {"activity_regularizer": {"l2": {"l2": 0.05}}},
    "orthogonal": {"kernel_regularizer": {"orthogonal_regularizer": {"factor": 0.5}}},
    "orthogonal_columns": {"kernel_regularizer": {"orthogonal_regularizer": {"factor": 0.5, "mode": "columns"}}},
}
PENALISED_NORMALIZATION = {
    "batch_normalization": {"gamma_regularizer": {"l2": {"l2": 0.05}}, "beta_regularizer": {"l1": {"l1": 0.02}}}
}


def data_of(loss, random):
    name = loss if isinstance(loss, str) else next(iter(loss))
    if name in (SPARSE, "categorical_crossentropy"):
        x, y = classes_data(random, ROWS, COLUMNS, 3)
        return x, y if name == SPARSE else np.eye(3, dtype="float32")[y]
    return (binary_data if name == BINARY else regression_data)(random, ROWS, COLUMNS)


def case(label, specs, optimizer, loss) -> dict:
    random = rng(label)
    x, y = data_of(loss, random)
    model = sequential(specs, (COLUMNS,))
    set_weights(model, random)
    start = weights_of(model)
    compiled = {"optimizer": optimizer, "loss": loss}
    compile_model(model, compiled)
    losses = []
    for step in range(STEPS):
        rows = slice(step * BATCH % ROWS, step * BATCH % ROWS + BATCH)
        model.reset_metrics()
        losses.append(number(model.train_on_batch(x[rows], y[rows])))
    return {
        "case": label,
        "input_shape": [COLUMNS],
        "model": specs,
        "compile": compiled,
        "initial_weights": start,
        "x": array(x),
        "y": array(y),
        "batch_size": BATCH,
        "losses": losses,
        "final_weights": weights_of(model),
        "predict_x": array(x[:4]),
        "predict_y": array(model.predict(x[:4], verbose=0)),
    }


def rows() -> list:
    adam = OPTIMIZERS["adam"]
    result = [(f"softmax_{label}", softmax(), optimizer, SPARSE) for label, optimizer in OPTIMIZERS.items()]
    result += [
        (f"sigmoid_{label}", sigmoid(), {"adam": {"learning_rate": {name: options}}}, BINARY)
        for label, (name, options) in SCHEDULES.items()
    ]
    result += [(f"regularizer_{label}", softmax(**options), adam, SPARSE) for label, options in REGULARIZERS.items()]
    return result + [
        ("sigmoid_relu", sigmoid("relu"), adam, BINARY),
        ("sigmoid_label_smoothing", sigmoid(), adam, {BINARY: {"label_smoothing": 0.1}}),
        ("logits_sparse", LOGITS, adam, {SPARSE: {"from_logits": True}}),
        ("logits_categorical", LOGITS, adam, {"categorical_crossentropy": {"from_logits": True}}),
        ("categorical", softmax(), adam, "categorical_crossentropy"),
        ("regression", regression(), adam, SQUARED),
        ("regression_absolute", regression(), OPTIMIZERS["sgd"], "mean_absolute_error"),
        ("regression_huber", regression(), OPTIMIZERS["sgd_momentum"], {"huber": {"delta": 0.3}}),
        ("regression_batch_normalization", regression({"batch_normalization": {}}), adam, SQUARED),
        ("regression_layer_normalization", regression({"layer_normalization": {}}), adam, SQUARED),
        ("regularizer_gamma_beta", regression(PENALISED_NORMALIZATION), adam, SQUARED),
        ("deep", DEEP, adam, SPARSE),
        ("deep_sgd", DEEP, OPTIMIZERS["sgd_nesterov"], SPARSE),
        ("folded", FOLDED, adam, SPARSE),
    ]


def contents() -> dict:
    return {"cases": [case(*row) for row in rows()]}
