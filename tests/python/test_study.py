"""The tuner: what an objective meets, and what a study says of its trials."""

import math
import pickle
import threading

import pytest

import vernier
from vernier import samplers


def parabola(trial):
    x = trial.suggest_float("x", -10, 10)
    return (x - 2) ** 2


def test_a_parabola_is_minimised():
    study = vernier.create_study(sampler="gp", seed=1)
    assert study.optimize(parabola, n_trials=25) == "budget"
    assert len(study.trials) == 25
    assert study.best_value < 1e-2
    assert study.best_params == study.best_trial.params
    assert abs(study.best_params["x"] - 2) < 0.1
    assert study.recommend().params["x"] == pytest.approx(2, abs=0.2)


def test_the_same_seed_makes_the_same_trials_whatever_the_jobs():
    runs = []
    for jobs in (1, 2, 4):
        study = vernier.create_study(sampler="tpe", seed=7, window=4)
        study.optimize(parabola, n_trials=30, n_jobs=jobs)
        runs.append([(trial.number, trial.params, trial.value) for trial in study.trials])
    assert runs[0] == runs[1] == runs[2]


def test_values_lie_in_their_ranges():
    study = vernier.create_study(sampler="random", seed=3)
    for _ in range(200):
        trial = study.ask()
        assert 1e-5 <= trial.suggest_float("rate", 1e-5, 1e-1, log=True) <= 1e-1
        assert trial.suggest_float("grid", 0, 1, step=0.25) in (0, 0.25, 0.5, 0.75, 1)
        assert trial.suggest_int("units", 16, 64, step=16) in (16, 32, 48, 64)
        assert trial.suggest_int("layers", 1, 1000, log=True) in range(1, 1001)
        kind = trial.suggest_categorical("kind", ["adam", 3, 2.5, True])
        assert kind in ("adam", 3, 2.5, True) and trial.params["kind"] is kind or trial.params["kind"] == kind
        assert trial.suggest_categorical("size", [1, 2, 4], ordered=True) in (1, 2, 4)
        assert trial.suggest_int("units", 16, 64, step=16) == trial.params["units"]
        study.tell(trial, 1.0)


def test_a_declared_space_in_the_words_of_its_file():
    space = {
        "parameters": {
            "optimizer": {"values": ["adam", "sgd"]},
            "momentum": {"min": 0.0, "max": 0.99, "when": "optimizer == 'sgd'"},
            "units": {"min": 16, "max": 512, "log": True},
            "layers": {"min": 1, "max": 4},
        },
        "constraints": ["units * layers <= 512"],
    }
    study = vernier.create_study(space=space, sampler="random", seed=1)
    assert list(study.space["parameters"]) == list(space["parameters"])
    for _ in range(50):
        params = study.ask().params
        assert ("momentum" in params) == (params["optimizer"] == "sgd")
        assert params["units"] * params["layers"] <= 512
    with pytest.raises(vernier.InvalidArgument, match="momentun.*momentum"):
        study.enqueue_trial({"momentun": 0.5})


def test_several_objectives():
    study = vernier.create_study(directions={"error": "minimize", "speed": "maximize"}, sampler="random")
    study.optimize(lambda t: (t.suggest_float("x", 0, 1), t.params["x"]), n_trials=8)
    assert study.directions == ["minimize", "maximize"] and study.metric_names == ["error", "speed"]
    assert len(study.best_trials) == 8  # each is better in one and worse in the other
    assert study.trials[0].values == [study.trials[0].params["x"]] * 2
    with pytest.raises(vernier.InvalidState):
        study.trials[0].value
    with pytest.raises(vernier.InvalidArgument):
        study.best_trial


def test_pruned_trials():
    def objective(trial):
        x = trial.suggest_float("x", 0, 1)
        for step in range(1, 11):
            trial.report(x, step)
            if trial.should_prune():
                raise vernier.TrialPruned
        return x

    study = vernier.create_study(sampler="random", pruner={"median": {"startup": 4}}, seed=2)
    study.optimize(objective, n_trials=30)
    pruned = [trial for trial in study.trials if trial.state is vernier.TrialState.PRUNED]
    assert 5 < len(pruned) < 26 and study.counts["pruned"] == len(pruned)
    assert all(len(trial.intermediate_values) < 10 for trial in pruned)
    complete = [trial for trial in study.trials if trial.state is vernier.TrialState.COMPLETE]
    assert complete[0].intermediate_values == {step: complete[0].value for step in range(1, 11)}


