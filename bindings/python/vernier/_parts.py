"""Parts of a catalogue, as every call that takes one knows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Union

#: A part by its name ("adam"), with options ({"adam": {"learning_rate": 0.01}}), or as an object (Adam(0.01)).
#: A number is the constant schedule or initializer of that value; None is no part at all.
Part = Union[str, float, Mapping[str, Any], "Component", None]


class Component:
    """An entry of a catalogue with its options; the classes of the catalogues derive from it."""

    def __init__(self, component: str, options: Mapping[str, Any]) -> None:
        self.component = component
        self.options = dict(options)

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self.options.items())
        return f"{type(self).__name__}({given})"


def to_json(value: Any) -> Any:
    """`value` with every part in it as JSON: dictionaries, lists, texts, numbers, booleans and None."""
    if isinstance(value, Component):
        return {value.component: to_json(value.options)}
    if isinstance(value, Mapping):
        return {key: to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    return value
