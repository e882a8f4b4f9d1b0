"""Where marks lead: to a record's card, or to a list of several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from llm_extract.report.cards import day_words, headline
from llm_extract.report.drawing import drawable
from llm_extract.report.entries import Entry

MOST = 15
"""Records that one list names."""


@dataclass(frozen=True)
class Item:
    """One record in a list."""

    anchor: str
    day: str
    words: str
    tone: str


@dataclass(frozen=True)
class Listing:
    """The records of one mark.

    Attributes:
        anchor: where it stands on the page.
        title: what its mark stands for.
        count: how many records there are.
        items: those that are named, the latest first.
    """

    anchor: str
    title: str
    count: int
    items: tuple[Item, ...]

    @property
    def left(self) -> int:
        """How many records it does not name."""
        return self.count - len(self.items)


class Listings:
    """All lists of a page, made as marks ask for them.

    Args:
        shown: numbers of the records that have a card.
    """

    def __init__(self, shown: Set[int]) -> None:
        self._shown = shown
        self._made: dict[tuple[str, frozenset[int]], Listing] = {}

    def href(self, title: str, entries: Iterable[Entry]) -> str:
        """The anchor for some records: the card of a single one, else a list under a title."""
        found = {entry.kept.number: entry for entry in entries}
        if len(found) == 1 and self._shown >= found.keys():
            return f"#{next(iter(found.values())).anchor}"
        key = drawable(title, most=120), frozenset(found)
        if key not in self._made:
            latest = sorted(found.values(), key=lambda e: str(e.day or ""), reverse=True)
            carded = [entry for entry in latest if entry.kept.number in self._shown]
            items = tuple(Item(e.anchor, day_words(e), headline(e), e.tone) for e in carded[:MOST])
            self._made[key] = Listing(f"l{len(self._made) + 1}", key[0], len(found), items)
        return f"#{self._made[key].anchor}"

    def __iter__(self) -> Iterator[Listing]:
        return iter(self._made.values())
