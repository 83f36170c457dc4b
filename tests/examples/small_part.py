#!/usr/bin/env python3
"""Writes a small part of the real data sets, under their own names, for quick runs of the examples.

    tests/examples/small_part.py DATA_FOLDER OUT_FOLDER
"""
import gzip
import json
import pathlib
import struct
import sys

IMAGES = {"train": 2000, "t10k": 500}
INTENTS = 15


def cut_idx(source, target, count):
    with gzip.open(source) as file:
        head = file.read(4)
        extents = list(struct.unpack(f">{head[3]}I", file.read(4 * head[3])))
        size = 1
        for extent in extents[1:]:
            size *= extent
        body = file.read(count * size)
    with gzip.open(target, "wb") as file:
        file.write(head + struct.pack(f">{head[3]}I", count, *extents[1:]) + body)


def main():
    data, out = map(pathlib.Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    for name in ("fashion", "mnist"):
        for part, count in IMAGES.items():
            for kind in ("images-idx3", "labels-idx1"):
                file = f"{name}-{part}-{kind}-ubyte.gz"
                cut_idx(data / file, out / file, count)
    queries = json.loads((data / "clinc150_full.json").read_text())
    kept = sorted({intent for _, intent in queries["train"]})[:INTENTS]
    parts = {part: [row for row in queries[part] if row[1] in kept] for part in ("train", "val", "test")}
    (out / "clinc150_full.json").write_text(json.dumps(parts))
    ratings = (data / "ml_latest_small_ratings.csv").read_text().splitlines()
    (out / "ml_latest_small_ratings.csv").write_text("\n".join(ratings[:5001]) + "\n")
    messages = (data / "sms_spam.tsv").read_text().splitlines()
    (out / "sms_spam.tsv").write_text("\n".join(messages[:1500]) + "\n")
    days = (data / "daily_min_temperatures.csv").read_text()
    (out / "daily_min_temperatures.csv").write_text(days)


if __name__ == "__main__":
    main()
