#!/usr/bin/env python3
"""Kills `vernier tune` with SIGKILL at random points and holds the study to one that was never disturbed.

    benchmarks/kills.py VERNIER [--kills 50] [--trials 40] [--jobs 2] [--out FILE.csv]

Both runs give the same command. Kills come at any moment, from the start of the process on, but while a trial runs whose
process has died twice already: a third death fails it on purpose. Checked after the last run: every trial that a killed
process had told is still there and unchanged, no trial stands twice, the budget is exact, all trials are those of the
undisturbed study (seconds aside), and SQLite's integrity check passes. Exit status 1 where one of these fails.
"""
import argparse
import csv
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def command(args, storage):
    return [args.vernier, "tune", os.path.join(ROOT, "examples/document/document.yaml"), "--trials", str(args.trials),
            "--jobs", str(args.jobs), "--seed", "7", "--study", "kills", "--storage", f"sqlite:///{storage}", "--quiet", "--json"]


def trials(args, storage):
    out = subprocess.run([args.vernier, "trials", "--study", "kills", "--storage", f"sqlite:///{storage}", "--json"],
                         check=True, capture_output=True, text=True).stdout
    rows = json.loads(out)
    for row in rows:
        row.pop("seconds")
    return rows


def finished(rows):
    return {row["trial"]: row for row in rows if row["state"] in ("complete", "pruned", "failed")}


def endangered(storage):
    """Whether a trial runs that has died twice."""
    if not os.path.exists(storage):
        return False
    try:
        with sqlite3.connect(f"file:{storage}?mode=ro", uri=True) as database:
            return database.execute("""SELECT count(*) FROM events AS e WHERE type = 'taken_over' AND NOT EXISTS
                (SELECT 1 FROM events WHERE study = e.study AND assignment = e.assignment AND type = 'ended')
                GROUP BY study, assignment HAVING count(*) >= 2""").fetchone() is not None
    except sqlite3.OperationalError:  # the file is not a store yet
        return False


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("vernier")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--trials", type=int, default=400)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out")
    args = parser.parse_args()
    args.vernier = os.path.abspath(args.vernier)
    chance = random.Random(1)
    faults, log = [], []
    with tempfile.TemporaryDirectory() as folder:
        calm, stormy = os.path.join(folder, "calm.db"), os.path.join(folder, "stormy.db")
        begin = time.monotonic()
        subprocess.run(command(args, calm), check=True, capture_output=True)
        undisturbed = time.monotonic() - begin
        begin = time.monotonic()
        subprocess.run(command(args, calm), check=True, capture_output=True)  # nothing left to do
        overhead = time.monotonic() - begin
        expected = trials(args, calm)

        kills, told, completed = 0, {}, 0
        while kills < args.kills:
            process = subprocess.Popen(command(args, stormy), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            share = max(undisturbed - overhead, 0.1) * 2 / args.kills
            delay = chance.uniform(0, overhead + 2 * share)
            try:
                status = process.wait(delay)
                completed += 1
                if status != 0:
                    faults.append(f"a run ended with status {status}")
                    break
                told = finished(trials(args, stormy))
                os.remove(stormy)  # the study is whole: begin another, so that all kills hit a running one
                for suffix in ("-wal", "-shm", "-owners"):
                    if os.path.exists(stormy + suffix):
                        os.remove(stormy + suffix)
                told = {}
                continue
            except subprocess.TimeoutExpired:
                while process.poll() is None and endangered(stormy):
                    time.sleep(0.01)
                process.send_signal(signal.SIGKILL)
                process.wait()
            kills += 1
            if not os.path.exists(stormy):
                continue
            try:
                now = finished(trials(args, stormy))
            except subprocess.CalledProcessError:
                now = {}  # killed before the study was made
            lost = [number for number in told if now.get(number) != told[number]]
            if lost:
                faults.append(f"kill {kills}: trials {lost} were told and are gone or changed")
            log.append((kills, f"{delay:.4f}", len(now), len(lost)))
            told = now
        subprocess.run(command(args, stormy), check=True, capture_output=True)
        final = trials(args, stormy)
        numbers = [row["trial"] for row in final]
        if len(set(numbers)) != len(numbers):
            faults.append("a trial stands twice")
        if len(final) != args.trials:
            faults.append(f"{len(final)} trials for a budget of {args.trials}")
        differing = [a["trial"] for a, b in zip(final, expected) if a != b]
        if differing or len(final) != len(expected):
            faults.append(f"trials {differing} differ from the undisturbed study's")
        if sqlite3.connect(stormy).execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            faults.append("the integrity check failed")
    if args.out:
        with open(args.out, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["kill", "after_seconds", "finished_trials", "lost_trials"])
            writer.writerows(log)
    for fault in faults:
        print("FAULT:", fault)
    print(f"{kills} kills ({completed} studies finished between them), undisturbed run {undisturbed:.2f} s, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
