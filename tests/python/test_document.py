"""The document's program, with its import lines alone changed."""

import csv
import gzip
import json
import os
import pathlib
import subprocess
import sys

import numpy as np
import pytest

from vernier.nn import Input, Sequential
from vernier.nn.callbacks import EarlyStopping
from vernier.nn.layers import Dense

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_only_import_lines_differ_from_the_program_for_keras():
    folder = ROOT / "examples" / "document"
    ours, theirs = ((folder / name).read_text().splitlines() for name in ("document_vernier.py", "document.py"))
    code = lambda lines: [line for line in lines if not line.startswith("#")]  # noqa: E731
    differ = [(a, b) for a, b in zip(code(ours), code(theirs), strict=True) if a != b]
    assert len(differ) == 4
    assert all(a == b.replace("from keras.", "from vernier.nn.") for a, b in differ)


def test_it_runs():
    program = [sys.executable, ROOT / "examples" / "document" / "document_vernier.py", ROOT / "data" / "sms100.csv.gz"]
    lines = subprocess.run(program, capture_output=True, text=True, check=True).stdout.splitlines()
    assert 10 < len(lines) < 100 and lines[0].startswith("Epoch   1/100  accuracy 0.")
    best = max(float(line.split("val_accuracy ")[1].split()[0]) for line in lines)
    assert best > 0.95


def test_its_fit_is_that_of_the_program_in_cpp_bit_for_bit(tmp_path):
    program = os.environ.get("VERNIER_CLI")
    if program is None:
        pytest.skip("set VERNIER_CLI to the program")
    data = ROOT / "data" / "sms100.csv.gz"
    experiment = {
        "data": {"path": str(data), "target": "label", "test": {"rows": "i % 5 == 4"}, "transform": "none"},
        "model": [{"dense": {"units": 64, "activation": "relu"}}, {"dense": {"units": 1, "activation": "sigmoid"}}],
        "compile": {"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"]},
        "fit": {
            "batch_size": 32,
            "epochs": 100,
            "validation_split": 0.2,
            "callbacks": [{"early_stopping": {"monitor": "val_loss", "patience": 5}}],
        },
    }
    (tmp_path / "document.yaml").write_text(json.dumps(experiment))
    done = subprocess.run([program, "train", tmp_path / "document.yaml", "--json"], capture_output=True, check=True)
    want = json.loads(done.stdout)

    with gzip.open(data, "rt") as file:
        rows = list(csv.reader(file))[1:]
    parts = [[row for i, row in enumerate(rows) if (i % 5 == 4) == test] for test in (False, True)]
    (x, y), (x_test, y_test) = (
        (np.array([row[:-1] for row in part], "float32"), np.array([row[-1] == "spam" for row in part])) for part in parts
    )
    model = Sequential([Input((100,)), Dense(64, activation="relu"), Dense(1, activation="sigmoid")])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    stop = EarlyStopping(monitor="val_loss", patience=5)
    history = model.fit(x, y, batch_size=32, epochs=100, validation_split=0.2, callbacks=[stop], verbose=0)
    assert history.history == want["history"]
    assert model.evaluate(x_test, y_test, return_dict=True)["accuracy"] == pytest.approx(want["test"]["accuracy"], abs=0.01)
