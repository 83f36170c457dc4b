"""Layers around another one: calls as in `calls`."""

from recurrent import MASK, case


def rows() -> list:
    result = []
    for mode in ["concat", "sum", "mul", "ave"]:
        layer = {"lstm": {"units": 3, "return_sequences": True}}
        result.append((f"bidirectional_{mode}", {"bidirectional": {"layer": layer, "merge_mode": mode}}, MASK))
    return result + [
        ("bidirectional_last", {"bidirectional": {"layer": {"gru": {"units": 3}}}}, None),
        ("bidirectional_last_masked", {"bidirectional": {"layer": {"gru": {"units": 3}}}}, MASK),
        ("time_distributed_dense", {"time_distributed": {"layer": {"dense": {"units": 3, "activation": "tanh"}}}}, None),
        ("time_distributed_masked", {"time_distributed": {"layer": {"dense": {"units": 3}}}}, MASK),
        ("time_distributed_norm", {"time_distributed": {"layer": {"layer_normalization": {}}}}, None),
    ]


def contents() -> dict:
    return {"cases": [case(*row) for row in rows()]}
