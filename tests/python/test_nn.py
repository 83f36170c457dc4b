"""The trainer: held against Keras where it has the same thing."""

import os

import numpy as np
import pytest

os.environ.setdefault("KERAS_BACKEND", "jax")

import vernier
from vernier import nn
from vernier.nn import callbacks, layers, losses, metrics, optimizers, schedules

RNG = np.random.default_rng(5)
X = RNG.normal(size=(96, 6)).astype("float32")
Y = (X[:, 0] * X[:, 1] > 0).astype("float32")


def chain(seed=0):
    model = nn.Sequential(seed=seed)
    model.add(nn.Input((6,)))
    model.add(layers.Dense(units=8, activation="tanh"))
    model.add(layers.Dense(1, activation="sigmoid"))
    return model


@pytest.mark.slow
def test_a_fit_agrees_with_keras():
    keras = pytest.importorskip("keras")
    theirs = keras.Sequential(
        [keras.Input((6,)), keras.layers.Dense(8, activation="tanh"), keras.layers.Dense(1, activation="sigmoid")]
    )
    ours = nn.from_keras(theirs)
    schedule = dict(initial_learning_rate=0.05, decay_steps=4, decay_rate=0.8)
    theirs.compile(
        keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(**schedule)),
        keras.losses.BinaryCrossentropy(label_smoothing=0.1),
        metrics=["accuracy", keras.metrics.AUC()],
    )
    ours.compile(
        optimizers.Adam(schedules.ExponentialDecay(**schedule)),
        losses.BinaryCrossentropy(label_smoothing=0.1),
        metrics=["accuracy", metrics.AUC()],
    )
    options = dict(batch_size=16, epochs=5, validation_split=0.25, shuffle=False, verbose=0)
    want = theirs.fit(X, Y, **options).history
    got = ours.fit(X, Y, **options).history
    assert set(got) == set(want)
    for name, series in want.items():
        np.testing.assert_allclose(got[name], series, rtol=2e-4, atol=2e-5, err_msg=name)
    np.testing.assert_allclose(ours.evaluate(X, Y), theirs.evaluate(X, Y, verbose=0), rtol=1e-4)
    np.testing.assert_allclose(ours.predict(X), theirs.predict(X, verbose=0), atol=2e-5)
    for one, other in zip(ours.get_weights(), theirs.get_weights()):
        np.testing.assert_allclose(one, other, atol=5e-5)


@pytest.mark.slow
def test_a_functional_model_agrees_with_keras():
    keras = pytest.importorskip("keras")

    def network(words):
        left, right = words.Input((3,), name="left"), words.Input((4,), name="right")
        shared = words.layers.Dense(4, activation="relu", name="shared")
        both = words.layers.Concatenate()([shared(words.layers.Dense(5, name="widen")(left)), shared_right(words, right, shared)])
        price = words.layers.Dense(1, name="price")(both)
        kind = words.layers.Dense(3, activation="softmax", name="kind")(both)
        return words.Model(inputs=[left, right], outputs=[price, kind])

    def shared_right(words, right, shared):
        return shared(words.layers.Dense(5, name="narrow")(right))

    theirs, ours = network(keras), network(nn)
    assert ours.count_params() == theirs.count_params()
    ours = nn.from_keras(theirs)
    x = {"left": RNG.normal(size=(32, 3)), "right": RNG.normal(size=(32, 4))}
    y = [RNG.normal(size=(32, 1)), RNG.integers(0, 3, 32)]
    for model in (theirs, ours):
        model.compile(
            optimizer="sgd",
            loss={"price": "mse", "kind": "sparse_categorical_crossentropy"},
            loss_weights={"price": 0.5, "kind": 1.0},
            metrics={"kind": ["accuracy"]},
        )
    names = ["price", "kind"]
    want = theirs.fit(x, dict(zip(names, y)), epochs=3, shuffle=False, verbose=0).history
    got = ours.fit(x, y, epochs=3, shuffle=False, verbose=0).history
    for name, series in want.items():
        np.testing.assert_allclose(got[name], series, rtol=2e-4, err_msg=name)
    for one, other in zip(ours.predict(x), theirs.predict(x, verbose=0)):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_arrays_are_not_copied_where_they_need_not_be():
    from vernier.nn._arrays import as_array

    assert as_array(X, "x", finite=True) is X
    assert as_array(X[:, ::2], "x", finite=True).flags.c_contiguous
    model = chain()
    kinds = [X, X.astype("float64"), np.asfortranarray(X), X[::-1][::-1], X.tolist(), np.frombuffer(X.tobytes(), "float32").reshape(X.shape)]
    answers = [model.predict(kind) for kind in kinds]
    assert all((answer == answers[0]).all() for answer in answers) and answers[0].dtype == np.float32
    held = answers[0]
    del answers, model
    assert np.isfinite(held + 1).all()  # owns its memory


@pytest.mark.parametrize(
    ("x", "error", "words"),
    [
        (np.full((4, 6), np.nan), vernier.BadData, r"x is nan at \[0, 0\]"),
        (np.where(np.eye(4, 6), np.inf, 0.0), vernier.BadData, "inf"),
        (np.full((4, 6), "a"), vernier.BadData, "expected numbers"),
        (np.full((4, 6), None), vernier.BadData, "object"),
        (np.zeros((4, 6), complex), vernier.BadData, "complex"),
        ([[1.0] * 6, [1.0]], vernier.BadData, "same length"),
        (3.0, vernier.InvalidArgument, "single number"),
        (np.zeros((4, 7)), vernier.InvalidArgument, "7"),
        (np.zeros((3, 6)), vernier.InvalidArgument, "3"),
        (np.zeros((0, 6)), vernier.InvalidArgument, "sample"),
        (np.zeros((4, 1, 1, 1, 1, 1, 6)), vernier.InvalidArgument, "axes|rank"),
        ({"left": X}, vernier.InvalidArgument, "left"),
    ],
)
def test_bad_arrays_are_refused(x, error, words):
    model = chain()
    model.compile("sgd", "binary_crossentropy")
    with pytest.raises(error, match=words):
        model.fit(x, np.zeros(4), verbose=0)


