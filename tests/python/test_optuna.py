"""Vernier's samplers inside Optuna: Optuna's own contract suite, and what they find."""

import pickle

import pytest

optuna = pytest.importorskip("optuna")
suite = pytest.importorskip("optuna.testing.pytest_samplers")

import vernier
from vernier.optuna import VernierSampler, from_optuna, to_optuna

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


def ordinary(trial):
    trial.set_user_attr("notes", {"seen": [1, "two", None]})
    x = trial.suggest_float("x", -1, 1)
    if trial.suggest_categorical("kind", ["a", "b", 3, 2.5, True]) == "a":
        x += trial.suggest_int("n", 1, 100, log=True) + trial.suggest_float("grid", 0, 1, step=0.25)
    return x + trial.suggest_int("even", 2, 10, step=2)


def pruned(trial):
    x = trial.suggest_float("x", 1e-5, 1, log=True)
    for step in range(0, 8, 2):
        trial.report(x, step)
        if trial.should_prune():
            raise optuna.TrialPruned
    return x


def failed(trial):
    if trial.suggest_int("n", 0, 3) % 2:
        raise RuntimeError("odd")
    return float("nan") if trial.number % 5 == 0 else trial.params["n"]


def constrained(trial):
    trial.set_user_attr("violation", trial.suggest_float("x", 0, 1) - 0.5)
    return trial.params["x"]


def of_every_kind():
    median = optuna.pruners.MedianPruner(2)
    tpe = optuna.samplers.TPESampler(seed=1, constraints_func=lambda trial: (trial.user_attrs["violation"], -1.0))
    for objective, options in (
        (ordinary, {}),
        (ordinary, {"direction": "maximize"}),
        (pruned, {"pruner": median}),
        (failed, {}),
        (constrained, {"sampler": tpe}),
        (lambda trial: (ordinary(trial), trial.number), {"directions": ["minimize", "maximize"]}),
    ):
        study = optuna.create_study(**{"sampler": optuna.samplers.RandomSampler(seed=2), **options})
        study.set_user_attr("team", "blue")
        study.optimize(objective, n_trials=15, catch=RuntimeError)
        yield study
    study.enqueue_trial({"x": 0.0})  # waits
    yield study
    yield optuna.create_study()


@pytest.mark.filterwarnings("ignore")
def test_studies_there_and_back():
    def content(study):
        ended = [trial for trial in study.trials if trial.state.is_finished()]
        return study.directions, study.user_attrs, [
            (t.state, t.values, t.params, t.distributions, t.user_attrs, t.intermediate_values, dict(t.constraints)) for t in ended
        ]

    kinds = 0
    for study in of_every_kind():
        own = from_optuna(study, sampler="random")
        assert content(to_optuna(own)) == content(study)
        kinds += 1
    assert kinds == 8


def test_paused_trials_are_pruned_in_optuna():
    space = {"parameters": {"x": {"min": 0.0, "max": 1.0}}, "resource": {"min": 1, "max": 9}}
    study = vernier.create_study(space=space, sampler="random", pruner="asha")

    def objective(trial):
        for step in range(1, 10):
            trial.report(trial.params["x"], step)
            if trial.should_prune():
                raise vernier.TrialPruned
        return trial.params["x"]

    study.optimize(objective, n_trials=9)
    states = [trial.state.name for trial in to_optuna(study).trials]
    assert study.counts["paused"] > 0 and states.count("PRUNED") == study.counts["paused"] + study.counts["pruned"]
