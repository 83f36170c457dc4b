"""Vernier's samplers inside Optuna: Optuna's own contract suite, and what they find."""

import pickle

import pytest

optuna = pytest.importorskip("optuna")
suite = pytest.importorskip("optuna.testing.pytest_samplers")

import vernier
from vernier.optuna import VernierSampler

optuna.logging.set_verbosity(optuna.logging.ERROR)


class TestContract(suite.BasicSamplerTestCase, suite.RelativeSamplerTestCase):
    """Optuna's suite for samplers."""

    @pytest.fixture(params=["random", "tpe", "gp"])
    def sampler(self, request):
        return lambda: VernierSampler(request.param, seed=1)


class TestSeveralObjectives(suite.MultiObjectiveSamplerTestCase):
    @pytest.fixture(params=["random", "nsga2"])
    def sampler(self, request):
        return lambda: VernierSampler(request.param, seed=1)


def test_gp_finds_a_minimum_that_random_points_do_not():
    def objective(trial):
        x, y = trial.suggest_float("x", -5, 5), trial.suggest_int("y", -5, 5)
        return (x - 1.5) ** 2 + (y + 2) ** 2 + (trial.suggest_categorical("kind", [None, "a"]) == "a")

    best = {}
    for name in ("random", "gp"):
        study = optuna.create_study(sampler=VernierSampler(name, seed=2))
        study.optimize(objective, n_trials=30)
        best[name] = study.best_value
    assert best["gp"] < 0.02 < best["random"]
    assert study.best_params["kind"] is None and study.best_params["y"] == -2


def test_trials_of_others_are_known():
    def objective(trial):
        return (trial.suggest_float("x", -5, 5) - 1.5) ** 2

    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
    study.optimize(objective, n_trials=25)
    study.enqueue_trial({"x": 1.0})
    study.sampler = pickle.loads(pickle.dumps(VernierSampler("gp", seed=1)))
    study.optimize(objective, n_trials=6)
    assert study.trials[25].params == {"x": 1.0}
    assert min(trial.value for trial in study.trials[26:]) < min(trial.value for trial in study.trials[:25]) / 4


def test_a_sampler_that_needs_a_declared_space():
    study = optuna.create_study(sampler=VernierSampler("grid"))
    with pytest.raises(vernier.InvalidArgument, match="declared space"):
        study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=1)
