"""Activation, noise and normalization layers: cases as in layers. Noise is held to Keras at inference, where it does nothing."""

from layers import case

FEATURES = (4, 6)
STEPS = (2, 4, 6)
IMAGE = (2, 3, 2, 6)
ROWS = [
    ("leaky_relu", "leaky_relu", {}, FEATURES),
    ("leaky_relu_slope", "leaky_relu", {"negative_slope": 0.1}, STEPS),
    ("elu", "elu", {}, FEATURES),
    ("elu_alpha", "elu", {"alpha": 0.5}, FEATURES),
    ("relu", "relu", {}, FEATURES),
    ("relu_options", "relu", {"max_value": 1.0, "negative_slope": 0.2, "threshold": 0.3}, STEPS),
    ("prelu", "prelu", {}, FEATURES),
    ("prelu_steps", "prelu", {}, STEPS),
    ("prelu_shared", "prelu", {"shared_axes": [1]}, STEPS),
    ("prelu_image", "prelu", {"shared_axes": [1, 2]}, IMAGE),
    ("softmax", "softmax", {}, STEPS),
    ("softmax_steps", "softmax", {"axis": 1}, STEPS),
    ("softmax_middle", "softmax", {"axis": -2}, IMAGE),
    ("masking", "masking", {}, STEPS),
    ("unit_normalization", "unit_normalization", {}, STEPS),
    ("rms_normalization", "rms_normalization", {}, FEATURES),
    ("rms_normalization_epsilon", "rms_normalization", {"epsilon": 0.1}, IMAGE),
    ("group_normalization", "group_normalization", {"groups": 3}, IMAGE),
    ("group_normalization_steps", "group_normalization", {"groups": 2, "epsilon": 0.1}, STEPS),
    ("group_normalization_features", "group_normalization", {"groups": 2}, FEATURES),
    ("group_normalization_instance", "group_normalization", {"groups": -1}, IMAGE),
    ("group_normalization_one", "group_normalization", {"groups": 1}, IMAGE),
    ("group_normalization_bare", "group_normalization", {"groups": 3, "center": False, "scale": False}, IMAGE),
    ("group_normalization_without_center", "group_normalization", {"groups": 3, "center": False}, IMAGE),
    ("group_normalization_without_scale", "group_normalization", {"groups": 3, "scale": False}, IMAGE),
]
NOISE = [
    ("gaussian_noise_inference", "gaussian_noise", {"stddev": 0.5}, FEATURES),
    ("gaussian_dropout_inference", "gaussian_dropout", {"rate": 0.5}, FEATURES),
    ("alpha_dropout_inference", "alpha_dropout", {"rate": 0.5}, FEATURES),
    ("spatial_dropout1d_inference", "spatial_dropout1d", {"rate": 0.5}, STEPS),
    ("spatial_dropout2d_inference", "spatial_dropout2d", {"rate": 0.5}, IMAGE),
]
MASK = [[1, 1, 0, 1], [0, 0, 0, 0], [0, 1, 0, 0]]


def contents() -> dict:
    return {
        "cases": [case(*row, None) for row in ROWS]
        + [case(*row, False) for row in NOISE]
        + [case("softmax_masked", "softmax", {}, (3, 4), None, mask=MASK)]
    }
