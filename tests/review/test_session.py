"""A sitting: places that do not jump, what is left, what comes next."""

from __future__ import annotations

from llm_extract.jobs.queue import Item
from llm_extract.review.session import END, Session


def session() -> Session:
    return Session([Item(1, 1), Item(2, 1), Item(3, 2), Item(None, 2)])


def test_what_is_done_is_passed_over_and_places_stay() -> None:
    """Skipped ones are left; the end says so by its key."""
    sitting = session()
    queue = sitting.queue(0)
    assert queue.first() == "r1"
    sitting.finish("r1", seconds=4.0)
    sitting.finish("r3", seconds=2.0)
    assert (queue.after("r1"), queue.after("r2"), queue.after("x2")) == ("r2", "x2", END)
    assert (queue.step("r1", -1), queue.step("x2", 1), queue.step(END, -1)) == ("r1", END, "x2")
    assert sitting.status(0, "r2") == {
        "queue": 0, "place": 2, "total": 4, "left": 2, "decided": 2, "pace": 3.0,
    }  # fmt: skip


def test_what_is_taken_back_waits_again() -> None:
    """In its place, or, if the queue never had it, before the one that is shown."""
    sitting = session()
    sitting.finish("r1", seconds=1.0)
    assert sitting.reopen(Item(1, 1), queue=0, before="r3") == "r1"
    assert sitting.reopen(Item(9, 4), queue=0, before="r3") == "r9"
    queue = sitting.queue(0)
    assert (queue.first(), queue.step("r2", 1), queue.step("r9", 1)) == ("r1", "r9", "r3")
    assert sitting.status(0, "r1")["decided"] == 0


def test_a_search_is_a_queue_of_its_own() -> None:
    """What is done in one is done in the other; an unknown queue is the whole one."""
    sitting = session()
    sitting.finish("r2", seconds=None)
    number = sitting.add([Item(2, 1), Item(3, 2)])
    assert sitting.queue(number).left == 1
    sitting.finish("r3", seconds=None)
    assert (sitting.queue(0).left, sitting.queue(number).first()) == (2, END)
    assert sitting.status(99, "r1")["queue"] == 0
