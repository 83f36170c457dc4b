"""The trainer: networks in the words of Keras, trained by the C++ library.

A program for Keras runs with its import lines changed from keras to vernier.nn.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from vernier._core import History
from vernier.nn._graph import Input, Layer, Node
from vernier.nn.models import Model, Sequential, from_keras, load_model

__all__ = ["History", "Input", "Layer", "Model", "Node", "Sequential", "from_keras", "load_model"]

_submodules = ("callbacks", "initializers", "layers", "losses", "metrics", "optimizers", "regularizers", "schedules")


def __getattr__(name: str) -> ModuleType:
    """Submodules are imported when they are first used."""
    if name in _submodules:
        return importlib.import_module(f"vernier.nn.{name}")
    raise AttributeError(f"module 'vernier.nn' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted([*globals(), *_submodules])
