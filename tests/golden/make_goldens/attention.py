"""Multi-head attention: calls as in `calls`, on query and value, or on query, value and key."""

import numpy as np
from calls import call_case
from common import normal, rng

SAMPLES, TARGETS, SOURCES = 3, 4, 5
# the last sample's query is masked everywhere
QUERY_MASK = np.array([[1, 1, 1, 1], [0, 1, 1, 0], [0, 0, 0, 0]], "int32")
VALUE_MASK = np.array([[1, 1, 1, 0, 0], [0, 0, 1, 0, 1], [1, 1, 1, 1, 1]], "int32")
SMALL = {"num_heads": 2, "key_dim": 3}
CAUSAL = {"use_causal_mask": True}

# label, options, features of query, value (and key), masks, options of the call
ROWS = [
    ("attention", SMALL, (6, 6), None, None),
    # where values are as wide as keys, or nothing is dropped, Keras goes another way, which refuses other widths
    ("attention_value_dim", SMALL | {"value_dim": 5, "dropout": 0.5}, (6, 4), None, None),
    ("attention_key", SMALL | {"value_dim": 2, "dropout": 0.5}, (6, 4, 3), None, None),
    ("attention_without_bias", SMALL | {"use_bias": False}, (6, 6), None, None),
    ("attention_output_shape", SMALL | {"output_shape": 7}, (6, 6), None, None),
    ("attention_one_head", {"num_heads": 1, "key_dim": 17}, (6, 6), None, None),
    ("attention_causal", SMALL, (6, 6), None, CAUSAL),
    ("attention_masked", SMALL, (6, 6), [QUERY_MASK, VALUE_MASK], None),
    ("attention_value_masked", SMALL, (6, 6), [None, VALUE_MASK], None),
    ("attention_query_masked", SMALL, (6, 6), [QUERY_MASK, None], None),
    ("attention_masked_causal", SMALL, (6, 6), [QUERY_MASK, VALUE_MASK], CAUSAL),
    ("attention_key_masked", SMALL, (6, 4, 3), [None, None, VALUE_MASK], None),
]


def case(label, options, features, masks, call_options) -> dict:
    random = rng(label)
    steps = [TARGETS, SOURCES, SOURCES]
    inputs = [normal(random, (SAMPLES, n, f)) for n, f in zip(steps, features)]
    return call_case(label, {"multi_head_attention": options}, inputs, random, masks, call_options)


def contents() -> dict:
    return {"cases": [case(*row) for row in ROWS]}
