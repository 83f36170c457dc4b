"""Recurrent layers: calls as in `calls`."""

import numpy as np
from calls import call_case
from common import normal, rng

SAMPLES, STEPS, FEATURES = 3, 5, 4
# the middle sample is masked at both ends and in between, the last one everywhere
MASK = np.array([[1, 1, 1, 1, 1], [0, 1, 0, 1, 0], [0, 0, 0, 0, 0]], "int32")
CELLS = ["simple_rnn", "lstm", "gru"]


def cells() -> list:
    rows = []
    for cell in CELLS:
        rows += [
            (cell, {cell: {"units": 3}}, None),
            (f"{cell}_sequences", {cell: {"units": 3, "return_sequences": True}}, None),
            (f"{cell}_backwards", {cell: {"units": 3, "go_backwards": True}}, None),
            (
                f"{cell}_backwards_sequences_masked",
                {cell: {"units": 2, "go_backwards": True, "return_sequences": True}},
                MASK,
            ),
            (f"{cell}_without_bias", {cell: {"units": 3, "use_bias": False}}, None),
            (f"{cell}_masked", {cell: {"units": 3}}, MASK),
            (f"{cell}_masked_sequences", {cell: {"units": 3, "return_sequences": True}}, MASK),
            (
                f"{cell}_masked_zero_output",
                {cell: {"units": 3, "return_sequences": True, "zero_output_for_mask": True}},
                MASK,
            ),
            (f"{cell}_gelu", {cell: {"units": 3, "activation": "gelu"}}, None),
            (f"{cell}_linear", {cell: {"units": 3, "activation": "linear"}}, None),
        ]
        if cell != "simple_rnn":
            rows.append(
                (f"{cell}_hard_sigmoid", {cell: {"units": 3, "recurrent_activation": "hard_sigmoid"}}, None)
            )
    rows.append(("lstm_wide", {"lstm": {"units": 9, "activation": "softsign"}}, None))
    for options in [{}, {"use_bias": False}, {"return_sequences": True}]:
        label = "_".join(["gru_reset_before", *options])
        rows.append((label, {"gru": {"units": 3, "reset_after": False} | options}, MASK if options else None))
    return rows


def case(label, spec, mask) -> dict:
    random = rng(label)
    x = normal(random, (SAMPLES, STEPS, FEATURES))
    return call_case(label, spec, [x], random, None if mask is None else [mask])


def contents() -> dict:
    return {"cases": [case(*row) for row in cells()]}
