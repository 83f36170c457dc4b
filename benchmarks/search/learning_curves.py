#!/usr/bin/env python3
"""Searches with early stopping on recorded learning curves: regret after a total budget of curve steps.

  learning_curves.py VERNIER --data FOLDER [FOLDER ...] [--sampler auto] [--pruner auto] [--seeds 0-9] [--budget 50] [--out FILE.csv]

One worker, one step costs 1. A point of the unit cube stands for the nearest recorded configuration that was not yet
started. The loss told is clipped at 10 times the table's median final loss (diverged: that value). After `stop` a trial
is abandoned, after `pause` put aside until an ask answers its number again. Scored, after budgets of 10, 20 and 50 full
trainings, is the final loss of the incumbent: the configuration whose loss at the furthest step that it was trained to
is least; normalised with the best and the median final loss of the table. Needs numpy.
"""
import argparse
import csv
import os
import sys
import zlib

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from adapters import External
from harness import seeds_of
from tasks import load_curves

BUDGETS = (10, 20, 50)


class Spent(Exception):
    pass


class Meter:
    """Counts steps, and knows the incumbent."""

    def __init__(self, task, budget):
        self.task, self.budget = task, budget
        self.steps, self.trials, self.complete = 0, 0, 0
        self.used = np.zeros(len(task.X), bool)
        self.furthest = {}  # configuration -> (step, loss there)
        self.rows = []

    def configuration(self, u):
        self.trials += 1
        distance = ((self.task.X - np.asarray(u)) ** 2).sum(1)
        if not self.used.all():
            distance[self.used] = np.inf
        chosen = int(np.argmin(distance))
        self.used[chosen] = True
        return chosen

    def step(self, configuration, step):
        loss = self.task.C[configuration, step - 1]
        self.furthest[configuration] = max(self.furthest.get(configuration, (0, 0)), (step, loss))
        self.steps += 1
        self.complete += step == self.task.steps
        for budget in BUDGETS:
            if self.steps == budget * self.task.steps:
                incumbent = min(self.furthest, key=lambda k: self.furthest[k][1])
                self.rows.append((budget, self.task.nr(self.task.final[incumbent]), self.trials, self.complete))
        if self.steps >= self.budget * self.task.steps:
            raise Spent
        return float(min(loss, 10 * self.task.med))


def run(command, task, seed, budget):
    meter = Meter(task, budget)
    study = External(cmd=command, n_trials=10**6)
    study.start(task.space, seed * 1000 + zlib.crc32(task.name.encode()) % 1000, "minimize", {"min": 1, "max": task.steps})
    reached, configurations = {}, {}
    try:
        while True:
            params = study.ask()
            trial = study.asked[-1]
            if trial not in reached:
                reached[trial] = 0
                configurations[trial] = meter.configuration([params[p["name"]] for p in task.space])
            decision = "keep"
            while decision == "keep" and reached[trial] < task.steps:
                reached[trial] += 1
                loss = meter.step(configurations[trial], reached[trial])
                decision = study.report(trial, reached[trial], loss)
            if decision == "pause":
                study.asked.pop()
            else:
                study.tell(params, loss)
    except Spent:
        return meter.rows
    finally:
        study.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vernier")
    parser.add_argument("--data", nargs="+", required=True)
    parser.add_argument("--sampler", default="auto")
    parser.add_argument("--pruner", default="auto")
    parser.add_argument("--seeds", default="0-9")
    parser.add_argument("--budget", type=int, default=max(BUDGETS))
    parser.add_argument("--out")
    arguments = parser.parse_args()
    command = (f"{arguments.vernier} pipe --storage memory:// --space {{space}} --seed {{seed}} --sampler {arguments.sampler} "
               f"--pruner {arguments.pruner}")
    rows = []
    tasks = load_curves(arguments.data).values()
    for task in tasks:
        for seed in seeds_of(arguments.seeds):
            rows += [[arguments.sampler, arguments.pruner, task.name, seed, *row] for row in run(command, task, seed, arguments.budget)]
    for budget in BUDGETS:
        of_tasks = [[row[5] for row in rows if row[2] == task.name and row[4] == budget] for task in tasks]
        if all(of_tasks):
            error = np.sqrt(sum(np.var(x, ddof=1) / len(x) if len(x) > 1 else np.nan for x in of_tasks)) / len(of_tasks)
            print("%3d full trainings: %.3f (%.3f)" % (budget, np.mean([np.mean(x) for x in of_tasks]), error))
    if arguments.out:
        with open(arguments.out, "a", newline="") as file:
            writer = csv.writer(file)
            if file.tell() == 0:
                writer.writerow(["sampler", "pruner", "task", "seed", "budget", "nr", "trials", "complete"])
            writer.writerows([[*row[:5], "%.6g" % row[5], *row[6:]] for row in rows])


if __name__ == "__main__":
    main()
