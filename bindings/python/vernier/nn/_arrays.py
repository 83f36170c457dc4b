"""Data as the library takes them: NumPy arrays of float32, rows one after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vernier._errors import BadData, InvalidArgument

FloatArray = NDArray[np.float32]


def as_array(value: Any, what: str, *, finite: bool) -> FloatArray:
    """`value` as float32; without a copy where it is that already, its rows one after another. Raises BadData for what
    are no numbers and, with `finite`, for NaN and infinities."""
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise BadData(f"{what} is no array ({error}): expected rows of the same length") from error
    if array.dtype.kind not in "biuf":
        raise BadData(f"{what} holds {array.dtype}: expected numbers. Encode texts and categories as numbers first.")
    if array.ndim == 0:
        raise InvalidArgument(f"{what} is a single number: expected an array with one entry a sample")
    with np.errstate(over="ignore"):
        result = np.ascontiguousarray(array, dtype=np.float32)
    if finite and not (good := np.isfinite(result)).all():
        place = [int(i) for i in np.argwhere(~good)[0]]
        raise BadData(f"{what} is {array[tuple(place)]} at {place}: expected finite numbers. Fill or leave out such rows.")
    return result


def as_arrays(value: Any, names: Sequence[str], what: str, *, finite: bool = True) -> list[FloatArray]:
    """One array for each name: a list in their order, a dictionary by them, or an array alone."""
    if isinstance(value, Mapping):
        if set(value) != set(names):
            raise InvalidArgument(f"{what} is given for {', '.join(map(str, value))}: expected {', '.join(names)}")
        return [as_array(value[name], f"{what}[{name!r}]", finite=finite) for name in names]
    if len(names) > 1:
        if not isinstance(value, (list, tuple)) or len(value) != len(names):
            raise InvalidArgument(f"{what} is no list of {len(names)} arrays: expected one each for {', '.join(names)}")
        return [as_array(one, f"{what}[{k}]", finite=finite) for k, one in enumerate(value)]
    return [as_array(value, what, finite=finite)]
