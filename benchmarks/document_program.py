#!/usr/bin/env python3
"""The document's study twice: its own Keras program through `vernier run`, and the same network on our own trainer.

    benchmarks/document_program.py VERNIER KERAS_PYTHON [--trials 20] [--seeds 1] [--out FILE.csv]

Both search the same space with the same data, validation rows, early stopping and default sampler and pruner, one trial at a time
(examples/document/program.yaml and benchmarks/document_program.yaml). Weights begin at other random values, so the trials differ.
"""
import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def study(vernier, words, trials, seed):
    with tempfile.TemporaryDirectory() as folder:
        command = [vernier, words[0], words[1], "--trials", str(trials), "--jobs", "1", "--seed", str(seed), "--quiet", "--json", *words[2:]]
        out = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True,
                             env=os.environ | {"KERAS_BACKEND": "jax", "JAX_PLATFORMS": "cpu"}).stdout
        summary = json.loads(out)
        return summary["best"]["value"], int(summary["epochs"]), summary["seconds"], summary["trials"]["pruned"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vernier")
    parser.add_argument("keras_python")
    parser.add_argument("--trials", type=int, default=20)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--out")
    args = parser.parse_args()
    vernier = os.path.abspath(args.vernier)
    sides = {
        "keras": ["run", os.path.join(ROOT, "examples/document/program.yaml"), "--", os.path.abspath(args.keras_python), "document.py",
                  "{folder}/../../data/sms100.csv.gz"],
        "vernier": ["tune", os.path.join(ROOT, "benchmarks/document_program.yaml")],
    }
    rows = []
    for seed in range(args.seeds):
        for side, words in sides.items():
            best, epochs, seconds, pruned = study(vernier, words, args.trials, seed)
            rows.append((side, seed, args.trials, f"{best:.5f}", epochs, pruned, f"{seconds:.2f}"))
            print(*rows[-1], flush=True)
    if args.out:
        with open(args.out, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["trainer", "seed", "trials", "best_val_loss", "epochs", "pruned", "seconds"])
            writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
