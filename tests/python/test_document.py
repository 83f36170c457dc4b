"""The document's program, with its import lines alone changed."""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_only_import_lines_differ_from_the_program_for_keras():
    folder = ROOT / "examples" / "document"
    ours, theirs = ((folder / name).read_text().splitlines() for name in ("document_vernier.py", "document.py"))
    code = lambda lines: [line for line in lines if not line.startswith("#")]  # noqa: E731
    differ = [(a, b) for a, b in zip(code(ours), code(theirs), strict=True) if a != b]
    assert len(differ) == 4
    assert all(a == b.replace("from keras.", "from vernier.nn.") for a, b in differ)


def test_it_runs():
    program = [sys.executable, ROOT / "examples" / "document" / "document_vernier.py", ROOT / "data" / "sms100.csv.gz"]
    lines = subprocess.run(program, capture_output=True, text=True, check=True).stdout.splitlines()
    assert 10 < len(lines) < 100 and lines[0].startswith("Epoch   1/100  accuracy 0.")
    best = max(float(line.split("val_accuracy ")[1].split()[0]) for line in lines)
    assert best > 0.95
