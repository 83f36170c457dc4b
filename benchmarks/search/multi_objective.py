#!/usr/bin/env python3
"""Hypervolume of samplers for several objectives on ZDT (Zitzler, Deb, Thiele 2000) and DTLZ (Deb et al. 2002).

  multi_objective.py run   --vernier build/release/vernier --out rows.csv --samplers "nsga2;optuna_nsga2" [--seeds 0-9]
                           [--problems zdt1,dtlz2] [--trials 1000]
  multi_objective.py score --out rows.csv

A sampler is what `vernier pipe --sampler` takes, or optuna_nsga2, optuna_nsga3, optuna_tpe, optuna_gp, optuna_random (these need
optuna). One row per sampler, problem, seed and number of trials: the share of the box between the ideal point and the
reference point that all trials so far cover. Reference points are fixed here: about what random search reaches.
"""
import argparse
import collections
import csv
import os
import sys
import time

import numpy as np

from pipe_client import Pipe

AT = (100, 300, 1000)


def zdt(h, n, tail=lambda x: 1 + 9 * x.sum() / len(x)):
    def losses(x):
        g = tail(x[1:])
        return [x[0], g * h(x[0], g)]
    return n, losses


def zdt4(x):
    y = np.concatenate([x[:1], 10 * x[1:] - 5])
    g = 1 + 10 * (len(x) - 1) + np.sum(y[1:] ** 2 - 10 * np.cos(4 * np.pi * y[1:]))
    return [y[0], g * (1 - np.sqrt(y[0] / g))]


def zdt6(x):
    f = 1 - np.exp(-4 * x[0]) * np.sin(6 * np.pi * x[0]) ** 6
    g = 1 + 9 * (x[1:].sum() / 9) ** 0.25
    return [f, g * (1 - (f / g) ** 2)]


def dtlz1(x):
    z = x[2:] - 0.5
    g = 100 * (len(z) + np.sum(z**2 - np.cos(20 * np.pi * z)))
    return [0.5 * x[0] * x[1] * (1 + g), 0.5 * x[0] * (1 - x[1]) * (1 + g), 0.5 * (1 - x[0]) * (1 + g)]


def dtlz2(x):
    g = np.sum((x[2:] - 0.5) ** 2)
    a, b = x[0] * np.pi / 2, x[1] * np.pi / 2
    return [(1 + g) * np.cos(a) * np.cos(b), (1 + g) * np.cos(a) * np.sin(b), (1 + g) * np.sin(a)]


def dtlz7(x):
    g = 1 + 9 * x[2:].mean()
    h = 3 - sum(f / (1 + g) * (1 + np.sin(3 * np.pi * f)) for f in x[:2])
    return [x[0], x[1], (1 + g) * h]


# dimension, losses, reference point, ideal point
PROBLEMS = {
    "zdt1": (*zdt(lambda f, g: 1 - np.sqrt(f / g), 30), (1.1, 5), (0, 0)),
    "zdt2": (*zdt(lambda f, g: 1 - (f / g) ** 2, 30), (1.1, 6), (0, 0)),
    "zdt3": (*zdt(lambda f, g: 1 - np.sqrt(f / g) - f / g * np.sin(10 * np.pi * f), 30), (1.1, 5), (0, -1)),
    "zdt4": (10, zdt4, (1.1, 120), (0, 0)),
    "zdt6": (10, zdt6, (1.1, 9), (0, 0)),
    "dtlz1": (7, dtlz1, (200, 200, 200), (0, 0, 0)),
    "dtlz2": (12, dtlz2, (2, 2, 2), (0, 0, 0)),
    "dtlz7": (22, dtlz7, (1.1, 1.1, 20), (0, 0, 0)),
}


def hypervolume(points, reference):
    """By slices along the last loss."""
    points = np.unique(points[np.all(points < reference, axis=1)], axis=0)
    if len(points) == 0:
        return 0.0
    if points.shape[1] == 2:
        area, height = 0.0, reference[1]
        for x, y in points:
            if y < height:
                area += (reference[0] - x) * (height - y)
                height = y
        return area
    points = points[np.argsort(points[:, -1])]
    tops = np.append(points[1:, -1], reference[-1])
    return sum((top - points[k, -1]) * hypervolume(points[: k + 1, :-1], reference[:-1])
               for k, top in enumerate(tops) if top > points[k, -1])


