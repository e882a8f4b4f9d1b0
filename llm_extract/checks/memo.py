"""What functions work out of a thing, each kept from the first time that it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

S = TypeVar("S", bound="Memo")
T = TypeVar("T")


class Memo:
    """A base for whatever several checks work the same things out of."""

    __slots__ = ("_kept",)
    _kept: dict[Any, Any]

    def once(self: S, make: Callable[[S], T]) -> T:
        """What the function makes of this, worked out when first asked for and kept."""
        try:
            kept = self._kept
        except AttributeError:
            kept = self._kept = {}
        if make not in kept:
            kept[make] = make(self)
        made: T = kept[make]
        return made
