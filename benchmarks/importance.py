#!/usr/bin/env python3
"""Importance against the exact variance decomposition of five functions, ours and Optuna's on the same random trials.

  importance.py VERNIER OUT.csv [--trials 1000] [--seeds 0-4] [--no-optuna]     # needs numpy; optuna and scikit-learn

One row a function, seed, method and term: the exact share, the share found, the seconds of Optuna's evaluation (ours are
those of the whole process, which reads the study from its file; benchmarks/importance_latency.cpp has the evaluation
alone).
"""
import argparse
import csv
import json
import math
import os
import subprocess
import sys
import tempfile
import time

import numpy as np

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "search"))
from harness import seeds_of

PI = math.pi


def ishigami(u):
    x = PI * (2 * u - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


A = np.array([0, 1, 4.5, 9, 99, 99])


def sobol_g(u):
    return np.prod((np.abs(4 * u - 2) + A) / (1 + A), axis=1)


def additive(u):
    return 3 * u[:, 0] + 2 * np.sin(2 * PI * u[:, 1]) + u[:, 2] ** 2


def product(u):
    return u[:, 0] * u[:, 1] * u[:, 2]


def branin(u):
    x, y = 15 * u[:, 0] - 5, 15 * u[:, 1]
    return (y - 5.1 / (4 * PI**2) * x**2 + 5 / PI * x - 6) ** 2 + 10 * (1 - 1 / (8 * PI)) * np.cos(x) + 10


FUNCTIONS = {"ishigami": (ishigami, 3), "sobol g": (sobol_g, 6), "additive": (additive, 4), "product": (product, 3), "branin": (branin, 2)}


def exact(name):
    """shares by term, first order ("x0") and pairs ("x0 x1")"""
    if name == "ishigami":
        v = {"x0": 0.5 * (1 + 0.1 * PI**4 / 5) ** 2, "x1": 49 / 8, "x0 x2": 0.01 * PI**8 * (1 / 18 - 1 / 50)}
        total = sum(v.values())
    elif name == "sobol g":
        one = 1 / (3 * (1 + A) ** 2)
        total = np.prod(1 + one) - 1
        v = {"x%d" % i: one[i] for i in range(6)}
        v.update({"x%d x%d" % (i, j): one[i] * one[j] for i in range(6) for j in range(i + 1, 6)})
    elif name == "additive":
        v = {"x0": 9 / 12, "x1": 2.0, "x2": 4 / 45}
        total = sum(v.values())
    elif name == "product":
        total = 1 / 27 - 1 / 64
        v = {t: 1 / 192 for t in ("x0", "x1", "x2")}
        v.update({t: 1 / 576 for t in ("x0 x1", "x0 x2", "x1 x2")})
    else:
        g = (np.arange(2000) + 0.5) / 2000
        table = branin(np.stack(np.meshgrid(g, g, indexing="ij"), -1).reshape(-1, 2)).reshape(2000, 2000)
        total = table.var()
        v = {"x0": table.mean(1).var(), "x1": table.mean(0).var()}
        v["x0 x1"] = total - sum(v.values())
    return {k: float(x / total) for k, x in v.items()}


def terms(d):
    return ["x%d" % i for i in range(d)] + ["x%d x%d" % (i, j) for i in range(d) for j in range(i + 1, d)]


def ours(vernier, u, y):
    d = u.shape[1]
    with tempfile.TemporaryDirectory() as folder:
        space, store = os.path.join(folder, "space.yaml"), "sqlite:///%s/s.db" % folder
        with open(space, "w") as f:
            f.write("parameters:\n" + "".join("  x%d: {min: 0.0, max: 1.0}\n" % j for j in range(d)))
        told = "".join(json.dumps({"op": "tell", "params": {"x%d" % j: float(row[j]) for j in range(d)}, "value": float(v)}) + "\n" for row, v in zip(u, y))
        subprocess.run([vernier, "pipe", "--space", space, "--storage", store, "--study", "s"], input=told, text=True, check=True, stdout=subprocess.DEVNULL)
        begin = time.perf_counter()
        text = subprocess.run([vernier, "importance", "s", "--storage", store, "--method", "fanova:interactions=%d" % d, "--json"], check=True, capture_output=True, text=True).stdout
        seconds = time.perf_counter() - begin
    found = {}
    for one in json.loads(text):
        found[" ".join(sorted([one["name"]] + ([one["with"]] if "with" in one else [])))] = one["importance"]
    return found, seconds


def optunas(u, y):
    import optuna
    from optuna.importance import FanovaImportanceEvaluator

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    spaces = {"x%d" % j: optuna.distributions.FloatDistribution(0, 1) for j in range(u.shape[1])}
    study = optuna.create_study()
    study.add_trials([optuna.trial.create_trial(params={"x%d" % j: float(row[j]) for j in range(len(row))}, distributions=spaces, value=float(v)) for row, v in zip(u, y)])
    begin = time.perf_counter()
    found = FanovaImportanceEvaluator(seed=0).evaluate(study)  # normalised: the main effects add up to 1
    return found, time.perf_counter() - begin


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vernier")
    parser.add_argument("out")
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seeds", default="0-4")
    parser.add_argument("--no-optuna", action="store_true")
    a = parser.parse_args()
    with open(a.out, "w", newline="") as f:
        out = csv.writer(f)
        out.writerow(["function", "trials", "seed", "method", "term", "exact", "found", "seconds"])
        for name, (function, d) in FUNCTIONS.items():
            truth = exact(name)
            worst = {}
            for seed in seeds_of(a.seeds):
                u = np.random.default_rng([seed, d]).uniform(size=(a.trials, d))
                y = function(u)
                runs = {"vernier": ours(a.vernier, u, y)}
                if not a.no_optuna:
                    runs["optuna"] = optunas(u, y)
                for method, (found, seconds) in runs.items():
                    for term in terms(d):
                        if term in found:
                            out.writerow([name, a.trials, seed, method, term, "%.5f" % truth.get(term, 0), "%.5f" % found[term], "%.4f" % seconds])
                            if method == "vernier":
                                error = abs(found[term] - truth.get(term, 0))
                                worst[term] = max(worst.get(term, 0), error)
            print(name, "worst error %.4f" % max(worst.values()), flush=True)


if __name__ == "__main__":
    main()
