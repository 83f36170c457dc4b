#!/usr/bin/env python3
"""What `vernier run` costs beside the program that it runs.

    benchmarks/programs.py VERNIER [--repeats 5] [--out FILE.csv]

200 trials of a program that prints a number and ends, with one job, by trial; beside it what spawning the same program and waiting for
it costs. Then 200 trials of a program that sleeps for 10 ms, with two jobs, against the ideal of one second. SQLite storage, reader
`last`, sampler random unless said otherwise. The median of the repeats counts; each is written down.
"""
import argparse
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import time

TRIALS = 200


def search(folder, vernier, command, jobs, sampler):
    """Seconds of a whole run, the start of the process included. Folders stay until the end: ext4 is slow to make new ones just after
    others were removed."""
    folder = tempfile.mkdtemp(dir=folder)
    with open(os.path.join(folder, "space.yaml"), "w") as file:
        file.write("parameters: {x: {min: 0, max: 1.5}, y: {min: 0, max: 1.5}}\n")
    begin = time.perf_counter()
    subprocess.run([vernier, "run", "--space", "space.yaml", "--trials", str(TRIALS), "--jobs", str(jobs), "--quiet", "--json",
                    "--sampler", sampler, "--", *command], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


def spawned(command):
    """Seconds of starting and awaiting the program as often."""
    begin = time.perf_counter()
    quiet = [(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)]
    for _ in range(TRIALS):
        process = os.posix_spawn(command[0], command, os.environ, file_actions=quiet)
        os.waitpid(process, 0)
    return time.perf_counter() - begin


def compiled(folder, name, body):
    source = os.path.join(folder, name + ".c")
    with open(source, "w") as file:
        file.write("#include <stdio.h>\n#include <time.h>\nint main(void) {\n" + body + "  puts(\"1\");\n  return 0;\n}\n")
    subprocess.run(["cc", "-O2", source, "-o", os.path.join(folder, name)], check=True)
    return [os.path.join(folder, name)]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vernier")
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--out")
    args = parser.parse_args()
    vernier = os.path.abspath(args.vernier)
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        quick = compiled(folder, "quick", "")
        slow = compiled(folder, "slow", "  struct timespec t = {0, 10000000};\n  nanosleep(&t, NULL);\n")
        measures = [
            ("spawn and wait, ms a program", lambda: spawned(quick) / TRIALS * 1e3, None),
            ("program that ends at once, ms a trial", lambda: search(folder, vernier, quick, 1, "random") / TRIALS * 1e3, 3.0),
            ("the same with sampler auto, ms a trial", lambda: search(folder, vernier, quick, 1, "auto") / TRIALS * 1e3, None),
            ("program of 10 ms, 2 jobs, times the ideal", lambda: search(folder, vernier, slow, 2, "random") / (TRIALS * 0.01 / 2), 1.2),
        ]
        for name, measure, bar in measures:
            values = [measure() for _ in range(args.repeats)]
            rows += [(name, repeat, f"{value:.4f}", "" if bar is None else bar) for repeat, value in enumerate(values)]
            print(f"{name}: median {statistics.median(values):.3f}, least {min(values):.3f}" + (f" (bar {bar})" if bar else ""))
    if args.out:
        with open(args.out, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["measure", "repeat", "value", "bar"])
            writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
