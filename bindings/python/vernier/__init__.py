"""Vernier tunes the hyperparameters of neural networks: a tuner for any Python program, and a trainer.

The tuner is here (create_study), its methods in vernier.samplers and vernier.pruners, the trainer in vernier.nn with
Keras's words, bridges to other packages in vernier.keras, vernier.optuna and vernier.sklearn.
"""

from __future__ import annotations

import importlib
from types import ModuleType

from vernier._core import FrozenTrial, Trial, TrialState
from vernier._errors import (
    BadData,
    InvalidArgument,
    InvalidState,
    NotFound,
    StopRequested,
    StorageError,
    TrialPruned,
    Unsupported,
    VernierError,
)
from vernier.study import Recommendation, Study, create_study, delete_study, load_study, study_names

__all__ = [
    "BadData",
    "FrozenTrial",
    "InvalidArgument",
    "InvalidState",
    "NotFound",
    "Recommendation",
    "StopRequested",
    "StorageError",
    "Study",
    "Trial",
    "TrialPruned",
    "TrialState",
    "Unsupported",
    "VernierError",
    "create_study",
    "delete_study",
    "load_study",
    "study_names",
]

_submodules = ("keras", "nn", "optuna", "pruners", "samplers", "sklearn")


def __getattr__(name: str) -> ModuleType:
    """Submodules are imported when they are first used."""
    if name in _submodules:
        return importlib.import_module(f"vernier.{name}")
    raise AttributeError(f"module 'vernier' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted([*globals(), *_submodules])
