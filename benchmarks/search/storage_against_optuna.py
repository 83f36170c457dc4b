#!/usr/bin/env python3
"""The load of benchmarks/storage.cpp in Vernier and in Optuna, both in one SQLite file and one process, in turns.

    benchmarks/search/storage_against_optuna.py STORAGE_BENCHMARK PYTHON_WITH_OPTUNA [--trials 500] [--steps 10] [--rounds 3]
        [--out FILE.csv]

Random search, five parameters, STEPS reports a trial, no pruning. Optuna's storage commits each call with SQLite's defaults
(a sync at every commit); Vernier's survives the death of the process at every call and syncs within a second.
"""
import argparse
import csv
import os
import re
import subprocess
import sys
import tempfile

OPTUNA = r"""
import sys, time, warnings
warnings.filterwarnings("ignore")
import optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
url, trials, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
study = optuna.create_study(storage=url, sampler=optuna.samplers.RandomSampler(seed=1))
def objective(trial):
    x = [trial.suggest_float(f"x{k}", 0, 1) for k in range(3)]
    n = trial.suggest_int("n", 1, 64)
    c = trial.suggest_categorical("c", ["a", "b", "c"])
    loss = sum((u - 0.3) ** 2 for u in x) + n / 64 + (c == "a")
    for step in range(1, steps + 1):
        trial.report(loss + 1 / step, step)
    return loss
begin = time.perf_counter()
study.optimize(objective, n_trials=trials)
print(optuna.__version__, (time.perf_counter() - begin) * 1e3 / trials)
"""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("benchmark")
    parser.add_argument("python")
    parser.add_argument("--trials", type=int, default=500)
    parser.add_argument("--steps", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out")
    args = parser.parse_args()
    rows = []
    for round_number in range(args.rounds):
        with tempfile.TemporaryDirectory() as folder:
            theirs = subprocess.run([args.python, "-c", OPTUNA, f"sqlite:///{folder}/optuna.db", str(args.trials), str(args.steps)],
                                    check=True, capture_output=True, text=True).stdout.split()
            ours = subprocess.run([args.benchmark, str(args.trials), str(args.steps)], check=True, capture_output=True, text=True,
                                  env={**os.environ, "TMPDIR": folder}).stdout
        ms = float(re.search(r"([\d.]+) ms each", ours)[1])
        rows.append([round_number, args.trials, args.steps, theirs[0], float(theirs[1]), ms, float(theirs[1]) / ms])
        print(f"round {round_number}: Optuna {theirs[0]} {float(theirs[1]):.2f} ms a trial, Vernier {ms:.4f} ms, ratio {rows[-1][-1]:.0f}", flush=True)
    if args.out:
        with open(args.out, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["round", "trials", "steps", "optuna", "optuna_ms", "vernier_ms", "ratio"])
            writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
