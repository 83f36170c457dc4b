#!/usr/bin/env python3
"""How many epochs a search trains until it has the score that random search reaches with 40 full trainings.

    benchmarks/search/epochs_to_score.py VERNIER DATA_FOLDER [--seeds 3] [--out FILE.csv] [--work DIR]

A real training each time: the network of epochs_to_score.yaml on the first 10,000 images of Fashion-MNIST, 27 epochs. Random search
(40 trials, no pruner) sets the score: its best validation accuracy. Then random search with asha, and what `vernier tune` does by default, with the same
number of epochs as budget; an epoch counts when it is reported, in the order of reports. A search that never comes there counts as its whole budget, and the
row says so. The window is that of two jobs whatever --jobs says.
"""
import argparse
import csv
import gzip
import os
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
IMAGES, EPOCHS, TRIALS = 10_000, 27, 40
SEARCHES = {"random": ["--sampler", "random", "--pruner", "none", "--trials", str(TRIALS)],
            "random and asha": ["--sampler", "random", "--pruner", "asha", "--budget", f"{TRIALS * EPOCHS}epochs"],
            "default": ["--budget", f"{TRIALS * EPOCHS}epochs"]}


def small(folder, source, target, header, row):
    with gzip.open(os.path.join(folder, source)) as file:
        head = bytearray(file.read(header))
        body = file.read(IMAGES * row)
    head[4:8] = IMAGES.to_bytes(4, "big")
    with gzip.open(target, "wb", compresslevel=1) as file:
        file.write(bytes(head) + body)


def curve(store):
    """The best value after each epoch, in the order in which epochs ended."""
    best, values = 0.0, []
    for (value,) in sqlite3.connect(store).execute("SELECT value FROM events WHERE type = 'report' ORDER BY sequence"):
        best = max(best, value or 0.0)
        values.append(best)
    return values


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vernier")
    parser.add_argument("folder")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--work", help="a folder for the studies; they are continued where they are there")
    parser.add_argument("--out")
    args = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        work = os.path.abspath(args.work or scratch)
        os.makedirs(work, exist_ok=True)
        small(args.folder, "fashion-train-images-idx3-ubyte.gz", os.path.join(work, "small-images-idx3-ubyte.gz"), 16, 784)
        small(args.folder, "fashion-train-labels-idx1-ubyte.gz", os.path.join(work, "small-labels-idx1-ubyte.gz"), 8, 1)
        for seed in range(args.seeds):
            goal = None
            for name, options in SEARCHES.items():
                store = os.path.join(work, f"{name.replace(' ', '_')}_{seed}.db")
                subprocess.run([args.vernier, "tune", os.path.join(HERE, "epochs_to_score.yaml"), "--data-folder", work, *options, "--jobs", args.jobs,
                                "--window", "4", "--seed", str(seed), "--storage", f"sqlite:///{store}", "--quiet", "--json"],
                               check=True, capture_output=True)
                values = curve(store)
                goal = goal or values[-1]
                reached = next((k + 1 for k, value in enumerate(values) if value >= goal), None)
                rows.append([seed, name, goal, len(values), reached or len(values), reached is not None, values[-1],
                             TRIALS * EPOCHS / (reached or len(values))])
                print(*rows[-1], flush=True)
    if args.out:
        with open(args.out, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["seed", "search", "score", "epochs", "epochs_to_score", "reached", "best", "times_fewer_than_40_trainings"])
            writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
