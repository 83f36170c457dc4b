"""Pooling: cases as in layers. Inputs cut to one decimal have equal maxima in many windows."""

from layers import case

WINDOWS = [
    ("2", (2, 7, 3), (2, 6, 7, 3), {}),
    ("3_stride_1", (2, 7, 3), (2, 6, 7, 3), {"pool_size": 3, "strides": 1}),
    ("2_stride_3", (2, 8, 2), (2, 8, 7, 2), {"pool_size": 2, "strides": 3}),
    ("same_2", (2, 7, 3), (2, 5, 7, 3), {"padding": "same"}),
    ("same_3_stride_2", (2, 8, 2), (2, 6, 8, 2), {"pool_size": 3, "strides": 2, "padding": "same"}),
    ("same_4_stride_1", (2, 3, 2), (2, 3, 4, 2), {"pool_size": 4, "strides": 1, "padding": "same"}),
]
UNEQUAL = [
    ("2_by_3", (2, 5, 7, 2), {"pool_size": [2, 3]}),
    ("2_by_3_strides_1_by_2", (2, 5, 7, 2), {"pool_size": [2, 3], "strides": [1, 2], "padding": "same"}),
]
MASK = [[1, 1, 0, 1, 0], [0, 1, 1, 1, 1], [1, 0, 0, 0, 0]]


def windows(kind: str) -> list:
    rows = []
    for label, steps, image, options in WINDOWS:
        options = {"pool_size": 2} | options
        rows.append((f"{kind}_1d_{label}", f"{kind}_pooling1d", options, steps))
        rows.append((f"{kind}_2d_{label}", f"{kind}_pooling2d", options, image))
    rows += [(f"{kind}_2d_{label}", f"{kind}_pooling2d", options, image) for label, image, options in UNEQUAL]
    return rows


def whole(kind: str) -> list:
    return [
        (f"global_{kind}_{axes}d{'_keepdims' if keepdims else ''}", f"global_{kind}_pooling_{axes}d", options, shape)
        for axes, shape in [(1, (3, 5, 4)), (2, (3, 4, 5, 2))]
        for keepdims, options in [(False, {}), (True, {"keepdims": True})]
    ]


def contents() -> dict:
    rows = windows("max") + windows("average") + whole("max") + whole("average")
    masked = [
        case(f"global_average_1d_masked{'_keepdims' if options else ''}", "global_average_pooling1d", options, (3, 5, 2),
             None, mask=MASK)
        for options in [{}, {"keepdims": True}]
    ]
    return {"cases": [case(*row, None, decimals=1) for row in rows] + masked}
