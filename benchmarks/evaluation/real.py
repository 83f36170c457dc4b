#!/usr/bin/env python3
"""How `vernier assess` does on real data.

    benchmarks/evaluation/real.py VERNIER DATA_FOLDER gains    [--out FILE.csv] [--only NAME]
    benchmarks/evaluation/real.py VERNIER DATA_FOLDER shuffled [--studies 100] [--out FILE.csv]
    benchmarks/evaluation/real.py VERNIER DATA_FOLDER coverage [--studies 100] [--out FILE.csv]

gains: what tuning gained on public data sets with 40 trials. shuffled: small studies of handwritten digits whose labels are coins, so
that nothing can be gained: how often is "helped" said? coverage: small studies of the digits with 300 test rows; the truth is measured
with 60 other seeds on all other rows: how often does the interval hold it?
"""
import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

TASKS = {
    "sms100": [os.path.join(ROOT, "data/sms100.csv.gz"), "--target", "label", "--test", "rows: i % 5 == 4"],
    "optdigits": ["{folder}/optdigits.arff", "--target", "-1", "--test", "last: 1797"],
    "concrete": ["{folder}/concrete.csv.gz", "--target", "-1", "--test", "rows: i % 10 == 0"],
}

EXPERIMENT = """
data: {path: train.csv, target: y, test: test.csv, task: multiclass}
model:
  - dense: {units: {min: 4, max: 64, log: true}, activation: {values: [relu, tanh]}}
  - dropout: {rate: {min: 0.0, max: 0.5}}
  - dense: {units: CLASSES, activation: softmax}
compile:
  optimizer: {adam: {learning_rate: {min: 1.0e-4, max: 1.0e-1, log: true}}}
  loss: sparse_categorical_crossentropy
fit: {batch_size: {values: [16, 32, 64]}, epochs: 15, validation_split: 0.3}
objective: {metric: val_loss}
"""


def run(vernier, scratch, *words):
    done = subprocess.run([vernier, *words, "--json", "-q"], cwd=scratch, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{words}: {done.stderr}")
    return json.loads(done.stdout)


def digits(folder):
    with open(os.path.join(folder, "optdigits.arff")) as file:
        lines = [line.strip() for line in file]
    return [line.split(",") for line in lines[[line.lower() for line in lines].index("@data") + 1:] if line]


def write_rows(path, rows):
    with open(path, "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([f"x{k}" for k in range(len(rows[0]) - 1)] + ["y"])
        writer.writerows(rows)


def gains(args):
    yield ["data", "metric", "tuned", "default", "random_search", "gain", "low", "high", "p", "over_random", "low", "high", "optimism",
           "overtuned", "search_s", "assess_s"]
    for name, words in TASKS.items():
        if args.only and args.only != name:
            continue
        with tempfile.TemporaryDirectory() as scratch:
            words = [word.format(folder=args.folder) for word in words]
            run(args.vernier, scratch, "tune", *words, "--trials", "40", "--jobs", "2", "--window", "4", "--seed", "1", "--study", name)
            found = run(args.vernier, scratch, "assess", name, "--jobs", "2")
        metric = found["metric"]
        mean = {}
        for contender in found["contenders"]:
            scores = [repeat["test"][metric] for repeat in contender["repeats"] if "why" not in repeat]
            mean[contender["role"]] = sum(scores) / len(scores)
        first, other = found["gains"][0], next(g for g in found["gains"] if g["over"] == "random search" and g["part"] == "test")
        optimism = found["optimism"]
        yield [name, metric, mean["recommended"], mean["default_settings"], mean["random_search"], first["mean"], *first["interval"],
               first["p_value"], other["mean"], *other["interval"], optimism["repeated"] - optimism["value"], found["overtuned"],
               found["cost"]["search"]["seconds"], found["cost"]["assessment"]["seconds"]]
        print(*found["statement"], *found["notes"], sep="\n", flush=True)


def shuffled(args):
    yield ["study", "gain", "low", "high", "p", "helped", "harmed"]
    everything = digits(args.folder)
    helped = harmed = 0
    for study in range(args.studies):
        rng = random.Random(study)
        rows = [[*row[:-1], rng.choice("ab")] for row in rng.sample(everything, 400)]
        with tempfile.TemporaryDirectory() as scratch:
            write_rows(os.path.join(scratch, "train.csv"), rows[:200])
            write_rows(os.path.join(scratch, "test.csv"), rows[200:])
            with open(os.path.join(scratch, "small.yaml"), "w") as out:
                out.write(EXPERIMENT.replace("CLASSES", "2").replace("multiclass", "auto")
                          .replace("units: 2, activation: softmax", "units: 1, activation: sigmoid")
                          .replace("sparse_categorical", "binary"))
            run(args.vernier, scratch, "tune", "small.yaml", "--trials", "12", "--seed", str(study))
            gain = run(args.vernier, scratch, "assess", "small", "--no-random-search")["gains"][0]
        low, high = gain["interval"]
        helped += low > 0
        harmed += high < 0
        yield [study, gain["mean"], low, high, gain["p_value"], int(low > 0), int(high < 0)]
    print(f"helped {helped}, made worse {harmed}, of {args.studies}")


def coverage(args):
    yield ["study", "gain", "low", "high", "truth", "held"]
    everything = digits(args.folder)
    held = 0
    for study in range(args.studies):
        rng = random.Random(study)
        rows = rng.sample(everything, len(everything))
        with tempfile.TemporaryDirectory() as scratch:
            write_rows(os.path.join(scratch, "train.csv"), rows[:300])
            write_rows(os.path.join(scratch, "test.csv"), rows[300:600])
            with open(os.path.join(scratch, "small.yaml"), "w") as out:
                out.write(EXPERIMENT.replace("CLASSES", "10"))
            run(args.vernier, scratch, "tune", "small.yaml", "--trials", "12", "--seed", str(study))
            gain = run(args.vernier, scratch, "assess", "small", "--no-random-search")["gains"][0]
            write_rows(os.path.join(scratch, "test.csv"), rows[600:])  # the fingerprint is of the other rows alone
            found = run(args.vernier, scratch, "assess", "small", "--no-random-search", "--repeats", "70", "--jobs", args.jobs)
        scores = {contender["role"]: [repeat["test"]["accuracy"] for repeat in contender["repeats"][10:]]
                  for contender in found["contenders"]}
        truth = sum(scores["recommended"]) / 60 - sum(scores["default_settings"]) / 60
        low, high = gain["interval"]
        held += low <= truth <= high
        yield [study, gain["mean"], low, high, truth, int(low <= truth <= high)]
    print(f"held {held} of {args.studies}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vernier")
    parser.add_argument("folder")
    parser.add_argument("what", choices=["gains", "shuffled", "coverage"])
    parser.add_argument("--studies", type=int, default=100)
    parser.add_argument("--only", choices=TASKS)
    parser.add_argument("--jobs", default="1")
    parser.add_argument("--out")
    args = parser.parse_args()
    args.vernier = os.path.abspath(args.vernier)
    rows = []
    for row in {"gains": gains, "shuffled": shuffled, "coverage": coverage}[args.what](args):
        rows.append([f"{value:.6g}" if isinstance(value, float) else value for value in row])
        print(*rows[-1], sep=",", flush=True)
    if args.out:
        with open(args.out, "w", newline="") as out:
            csv.writer(out).writerows(rows)


if __name__ == "__main__":
    main()
