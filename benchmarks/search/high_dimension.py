#!/usr/bin/env python3
"""Many parameters of which few matter: 6 active ones of 100 or 300, 300 trials, noisy values.

  high_dimension.py run   --vernier build/release/vernier --out rows.csv --samplers "tpe;cmaes;optuna_tpe;pycma" [--seeds 0-4]
                          [--functions sphere,levy] [--dimensions 100,300]
  high_dimension.py score --out rows.csv

A sampler is what `vernier pipe --sampler` takes, or random, optuna_tpe, optuna_gp, pycma (sigma 0.3 of the range, with
its own bounds). The active coordinates and the optimum in them are drawn for each seed; what is told has noise of a
hundredth of the standard deviation over random points. Scored is the true value of the trial whose told value is best,
as a share of that standard deviation.
"""
import argparse
import collections
import csv
import os
import time
import warnings

import numpy as np

from pipe_client import Pipe

warnings.filterwarnings("ignore")
ACTIVE = 6


def sphere(z):
    return float(z @ z)


def rosenbrock(z):
    x = z + 1
    return float(np.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2))


def levy(z):
    w = 1 + z / 4
    return float(np.sin(np.pi * w[0]) ** 2 + np.sum((w[:-1] - 1) ** 2 * (1 + 10 * np.sin(np.pi * w[:-1] + 1) ** 2))
                 + (w[-1] - 1) ** 2 * (1 + np.sin(2 * np.pi * w[-1]) ** 2))


def ackley(z):
    return float(20 + np.e - 20 * np.exp(-0.2 * np.sqrt(np.mean(z**2))) - np.exp(np.mean(np.cos(2 * np.pi * z))))


# the function and half the width of its box
FUNCTIONS = {"sphere": (sphere, 5.0), "rosenbrock": (rosenbrock, 2.0), "levy": (levy, 10.0), "ackley": (ackley, 10.0)}


class Task:
    def __init__(self, name, dimension, seed):
        self.f, self.half = FUNCTIONS[name]
        rng = np.random.default_rng([11, seed, dimension])
        self.dimension = dimension
        self.active = rng.choice(dimension, ACTIVE, replace=False)
        self.shift = rng.uniform(-0.5, 0.5, ACTIVE) * self.half
        self.scale = np.std([self.true(rng.uniform(0, 1, dimension)) for _ in range(2000)])
        self.noise = np.random.default_rng([12, seed, dimension])

    def true(self, u):
        return self.f((2 * u[self.active] - 1) * self.half - self.shift)

    def told(self, u):
        return self.true(u) + 0.01 * self.scale * self.noise.normal()


def points_of_vernier(program, sampler, task, seed, trials):
    names = [f"x{k}" for k in range(task.dimension)]
    with Pipe(program, {name: {"min": 0.0, "max": 1.0} for name in names}, sampler, seed) as pipe:
        for _ in range(trials):
            trial, params = pipe.ask()
            u = np.array([params[name] for name in names])
            value = task.told(u)
            yield u, value
            pipe.tell(trial, value)


def points_of_optuna(sampler, task, seed, trials):
    import optuna
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    made = {"optuna_tpe": optuna.samplers.TPESampler, "optuna_gp": getattr(optuna.samplers, "GPSampler", None)}[sampler]
    study = optuna.create_study(sampler=made(seed=seed))
    for _ in range(trials):
        trial = study.ask()
        u = np.array([trial.suggest_float(f"x{k}", 0, 1) for k in range(task.dimension)])
        value = task.told(u)
        yield u, value
        study.tell(trial, value)


def points_of_pycma(task, seed, trials):
    import cma
    es = cma.CMAEvolutionStrategy(np.full(task.dimension, 0.5), 0.3, {"bounds": [0, 1], "seed": seed + 1, "verbose": -9})
    while True:
        us = es.ask()
        values = []
        for u in us:
            values.append(task.told(np.asarray(u)))
            yield np.asarray(u), values[-1]
        es.tell(us, values)


def points_of_random(task, seed, trials):
    rng = np.random.default_rng(seed)
    for _ in range(trials):
        u = rng.uniform(0, 1, task.dimension)
        yield u, task.told(u)


def points(program, sampler, task, seed, trials):
    if sampler == "random":
        return points_of_random(task, seed, trials)
    if sampler == "pycma":
        return points_of_pycma(task, seed, trials)
    if sampler.startswith("optuna_"):
        return points_of_optuna(sampler, task, seed, trials)
    return points_of_vernier(program, sampler, task, seed, trials)


def seeds_of(text):
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def run(given):
    done = set()
    if os.path.exists(given.out):
        with open(given.out, newline="") as file:
            done = {tuple(row[:4]) for row in csv.reader(file)}
    with open(given.out, "a", newline="") as file:
        rows = csv.writer(file)
        for dimension in map(int, given.dimensions.split(",")):
            for name in given.functions.split(","):
                for seed in seeds_of(given.seeds):
                    for sampler in given.samplers.split(";"):
                        if (sampler, name, str(dimension), str(seed)) in done:
                            continue
                        task = Task(name, dimension, seed)
                        began, best, true = time.time(), np.inf, np.inf
                        for count, (u, value) in enumerate(points(given.vernier, sampler, task, seed, given.trials), 1):
                            if value < best:
                                best, true = value, task.true(u)
                            if count == given.trials:
                                break
                        rows.writerow([sampler, name, dimension, seed, f"{true / task.scale:.6f}", f"{time.time() - began:.1f}"])
                        file.flush()


def score(given):
    values, seconds = collections.defaultdict(list), collections.defaultdict(list)
    with open(given.out, newline="") as file:
        for sampler, name, dimension, _, value, spent in csv.reader(file):
            values[int(dimension), name, sampler].append(float(value))
            seconds[int(dimension), name, sampler].append(float(spent))
    for (dimension, name, sampler), some in sorted(values.items()):
        error = np.std(some, ddof=1) / np.sqrt(len(some)) if len(some) > 1 else float("nan")
        print(f"{dimension:4} {name:11} {sampler:32} {np.mean(some):.4f} +- {error:.4f}  {len(some)} seeds, "
              f"{np.mean(seconds[dimension, name, sampler]):.1f} s")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("action", choices=["run", "score"])
    arguments.add_argument("--vernier")
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--samplers", default="tpe;cmaes;evolution;optuna_tpe;pycma;random", help="separated by semicolons")
    arguments.add_argument("--functions", default=",".join(FUNCTIONS))
    arguments.add_argument("--dimensions", default="100,300")
    arguments.add_argument("--seeds", default="0-4")
    arguments.add_argument("--trials", type=int, default=300)
    given = arguments.parse_args()
    run(given) if given.action == "run" else score(given)


if __name__ == "__main__":
    main()
