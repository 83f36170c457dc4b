"""Whatever is given, the answer is an exception of Python: no crash, no hang."""

import contextlib

import numpy as np
import pytest

hypothesis = pytest.importorskip("hypothesis")
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

import vernier
from vernier import nn, samplers

ERRORS = (vernier.VernierError, TypeError, ValueError, OverflowError)

scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.integers(-3, 40), st.floats(), st.text(max_size=8), st.binary(max_size=3))
values = st.recursive(
    scalars, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)), max_leaves=12
)
quick = settings(max_examples=150, deadline=None, database=None)


def words(*names):
    """Dictionaries that are nearly meant."""
    return st.dictionaries(st.sampled_from(names), values, max_size=4)


@quick
@given(values)
def test_attributes(value):
    study = vernier.create_study()
    with contextlib.suppress(*ERRORS):
        study.set_user_attr("value", value)
        kept = study.user_attrs["value"]
        assert kept == value or "nan" in repr(kept)


@quick
@given(st.dictionaries(st.text(max_size=6), st.one_of(values, words("min", "max", "log", "step", "values", "when", "prior", "type")), max_size=3))
def test_spaces(parameters):
    with contextlib.suppress(*ERRORS):
        study = vernier.create_study(space={"parameters": parameters}, sampler="random")
        assert set(study.ask().params) <= set(parameters)


@quick
@given(values, values, values, st.booleans())
def test_suggestions(low, high, step, log):
    trial = vernier.create_study().ask()
    with contextlib.suppress(*ERRORS):
        assert low <= trial.suggest_float("real", low, high, step=step, log=log) <= high
    with contextlib.suppress(*ERRORS):
        assert low <= trial.suggest_int("whole", low, high, step=step, log=log) <= high
    with contextlib.suppress(*ERRORS):
        assert trial.suggest_categorical("kind", low) in low


@quick
@given(values, values, values)
def test_reports_and_results(result, value, step):
    study = vernier.create_study(sampler="random")
    trial = study.ask()
    with contextlib.suppress(*ERRORS):
        trial.report(value, step)
    with contextlib.suppress(*ERRORS):
        study.tell(trial, result)
    with contextlib.suppress(*ERRORS):
        study.optimize(lambda trial: result, n_trials=1)
    assert all(isinstance(trial.state, vernier.TrialState) for trial in study.trials)


@quick
@given(values, values, st.dictionaries(st.text(max_size=6), values, max_size=2))
def test_options_of_studies(sampler, seed, params):
    with contextlib.suppress(*ERRORS):
        vernier.create_study(sampler=sampler, seed=seed, pruner=sampler)
    with contextlib.suppress(*ERRORS):
        vernier.create_study(sampler=samplers.TPE(startup=seed, gamma=sampler))
    study = vernier.create_study()
    with contextlib.suppress(*ERRORS):
        study.enqueue_trial(params)
        study.ask()
    with contextlib.suppress(*ERRORS):
        study.tell(params, 1.0)


small = st.one_of(st.none(), st.booleans(), st.integers(-3, 40), st.floats(-2, 2), st.text(max_size=6), st.lists(st.integers(-2, 9), max_size=3))
kinds = [entry["name"] for entry in vernier._core.catalogue("layers")]
names = sorted({row["name"] for entry in vernier._core.catalogue("layers") for row in entry["options"]})


@quick
@given(st.lists(st.tuples(st.sampled_from(kinds), st.dictionaries(st.sampled_from(names), small, max_size=3)), max_size=3))
def test_layers(layers):
    with contextlib.suppress(*ERRORS):
        model = nn.Sequential([nn.Input((4, 4, 2))])
        for kind, options in layers:
            model._core.add({kind: options})
        model.compile("sgd", "mse")
        outputs = model.predict(np.zeros((2, 4, 4, 2)))
        model.fit(np.zeros((2, 4, 4, 2)), np.zeros_like(outputs), verbose=0)


@quick
@given(
    arrays.arrays(arrays.scalar_dtypes(), arrays.array_shapes(min_dims=0, max_dims=8, max_side=3), fill=st.nothing()),
    arrays.arrays(arrays.scalar_dtypes(), arrays.array_shapes(min_dims=0, max_dims=3, max_side=3), fill=st.nothing()),
)
@pytest.mark.filterwarnings("ignore")
def test_arrays(x, y):
    model = nn.Sequential([nn.layers.Flatten(), nn.layers.Dense(1)])
    model.compile("sgd", "mse")
    with contextlib.suppress(*ERRORS):
        model.fit(x, y, verbose=0)
    with contextlib.suppress(*ERRORS):
        model.evaluate(x, y)
    with contextlib.suppress(*ERRORS):
        assert len(model.predict(x)) == len(x)
