"""Whole runs of model.fit, without shuffling, from fixed weights.

Case: {case, input_shape, model, compile, initial_weights, x, y, sample_weight, fit, validation_data, names, history,
final_weights}. `fit` holds batch_size, epochs and, where used, validation_split, class_weight, callbacks;
validation_data is null or {x, y, sample_weight}; `names` is the order in which Keras reports what `history` holds.
The callback learning_rate_scheduler is given as {"rates": [the rate of each epoch]}.
"""

import keras
import numpy as np
from common import array, normal, number, optional_array, rng, split, uniform
from models import binary_data, classes_data, compile_model, regression_data, sequential, set_weights, weights_of

COLUMNS = 6
SIGMOID = [{"dense": {"units": 8, "activation": "relu"}}, {"dense": {"units": 1, "activation": "sigmoid"}}]
SOFTMAX = [{"dense": {"units": 8, "activation": "relu"}}, {"dense": {"units": 3, "activation": "softmax"}}]
REGRESSION = [{"dense": {"units": 8, "activation": "tanh"}}, {"dense": {"units": 1}}]
REGULARISED = [
    {
        "dense": {
            "units": 8,
            "activation": "relu",
            "kernel_regularizer": {"l2": {"l2": 0.01}},
            "activity_regularizer": {"l1": {"l1": 0.02}},
        }
    },
    {"dense": {"units": 1, "activation": "sigmoid", "kernel_regularizer": {"l1": {"l1": 0.005}}}},
]
NORMALISED = [
    {"dense": {"units": 8, "activation": "relu"}},
    {"batch_normalization": {"momentum": 0.7}},
    {"dense": {"units": 1, "activation": "sigmoid"}},
]
FROZEN = [{"dense": REGULARISED[0]["dense"] | {"trainable": False}}, REGULARISED[1]]
STEPS = [
    {"reshape": {"target_shape": [3, 2]}},
    {"dense": {"units": 4, "activation": "relu"}},
    {"dense": {"units": 1, "activation": "sigmoid"}},
]
BINARY, SPARSE, SQUARED = "binary_crossentropy", "sparse_categorical_crossentropy", "mean_squared_error"


CALLBACKS = {
    "early_stopping": keras.callbacks.EarlyStopping,
    "reduce_lr_on_plateau": keras.callbacks.ReduceLROnPlateau,
    "terminate_on_nan": keras.callbacks.TerminateOnNaN,
    "learning_rate_scheduler": lambda rates: keras.callbacks.LearningRateScheduler(lambda epoch, rate: rates[epoch]),
}


def case(label, model, compile, data, fit, sample_weight=None, validation_data=None) -> dict:
    x, y = data
    network = sequential(model, x.shape[1:])
    set_weights(network, rng("start"))
    start = weights_of(network)
    compile_model(network, compile)
    callbacks = [CALLBACKS[name](**options) for name, options in map(split, fit.get("callbacks", []))]
    arguments = fit | {"callbacks": callbacks, "shuffle": False, "verbose": 0}
    history = network.fit(x, y, sample_weight=sample_weight, validation_data=validation_data, **arguments).history
    parts = dict(zip(("x", "y", "sample_weight"), (*(validation_data or ()), None)))
    return {
        "case": label,
        "input_shape": list(x.shape[1:]),
        "model": model,
        "compile": compile,
        "initial_weights": start,
        "x": array(x),
        "y": array(y),
        "sample_weight": optional_array(sample_weight),
        "fit": fit,
        "validation_data": {k: optional_array(v) for k, v in parts.items()} if validation_data else None,
        "names": list(history),
        "history": {name: [number(v) for v in values] for name, values in history.items()},
        "final_weights": weights_of(network),
    }


def compiled(loss, rate=0.01, **more) -> dict:
    return {"optimizer": {"adam": {"learning_rate": rate}}, "loss": loss} | more


