"""Optimizers whose rule knows the shape of a variable. Cases as in optimizers.json, on a vector, a tall and a wide matrix and
a stack of matrices."""

from optimizers import FAST, trajectory_case

SHAPES = [(4, 2), (2, 3), (3,), (2, 2, 2)]
CASES = {
    "lamb": {
        "default": {},
        "fast_decayed": FAST | {"weight_decay": 0.1},
        "betas_epsilon": FAST | {"beta_1": 0.5, "beta_2": 0.6, "epsilon": 1e-2},
    },
    "adafactor": {
        "default": {},
        "fast_decayed": {"learning_rate": 0.5, "weight_decay": 0.1},
        "decay_clip": {"learning_rate": 0.5, "beta_2_decay": -0.5, "clip_threshold": 0.5},
        "epsilons": {"learning_rate": 0.5, "epsilon_1": 1e-3, "epsilon_2": 2.0},
    },
    "muon": {
        "default": {},
        "plain": FAST | {"nesterov": False, "weight_decay": None, "adam_weight_decay": 0.1, "rms_rate": None},
        "coefficients": FAST | {"muon_a": 2.0, "muon_b": -1.5, "muon_c": 0.5, "ns_steps": 3, "momentum": 0.5},
        "adam": FAST | {"adam_lr_ratio": 0.5, "adam_beta_1": 0.5, "adam_beta_2": 0.6, "epsilon": 1e-2},
    },
}


def contents() -> dict:
    return {
        "cases": [
            trajectory_case(f"{name}_{variant}", name, options, shapes=SHAPES)
            for name, variants in CASES.items()
            for variant, options in variants.items()
        ]
    }
