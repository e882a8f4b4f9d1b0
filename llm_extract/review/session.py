"""A reviewer's sitting: the queue as it was drawn, what is done of it, and how fast."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from llm_extract.jobs.queue import Item

_QUEUES = 50
"""How many searches back a queue is remembered."""
END = "end"
"""The key of the place behind the last item."""


def key_of(item: Item) -> str:
    """A name for an item that stays when the queue grows."""
    return f"x{item.extraction}" if item.record is None else f"r{item.record}"


class Queue:
    """A snapshot of what waits, in order, with a place for each item.

    Places are told from the snapshot, so that they do not jump while others decide.
    """

    def __init__(self, items: Iterable[Item]) -> None:
        self.items = {key_of(item): item for item in items}
        self.done: set[str] = set()
        self._keys: list[str] = []
        self._places: dict[str, int] = {}
        self._number()

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def left(self) -> int:
        """How many are not done."""
        return len(self._keys) - len(self.done)

    def place(self, key: str) -> int:
        """Where an item stands, from 0 on; behind the last for the end."""
        return self._places.get(key, len(self._keys))

    def step(self, key: str, by: int) -> str:
        """The neighbour of an item, done or not; the ends hold."""
        at = min(max(self.place(key) + by, 0), len(self._keys))
        return self._keys[at] if at < len(self._keys) else END

    def after(self, key: str) -> str:
        """The next item that is not done, or the end."""
        start = self.place(key) + 1
        return next((k for k in self._keys[start:] if k not in self.done), END)

    def first(self) -> str:
        """The first item that is not done, or the end."""
        return next((k for k in self._keys if k not in self.done), END)

    def finish(self, key: str) -> None:
        """Note that an item is done."""
        if key in self.items:
            self.done.add(key)

    def reopen(self, item: Item, *, before: str = END) -> str:
        """Note that an item is not done; one that is not in the queue comes in here."""
        key = key_of(item)
        if key not in self.items:
            self.items[key] = item
            self._keys.insert(self.place(before), key)
            self._number()
        self.done.discard(key)
        return key

    def _number(self) -> None:
        self._keys = self._keys or list(self.items)
        self._places = {key: at for at, key in enumerate(self._keys)}


@dataclass(slots=True)
class Pace:
    """How much was decided, and in what time."""

    seconds: float = 0.0
    keys: set[str] = field(default_factory=set)
    """Of the items that were decided."""

    @property
    def mean(self) -> float | None:
        """Seconds for one; None before the first."""
        return self.seconds / len(self.keys) if self.keys else None


class Session:
    """The queues of one sitting; the first is the one that was asked for."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.pace = Pace()
        self.lock = Lock()
        self._queues: dict[int, Queue] = {0: Queue(items)}
        self._last = 0

    def queue(self, number: int) -> Queue:
        """A queue by its number; the first one where it is not known any more."""
        return self._queues.get(number, self._queues[0])

    def add(self, items: Iterable[Item]) -> int:
        """Keep a narrower queue; what is done stays done. Returns its number."""
        with self.lock:
            self._last += 1
            queue = Queue(items)
            queue.done = self._queues[0].done & queue.items.keys()
            self._queues[self._last] = queue
            if self._last > _QUEUES:
                del self._queues[self._last - _QUEUES]
            return self._last

    def finish(self, key: str, *, seconds: float | None) -> None:
        """An item is decided, in whichever queue it stands."""
        with self.lock:
            self.pace.keys.add(key)
            self.pace.seconds += seconds or 0.0
            self.pass_over(key)

    def pass_over(self, key: str) -> None:
        """An item needs nothing more from this reviewer."""
        for queue in self._queues.values():
            queue.finish(key)

    def reopen(self, item: Item, *, queue: int, before: str) -> str:
        """A decision on an item was taken back."""
        with self.lock:
            key = self.queue(queue).reopen(item, before=before)
            for other in self._queues.values():
                other.done.discard(key)
            self.pace.keys.discard(key)
            return key

    def status(self, queue: int, key: str) -> dict[str, Any]:
        """What stands above the record."""
        of = self.queue(queue)
        return {
            "queue": queue if self._queues.get(queue) is of else 0,
            "place": min(of.place(key) + 1, len(of)),
            "total": len(of),
            "left": of.left,
            "decided": len(self.pace.keys),
            "pace": None if self.pace.mean is None else round(self.pace.mean, 1),
        }
