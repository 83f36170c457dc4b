"""Reshaping: cases as in layers."""

from layers import case

STEPS = (2, 5, 3)
IMAGE = (2, 4, 5, 2)
ROWS = [
    ("zero_padding1d", "zero_padding1d", {}, STEPS),
    ("zero_padding1d_two", "zero_padding1d", {"padding": [0, 2]}, STEPS),
    ("zero_padding2d", "zero_padding2d", {}, IMAGE),
    ("zero_padding2d_one", "zero_padding2d", {"padding": 2}, IMAGE),
    ("zero_padding2d_two", "zero_padding2d", {"padding": [1, 2]}, IMAGE),
    ("zero_padding2d_four", "zero_padding2d", {"padding": [[1, 0], [2, 3]]}, IMAGE),
    ("cropping1d", "cropping1d", {}, STEPS),
    ("cropping1d_one", "cropping1d", {"cropping": 2}, STEPS),
    ("cropping1d_two", "cropping1d", {"cropping": [0, 3]}, STEPS),
    ("cropping2d", "cropping2d", {}, IMAGE),
    ("cropping2d_one", "cropping2d", {"cropping": 1}, IMAGE),
    ("cropping2d_two", "cropping2d", {"cropping": [0, 2]}, IMAGE),
    ("cropping2d_four", "cropping2d", {"cropping": [[1, 0], [2, 1]]}, IMAGE),
    ("up_sampling1d", "up_sampling1d", {}, STEPS),
    ("up_sampling1d_3", "up_sampling1d", {"size": 3}, STEPS),
    ("up_sampling2d", "up_sampling2d", {}, IMAGE),
    ("up_sampling2d_two", "up_sampling2d", {"size": [1, 3]}, IMAGE),
    ("up_sampling2d_bilinear", "up_sampling2d", {"interpolation": "bilinear"}, IMAGE),
    ("up_sampling2d_bilinear_two", "up_sampling2d", {"size": [3, 2], "interpolation": "bilinear"}, IMAGE),
    ("up_sampling2d_bilinear_one_row", "up_sampling2d", {"size": 2, "interpolation": "bilinear"}, (2, 1, 3, 2)),
    ("permute", "permute", {"dims": [2, 1]}, STEPS),
    ("permute_three", "permute", {"dims": [3, 1, 2]}, IMAGE),
    ("permute_last_kept", "permute", {"dims": [2, 1, 3]}, IMAGE),
    ("repeat_vector", "repeat_vector", {"n": 3}, (2, 4)),
]


def contents() -> dict:
    return {"cases": [case(*row, None) for row in ROWS]}
