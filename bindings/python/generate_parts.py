"""Writes the modules of vernier whose classes are the entries of the catalogues.

    generate_parts.py PATH      where PATH/vernier holds the package with its compiled module

A class has the keywords of its entry's option table, in their order: what must be given and one more may stand without a
name. An entry that is called as a word of Python ("none") is written as a text. Keras's own names and their order are held by the tests.
"""

from __future__ import annotations

import keyword
import pathlib
import re
import sys
from typing import Any

#: catalogue: module, base class, what its classes are
MODULES = {
    "samplers": ("samplers", "Component", "What proposes configurations: the sampler of create_study."),
    "pruners": ("pruners", "Component", "What stops unpromising trials: the pruner of create_study."),
    "layers": ("nn.layers", "Layer", "Layers, with the names and words of keras.layers."),
    "optimizers": ("nn.optimizers", "Component", "Optimizers, with the names and words of keras.optimizers."),
    "schedules": ("nn.schedules", "Component", "Learning-rate schedules, as in keras.optimizers.schedules."),
    "losses": ("nn.losses", "Component", "Losses, with the names and words of keras.losses."),
    "metrics": ("nn.metrics", "Component", "Metrics, with the names and words of keras.metrics."),
    "callbacks": ("nn.callbacks", "Component", "Callbacks of a fit, with the names and words of keras.callbacks."),
    "initializers": ("nn.initializers", "Component", "Initializers, with the names and words of keras.initializers."),
    "regularizers": ("nn.regularizers", "Component", "Regularizers, with the names and words of keras.regularizers."),
}
#: What a module has besides, written by hand; an entry that is among these names is not generated.
BY_HAND = {
    "layers": ("vernier.nn._graph", ["Input", "Layer"]),
    "optimizers": ("vernier.nn", ["schedules"]),
    "callbacks": ("vernier.nn._callbacks", ["Callback", "LambdaCallback", "LearningRateScheduler", "Pruning"]),
}
#: Words of entries that are not written with one capital letter.
WORDS = {
    word.lower(): word
    for word in (
        "ASHA AUC AdamW CMAES CSV ELU FBeta GP GRU KL LR LSTM NDCG NSGA2 NSGA3 NaN PReLU QMC RMS RMSprop RNN ReLU SAM SGD "
        "TPE"
    ).split()
}
TYPES = {
    "boolean": "bool",
    "integer": "int",
    "number": "float",
    "text": "str",
    "list": "Any",
    "component": "Part",
    "object": "Any",
}


def class_name(entry: str) -> str:
    """conv2d_transpose is Conv2DTranspose, adamw AdamW."""
    words = [WORDS.get(word, word.capitalize()) for word in entry.split("_")]
    return re.sub(r"(\d)d", lambda found: found[1] + "D", "".join(words))


def annotation(row: dict[str, Any]) -> str:
    kind = TYPES[row["type"]]
    if row.get("choices"):
        kind = f"Literal[{', '.join(repr(choice) for choice in row['choices'])}]"
    optional = not row.get("required") and row["default"] is None and kind not in ("Part", "Any")
    return f"{kind} | None" if optional else kind


def parameter(row: dict[str, Any]) -> str:
    text = f"{row['name']}: {annotation(row)}"
    return text if row.get("required") else f"{text} = {row['default']!r}"


def bounds(row: dict[str, Any]) -> str:
    words = {"at_least": "at least", "above": "above", "at_most": "at most"}
    said = [f"{words[key]} {row[key]:g}" for key in words if key in row]
    return f" ({', '.join(said)})" if said else ""


def class_text(entry: dict[str, Any], base: str) -> str:
    rows = entry["options"]
    summary = entry["summary"].rstrip(".")
    lines = [f"class {class_name(entry['name'])}({base}):", f'    """{summary[:1].upper()}{summary[1:]}.']
    if entry["cites"]:
        lines += ["", f"    Source: {entry['cites']}."]
    if rows:
        lines += ["", "    Args:", *(f"        {row['name']}: {row['help']}{bounds(row)}" for row in rows)]
    lines += ['    """', ""]
    leading = next((k for k, row in enumerate(rows) if not row.get("required")), len(rows) - 1) + 1
    if rows[:leading] and rows[leading - 1]["name"] == "name":  # of a layer: always named
        leading -= 1
    parameters = ["self", *(parameter(row) for row in rows[:leading])]
    if rows[leading:]:
        parameters += ["*", *(parameter(row) for row in rows[leading:])]
    given = ", ".join(f'"{row["name"]}": {row["name"]}' for row in rows)
    lines += [
        f"    def __init__({', '.join(parameters)}) -> None:",
        f'        super().__init__("{entry["name"]}", {{{given}}})',
    ]
    return "\n".join(lines)


def module_text(catalogue: str, entries: list[dict[str, Any]]) -> str:
    _, base, summary = MODULES[catalogue]
    source, names = BY_HAND.get(catalogue, ("", []))
    generated = [
        entry for entry in entries if (name := class_name(entry["name"])) not in names and not keyword.iskeyword(name)
    ]
    exported = sorted([*names, *(class_name(entry["name"]) for entry in generated)])
    imports = ["from typing import Any, Literal", "", "from vernier._parts import Component, Part"]
    if names:
        imports.append(f"from {source} import {', '.join(names)}")
    head = [f'"""{summary} Generated from the library\'s option tables."""', "", "from __future__ import annotations", ""]
    listed = ", ".join(repr(name) for name in exported)
    return "\n".join([*head, *imports, "", f"__all__ = [{listed}]", "", "", ""]) + "\n\n\n".join(
        class_text(entry, base) for entry in generated
    ) + "\n"


def main() -> None:
    path = pathlib.Path(sys.argv[1])
    sys.path.insert(0, str(path))
    from vernier import _core

    for catalogue, (module, _, _) in MODULES.items():
        file = path / "vernier" / pathlib.Path(*module.split(".")).with_suffix(".py")
        file.write_text(module_text(catalogue, _core.catalogue(catalogue)))


if __name__ == "__main__":
    main()
