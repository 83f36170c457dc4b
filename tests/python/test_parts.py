"""Classes of the catalogues: Keras's names, and its order of what may stand without a name."""

import inspect
import os

import pytest

os.environ.setdefault("KERAS_BACKEND", "jax")

import vernier
from vernier import _core, nn

MODULES = ("layers", "optimizers", "schedules", "losses", "metrics", "callbacks", "initializers", "regularizers")


def classes(module):
    names = getattr(getattr(nn, module), "__all__")
    return {name: one for name in names if inspect.isclass(one := getattr(getattr(nn, module), name))}


@pytest.mark.parametrize("module", MODULES)
def test_classes_are_named_and_called_as_in_keras(module):
    keras = pytest.importorskip("keras")
    theirs = keras.optimizers.schedules if module == "schedules" else getattr(keras, module)
    by_letters = {name.lower(): name for name in dir(theirs) if name[0].isupper()}
    compared = 0
    for name, ours in classes(module).items():
        if name.lower() not in by_letters or "options" in inspect.signature(ours).parameters:
            continue
        assert name == by_letters[name.lower()]
        places = [
            one.name
            for one in inspect.signature(ours).parameters.values()
            if one.kind is one.POSITIONAL_OR_KEYWORD and one.name not in ("args", "kwargs")
        ]
        known = list(inspect.signature(getattr(theirs, name)).parameters)
        if places and known[0] in places:
            assert places == known[: len(places)], name
            compared += 1
    assert compared >= {"metrics": 5, "losses": 3, "schedules": 5, "regularizers": 2}.get(module, 4)


def test_every_entry_has_a_class_that_the_library_takes():
    for kind, make in (("optimizers", lambda part: part), ("initializers", lambda part: part)):
        entries = {entry["name"] for entry in _core.catalogue(kind)}
        assert len(entries) == len(classes(kind))
    for ours in classes("optimizers").values():
        if "optimizer" in inspect.signature(ours).parameters:
            continue
        model = nn.Sequential([nn.Input((2,)), nn.layers.Dense(1)])
        model.compile(ours(), "mse")


def test_samplers_and_pruners():
    assert vernier.samplers.TPE().component == "tpe" and vernier.samplers.CMAES().component == "cmaes"
    study = vernier.create_study(pruner=vernier.pruners.Hyperband(), sampler=vernier.samplers.Random())
    assert "hyperband" in study.pruner
    with pytest.raises(TypeError, match="unknown"):
        vernier.samplers.TPE(unknown=1)
    assert "Args:" in vernier.samplers.TPE.__doc__
    assert repr(vernier.samplers.QMC(scramble=False)).startswith("QMC(scramble=False")