def plain_cases() -> list:
    random = rng("plain")
    binary = binary_data(random, 45, COLUMNS)
    classes = classes_data(random, 45, COLUMNS, 3)
    real = regression_data(random, 45, COLUMNS)
    flat = (binary[0], binary[1][:, 0])
    one_hot = (classes[0], np.eye(3, dtype="float32")[classes[1]])
    short = {"batch_size": 10, "epochs": 3}
    halved = short | {"validation_split": 0.3}
    decay = {"exponential_decay": {"initial_learning_rate": 0.5, "decay_steps": 4, "decay_rate": 0.7}}
    return [
        case("last_batch_short", SIGMOID, compiled(BINARY, metrics=["accuracy"]), binary, short),
        case("default_batch_size", SIGMOID, compiled(BINARY, metrics=["accuracy"]), binary, {"epochs": 2}),
        case("validation_split", SIGMOID, compiled(BINARY, metrics=["accuracy"]), binary, halved),
        case("flat_targets", SIGMOID, compiled(BINARY, metrics=["accuracy", "mse"]), flat, halved),
        case("sparse", SOFTMAX, compiled(SPARSE, metrics=["accuracy"]), classes, halved),
        case("categorical", SOFTMAX, compiled("categorical_crossentropy", metrics=["accuracy"]), one_hot, halved),
        case("regression", REGRESSION, compiled(SQUARED, metrics=["mae", "root_mean_squared_error"]), real, halved),
        case("r2_score", REGRESSION, compiled(SQUARED, metrics=["r2_score"]), real, halved),
        case("regularised", REGULARISED, compiled(BINARY, metrics=["accuracy", BINARY]), binary, halved),
        case("batch_normalization", NORMALISED, compiled(BINARY, metrics=["accuracy"]), binary, halved),
        case(
            "many_metrics",
            SIGMOID,
            compiled(
                BINARY, metrics=["accuracy", "auc", "precision", "recall", {"binary_accuracy": {"threshold": 0.4}}]
            ),
            binary,
            halved,
        ),
        case("repeated_metric", SIGMOID, compiled(BINARY, metrics=["accuracy", "accuracy", "acc"]), binary, halved),
        case(
            "schedule_across_epochs",
            SIGMOID,
            {"optimizer": {"sgd": {"learning_rate": decay}}, "loss": BINARY},
            binary,
            halved,
        ),
        case("regularised_frozen", FROZEN, compiled(BINARY, metrics=["accuracy"]), binary, halved),
        case(
            "validation_batch_size",
            REGULARISED,
            compiled(BINARY, metrics=["accuracy", "auc"]),
            binary,
            halved | {"validation_batch_size": 4},
        ),
        case("initial_epoch", SIGMOID, compiled(BINARY), binary, halved | {"initial_epoch": 1}),
        case(
            "categorical_metrics",
            SOFTMAX,
            compiled(
                "categorical_crossentropy",
                metrics=[{"f1_score": {"average": "macro"}}, {"top_k_categorical_accuracy": {"k": 2}}, "mae"],
            ),
            one_hot,
            halved,
        ),
    ]


def weighted_cases() -> list:
    random = rng("weighted")
    binary = binary_data(random, 45, COLUMNS)
    classes = classes_data(random, 45, COLUMNS, 3)
    one_hot = (classes[0], np.eye(3, dtype="float32")[classes[1]])
    weight = uniform(random, 45, 0, 2, 2)
    other = binary_data(random, 17, COLUMNS)
    other_weight = uniform(random, 17, 0, 2, 2)
    short = {"batch_size": 10, "epochs": 3}
    halved = short | {"validation_split": 0.3}
    by_class = {"class_weight": {0: 0.5, 1: 2.0, 2: 1.5}}
    both = compiled(BINARY, metrics=["accuracy"], weighted_metrics=["accuracy"])
    steps = (binary[0].reshape(45, 3, 2).sum(-1, keepdims=True) > 0).astype("float32")  # one target for each of 3 steps
    return [
        case("sample_weight", SIGMOID, compiled(BINARY, metrics=["accuracy"]), binary, halved, weight),
        case("sample_weight_weighted_metrics", SIGMOID, both, binary, halved, weight),
        case(
            "weighted_metrics_alone",
            SIGMOID,
            compiled(BINARY, weighted_metrics=["accuracy", "mse"]),
            binary,
            halved,
            weight,
        ),
        case("class_weight_binary", SIGMOID, both, binary, halved | {"class_weight": {0: 0.5, 1: 2.0}}),
        case("class_weight_missing_class", SIGMOID, both, binary, halved | {"class_weight": {1: 3.0}}),
        case("class_weight_sparse", SOFTMAX, compiled(SPARSE, metrics=["accuracy"]), classes, halved | by_class),
        case(
            "class_weight_one_hot",
            SOFTMAX,
            compiled("categorical_crossentropy", metrics=["accuracy"], weighted_metrics=["accuracy"]),
            one_hot,
            halved | by_class,
        ),
        case("validation_data", SIGMOID, both, binary, short, None, other),
        case("validation_data_weighted", SIGMOID, both, binary, short, weight, (*other, other_weight)),
        case("regularised_weighted", REGULARISED, both, binary, halved, weight),
        case("steps_weighted", STEPS, both, (binary[0], steps), halved, weight[:, None]),
    ]


