#!/usr/bin/env python3
"""What `vernier tune DATA` reaches with 40 trials and default options, on test rows that the search never saw.

    benchmarks/quality.py VERNIER DATA_FOLDER [--only NAME] [--seed K] [--jobs 2] [--out FILE.csv]

DATA_FOLDER holds the public data sets named below. One CSV row for each data set and seed (for concrete: each fold). The
window is that of two jobs, so the scores do not depend on --jobs.
"""
import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ADULT = ("age,workclass,fnlwgt,education,education_num,marital_status,occupation,relationship,race,sex,capital_gain,"
         "capital_loss,hours_per_week,native_country,income")

# name: (file, options, metric, bar, seeds; {k} is the seed)
TASKS = {
    "optdigits": ("optdigits.arff", ["--target", "-1", "--test", "last: 1797"], "accuracy", 0.970, 3),
    "adult": ("adult_train.csv", ["--names", ADULT, "--target", "income", "--test", "{folder}/adult_test.csv",
                                  "--columns", "{{income: {{strip: '.'}}}}"], "accuracy", 0.857, 3),
    "cal_housing": ("cal_housing.arff", ["--target", "-1", "--test", "rows: i % 5 == 4"], "rmse", 51000, 3),
    "concrete": ("concrete.csv.gz", ["--target", "-1", "--test", "rows: i % 10 == {k}"], "rmse", 5.0, 5),
    "sms100": (os.path.join(ROOT, "data/sms100.csv.gz"), ["--target", "label", "--test", "rows: i % 5 == 4"], "accuracy", 0.974, 3),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vernier")
    parser.add_argument("folder")
    parser.add_argument("--only", choices=TASKS)
    parser.add_argument("--seed", type=int, help="this one alone")
    parser.add_argument("--jobs", default="2")
    parser.add_argument("--trials", default="40")
    parser.add_argument("--out")
    args = parser.parse_args()
    rows = []
    for name, (file, options, metric, bar, seeds) in TASKS.items():
        if args.only and name != args.only:
            continue
        scores = []
        for seed in range(seeds) if args.seed is None else [args.seed]:
            with tempfile.TemporaryDirectory() as scratch:
                words = [option.format(k=seed, folder=args.folder) for option in options]
                run = subprocess.run([args.vernier, "tune", os.path.join(args.folder, file), *words, "--trials", args.trials,
                                      "--jobs", args.jobs, "--window", "4", "--seed", str(seed), "--storage", f"sqlite:///{scratch}/q.db",
                                      "--quiet", "--json"], capture_output=True, text=True)
            if run.returncode != 0:
                sys.exit(f"{name}: {run.stderr}")
            report = json.loads(run.stdout)
            scores.append(report["test"][metric])
            rows.append([name, seed, metric, report["test"][metric], report["default"]["test"][metric], report["best"]["value"],
                         report["trials"]["complete"], report["trials"]["pruned"], report["epochs"], round(report["seconds"], 2)])
            print(*rows[-1], flush=True)
        print(f"{name}: mean {metric} {sum(scores) / len(scores):.5g}, bar {bar}", flush=True)
    if args.out:
        with open(args.out, "w", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["data", "seed", "metric", "tuned", "document_settings", "validation", "complete", "pruned", "epochs", "seconds"])
            writer.writerows(rows)


if __name__ == "__main__":
    main()
