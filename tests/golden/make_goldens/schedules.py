"""Learning-rate schedules: the rate of each step, and what Adam and SGD make of it.

cases: {case, name, options, steps, values}. trajectories: cases in the form of optimizers.json, with
options.learning_rate = {schedule: options}.
"""

import keras
from common import make, number
from optimizers import trajectory_case

STEPS = [*range(41), 50, 63, 64, 100, 1000]

SCHEDULES = {
    "exponential_decay": ("exponential_decay", {"initial_learning_rate": 0.1, "decay_steps": 8, "decay_rate": 0.5}),
    "exponential_decay_staircase": (
        "exponential_decay",
        {"initial_learning_rate": 0.1, "decay_steps": 8, "decay_rate": 0.5, "staircase": True},
    ),
    "piecewise_constant_decay": (
        "piecewise_constant_decay",
        {"boundaries": [4, 9, 15], "values": [0.1, 0.05, 0.02, 0.001]},
    ),
    "polynomial_decay": ("polynomial_decay", {"initial_learning_rate": 0.1, "decay_steps": 12}),
    "polynomial_decay_power": (
        "polynomial_decay",
        {"initial_learning_rate": 0.1, "decay_steps": 12, "end_learning_rate": 0.01, "power": 2.0},
    ),
    "polynomial_decay_cycle": (
        "polynomial_decay",
        {"initial_learning_rate": 0.1, "decay_steps": 7, "end_learning_rate": 0.01, "power": 0.5, "cycle": True},
    ),
    "inverse_time_decay": ("inverse_time_decay", {"initial_learning_rate": 0.1, "decay_steps": 5, "decay_rate": 0.5}),
    "inverse_time_decay_staircase": (
        "inverse_time_decay",
        {"initial_learning_rate": 0.1, "decay_steps": 5, "decay_rate": 0.5, "staircase": True},
    ),
    "cosine_decay": ("cosine_decay", {"initial_learning_rate": 0.1, "decay_steps": 15}),
    "cosine_decay_alpha": ("cosine_decay", {"initial_learning_rate": 0.1, "decay_steps": 15, "alpha": 0.2}),
    "cosine_decay_warmup": (
        "cosine_decay",
        {
            "initial_learning_rate": 0.001,
            "decay_steps": 15,
            "alpha": 0.1,
            "warmup_target": 0.1,
            "warmup_steps": 4,
        },
    ),
    "cosine_decay_restarts": ("cosine_decay_restarts", {"initial_learning_rate": 0.1, "first_decay_steps": 5}),
    "cosine_decay_restarts_equal": (
        "cosine_decay_restarts",
        {"initial_learning_rate": 0.1, "first_decay_steps": 6, "t_mul": 1.0, "m_mul": 0.8, "alpha": 0.1},
    ),
    "cosine_decay_restarts_shrinking": (
        "cosine_decay_restarts",
        {"initial_learning_rate": 0.1, "first_decay_steps": 4, "t_mul": 1.5, "m_mul": 0.5, "alpha": 0.05},
    ),
}


def case(label, name, options) -> dict:
    schedule = make(keras.optimizers.schedules, {name: options})
    return {
        "case": label,
        "name": name,
        "options": options,
        "steps": STEPS,
        "values": [number(schedule(step)) for step in STEPS],
    }


def contents() -> dict:
    return {
        "cases": [case(label, *spec) for label, spec in SCHEDULES.items()],
        "trajectories": [
            trajectory_case(f"{optimizer}_{label}", optimizer, {"learning_rate": {name: options}})
            for label, (name, options) in SCHEDULES.items()
            for optimizer in ("adam", "sgd")
        ],
    }
