#!/usr/bin/env python3
"""What the Python package costs, beside Optuna where it is installed. Times are of the processor, so that other programs disturb them little.

    PYTHONPATH=build/release/python build/python/bin/python benchmarks/python/bars.py [TRIALS]
"""
import gc
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import vernier

PARAMETERS = 10


def seconds(call):
    began, wall = time.process_time(), time.perf_counter()
    call()
    return time.process_time() - began, time.perf_counter() - wall


SPACE = {"parameters": {f"x{i}": {"min": -1.0, "max": 1.0} for i in range(PARAMETERS)}}


def objective(trial):
    return sum((trial.suggest_float(f"x{i}", -1, 1) - 0.5) ** 2 for i in range(PARAMETERS))


def best_of(tries, program):
    """The least processor time of a fresh interpreter."""
    least = float("inf")
    for _ in range(tries):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", program], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        least = min(least, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return least


def measure_import():
    extra = best_of(7, "import vernier") - best_of(7, "pass")
    print(f"import vernier: {1000 * extra:.0f} ms beyond Python's start (bar 60)")


def measure_suggestion():
    trial = vernier.create_study().ask()
    names = [f"p{i}" for i in range(2000)]
    new, _ = seconds(lambda: [trial.suggest_float(name, 0, 1) for name in names])
    known, _ = seconds(lambda: [trial.suggest_float("p7", 0, 1) for _ in range(200_000)])
    print(f"suggest_float: {1e6 * new / len(names):.2f} microseconds new, {1e6 * known / 200_000:.2f} known (bar 1)")


def ours(sampler, storage, trials, space=None):
    study = vernier.create_study(sampler=sampler, storage=storage, seed=1, pruner="none", space=space)
    study.optimize(objective, n_trials=trials)


def theirs(sampler, storage, trials):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    made = {"random": optuna.samplers.RandomSampler, "tpe": lambda seed: optuna.samplers.TPESampler(seed=seed, multivariate=True)}
    optuna.create_study(sampler=made[sampler](seed=1), storage=storage).optimize(objective, n_trials=trials)


def least(run, place, *arguments):
    """Processor and wall time; in memory the least of five runs."""
    took = []
    for _ in range(5 if place == "memory" else 1):
        with tempfile.TemporaryDirectory() as folder:
            url = None if place == "memory" else f"sqlite:///{folder}/study.db"
            took.append(seconds(lambda: run(arguments[0], url, *arguments[1:])))
    return min(took)


def measure_trials(trials):
    for sampler in ("random", "tpe"):
        for place in ("memory", "SQLite"):
            other, wall = least(theirs, place, sampler, trials)
            for kind, space in (("defined as it runs", None), ("declared", SPACE)):
                own, own_wall = least(ours, place, sampler, trials, space)
                print(
                    f"{trials} trials, {sampler}, {place}, {kind}: {own:.3f} s (wall {own_wall:.3f}), Optuna {other:.2f} s "
                    f"(wall {wall:.2f}): {other / own:.0f} times (bar 30)",
                    flush=True,
                )


def measure_memory(trials=100_000):
    def kilobytes():
        gc.collect()
        return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 1024

    study = vernier.create_study(sampler="random")
    points = []
    for done in range(1, trials + 1):
        trial = study.ask()
        study.tell(trial, trial.suggest_float("x", 0, 1))
        if done % (trials // 4) == 0:
            points.append(kilobytes())
    grown = [(b - a) / (trials // 4) for a, b in zip(points, points[1:])]
    print(f"{trials} times ask and tell: {', '.join(f'{one:.2f}' for one in grown)} kB a trial in the later quarters")


def measure_fit():
    import numpy as np
    from vernier import nn

    rows = np.random.default_rng(1).poisson(0.3, size=(2967, 100)).astype("float32")
    target = (rows[:, 0] > 0).astype("float32")
    model = nn.Sequential([nn.Input((100,)), nn.layers.Dense(64, activation="relu"), nn.layers.Dense(1, activation="sigmoid")])
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    steps = -(-len(rows) // 32)
    took = min(seconds(lambda: model.fit(rows, target, epochs=20, verbose=0))[0] for _ in range(5))
    print(f"fit of the document's network: {1e6 * took / (20 * steps):.1f} microseconds a step")


if __name__ == "__main__":
    measure_import()
    measure_suggestion()
    measure_trials(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    measure_memory()
    measure_fit()