def front(points):
    keep = []
    for k, p in enumerate(points):
        if not np.any(np.all(points <= p, axis=1) & np.any(points < p, axis=1)):
            keep.append(k)
    return points[keep]


def share(points, reference, ideal):
    box = np.prod(np.array(reference, float) - np.array(ideal, float))
    return hypervolume(front(np.array(points)), np.array(reference, float)) / box


def of_vernier(program, sampler, problem, seed, trials):
    n, losses, reference, _ = PROBLEMS[problem]
    objectives = [{"name": f"f{k}", "direction": "minimize"} for k in range(len(reference))]
    parameters = {f"x{k}": {"min": 0.0, "max": 1.0} for k in range(n)}
    points = []
    with Pipe(program, parameters, sampler, seed, objectives) as pipe:
        for _ in range(trials):
            trial, params = pipe.ask()
            points.append(losses(np.array([params[f"x{k}"] for k in range(n)])))
            pipe.tell(trial, [float(v) for v in points[-1]])
    return points


def of_optuna(sampler, problem, seed, trials):
    import optuna
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    n, losses, reference, _ = PROBLEMS[problem]
    makes = {"optuna_nsga2": lambda: optuna.samplers.NSGAIISampler(population_size=50, seed=seed),
             "optuna_nsga3": lambda: optuna.samplers.NSGAIIISampler(population_size=50, seed=seed),
             "optuna_tpe": lambda: optuna.samplers.TPESampler(seed=seed),
             "optuna_gp": lambda: optuna.samplers.GPSampler(seed=seed),
             "optuna_random": lambda: optuna.samplers.RandomSampler(seed=seed)}
    study = optuna.create_study(directions=["minimize"] * len(reference), sampler=makes[sampler]())
    points = []

    def objective(trial):
        points.append(losses(np.array([trial.suggest_float(f"x{k}", 0, 1) for k in range(n)])))
        return points[-1]

    study.optimize(objective, n_trials=trials)
    return points


def seeds_of(text):
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def run(given):
    done = set()
    if os.path.exists(given.out):
        with open(given.out, newline="") as file:
            done = {tuple(row[:3]) for row in csv.reader(file)}
    with open(given.out, "a", newline="") as file:
        rows = csv.writer(file)
        for problem in given.problems.split(","):
            for seed in seeds_of(given.seeds):
                for sampler in given.samplers.split(";"):
                    if (sampler, problem, str(seed)) in done:
                        continue
                    began = time.time()
                    if sampler.startswith("optuna_"):
                        points = of_optuna(sampler, problem, seed, given.trials)
                    else:
                        points = of_vernier(given.vernier, sampler, problem, seed, given.trials)
                    spent = time.time() - began
                    _, _, reference, ideal = PROBLEMS[problem]
                    for count in AT:
                        if count <= given.trials:
                            rows.writerow([sampler, problem, seed, count, f"{share(points[:count], reference, ideal):.6f}",
                                           f"{spent:.1f}"])
                    file.flush()


def score(given):
    shares = collections.defaultdict(list)
    with open(given.out, newline="") as file:
        for sampler, problem, _, count, covered, _ in csv.reader(file):
            shares[problem, int(count), sampler].append(float(covered))
    for (problem, count, sampler), values in sorted(shares.items()):
        error = np.std(values, ddof=1) / np.sqrt(len(values)) if len(values) > 1 else float("nan")
        print(f"{problem:6} {count:5} {sampler:40} {np.mean(values):.4f} +- {error:.4f}  ({len(values)} seeds)")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("action", choices=["run", "score"])
    arguments.add_argument("--vernier")
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--samplers", default="nsga2;nsga3;optuna_nsga2", help="separated by semicolons")
    arguments.add_argument("--problems", default=",".join(PROBLEMS))
    arguments.add_argument("--seeds", default="0-9")
    arguments.add_argument("--trials", type=int, default=1000)
    given = arguments.parse_args()
    run(given) if given.action == "run" else score(given)


if __name__ == "__main__":
    main()
