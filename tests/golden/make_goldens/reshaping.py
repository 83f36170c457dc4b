"""Reshaping: cases as in layers."""

from layers import case

STEPS = (2, 5, 3)
IMAGE = (2, 4, 5, 2)
ROWS = [
    ("zero_padding_1d", "zero_padding_1d", {}, STEPS),
    ("zero_padding_1d_two", "zero_padding_1d", {"padding": [0, 2]}, STEPS),
    ("zero_padding_2d", "zero_padding_2d", {}, IMAGE),
    ("zero_padding_2d_one", "zero_padding_2d", {"padding": 2}, IMAGE),
    ("zero_padding_2d_two", "zero_padding_2d", {"padding": [1, 2]}, IMAGE),
    ("zero_padding_2d_four", "zero_padding_2d", {"padding": [[1, 0], [2, 3]]}, IMAGE),
    ("cropping_1d", "cropping_1d", {}, STEPS),
    ("cropping_1d_one", "cropping_1d", {"cropping": 2}, STEPS),
    ("cropping_1d_two", "cropping_1d", {"cropping": [0, 3]}, STEPS),
    ("cropping_2d", "cropping_2d", {}, IMAGE),
    ("cropping_2d_one", "cropping_2d", {"cropping": 1}, IMAGE),
    ("cropping_2d_two", "cropping_2d", {"cropping": [0, 2]}, IMAGE),
    ("cropping_2d_four", "cropping_2d", {"cropping": [[1, 0], [2, 1]]}, IMAGE),
    ("up_sampling_1d", "up_sampling_1d", {}, STEPS),
    ("up_sampling_1d_3", "up_sampling_1d", {"size": 3}, STEPS),
    ("up_sampling_2d", "up_sampling_2d", {}, IMAGE),
    ("up_sampling_2d_two", "up_sampling_2d", {"size": [1, 3]}, IMAGE),
    ("up_sampling_2d_bilinear", "up_sampling_2d", {"interpolation": "bilinear"}, IMAGE),
    ("up_sampling_2d_bilinear_two", "up_sampling_2d", {"size": [3, 2], "interpolation": "bilinear"}, IMAGE),
    ("up_sampling_2d_bilinear_one_row", "up_sampling_2d", {"size": 2, "interpolation": "bilinear"}, (2, 1, 3, 2)),
    ("permute", "permute", {"dims": [2, 1]}, STEPS),
    ("permute_three", "permute", {"dims": [3, 1, 2]}, IMAGE),
    ("permute_last_kept", "permute", {"dims": [2, 1, 3]}, IMAGE),
    ("repeat_vector", "repeat_vector", {"n": 3}, (2, 4)),
]


def contents() -> dict:
    return {"cases": [case(*row, None) for row in ROWS]}
