"""What onnxruntime makes of the models of a folder, beside what is expected.

For each NAME.onnx reads NAME.json, {"inputs": [array, ...], "outputs": [array, ...]} with {"shape", "data"} as in the
golden files, and prints one line NAME, the largest difference of an output over its scale. The graph is checked first.
"""

import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime


def array(entry):
    return np.asarray(entry["data"], "float32").reshape(entry["shape"])


def relative_difference(output, expected):
    assert output.shape == expected.shape, f"the shape {output.shape} where {expected.shape} is expected"
    return np.abs(output - expected).max() / max(np.abs(expected).max(), 1e-3)


def difference(path):
    onnx.checker.check_model(onnx.load(path), full_check=True)
    entry = json.loads(path.with_suffix(".json").read_text())
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    inputs = [value.name for value in session.get_inputs()]
    assert len(inputs) == len(entry["inputs"]), f"{inputs} are its inputs"
    outputs = session.run(None, dict(zip(inputs, map(array, entry["inputs"]))))
    assert len(outputs) == len(entry["outputs"]), f"{len(outputs)} outputs"
    return max(map(relative_difference, outputs, map(array, entry["outputs"])))


for path in sorted(pathlib.Path(sys.argv[1]).glob("*.onnx")):
    try:
        print(path.stem, difference(path))
    except Exception as error:
        print(path.stem, "failed:", " ".join(str(error).split())[:300])