def test_an_exception_fails_its_trial_and_leaves():
    def objective(trial):
        trial.suggest_float("x", 0, 1)
        raise KeyError("weights")

    study = vernier.create_study(sampler="random")
    with pytest.raises(KeyError, match="weights"):
        study.optimize(objective, n_trials=5)
    assert [trial.state for trial in study.trials] == [vernier.TrialState.FAIL]
    assert study.trials[0].why == "KeyError: 'weights'"
    assert study.optimize(objective, n_trials=5, catch=KeyError) == "budget"
    assert study.counts["failed"] == 5


@pytest.mark.parametrize("result", [None, "0.5", [1.0, 2.0], [], object(), {"loss": 1.0}, b"1"])
def test_what_is_no_value_is_an_error(result):
    study = vernier.create_study(sampler="random")
    with pytest.raises(vernier.InvalidArgument, match="objective"):
        study.optimize(lambda trial: result, n_trials=2)
    assert study.counts["failed"] == 1


def test_a_diverged_trial_is_failed_and_nothing_is_raised():
    study = vernier.create_study(sampler="random")
    study.optimize(lambda trial: math.nan, n_trials=2)
    assert study.counts["failed"] == 2


def test_callbacks_and_stop():
    seen = []

    def callback(study, trial):
        seen.append((trial.number, trial.value))
        if len(seen) == 3:
            study.stop()

    study = vernier.create_study(sampler="random")
    assert study.optimize(parabola, n_trials=100, callbacks=[callback]) == "interrupted"
    assert seen == [(trial.number, trial.value) for trial in study.trials] and len(seen) == 3
    with pytest.raises(vernier.InvalidState):
        study.stop()

    def broken(study, trial):
        raise RuntimeError("no disk")

    with pytest.raises(RuntimeError, match="no disk"):
        study.optimize(parabola, n_trials=100, callbacks=[broken])
    assert study.counts["complete"] == 4


def test_ask_tell_enqueue_and_attributes():
    study = vernier.create_study(sampler="random", direction="maximize")
    study.enqueue_trial({"x": 1.5})
    trial = study.ask()
    assert trial.suggest_float("x", 0, 2) == 1.5
    trial.set_user_attr("notes", {"seen": [1, 2.5, "three", None, True]})
    study.set_user_attr("team", "blue")
    record = study.tell(trial, 0.25)
    assert record.enqueued and record.value == 0.25 and record.user_attrs == {"notes": {"seen": [1, 2.5, "three", None, True]}}
    assert record == study.trials[0] and study.user_attrs == {"team": "blue"}
    study.tell({"x": 1.75}, 0.5)
    assert study.best_params == {"x": 1.75}
    failed = study.tell(study.ask(), state=vernier.TrialState.FAIL, why="out of memory")
    assert failed.why == "out of memory" and failed.values is None
    with pytest.raises(vernier.InvalidState):
        study.tell(trial, 0.5)
    with pytest.raises(vernier.NotFound):
        study.tell(99, 0.5)


def test_samplers_as_texts_dictionaries_and_objects():
    for sampler in ("tpe", {"tpe": {"startup": 3}}, samplers.TPE(startup=3), "tpe:startup=3"):
        study = vernier.create_study(sampler=sampler, seed=5)
        study.optimize(parabola, n_trials=6)
        assert "tpe" in study.sampler
    with pytest.raises(vernier.InvalidArgument, match="Did you mean 'tpe'"):
        vernier.create_study(sampler="tpee")
    with pytest.raises(vernier.InvalidArgument, match="startup"):
        vernier.create_study(sampler=samplers.TPE(startup=-1))


