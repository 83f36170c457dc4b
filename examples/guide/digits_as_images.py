"""The digits of data/optdigits.csv.gz as images, in the IDX files that MNIST and Fashion-MNIST are made of.

    python3 digits_as_images.py FOLDER
"""
import csv
import gzip
import pathlib
import struct
import sys

folder = pathlib.Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
with gzip.open(pathlib.Path(__file__).parent / "../../data/optdigits.csv.gz", "rt") as file:
    rows = [[int(field) for field in row] for row in list(csv.reader(file))[1:]]

for part, chosen in {"train": rows[:-1797], "test": rows[-1797:]}.items():
    images = bytes(16 * min(grey, 15) for row in chosen for grey in row[:-1])
    (folder / f"{part}-images.idx").write_bytes(struct.pack(">4B3I", 0, 0, 8, 3, len(chosen), 8, 8) + images)
    (folder / f"{part}-labels.idx").write_bytes(struct.pack(">4BI", 0, 0, 8, 1, len(chosen)) + bytes(row[-1] for row in chosen))
