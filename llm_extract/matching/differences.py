"""Two records of the exchange format → the values that differ, by path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from llm_extract.matching.comparison import Data
from llm_extract.paths import joined

_BESIDE = frozenset({"id", "spans", "accept", "optional", "confidence", "findings"})
"""What a record carries beside its fields."""


def differences(old: Data, new: Data) -> dict[str, tuple[Any, Any]]:
    """Path → (old, new) of each value that differs.

    A list of another length differs as a whole. What stands beside a record's fields (its id,
    spans, confidence) does not count.
    """
    one = {name: value for name, value in old.items() if name not in _BESIDE}
    other = {name: value for name, value in new.items() if name not in _BESIDE}
    return dict(_differing(one, other, ""))


def _differing(old: Any, new: Any, path: str) -> Iterator[tuple[str, tuple[Any, Any]]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            yield from _differing(old.get(name), new.get(name), joined(path, name))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _differing(one, other, f"{path}[{index}]")
    elif old != new:
        yield path, (old, new)
