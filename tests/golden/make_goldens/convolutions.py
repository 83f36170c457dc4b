"""Convolutions of every kind: cases as in layers.json."""

from layers import case

IMAGE = (2, 5, 6, 4)
SEQUENCE = (2, 7, 3)
ONE_AXIS = [
    ("conv1d", {"filters": 4, "kernel_size": 3}, SEQUENCE),
    ("conv1d", {"filters": 4, "kernel_size": 3, "padding": "causal", "dilation_rate": 2, "activation": "tanh"}, SEQUENCE),
    ("conv1d", {"filters": 2, "kernel_size": 2, "padding": "same", "strides": 2, "use_bias": False}, SEQUENCE),
    ("depthwise_conv1d", {"kernel_size": 3, "depth_multiplier": 2, "strides": 2}, SEQUENCE),
    ("separable_conv1d", {"filters": 5, "kernel_size": 2, "padding": "same"}, SEQUENCE),
    ("conv1d_transpose", {"filters": 2, "kernel_size": 4, "strides": 3}, SEQUENCE),
    ("conv1d_transpose", {"filters": 2, "kernel_size": 2, "strides": 3, "padding": "same"}, SEQUENCE),
]
TWO_AXES = [
    ("conv2d", {"filters": 3, "kernel_size": 3, "activation": "relu"}, IMAGE),
    ("conv2d", {"filters": 3, "kernel_size": [1, 1], "activation": "gelu"}, IMAGE),
    ("conv2d", {"filters": 33, "kernel_size": 3}, (3, 4, 4, 1)),
    ("conv2d", {"filters": 2, "kernel_size": [2, 3], "strides": [1, 2]}, IMAGE),
    ("conv2d", {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same"}, IMAGE),
    ("conv2d", {"filters": 2, "kernel_size": 2, "dilation_rate": [2, 3], "padding": "same"}, IMAGE),
    ("conv2d", {"filters": 6, "kernel_size": 3, "groups": 2, "padding": "same"}, IMAGE),
    ("conv2d", {"filters": 2, "kernel_size": 2, "strides": 3}, IMAGE),
    ("depthwise_conv2d", {"kernel_size": 3, "activation": "relu"}, (2, 5, 6, 17)),
    ("depthwise_conv2d", {"kernel_size": [3, 2], "depth_multiplier": 3, "padding": "same"}, IMAGE),
    ("depthwise_conv2d", {"kernel_size": 3, "strides": 2, "padding": "same"}, IMAGE),
    ("separable_conv2d", {"filters": 5, "kernel_size": 3, "depth_multiplier": 2}, IMAGE),
    ("separable_conv2d", {"filters": 3, "kernel_size": 2, "padding": "same", "activation": "silu", "use_bias": False}, IMAGE),
    ("conv2d_transpose", {"filters": 3, "kernel_size": 3, "activation": "relu"}, IMAGE),
    ("conv2d_transpose", {"filters": 2, "kernel_size": 3, "strides": 2, "padding": "same"}, IMAGE),
    ("conv2d_transpose", {"filters": 2, "kernel_size": [2, 3], "strides": 2, "output_padding": 1, "padding": "same"}, IMAGE),
    ("conv2d_transpose", {"filters": 2, "kernel_size": 4, "strides": [2, 3]}, IMAGE),
    ("conv2d_transpose", {"filters": 2, "kernel_size": 2, "dilation_rate": 2}, IMAGE),
]


def contents() -> dict:
    rows = ONE_AXIS + TWO_AXES
    labels = [f"{name}_{sum(other[0] == name for other in rows[:i]) + 1}" for i, (name, _, _) in enumerate(rows)]
    return {"cases": [case(label, *row, None) for label, row in zip(labels, rows)]}
