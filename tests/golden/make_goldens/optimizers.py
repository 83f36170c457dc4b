"""Optimizers: twenty steps on two variables.

Case: {case, name, options, variables: [array, array], gradients: [20 x [array, array]], trajectory: [20 x [array, array]]}.
Row k of the trajectory holds the variables after the update with row k of the gradients.
"""

import keras
import numpy as np
from common import array, make, normal, rng

STEPS = 20
SHAPES = [(2, 3), (3,)]
NAMES = ["sgd", "adam", "adamw", "rmsprop", "adagrad", "nadam"]
FAST = {"learning_rate": 0.05}
SHARED = {
    "default": {},
    "fast": FAST,
    "weight_decay": FAST | {"weight_decay": 0.1},
    "clipnorm": FAST | {"clipnorm": 0.5},
    "global_clipnorm": FAST | {"global_clipnorm": 0.5},
    "clipvalue": FAST | {"clipvalue": 0.1},
}
OWN = {
    "sgd": {
        "momentum": {"momentum": 0.9},
        "nesterov": {"momentum": 0.9, "nesterov": True},
        "momentum_weight_decay": {"momentum": 0.9, "weight_decay": 0.1},
        "nesterov_clipnorm": {"momentum": 0.9, "nesterov": True, "clipnorm": 0.5},
    },
    "adam": {
        "amsgrad": {"amsgrad": True},
        "epsilon": {"epsilon": 1e-3},
        "betas": {"beta_1": 0.8, "beta_2": 0.9},
        "amsgrad_betas": {"amsgrad": True, "beta_1": 0.5, "beta_2": 0.6} | FAST,
    },
    "adamw": {"amsgrad": {"amsgrad": True}},
    "rmsprop": {
        "momentum": {"momentum": 0.9},
        "centered": {"centered": True},
        "centered_momentum": {"centered": True, "momentum": 0.9},
        "rho_epsilon": {"rho": 0.5, "epsilon": 1e-2},
    },
    "adagrad": {"accumulator": {"initial_accumulator_value": 0.5}, "epsilon": {"epsilon": 1e-2}},
    "nadam": {"betas": {"beta_1": 0.8, "beta_2": 0.9}, "epsilon": {"epsilon": 1e-3}},
}


def scaled(random, shape, spread, scale) -> np.ndarray:
    return (normal(random, shape, spread).astype("float64") * scale).astype("float32")


def gradients_of(random, scale, shapes) -> list:
    """Their size changes along the way, so that no running mean settles."""
    return [[scaled(random, shape, 0.4 + 0.2 * np.sin(step), scale) for shape in shapes] for step in range(STEPS)]


def trajectory_case(label, name, options, scale=1.0, shapes=SHAPES) -> dict:
    """`scale` multiplies the start values and the gradients; far below 1 it shows where epsilon stands."""
    random = rng(label)
    variables = [keras.Variable(scaled(random, shape, 1.0, scale)) for shape in shapes]
    start = [array(v) for v in variables]
    gradients = gradients_of(random, scale, shapes)
    optimizer = make(keras.optimizers, {name: options})
    trajectory = []
    for row in gradients:
        optimizer.apply([keras.ops.convert_to_tensor(g) for g in row], variables)
        trajectory.append([array(v) for v in variables])
    answer = {
        "case": label,
        "name": name,
        "options": options,
        "variables": start,
        "gradients": [[array(g) for g in row] for row in gradients],
        "trajectory": trajectory,
    }
    if optimizer.use_ema:
        optimizer.finalize_variable_values(variables)
        answer["average"] = [array(v) for v in variables]
    return answer


def contents() -> dict:
    cases = []
    for name in NAMES:
        for variant, options in (SHARED | OWN[name]).items():
            cases.append(trajectory_case(f"{name}_{variant}", name, options))
        cases.append(trajectory_case(f"{name}_tiny_gradients", name, {}, 1e-7))
    for name, options in [
        ("adam", {"amsgrad": True}),
        ("adam", {"epsilon": 1e-3}),
        ("rmsprop", {"centered": True}),
        ("rmsprop", {"momentum": 0.9}),
    ]:
        cases.append(trajectory_case(f"{name}_{next(iter(options))}_tiny_gradients", name, options, 1e-7))
    return {"cases": cases}
