"""Two versions of a record, side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from llm_extract.exchange import plain
from llm_extract.paths import leaves


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that two versions of a record do not share; None where one lacks it."""

    path: str
    one: str | None
    other: str | None


def differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[Difference]:
    """Where two records as kept say different things, in field order."""
    left, right = dict(leaves_of(one)), dict(leaves_of(other))
    paths = dict.fromkeys([*left, *right])
    return [
        Difference(path, left.get(path), right.get(path))
        for path in paths
        if left.get(path) != right.get(path)
    ]


def leaves_of(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Path and words of every value that is there, in field order."""
    values = {name: plain(value) for name, value in data.items() if name != "id"}
    return ((path, str(value)) for path, value in leaves(values) if value not in (None, ""))
