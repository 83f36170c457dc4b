#!/usr/bin/env python3
"""Trains every configuration of an experiment's grid and writes a recorded task (docs/formats/recorded_task.md).

  record_task.py VERNIER EXPERIMENT.yaml OUT.json --name NAME [--about TEXT] [--seeds 2] [--jobs 2]

The parameters must have finitely many values and no conditions. data/tasks/digits.json was made by
  record_task.py build/release/vernier benchmarks/search/recorded_digits.yaml data/tasks/digits.json --name digits
"""
import argparse
import itertools
import json
import os
import subprocess
import tempfile

ABOUT = "Dense networks on the bundled digits: validation loss after each epoch, trained twice from other weights."


def call(vernier, *words):
    return json.loads(subprocess.run([vernier, *words, "--json"], check=True, capture_output=True, text=True).stdout)


def recorded(vernier, experiment, seed, jobs, folder):
    """{configuration as sorted items: curve}, and the distributions by name."""
    store = "sqlite:///%s/%d.db" % (folder, seed)
    call(vernier, "tune", experiment, "--sampler", "grid", "--pruner", "none", "--trials", "1000000", "--seed", str(seed),
         "--jobs", str(jobs), "--storage", store, "--study", "grid", "--quiet")
    exported = call(vernier, "trials", "grid", "--storage", store)
    return {tuple(sorted(t["params"].items())): [r[1] for r in t["reports"]] for t in exported}


def rounded(number):
    return None if number is None else float("%.4g" % number)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vernier")
    parser.add_argument("experiment")
    parser.add_argument("out")
    parser.add_argument("--name", required=True)
    parser.add_argument("--about", default=ABOUT)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--jobs", type=int, default=2)
    a = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        runs = [recorded(a.vernier, a.experiment, seed, a.jobs, folder) for seed in range(a.seeds)]
    names = [name for name, _ in next(iter(runs[0]))]
    values = {n: sorted({dict(key)[n] for key in runs[0]}, key=lambda v: (isinstance(v, str), v)) for n in names}
    steps = max(len(curve) for run in runs for curve in run.values())
    task = {
        "name": a.name,
        "about": a.about,
        "objective": {"name": "val_loss", "direction": "minimize"},
        "resource": {"name": "epochs", "min": 1, "max": steps},
        "parameters": {n: {"values": values[n]} for n in names},
    }
    lines = []
    for combination in itertools.product(*(values[n] for n in names)):
        key = tuple(zip(names, combination))
        lines.append(json.dumps([[rounded(x) for x in run[key]] for run in runs], separators=(",", ":")))
    head = json.dumps(task, indent=1)[:-2]
    with open(a.out, "w") as f:
        f.write(head + ',\n "results": [\n' + ",\n".join(lines) + "\n ]\n}\n")
    print("%s: %d configurations, %d kB" % (a.out, len(lines), os.path.getsize(a.out) // 1000))


if __name__ == "__main__":
    main()
