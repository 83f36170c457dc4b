"""Studies of programs that train with Keras."""

import os

import numpy as np
import pytest

os.environ.setdefault("KERAS_BACKEND", "jax")
keras = pytest.importorskip("keras")

import vernier
from vernier.keras import PruningCallback

X = np.random.default_rng(1).normal(size=(32, 3)).astype("float32")


def network(rate):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1, kernel_initializer="zeros")])
    model.compile(keras.optimizers.SGD(rate), "mse")
    return model


@pytest.mark.slow
def test_reports_prunes_and_goes_on_from_checkpoints(tmp_path):
    begun = []

    def objective(trial):
        keep = keras.callbacks.BackupAndRestore(trial.checkpoint_dir, delete_checkpoint=False)
        first = keras.callbacks.LambdaCallback(on_epoch_begin=lambda epoch, logs: epochs.append(epoch))
        epochs = []
        model = network(trial.suggest_float("rate", 1e-4, 1e-1, log=True))
        callbacks = [keep, first, PruningCallback(trial, "loss")]
        history = model.fit(X, X[:, 0], epochs=4, shuffle=False, verbose=0, callbacks=callbacks)
        begun.append((trial.resume_from_step, epochs[0]))
        return min(history.history["loss"])

    space = {"parameters": {"rate": {"min": 1e-4, "max": 1e-1, "log": True}}, "resource": {"min": 1, "max": 4}}
    study = vernier.create_study(space=space, sampler="random", pruner="asha", checkpoint_dir=tmp_path, seed=1)
    study.optimize(objective, n_trials=8)
    assert study.counts["complete"] >= 1 and study.counts["paused"] > 0
    resumed = [(step, epoch) for step, epoch in begun if step is not None]
    assert resumed and all(step == epoch for step, epoch in resumed)  # the epoch after the last one reported


def test_a_quantity_that_is_not_logged():
    trial = vernier.create_study().ask()
    with pytest.raises(vernier.InvalidArgument, match="val_loss.*loss"):
        network(0.1).fit(X, X[:, 0], verbose=0, callbacks=[PruningCallback(trial)])