def callback_cases() -> list:
    """Targets without pattern: the training loss falls while the validation loss soon rises."""
    random = rng("without pattern")
    x = normal(random, (40, COLUMNS))
    noise = (x, random.integers(0, 2, (40, 1)).astype("float32"))
    setting = compiled(BINARY, 0.03, metrics=["accuracy"])
    fit = {"batch_size": 8, "epochs": 30, "validation_split": 0.25}

    def run(label, *callbacks, model=SIGMOID, compile=setting, data=noise, **changes):
        return case(label, model, compile, data, fit | changes | {"callbacks": list(callbacks)})

    def stop(label, **options):
        return run(f"early_stopping_{label}", {"early_stopping": options})

    overflow = regression_data(random, 40, COLUMNS)
    overflow[1][19] = 1e30
    return [
        stop("patience", patience=4),
        stop("patience_0"),
        stop("patience_1", patience=1),
        stop("restore", patience=4, restore_best_weights=True),
        stop("restore_never_stopped", patience=50, restore_best_weights=True),
        stop("start_from_epoch", patience=2, start_from_epoch=10),
        stop("start_from_epoch_restore", patience=2, start_from_epoch=10, restore_best_weights=True),
        stop("baseline_missed", patience=3, baseline=0.1),
        stop("baseline_missed_restore", patience=3, baseline=0.1, restore_best_weights=True),
        stop("baseline_met", patience=3, baseline=5.0),
        stop("min_delta", patience=2, min_delta=0.03, monitor="loss"),
        stop("min_delta_restore", patience=2, min_delta=0.03, monitor="loss", restore_best_weights=True),
        stop("maximised_accuracy", patience=3, monitor="accuracy", restore_best_weights=True),
        stop("mode_max", patience=3, monitor="val_accuracy", mode="max"),
        run("reduce_lr", {"reduce_lr_on_plateau": {"patience": 3, "factor": 0.5}}),
        run("reduce_lr_cooldown", {"reduce_lr_on_plateau": {"patience": 2, "factor": 0.5, "cooldown": 3}}),
        run("reduce_lr_min_lr", {"reduce_lr_on_plateau": {"patience": 2, "factor": 0.3, "min_lr": 0.002}}),
        run("reduce_lr_min_delta", {"reduce_lr_on_plateau": {"monitor": "loss", "patience": 2, "min_delta": 0.05}}),
        run(
            "learning_rate_scheduler",
            {"learning_rate_scheduler": {"rates": [0.05, 0.02, 0.02, 0.01, 0.001, 0.0005]}},
            epochs=6,
        ),
        run(
            "reduce_lr_early_stopping",
            {"early_stopping": {"patience": 6}},
            {"reduce_lr_on_plateau": {"patience": 2, "factor": 0.5}},
        ),
        run(
            "terminate_on_nan",
            "terminate_on_nan",
            model=REGRESSION,
            compile={"optimizer": "sgd", "loss": SQUARED},
            data=overflow,
            epochs=4,
        ),
    ]


def document_case() -> dict:
    """Dense 64 relu, dense 1 sigmoid on 100 inputs, with early stopping: the setting that people first try."""
    random = rng("document")
    x = normal(random, (200, 100), decimals=5)
    y = (x @ random.standard_normal(100) > 0).astype("float32")[:, None]
    model = [{"dense": {"units": 64, "activation": "relu"}}, {"dense": {"units": 1, "activation": "sigmoid"}}]
    compile = {"optimizer": "adam", "loss": BINARY, "metrics": ["accuracy"]}
    fit = {"batch_size": 32, "epochs": 100, "validation_split": 0.2}
    stopping = {"callbacks": [{"early_stopping": {"monitor": "val_loss", "patience": 5}}]}
    return case("document", model, compile, (x, y), fit | stopping)


def contents() -> dict:
    return {"cases": plain_cases() + weighted_cases() + callback_cases() + [document_case()]}
