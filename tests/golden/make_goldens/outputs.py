"""Whole runs of models with two outputs: losses, loss weights, metrics and masks of each, on graphs with shared layers.

Case: {case, graph, compile, initial_weights, x, y, sample_weight, batch_size, epochs, validation_split, names, history,
final_weights, evaluation, predictions}. `graph` is {layers, nodes, outputs} as in a saved model: nodes name a layer and
earlier nodes. `compile` is {optimizer, loss, outputs: {name: {loss, loss_weight, metrics, weighted_metrics}}}. x, y and
predictions are lists of arrays; weights are listed in the order of `layers`; `evaluation` is of all samples. `history`
lacks the training metrics of an output with a mask: on JAX the mask does not outlive the gradient, so Keras counts
padding in them, though not in validation.
"""

import keras
import numpy as np
from common import array, make, normal, number, optional_array, rng, split, uniform
from models import set_weights

ROWS, COLUMNS = 30, 5
TWO_INPUTS = [{"input": {"shape": [COLUMNS], "name": "left"}}, {"input": {"shape": [COLUMNS], "name": "right"}}]
# one layer on both inputs, a skip around the middle, and an output that the other one is made from
CROSSED = {
    "layers": TWO_INPUTS
    + [
        {"dense": {"units": 4, "activation": "tanh", "name": "shared"}},
        {"concatenate": {"name": "joined"}},
        {"dense": {"units": 8, "activation": "relu", "name": "middle", "kernel_regularizer": {"l2": {"l2": 0.01}}}},
        {"add": {"name": "skip"}},
        {"dense": {"units": 3, "activation": "softmax", "name": "kind"}},
        {"concatenate": {"name": "told"}},
        {"dense": {"units": 1, "name": "price"}},
    ],
    "nodes": [
        {"layer": 0, "inputs": []},
        {"layer": 1, "inputs": []},
        {"layer": 2, "inputs": [0]},
        {"layer": 2, "inputs": [1]},
        {"layer": 3, "inputs": [2, 3]},
        {"layer": 4, "inputs": [4]},
        {"layer": 5, "inputs": [5, 4]},
        {"layer": 6, "inputs": [6]},
        {"layer": 7, "inputs": [7, 6]},
        {"layer": 8, "inputs": [8]},
    ],
    "outputs": [9, 7],
}
# steps whose padding counts at one output and not at the other
MASKED = {
    "layers": [
        {"input": {"shape": [6], "name": "words"}},
        {"embedding": {"input_dim": 7, "output_dim": 4, "mask_zero": True, "name": "table"}},
        {"lstm": {"units": 3, "return_sequences": True, "name": "steps"}},
        {"dense": {"units": 1, "activation": "sigmoid", "name": "each"}},
        {"flatten": {"name": "flat"}},
        {"dense": {"units": 1, "activity_regularizer": {"l2": {"l2": 0.1}}, "name": "all"}},
    ],
    "nodes": [{"layer": 0, "inputs": []}] + [{"layer": k, "inputs": [k - 1]} for k in (1, 2, 3)]
    + [{"layer": 4, "inputs": [2]}, {"layer": 5, "inputs": [4]}],
    "outputs": [3, 5],
}


def build(graph) -> tuple:
    layers = [None if split(spec)[0] == "input" else make(keras.layers, spec) for spec in graph["layers"]]
    nodes = []
    for node in graph["nodes"]:
        inputs = [nodes[k] for k in node["inputs"]]
        if not inputs:
            options = split(graph["layers"][node["layer"]])[1]
            nodes.append(keras.Input(options["shape"], name=options["name"]))
        else:
            nodes.append(layers[node["layer"]](inputs if len(inputs) > 1 else inputs[0]))
    entries = [tensor for tensor, node in zip(nodes, graph["nodes"]) if not node["inputs"]]
    model = keras.Model(entries, [nodes[k] for k in graph["outputs"]])
    return model, [layer for layer in layers if layer is not None]


def weights_of(layers) -> list:
    return [{"layer": layer.name, "name": weight.name, **array(weight)} for layer in layers for weight in layer.weights]


def compile_model(model, options) -> None:
    outputs = options.get("outputs", {})

    def of_each(member, absent):
        return {name: outputs.get(name, {}).get(member, absent) for name in model.output_names}

    model.compile(
        optimizer=make(keras.optimizers, options["optimizer"]),
        loss=of_each("loss", options.get("loss")) if outputs else options["loss"],
        loss_weights=of_each("loss_weight", 1.0) if outputs else None,
        metrics=of_each("metrics", []) if outputs else None,
        weighted_metrics=of_each("weighted_metrics", []) if outputs else None,
    )


def case(label, graph, compile, x, y, sample_weight=None, left_out=()) -> dict:
    model, layers = build(graph)
    set_weights(model, rng(label + " start"))
    start = weights_of(layers)
    compile_model(model, compile)
    run = {"batch_size": 8, "epochs": 4, "validation_split": 0.2}
    history = model.fit(x, y, sample_weight=sample_weight, shuffle=False, verbose=0, **run).history
    final = weights_of(layers)
    evaluation = model.evaluate(x, y, batch_size=8, verbose=0, return_dict=True)
    return {
        "case": label,
        "graph": graph,
        "compile": compile,
        "initial_weights": start,
        "x": [array(a) for a in x],
        "y": [array(a) for a in y],
        "sample_weight": optional_array(sample_weight),
        **run,
        "names": list(history),
        "history": {name: [number(v) for v in values] for name, values in history.items() if name not in left_out},
        "final_weights": final,
        "evaluation": {name: number(value) for name, value in evaluation.items()},
        "predictions": [array(a) for a in model.predict(x, verbose=0)],
    }


def contents() -> dict:
    random = rng("outputs")
    x = [normal(random, (ROWS, COLUMNS)), normal(random, (ROWS, COLUMNS))]
    price = np.sin(x[0] @ random.standard_normal((COLUMNS, 1))).round(3).astype("float32")
    kind = (x[1] @ random.standard_normal((COLUMNS, 3))).argmax(-1).astype("int32")
    one_hot = np.eye(3, dtype="float32")[kind]
    weight = uniform(random, ROWS, 0, 2, 2)
    words = random.integers(0, 7, (ROWS, 6)).astype("int32")
    each = (words[:, :, None] > 3).astype("float32")
    adam = {"adam": {"learning_rate": 0.02}}
    sparse = "sparse_categorical_crossentropy"
    of_each = {
        "price": {"loss": "mean_squared_error", "loss_weight": 0.3, "metrics": ["mae"]},
        "kind": {"loss": sparse, "loss_weight": 2.0, "metrics": ["accuracy", sparse], "weighted_metrics": ["accuracy"]},
    }
    of_steps = {"each": {"loss": "binary_crossentropy", "metrics": ["accuracy"]}, "all": {"loss": "mean_absolute_error"}}
    return {
        "cases": [
            case("losses_of_each", CROSSED, {"optimizer": adam, "outputs": of_each}, x, [price, kind]),
            case("weighted_samples", CROSSED, {"optimizer": adam, "outputs": of_each}, x, [price, kind], weight),
            case("one_loss", CROSSED, {"optimizer": adam, "loss": "mean_squared_error"}, x, [price, one_hot]),
            case(
                "masks",
                MASKED,
                {"optimizer": adam, "outputs": of_steps},
                [words],
                [each, normal(random, (ROWS, 1))],
                left_out=["each_accuracy"],
            ),
        ]
    }