def test_calls_at_the_wrong_moment():
    model = chain()
    with pytest.raises(vernier.InvalidState, match="compile"):
        model.fit(X, Y, verbose=0)
    with pytest.raises(vernier.InvalidArgument, match="adam"):
        model.compile("adm", "mse")
    model.compile("sgd", "mse")
    with pytest.raises(vernier.InvalidArgument, match="batch size"):
        model.fit(X, Y, batch_size=0, verbose=0)
    with pytest.raises(vernier.InvalidArgument, match="validation_data"):
        model.fit(X, Y, validation_data=(X,), verbose=0)
    with pytest.raises(vernier.NotFound):
        nn.load_model("/nowhere/model.safetensors")
    with pytest.raises(vernier.Unsupported, match="safetensors"):
        model.save("model.keras")
    inner = callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: model.fit(X, Y, verbose=0))
    with pytest.raises(vernier.InvalidState, match="being fitted"):
        model.fit(X, Y, callbacks=inner, verbose=0)


def test_callbacks_of_the_users_own():
    class Watch(callbacks.Callback):
        def __init__(self):
            self.calls = []

        def on_train_begin(self, logs=None):
            self.calls.append("begin")

        def on_epoch_begin(self, epoch, logs=None):
            self.calls.append(epoch)

        def on_train_batch_end(self, batch, logs=None):
            self.calls.append((batch, round(logs["loss"], 3) > 0))

        def on_epoch_end(self, epoch, logs=None):
            logs["rate"] = self.model.optimizer.learning_rate
            self.model.optimizer.learning_rate = 0.5
            self.model.stop_training = epoch == 1

        def on_train_end(self, logs=None):
            self.calls.append("end")

    watch = Watch()
    model = chain()
    model.compile(optimizers.SGD(0.25), "mse")
    history = model.fit(X, Y, batch_size=48, epochs=9, callbacks=[watch], verbose=0)
    batches = [(0, True), (1, True)]
    assert watch.calls == ["begin", 0, *batches, 1, *batches, "end"]
    assert history.history["rate"] == [0.25, 0.5] and history.epoch == [0, 1]

    def broken(epoch, logs):
        raise RuntimeError("no disk")

    with pytest.raises(RuntimeError, match="no disk"):
        model.fit(X, Y, callbacks=[callbacks.LambdaCallback(on_epoch_end=broken)], verbose=0)
    assert model.fit(X, Y, verbose=0).epoch == [0]


@pytest.mark.parametrize("schedule", [lambda epoch: 0.1 / (epoch + 1), lambda epoch, rate: 0.1 / (epoch + 1)])
def test_a_learning_rate_as_a_function(schedule):
    model = chain()
    model.compile("sgd", "mse")
    history = model.fit(X, Y, epochs=3, callbacks=[callbacks.LearningRateScheduler(schedule)], verbose=0)
    assert history.history["learning_rate"] == pytest.approx([0.1, 0.05, 0.1 / 3])


def test_early_stopping_and_what_is_printed(capsys):
    model = chain()
    model.compile("sgd", "mse", metrics=["mae"])
    stop = callbacks.EarlyStopping("loss", patience=1, min_delta=10.0)
    history = model.fit(X, Y, epochs=50, callbacks=stop)
    assert len(history.epoch) == 2 and history.best("loss") == min(history.history["loss"])
    out = capsys.readouterr().out.splitlines()
    assert len(out) == 2 and out[0].startswith("Epoch  1/50  loss ")
    model.summary()
    assert "dense_1" in capsys.readouterr().out


def test_files(tmp_path):
    model = chain(seed=3)
    model.compile(optimizers.Adam(0.01), "mse", metrics=["mae"])
    model.fit(X, Y, epochs=2, verbose=0)
    model.save(tmp_path / "model.safetensors")
    again = nn.load_model(tmp_path / "model.safetensors")
    assert (again.predict(X) == model.predict(X)).all() and again.evaluate(X, Y) == model.evaluate(X, Y)
    model.export(tmp_path / "model.onnx")
    assert (tmp_path / "model.onnx").stat().st_size > 100
    other = chain(seed=4)
    other.set_weights(model.get_weights())
    assert (other.predict(X) == model.predict(X)).all()
    with pytest.raises(vernier.InvalidArgument, match="dense/kernel"):
        other.set_weights([weight.T for weight in model.get_weights()])


def test_pruning_within_a_study():
    def objective(trial):
        model = chain(seed=trial.number)
        model.compile(optimizers.SGD(trial.suggest_float("rate", 1e-3, 1.0, log=True)), "mse")
        history = model.fit(X, Y, epochs=6, verbose=0, validation_split=0.2, callbacks=[callbacks.Pruning(trial, "val_loss")])
        return history.best("val_loss")

    study = vernier.create_study(sampler="random", pruner={"median": {"startup": 3}}, seed=1)
    study.optimize(objective, n_trials=12, n_jobs=2)
    assert study.counts["pruned"] > 0 and study.counts["complete"] > 3
    assert all(len(t.intermediate_values) == 6 for t in study.trials if t.state is vernier.TrialState.COMPLETE)
