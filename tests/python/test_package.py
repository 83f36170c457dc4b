"""The package as a whole: its types, its size in time and memory."""

import pathlib
import subprocess
import sys
import time

import pytest

import vernier

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_types_hold_under_mypy_strict(tmp_path):
    pytest.importorskip("mypy")
    package = pathlib.Path(vernier.__file__).parent
    command = [sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml", "--cache-dir", tmp_path, package]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_import_brings_nothing_that_is_not_needed():
    program = "import sys, vernier; print(sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    for heavy in ("numpy", "pandas", "keras", "optuna", "sklearn"):
        assert f"'{heavy}'" not in loaded


def test_memory_does_not_grow_beyond_the_trials():
    import gc
    import resource

    def grow(trials):
        study = vernier.create_study(sampler="random")
        for _ in range(trials):
            trial = study.ask()
            study.tell(trial, trial.suggest_float("x", 0, 1))

    grow(2000)
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(5):
        grow(2000)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 8_000  # kB


def test_no_references_are_lost():
    trial = vernier.create_study().ask()
    value, choices = object(), ["a", "b"]
    counted = [choices, value, vernier.create_study]
    before = [sys.getrefcount(one) for one in counted]
    for _ in range(100):
        trial.suggest_categorical("x", choices)
        study = vernier.create_study()
        study.optimize(lambda trial: 0.0, n_trials=2, callbacks=[lambda study, trial: value])
    assert [sys.getrefcount(one) for one in counted] == before


def test_a_suggestion_takes_microseconds():
    trial = vernier.create_study().ask()
    trial.suggest_float("x", 0, 1)
    began = time.perf_counter()
    for _ in range(10_000):
        trial.suggest_float("x", 0, 1)
    assert time.perf_counter() - began < 0.1  # ten each; a tenth of that on an idle machine
