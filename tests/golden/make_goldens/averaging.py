"""What every optimizer can do over its updates: average weights, accumulate gradients.

Cases as in optimizers.json, with `average`, the weights after finalize_variable_values, where use_ema is on.
"""

from optimizers import FAST, trajectory_case

EMA = FAST | {"use_ema": True, "ema_momentum": 0.7}
ACCUMULATE = FAST | {"gradient_accumulation_steps": 3}
DECAY = {"exponential_decay": {"initial_learning_rate": 0.1, "decay_steps": 4, "decay_rate": 0.5}}
CASES = {
    "ema": ("adam", EMA),
    "ema_overwrite": ("adam", EMA | {"ema_overwrite_frequency": 4}),
    "accumulation": ("adam", ACCUMULATE),
    "accumulation_decayed_clipped": ("sgd", ACCUMULATE | {"momentum": 0.9, "weight_decay": 0.1, "clipnorm": 0.3}),
    "accumulation_schedule": ("sgd", ACCUMULATE | {"learning_rate": DECAY}),
    "accumulation_ema_overwrite": ("rmsprop", ACCUMULATE | EMA | {"ema_overwrite_frequency": 2}),
}


def contents() -> dict:
    return {"cases": [trajectory_case(label, *spec) for label, spec in CASES.items()]}
