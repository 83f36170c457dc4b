"""Embedding: calls as in `calls`, the rows of the table that no id names among them."""

import numpy as np
from calls import call_case
from common import rng

ROWS = [
    ("embedding", {"input_dim": 7, "output_dim": 3}, (4, 5)),
    ("embedding_one_column", {"input_dim": 7, "output_dim": 1}, (4, 5)),
    ("embedding_wide", {"input_dim": 5, "output_dim": 19}, (3, 6)),
    ("embedding_rank_2", {"input_dim": 7, "output_dim": 3}, (3, 2, 4)),
    ("embedding_mask_zero", {"input_dim": 7, "output_dim": 3, "mask_zero": True}, (4, 6)),
]


def case(label, options, shape) -> dict:
    random = rng(label)
    ids = random.integers(0, options["input_dim"], shape).astype("int32")
    ids[0, 0] = ids[-1, -1] = 0
    return call_case(label, {"embedding": options}, [np.asarray(ids)], random)


def contents() -> dict:
    return {"cases": [case(*row) for row in ROWS]}
