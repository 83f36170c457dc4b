#!/usr/bin/env python3
"""Evaluations that the sampler cmaes and pycma need to a target, on functions like those of the BBOB testbed.

  cmaes_against_pycma.py --vernier build/release/vernier --out rows.csv [--seeds 15] [--functions sphere,ellipsoid]

Needs numpy and cma (pycma). Both start at the centre of their box [-5, 5]^d with the same first standard deviation and
the same population; the optimum of each seed lies at random in [-3, 3]^d. Where a run ends without the target, both go on
at a random place with a doubled population, and all evaluations count (rastrigin begins with a large population).
--unbounded takes pycma's box away.
"""
import argparse
import csv
import statistics
import warnings

warnings.filterwarnings("ignore")
import cma
import numpy as np

from pipe_client import Pipe

SIGMA = 0.2  # of the range of 10
TARGET = 1e-8


def sphere(z):
    return float(z @ z)


def ellipsoid(z):
    return float(10 ** (6 * np.arange(len(z)) / (len(z) - 1)) @ z**2)


def rosenbrock(z):
    x = z + 1
    return float(np.sum(100 * (x[:-1] ** 2 - x[1:]) ** 2 + (x[:-1] - 1) ** 2))


def rastrigin(z):
    return float(10 * len(z) + np.sum(z**2 - 10 * np.cos(2 * np.pi * z)))


def different_powers(z):
    return float(np.sum(np.abs(z) ** (2 + 10 * np.arange(len(z)) / (len(z) - 1))))


FUNCTIONS = {f.__name__: f for f in (sphere, ellipsoid, rosenbrock, rastrigin, different_powers)}
POPULATION = {"rastrigin": lambda d: 20 * d}


def optimum(seed, d):
    return np.random.default_rng([42, seed, d]).uniform(-3, 3, d)


def budget(d):
    return 12000 * d


def of_pycma(f, d, population, seed, unbounded):
    spent, centre, shift = 0, np.zeros(d), optimum(seed, d)
    while spent < budget(d):
        options = {"popsize": population, "seed": 1000 + seed + spent, "verbose": -9}
        if not unbounded:
            options["bounds"] = [-5, 5]
        es = cma.CMAEvolutionStrategy(centre, 10 * SIGMA, options)
        while not es.stop() and spent < budget(d):
            xs = es.ask()
            values = [f(np.asarray(x) - shift) for x in xs]
            for value in values:
                spent += 1
                if value <= TARGET:
                    return spent
            es.tell(xs, values)
        population *= 2
        centre = np.random.default_rng([7, seed, spent]).uniform(-5, 5, d)
    return float("inf")


def of_vernier(program, f, d, population, seed):
    shift = optimum(seed, d)
    parameters = {f"x{k}": {"min": -5.0, "max": 5.0} for k in range(d)}
    with Pipe(program, parameters, f"cmaes:sigma={SIGMA},population={population},restarts=ipop", seed) as pipe:
        for spent in range(1, budget(d) + 1):
            trial, params = pipe.ask()
            value = f(np.array([params[f"x{k}"] for k in range(d)]) - shift)
            if value <= TARGET:
                return spent
            pipe.tell(trial, value)
    return float("inf")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--vernier", required=True)
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--seeds", type=int, default=15)
    arguments.add_argument("--functions", default=",".join(FUNCTIONS))
    arguments.add_argument("--dimensions", default="5,10,20")
    arguments.add_argument("--unbounded", action="store_true")
    given = arguments.parse_args()
    with open(given.out, "a", newline="") as file:
        rows = csv.writer(file)
        for name in given.functions.split(","):
            for d in map(int, given.dimensions.split(",")):
                f = FUNCTIONS[name]
                population = POPULATION.get(name, lambda d: 4 + int(3 * np.log(d)))(d)
                ours = [of_vernier(given.vernier, f, d, population, seed) for seed in range(given.seeds)]
                theirs = [of_pycma(f, d, population, seed, given.unbounded) for seed in range(given.seeds)]
                for seed in range(given.seeds):
                    rows.writerow([name, d, population, seed, ours[seed], theirs[seed]])
                file.flush()
                a, b = statistics.median(ours), statistics.median(theirs)
                print(f"{name:17} d={d:<3} population {population:<4} vernier {a:8.0f}  pycma {b:8.0f}  ratio {a / b:.3f}", flush=True)


if __name__ == "__main__":
    main()
