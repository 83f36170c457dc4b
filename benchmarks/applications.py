#!/usr/bin/env python3
"""What the example networks reach on the test part of real data, trained in full.

    benchmarks/applications.py VERNIER DATA_FOLDER [--only NAME] [--seeds N] [--out FILE.csv]

One CSV row for each task and seed; the spam row of a seed is the mean of five stratified folds.
"""
import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time

import yaml

EXAMPLES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "examples")
# name: (metric, bar, higher is better, seeds)
TASKS = {
    "fashion": ("accuracy", 0.925, True, 3),
    "mnist": ("accuracy", 0.9945, True, 3),
    "intents": ("accuracy", 0.928, True, 3),
    "intents_all": ("accuracy", 0.935, True, 3),
    "spam": ("f1_score", 0.968, True, 3),
    "ratings": ("rmse", 0.836, False, 3),
    "ratings_unit": ("binary_crossentropy", 0.593, False, 3),
    "temperatures": ("rmse", 2.211, False, 3),
}


def read(name):
    with open(os.path.join(EXAMPLES, name)) as file:
        return yaml.safe_load(file)


def settled(node, values):
    """The experiment with these values in the place of its parameters."""
    if isinstance(node, dict):
        if "choose" in node:
            kind = values[node["name"]]
            return settled(next(part for part in node["choose"] if kind in part), values)
        return {key: values.get(key if not isinstance(value, dict) else value.get("name", key), value)
                if is_parameter(value) else settled(value, values) for key, value in node.items()}
    return [settled(item, values) for item in node] if isinstance(node, list) else node


def is_parameter(node):
    return isinstance(node, dict) and ("values" in node or {"min", "max"} <= node.keys())


def experiment(name):
    """A configuration that tuning found, as an experiment without parameters."""
    if name in ("fashion", "mnist"):
        return read(f"image/{name}.yaml")
    if name == "spam":
        return read("text/spam.yaml")
    if name.startswith("intents"):
        found = {"output_dim": 256, "rate": 0.6, "learning_rate": 0.006, "batch_size": 32}
        full = settled(read("text/intents.yaml"), found)
        if name == "intents_all":
            full["data"]["member"] = ["train", "val"]
            del full["data"]["validation"]
            full["objective"] = {"metric": "loss"}
        return full
    if name == "temperatures":
        full = settled(read("series/temperatures.yaml"), {"network": "gru", "units": 32, "rate": 0.2, "learning_rate": 0.003})
        full["fit"]["validation_split"] = 0.0
        full["objective"] = {"metric": "loss"}
        return full
    full = settled(read("recommender/ratings.yaml"),
                   {"tastes": 70, "penalty": 1e-4, "dropout": 0.12, "learning_rate": 0.003, "batch_size": 128})
    del full["data"]["validation"]
    full["objective"] = {"metric": "loss"}
    if name == "ratings_unit":
        full["data"]["target_transform"] = "unit"
        full["model"].append({"activation": "sigmoid"})
        full["compile"]["loss"] = "binary_crossentropy"
        full["compile"]["metrics"] = ["binary_crossentropy"]
        for layer in full["model"]:
            regularizer = layer.get("embedding", {}).get("embeddings_regularizer")
            if regularizer and isinstance(regularizer["l2"], dict):
                regularizer["l2"]["l2"] = 2e-5
    return full


def train(vernier, folder, full, seed, scratch):
    path = os.path.join(scratch, "experiment.yaml")
    with open(path, "w") as file:
        yaml.safe_dump(full, file)
    run = subprocess.run([vernier, "train", path, "--data-folder", folder, "--seed", str(seed), "--quiet", "--json"],
                         capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(run.stderr)
    return json.loads(run.stdout)


def stratified_folds(folder, scratch, seed):
    """Five pairs of files of messages; each class is spread evenly."""
    with open(os.path.join(folder, "sms_spam.tsv")) as file:
        lines = file.read().splitlines()
    by_class = {}
    for line in lines:
        by_class.setdefault(line.split("\t")[0], []).append(line)
    folds = [[] for _ in range(5)]
    draw = random.Random(seed)
    for rows in by_class.values():
        draw.shuffle(rows)
        for k, row in enumerate(rows):
            folds[k % 5].append(row)
    for k in range(5):
        names = [os.path.join(scratch, f"{part}{k}.tsv") for part in ("train", "test")]
        parts = ([row for j, fold in enumerate(folds) if j != k for row in fold], folds[k])
        for name, rows in zip(names, parts):
            with open(name, "w") as file:
                file.write("\n".join(rows) + "\n")
        yield names


def score(vernier, folder, name, metric, seed, scratch):
    full = experiment(name)
    if name != "spam":
        return train(vernier, folder, full, seed, scratch)["test"][metric]
    scores = []
    for train_file, test_file in stratified_folds(folder, scratch, seed):
        full["data"]["path"], full["data"]["test"] = train_file, test_file
        scores.append(train(vernier, folder, full, seed, scratch)["test"][metric])
    return statistics.mean(scores)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vernier")
    parser.add_argument("folder")
    parser.add_argument("--only", choices=TASKS)
    parser.add_argument("--seeds", type=int)
    parser.add_argument("--out")
    args = parser.parse_args()
    rows = []
    for name, (metric, bar, higher, seeds) in TASKS.items():
        if args.only and name != args.only:
            continue
        scores = []
        for seed in range(args.seeds or seeds):
            with tempfile.TemporaryDirectory() as scratch:
                begin = time.time()
                scores.append(score(args.vernier, os.path.abspath(args.folder), name, metric, seed, scratch))
                rows.append([name, seed, metric, f"{scores[-1]:.5f}", bar, f"{time.time() - begin:.1f}"])
            print(*rows[-1], flush=True)
        mean = statistics.mean(scores)
        print(f"{name}: mean {metric} {mean:.5f}, bar {bar}: {'reached' if (mean >= bar) == higher or mean == bar else 'missed'}",
              flush=True)
    if args.out:
        with open(args.out, "w", newline="") as file:
            csv.writer(file).writerows([["task", "seed", "metric", "score", "bar", "seconds"], *rows])


if __name__ == "__main__":
    main()
