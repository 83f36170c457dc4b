#!/usr/bin/env python3
"""The same networks, data and epochs in Vernier and in Keras: test scores over several seeds.

    accuracy.py VERNIER DATA --keras COMMAND [--only TASK] [--seeds 5] [--out FILE]

COMMAND trains one task with Keras: it is called with DATA and the task's name, finds its seed in the environment variable SEED, and
prints a JSON line with "test": {metric: value}. A task passes where Vernier's mean is no worse than Keras's by more than two standard
errors of their difference. Adam(0.001) throughout, no part held out, scores of the last epoch.
"""
import argparse
import csv
import json
import math
import os
import re
import shlex
import statistics
import subprocess
import sys
import tempfile

import yaml


def images(name, layers, batch_size, epochs):
    return {
        "data": {
            "inputs": f"{name}-train-images-idx3-ubyte.gz",
            "targets": f"{name}-train-labels-idx1-ubyte.gz",
            "test": {"inputs": f"{name}-t10k-images-idx3-ubyte.gz", "targets": f"{name}-t10k-labels-idx1-ubyte.gz"},
        },
        "model": layers + [{"dense": {"units": 10, "activation": "softmax"}}],
        "compile": compiled("sparse_categorical_crossentropy", "accuracy"),
        "fit": {"batch_size": batch_size, "epochs": epochs},
    }


def compiled(loss, metric):
    return {"optimizer": {"adam": {"learning_rate": 0.001}}, "loss": loss, "metrics": [metric]}


CONVOLUTIONS = [
    {"reshape": [28, 28, 1]},
    {"conv2d": {"filters": 32, "kernel_size": [3, 3], "activation": "relu"}},
    "max_pooling2d",
    {"conv2d": {"filters": 64, "kernel_size": [3, 3], "activation": "relu"}},
    "max_pooling2d",
    "flatten",
    {"dense": {"units": 128, "activation": "relu"}},
]
DENSE = ["flatten", {"dense": {"units": 512, "activation": "relu"}}]
WORDS = {"kind": "text", "tokens": 32, "vocabulary": 10000}


def words(mask):
    return [{"embedding": {"output_dim": 64, "mask_zero": mask}}, "global_average_pooling1d",
            {"dense": {"units": 64, "activation": "relu"}}]


def intents(mask):
    return {
        "data": {"path": "clinc150_full.json", "member": "train", "test": {"member": "test"}, "names": ["text", "intent"],
                 "target": "intent", "columns": {"text": WORDS}},
        "model": words(mask) + [{"dense": {"units": 150, "activation": "softmax"}}],
        "compile": compiled("sparse_categorical_crossentropy", "accuracy"),
        "fit": {"batch_size": 32, "epochs": 20},
    }


SPAM = {
    "data": {"path": "sms_spam.tsv", "delimiter": "tab", "quote": "", "header": False, "names": ["kind", "text"],
             "target": "kind", "test": {"rows": "i % 5 == 4"}, "columns": {"text": WORDS}},
    "model": words(False) + [{"dense": {"units": 1, "activation": "sigmoid"}}],
    "compile": compiled("binary_crossentropy", "accuracy"),
    "fit": {"batch_size": 32, "epochs": 10},
}
RATINGS = {
    "data": {"path": "ml_latest_small_ratings.csv", "target": "rating", "task": "regression",
             "test": {"rows": "i % 10 == 9"}, "columns": {"userid": "id", "movieid": "id", "timestamp": "ignore"}},
    "model": [
        {"input": {"name": "userid"}, "as": "user"},
        {"input": {"name": "movieid"}, "as": "film"},
        {"embedding": {"output_dim": 32}, "of": "user", "as": "user_taste"},
        {"embedding": {"output_dim": 32}, "of": "film", "as": "film_taste"},
        {"embedding": {"output_dim": 1}, "of": "user", "as": "user_bias"},
        {"embedding": {"output_dim": 1}, "of": "film", "as": "film_bias"},
        {"dot": {"axes": 1}, "of": ["user_taste", "film_taste"], "as": "match"},
        {"add": {}, "of": ["match", "user_bias", "film_bias"]},
    ],
    "compile": compiled("mean_squared_error", "root_mean_squared_error"),
    "fit": {"batch_size": 256, "epochs": 10},
}

