"""Optimizers whose rule knows no variables, only elements. Cases as in optimizers.json."""

from optimizers import FAST, trajectory_case

CASES = {
    "adamax": {
        "default": {},
        "fast_decayed": FAST | {"weight_decay": 0.1, "global_clipnorm": 0.5},
        "betas_epsilon": FAST | {"beta_1": 0.5, "beta_2": 0.6, "epsilon": 1e-2},
    },
    "adadelta": {
        "default": {},
        "fast_decayed": {"learning_rate": 1.0, "weight_decay": 0.01},
        "rho_epsilon": {"learning_rate": 1.0, "rho": 0.5, "epsilon": 1e-2},
    },
    "ftrl": {
        "default": {},
        "fast_decayed": FAST | {"weight_decay": 0.1, "clipnorm": 0.5},
        "power": FAST | {"learning_rate_power": -0.8, "initial_accumulator_value": 0.5},
        "l1": FAST | {"l1_regularization_strength": 0.4},
        "l2": FAST | {"l2_regularization_strength": 0.3, "beta": 0.2, "initial_accumulator_value": 0.0},
        "shrinkage": FAST | {"l2_shrinkage_regularization_strength": 0.1},
    },
    "lion": {
        "default": {},
        "fast_decayed": FAST | {"weight_decay": 0.1},
        "betas": FAST | {"beta_1": 0.5, "beta_2": 0.6},
    },
    "schedule_free_adamw": {
        "default": {},
        "fast_decayed": FAST | {"weight_decay": 0.1, "clipvalue": 0.1},
        "warmup": FAST | {"warmup_steps": 7},
        "betas_epsilon": FAST | {"beta_1": 0.6, "beta_2": 0.9, "epsilon": 1e-3},
    },
}


def contents() -> dict:
    cases = []
    for name, variants in CASES.items():
        cases += [trajectory_case(f"{name}_{variant}", name, options) for variant, options in variants.items()]
        if name != "lion":  # no epsilon to find
            cases.append(trajectory_case(f"{name}_tiny_gradients", name, {}, 1e-7))
    return {"cases": cases}
