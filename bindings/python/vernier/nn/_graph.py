"""Layers, and what calling them gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from vernier import _core
from vernier._errors import InvalidArgument
from vernier._parts import Component, to_json


class Layer(Component):
    """A layer: added to a Sequential, or called on the outputs of others. Called at several places it shares its
    weights."""

    def __call__(self, inputs: Node | Sequence[Node]) -> Node:
        nodes = (inputs,) if isinstance(inputs, Node) else tuple(inputs)
        for node in nodes:
            if not isinstance(node, Node):
                raise InvalidArgument(
                    f"{type(self).__name__} is called on {type(node).__name__}: expected what Input or another layer gave. "
                    "Call the model, by predict, on data."
                )
        return Node(self, nodes)


class Node:
    """A place in a network: what one call of a layer gives."""

    def __init__(self, layer: Component, inputs: tuple[Node, ...]) -> None:
        self.layer = layer
        self.inputs = inputs


def Input(shape: Sequence[int], *, name: str = "") -> Node:  # noqa: N802 (Keras's name)
    """A place where data enter a network; `shape` has no sample axis."""
    return Node(Component("input", {"shape": list(shape), "name": name}), ())


def build(core: _core.Model, inputs: Iterable[Node], outputs: Iterable[Node]) -> None:
    """Puts everything between inputs and outputs into `core`, in an order in which each node follows its inputs."""
    places: dict[int, int] = {}
    layers: dict[int, int] = {}

    def layer_of(layer: Component) -> int:
        if id(layer) not in layers:
            layers[id(layer)] = core.add_layer(to_json(layer))
        return layers[id(layer)]

    for node in inputs:
        if node.inputs:
            raise InvalidArgument("an input of the model is the output of a layer: expected what Input gave")
        places[id(node)] = core.call(layer_of(node.layer), [])
    ends = list(outputs)
    waiting: list[Any] = list(reversed(ends))
    while waiting:  # depth first, without recursion: networks may be deep
        node = waiting[-1]
        missing = [one for one in node.inputs if id(one) not in places]
        if id(node) in places:
            waiting.pop()
        elif missing:
            waiting.extend(reversed(missing))
        elif not node.inputs:
            raise InvalidArgument("the outputs depend on an Input that is not among the inputs. Add it to them.")
        else:
            places[id(node)] = core.call(layer_of(node.layer), [places[id(one)] for one in node.inputs])
            waiting.pop()
    core.set_outputs([places[id(node)] for node in ends])
