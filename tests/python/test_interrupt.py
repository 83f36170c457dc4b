"""Ctrl-C, forks and threads: nothing is lost, and what cannot be meant is an exception."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import numpy as np
import pytest

import vernier
from vernier import nn
from vernier.nn import layers


def interrupt_soon(seconds=0.3):
    threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT)).start()


@pytest.mark.parametrize("jobs", [1, 2])
def test_ctrl_c_gives_the_running_trials_back(jobs):
    def slow(trial):
        trial.suggest_float("x", 0, 1)
        if trial.number < 4:
            return 0.0
        for step in range(1, 200):
            time.sleep(0.02)
            trial.report(1.0, step)
        return 1.0

    study = vernier.create_study(sampler="random", seed=1, pruner="none")
    interrupt_soon()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        study.optimize(slow, n_trials=20, n_jobs=jobs)
    assert time.monotonic() - began < 10
    assert study.counts["complete"] == 4 and study.counts["failed"] == 0
    first = [trial.params for trial in study.trials[:4]]
    study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=8)
    assert study.counts["complete"] == 8 and [trial.params for trial in study.trials[:4]] == first


def test_ctrl_c_ends_a_fit():
    model = nn.Sequential([nn.Input((200,)), layers.Dense(512), layers.Dense(512), layers.Dense(1)])
    model.compile("sgd", "mse")
    x = np.zeros((20000, 200), "float32")
    interrupt_soon()
    with pytest.raises(KeyboardInterrupt):
        model.fit(x, np.zeros(20000), epochs=100000, verbose=0)
    assert model.predict(x[:2]).shape == (2, 1)


def test_ctrl_c_while_another_process_has_the_trial(tmp_path):
    """With a window of one assignment the second process can only wait for the first."""
    url = f"sqlite:///{tmp_path}/study.db"
    program = textwrap.dedent(f"""
        import time, vernier
        study = vernier.create_study(storage={url!r}, load_if_exists=True, window=1, sampler="random")
        study.optimize(lambda trial: print("begun", flush=True) or time.sleep(60) or 0.0, n_trials=3)
    """)
    other = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    try:
        assert other.stdout.readline() == "begun\n"
        study = vernier.load_study("study", url)
        interrupt_soon()
        began = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            study.optimize(lambda trial: 0.0, n_trials=3)
        assert time.monotonic() - began < 10
    finally:
        other.kill()
        other.wait()
    study.optimize(lambda trial: 0.0, n_trials=3)  # the dead one's trial too
    assert study.counts["complete"] == 3


def test_a_killed_process_loses_nothing(tmp_path):
    url = f"sqlite:///{tmp_path}/study.db"
    program = textwrap.dedent(f"""
        import os, vernier
        study = vernier.create_study(storage={url!r}, load_if_exists=True, sampler="random")
        study.optimize(lambda trial: os._exit(7) if trial.number == 3 else float(trial.number), n_trials=6)
    """)
    for _ in range(2):
        assert subprocess.run([sys.executable, "-c", program]).returncode == 7
    study = vernier.load_study("study", url)
    study.optimize(lambda trial: float(trial.number), n_trials=6)
    assert [trial.value for trial in study.trials] == [0, 1, 2, 3, 4, 5]


def test_a_forked_process_may_not_go_on():
    study = vernier.create_study(sampler="random")
    trial = study.ask()
    child = os.fork()
    if child == 0:
        refused = 0
        for use in (study.ask, lambda: trial.suggest_float("x", 0, 1), lambda: study.trials):
            try:
                use()
            except vernier.InvalidState as error:
                refused += "forked" in str(error)
        os._exit(refused)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
    assert 0 <= trial.suggest_float("x", 0, 1) <= 1


def test_a_model_is_used_by_one_thread_at_a_time():
    model = nn.Sequential([nn.Input((200,)), layers.Dense(256), layers.Dense(1)])
    model.compile("sgd", "mse")
    x = np.zeros((20000, 200), "float32")
    begun = threading.Event()
    stop = nn.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs: begun.set())
    errors = []

    def other():
        begun.wait()
        try:
            model.predict(x[:1])
        except vernier.InvalidState as error:
            errors.append(str(error))
        model.stop_training = True

    thread = threading.Thread(target=other)
    thread.start()
    model.fit(x, np.zeros(20000), epochs=100000, verbose=0, callbacks=[stop])
    thread.join()
    assert errors and "another thread" in errors[0]