# name of the task: its experiment, Vernier's metric, Keras's metric, whether more is better
TASKS = {
    "fashion_cnn": (images("fashion", CONVOLUTIONS, 64, 3), "accuracy", "accuracy", True),
    "mnist_cnn": (images("mnist", CONVOLUTIONS, 64, 3), "accuracy", "accuracy", True),
    "fashion_mlp": (images("fashion", DENSE, 128, 10), "accuracy", "accuracy", True),
    "clinc": (intents(False), "accuracy", "accuracy", True),
    "clinc_mask": (intents(True), "accuracy", "accuracy", True),
    "sms": (SPAM, "accuracy", "accuracy", True),
    "movielens": (RATINGS, "rmse", "rmse", False),
}


def last_json(run):
    if run.returncode != 0:
        sys.exit(run.stderr)
    return json.loads([line for line in run.stdout.splitlines() if line.startswith("{")][-1])


def same_words(data, folder):
    """The messages with nothing in them but the words that the reference finds (it drops letters beyond ASCII)."""
    path = os.path.join(folder, "spam.tsv")
    with open(os.path.join(data, "sms_spam.tsv"), encoding="utf-8") as given, open(path, "w") as file:
        for line in given:
            kind, text = line.rstrip("\n").split("\t", 1)
            file.write(kind + "\t" + " ".join(re.findall(r"[a-z0-9']+", text.lower())) + "\n")
    return path


def vernier_score(program, data, experiment, metric, seed):
    if experiment is SPAM:
        with tempfile.TemporaryDirectory() as folder:
            own = SPAM | {"data": SPAM["data"] | {"path": same_words(data, folder)}}
            return vernier_score(program, data, own, metric, seed)
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump(experiment | {"objective": {"metric": "loss"}}, file)
        file.flush()
        run = subprocess.run([program, "train", file.name, "--data-folder", data, "--seed", str(seed), "--quiet", "--json"],
                             capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(run.stderr)
    return json.loads(run.stdout)["test"][metric]


def keras_score(command, data, task, metric, seed):
    run = subprocess.run([*shlex.split(command), data, task], capture_output=True, text=True,
                         env=dict(os.environ, SEED=str(seed)))
    return last_json(run)["test"][metric]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vernier")
    parser.add_argument("data")
    parser.add_argument("--keras", required=True)
    parser.add_argument("--only", choices=TASKS)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--out")
    arguments = parser.parse_args()
    rows = []
    for task in [arguments.only] if arguments.only else TASKS:
        experiment, ours, theirs, more = TASKS[task]
        scores = {"vernier": [], "keras": []}
        for seed in range(arguments.seeds):
            scores["vernier"].append(vernier_score(arguments.vernier, arguments.data, experiment, ours, seed))
            scores["keras"].append(keras_score(arguments.keras, arguments.data, task, theirs, seed))
            rows += [[task, ours, trainer, seed, values[-1]] for trainer, values in scores.items()]
        means = {trainer: statistics.mean(values) for trainer, values in scores.items()}
        error = math.sqrt(sum(statistics.variance(values) / len(values) for values in scores.values()))
        gain = (means["vernier"] - means["keras"]) * (1 if more else -1)
        print(f"{task:12} {ours:9} vernier {means['vernier']:.4f}  keras {means['keras']:.4f}  better by {gain:+.4f}, "
              f"standard error {error:.4f}: {'ok' if gain > -2 * error else 'WORSE'}", flush=True)
        if arguments.out:
            with open(arguments.out, "w", newline="") as file:
                csv.writer(file).writerows([["task", "metric", "trainer", "seed", "score"], *rows])


if __name__ == "__main__":
    main()