def test_a_stored_study_is_continued(tmp_path):
    url = f"sqlite:///{tmp_path}/study.db"
    study = vernier.create_study(storage=url, study_name="parabola", sampler="random", seed=4)
    study.optimize(parabola, n_trials=5)
    with pytest.raises(vernier.InvalidState, match="load_if_exists"):
        vernier.create_study(storage=url, study_name="parabola")
    again = vernier.create_study(storage=url, study_name="parabola", load_if_exists=True)
    again.optimize(parabola, n_trials=8)
    assert len(study.trials) == 8 and vernier.study_names(url) == ["parabola"]
    loaded = vernier.load_study("parabola", url)
    assert [t.params for t in loaded.trials] == [t.params for t in study.trials]
    assert pickle.loads(pickle.dumps(loaded)).best_value == loaded.best_value
    with pytest.raises(vernier.NotFound, match="parabola"):
        vernier.load_study("parabolla", url)
    with pytest.warns(UserWarning, match="keeps the sampler"):
        vernier.create_study(storage=url, study_name="parabola", sampler="gp", load_if_exists=True)
    with pytest.raises(vernier.InvalidArgument, match="another problem"):
        vernier.create_study(storage=url, study_name="parabola", direction="maximize", load_if_exists=True)
    vernier.delete_study("parabola", url)
    assert vernier.study_names(url) == []


def test_a_study_in_memory_is_not_pickled():
    with pytest.raises(vernier.InvalidState, match="storage"):
        pickle.dumps(vernier.create_study())


def test_objectives_run_in_threads_of_their_own():
    together = threading.Barrier(2, timeout=20)

    def objective(trial):
        together.wait()
        return trial.suggest_float("x", 0, 1)

    study = vernier.create_study(sampler="random")
    study.optimize(objective, n_trials=6, n_jobs=2)
    assert study.counts["complete"] == 6


def test_one_job_runs_in_the_calling_thread():
    threads = set()
    study = vernier.create_study(sampler="random")
    study.optimize(lambda trial: threads.add(threading.get_ident()) or 0.0, n_trials=3)
    assert threads == {threading.get_ident()}


def test_checkpoints_are_found_again(tmp_path):
    def objective(trial):
        trial.suggest_float("x", 0, 1)
        file = f"{trial.checkpoint_dir}/epochs"
        begun = 0
        if trial.resume_from_step is not None:
            begun = int(open(file).read())
            assert begun == trial.resume_from_step
        for step in range(begun + 1, 10):
            open(file, "w").write(str(step))
            trial.report(trial.params["x"], step)
            if trial.should_prune():
                raise vernier.TrialPruned
        return trial.params["x"]

    space = {"parameters": {"x": {"min": 0.0, "max": 1.0}}, "resource": {"min": 1, "max": 9}}
    study = vernier.create_study(space=space, sampler="random", pruner="asha", checkpoint_dir=tmp_path / "runs")
    study.optimize(objective, n_trials=30)
    resumed = [trial for trial in study.trials if 3 < len(trial.intermediate_values)]
    assert study.counts["paused"] > 0 and resumed
    with pytest.raises(vernier.InvalidState, match="checkpoint_dir"):
        vernier.create_study().ask().checkpoint_dir
    with pytest.raises(vernier.InvalidArgument, match="another study"):
        vernier.create_study(checkpoint_dir=tmp_path / "runs")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_study_within_a_study(jobs):
    def outer(trial):
        inner = vernier.create_study(sampler="random", seed=trial.number)
        inner.optimize(parabola, n_trials=3)
        trial.suggest_float("x", 0, 1)
        return inner.best_value

    study = vernier.create_study(sampler="random")
    study.optimize(outer, n_trials=4, n_jobs=jobs)
    assert study.counts["complete"] == 4
    with pytest.raises(vernier.InvalidState, match="within an objective"):
        study.optimize(lambda trial: study.optimize(parabola, n_trials=9) and 0.0, n_trials=8, n_jobs=jobs)


def test_importance():
    study = vernier.create_study(sampler="random", seed=1)
    study.optimize(lambda t: 10 * t.suggest_float("much", 0, 1) + 0.1 * t.suggest_float("little", 0, 1), n_trials=60)
    shares = study.importance()
    assert list(shares) == ["much", "little"] and shares["much"] > 0.8


def test_the_data_frame():
    pandas = pytest.importorskip("pandas")
    study = vernier.create_study(sampler="random")
    assert study.trials_dataframe().empty
    study.optimize(parabola, n_trials=4)
    frame = study.trials_dataframe()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == ["number", "value", "params_x", "state", "seconds"]
    assert list(frame["value"]) == [trial.value for trial in study.trials]


def test_the_progress_line(capsys):
    study = vernier.create_study(sampler="random")
    study.optimize(parabola, n_trials=3, show_progress_bar=True)
    assert f"3/3 trials, best {study.best_value:.6g}" in capsys.readouterr().err
