"""Which records wait, and in which order; on SQLite and, where there is one, on PostgreSQL."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from llm_extract.errors import ConfigurationError
from llm_extract.jobs.decisions import State
from llm_extract.jobs.queue import Wanted, in_double_share
from llm_extract.jobs.store import Store
from tests.jobs.cases import FLAG, MISSED, SOFT, called, made, met, said, saved
from tests.jobs.test_store import store

__all__ = ["store"]


@pytest.fixture
def filled(store: Store) -> Store:
    """Two articles: a flagged meeting, a call, a position; and a call that is hardly likely."""
    saved(store, made(met(), called(), positions=(said(),), id="one", sure=(0.9, 0.8),
                      findings=(FLAG, SOFT, MISSED), published=date(2022, 5, 5)))  # fmt: skip
    saved(store, made(called(), id="two", sure=(0.2,), text="On May 4, Ruiz phoned Kim Lee."))
    return store


def queue(store: Store, **wanted: Any) -> list[str]:
    """What is queued, in words."""
    found = []
    for item in store.queue(Wanted(**{"below": 0.5, **wanted})):
        if item.record is None:
            found.append("article")
        else:
            entry = store.entry(item.record)
            found.append(f"{entry.article} {entry.plural} {entry.position}")
    return found


FLAGGED = ["two meetings 0", "one meetings 0"]


def test_what_is_flagged_waits_worst_first(filled: Store) -> None:
    """By a check or by low confidence; articles with uncited sentences stand behind."""
    assert queue(filled) == [*FLAGGED, "article"]
    assert queue(filled, below=0.0, coverage=False) == FLAGGED[1:]
    everything = queue(filled, everything=True, coverage=False)
    assert everything == [*FLAGGED[:1], "one positions 0", "one meetings 1", *FLAGGED[1:]]


def test_by_article_and_at_random(filled: Store) -> None:
    """A random order is the same for the same seed."""
    by_article = queue(filled, everything=True, order="article", coverage=False)
    assert by_article == ["one meetings 0", "one meetings 1", "one positions 0", "two meetings 0"]
    orders = [tuple(queue(filled, everything=True, order="random", seed=n)) for n in range(8)]
    assert len(set(orders)) > 1
    assert orders[3] == tuple(queue(filled, everything=True, order="random", seed=3))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"plural": "positions", "everything": True}, ["one positions 0"]),
        ({"check": "place"}, ["one meetings 0"]),
        ({"check": "place.x"}, ["one meetings 0"]),
        ({"check": "mode"}, ["one meetings 0"]),
        ({"check": "pla"}, []),
        ({"country": "CHL"}, ["one meetings 0"]),
        ({"country": "chl"}, ["one meetings 0"]),
        ({"country": "_HL"}, []),
        ({"person": "LUIS  soto"}, ["one meetings 0"]),
        ({"person": "per"}, ["one meetings 0"]),
        ({"person": "PRK"}, []),
        ({"search": "data sharing", "everything": True}, ["one positions 0"]),
        ({"article": "two"}, ["two meetings 0"]),
        ({"since": date(2022, 5, 5)}, ["one meetings 0", "article"]),
        ({"until": date(2022, 5, 4)}, []),
    ],
)
def test_it_is_narrowed(filled: Store, wanted: dict[str, Any], found: list[str]) -> None:
    """By type, check, country, person, words, article and date; a code is no word."""
    assert queue(filled, **wanted) == found


def test_what_is_decided_is_done(filled: Store) -> None:
    """It is found by its state, and by who decided it; not after it is taken back."""
    filled.decide(filled.queue(Wanted())[0].record or 0, "reject", reviewer="ana")
    assert queue(filled) == ["two meetings 0", "article"]
    assert queue(filled, states=(State.REJECTED,)) == ["one meetings 0"]
    assert queue(filled, decided_by="ana") == ["one meetings 0"]
    assert queue(filled, decided_by="ben") == []
    filled.undo("ana")
    assert queue(filled, decided_by="ana") == []
    assert queue(filled) == [*FLAGGED, "article"]


def test_an_article_is_looked_at_once(filled: Store) -> None:
    """Then its uncited sentences wait no more."""
    (item,) = [item for item in filled.queue(Wanted()) if item.record is None]
    filled.clear(item.extraction, reviewer="ana")
    assert "article" not in queue(filled)


def test_unflagged_ones_are_mixed_in(filled: Store) -> None:
    """As many as the share says, the same for the same seed."""
    found = queue(filled, unflagged=0.5, coverage=False)
    assert len(found) == 3
    assert set(FLAGGED) < set(found)
    assert found == queue(filled, unflagged=0.5, coverage=False)


def test_a_share_is_coded_twice(filled: Store) -> None:
    """What somebody else decided, until it is coded again, and not one's own."""
    entry = filled.entry(filled.queue(Wanted())[0].record or 0)
    filled.decide(entry.number, "accept", reviewer="ana")
    assert "one meetings 0" in queue(filled, double=1.0, reviewer="ben")
    assert "one meetings 0" not in queue(filled, double=1.0, reviewer="ana")
    assert "one meetings 0" not in queue(filled, double=0.0, reviewer="ben")
    filled.decide(entry.number, "reject", reviewer="ben", second=True)
    assert filled.entry(entry.number).state is State.DISPUTED
    assert queue(filled)[0] == "one meetings 0"
    filled.undo("ben")
    assert "one meetings 0" in queue(filled, double=1.0, reviewer="ben")


def test_the_share_is_the_same_for_everybody() -> None:
    """It hangs on the id alone."""
    assert in_double_share("00ff00000000", 0.1)
    assert not in_double_share("ff0000000000", 0.9)
    assert in_double_share("ffff00000000", 1.0)


@pytest.mark.parametrize("wanted", [{"order": "best"}, {"double": 2.0}, {"unflagged": -0.1}])
def test_wrong_wishes_are_refused(wanted: dict[str, Any]) -> None:
    """Each in one line with the value."""
    with pytest.raises(ConfigurationError, match=str(next(iter(wanted.values())))):
        Wanted(**wanted)
