"""What the families share: arrays and numbers as the files spell them, Keras objects from our spelling of them.

A spec is a Keras snake_case name, "adam", or a name with its options, {"adam": {"learning_rate": 0.01}}.
"""

import inspect
import json
import math
import zlib

import jax
import keras
import numpy as np

NESTED = {
    "layer": keras.layers,
    "learning_rate": keras.optimizers.schedules,
    "kernel_regularizer": keras.regularizers,
    "bias_regularizer": keras.regularizers,
    "activity_regularizer": keras.regularizers,
    "gamma_regularizer": keras.regularizers,
    "beta_regularizer": keras.regularizers,
}


def rng(label: str) -> np.random.Generator:
    """Random numbers of one case: adding a case leaves the others as they are."""
    return np.random.default_rng(zlib.crc32(label.encode()))


def normal(random: np.random.Generator, shape, scale=1.0, decimals=3) -> np.ndarray:
    """Normal float32 numbers cut to a few decimals, which keeps the files short."""
    return (random.standard_normal(shape) * scale).round(decimals).astype("float32")


def uniform(random: np.random.Generator, shape, low, high, decimals=3) -> np.ndarray:
    return random.uniform(low, high, shape).round(decimals).astype("float32")


def number(value):
    """The shortest decimal that gives the float32 back exactly; infinity and NaN, which JSON lacks, become strings."""
    text = str(np.float32(value))
    return float(text) if math.isfinite(value) else text


def array(values) -> dict:
    values = np.asarray(values)
    flat = values.ravel().tolist()
    return {
        "shape": list(values.shape),
        "data": flat if np.issubdtype(values.dtype, np.integer) else [number(v) for v in flat],
    }


def optional_array(values):
    return None if values is None else array(values)


def split(spec) -> tuple:
    """The name and the options of a spec."""
    return (spec, {}) if isinstance(spec, str) else next(iter(spec.items()))


def find(module, name: str):
    """The Keras class of a snake_case name: "layer_normalization", "rmsprop", "max_pooling2d"."""
    for key, value in vars(module).items():
        if inspect.isclass(value) and key.lower() == name.replace("_", ""):
            return value
    raise KeyError(f"{module.__name__} has no {name}")


def make(module, spec):
    """The Keras object of a spec."""
    name, options = split(spec)
    options = {k: make(NESTED[k], v) if isinstance(v, dict) and k in NESTED else v for k, v in options.items()}
    return find(module, name)(**options)


def write(path, contents: dict, versions: dict) -> None:
    """`versions` are those of what answered besides Keras. Every list of cases has one line a case, so that a difference between two versions can be read."""
    head = {"keras": keras.__version__, "backend": "jax", "jax": jax.__version__} | versions
    lines = {
        key: "[\n" + ",\n".join(json.dumps(case, separators=(",", ":"), allow_nan=False) for case in cases) + "\n]"
        for key, cases in contents.items()
    }
    members = [f'"{k}":{json.dumps(v)}' for k, v in head.items()] + [f'"{k}":{v}' for k, v in lines.items()]
    path.write_text("{" + ",".join(members) + "}\n")
    print(f"{path.name}: {sum(map(len, contents.values()))} cases, {path.stat().st_size} bytes")
