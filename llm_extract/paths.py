"""Paths to the values of a record: `participants[1].name`, or a pattern, `participants[].name`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

Step = str | int
"""The name of a field, or the place of an item in a list."""

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_NUMBER = re.compile(r"\[\d+\]")


def steps(path: str) -> list[Step]:
    """What a path leads through: `["participants", 1, "name"]`."""
    return [int(number) if number else name for name, number in _STEP.findall(path)]


def written(way: Iterable[Step]) -> str:
    """The path that leads through these steps."""
    path = ""
    for step in way:
        path = f"{path}[{step}]" if isinstance(step, int) else joined(path, step)
    return path


def joined(path: str, rest: str) -> str:
    """A path that goes on with a field; either may be empty."""
    return f"{path}.{rest}" if path and rest else path or rest


def pattern_of(path: str) -> str:
    """A path without its numbers."""
    return _NUMBER.sub("[]", path)


def is_within(path: str, place: str) -> bool:
    """Whether a path is a place's own, or that of something inside it."""
    return path == place or path.startswith((f"{place}.", f"{place}["))


def holder(values: Any, path: str) -> tuple[Any, Step]:
    """The list or mapping that has the value at a path, and where it has it."""
    *way, last = steps(path)
    for step in way:
        values = values[step]
    return values, last


def _never(_node: Any) -> bool:
    return False


def leaves(
    node: Any, path: str = "", *, is_whole: Callable[[Any], bool] = _never
) -> Iterator[tuple[str, Any]]:
    """Every value in plain data that is no mapping and no list, with its path, in order.

    Args:
        node: mappings, lists and values.
        path: of the node.
        is_whole: says which mappings are values themselves.
    """
    if is_whole(node):
        yield path, node
    elif isinstance(node, dict):
        for name, value in node.items():
            yield from leaves(value, joined(path, name), is_whole=is_whole)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from leaves(value, f"{path}[{index}]", is_whole=is_whole)
    else:
        yield path, node
