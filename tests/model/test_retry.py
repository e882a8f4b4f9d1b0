"""The retry policy: who waits, for how long, and who does not."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from llm_extract.errors import (
    AuthenticationFailed,
    InvalidAnswer,
    LLMExtractError,
    ServerUnavailable,
)
from llm_extract.model.retry import FIRST_WAIT, LONGEST_WAIT, retry_after, retrying


def waits(errors: Sequence[LLMExtractError], *, tries: int = 10) -> list[float]:
    """The waits between sendings that fail with these errors; the last one is raised."""
    slept: list[float] = []
    left = list(errors)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def sending() -> None:
        async for attempt in retrying(tries, sleep=sleep):
            with attempt:
                if left:
                    raise left.pop(0)

    asyncio.run(sending())
    return slept


def test_back_off_doubles_with_jitter_up_to_a_limit() -> None:
    """Each wait lies between the doubled one and half as much again."""
    slept = waits([ServerUnavailable("busy")] * 9)
    for number, seconds in enumerate(slept):
        base = min(LONGEST_WAIT, FIRST_WAIT * 2**number)
        assert base <= seconds <= base * 1.5


def test_retry_after_is_waited_to_the_second() -> None:
    """What the server asks for goes before our own back-off."""
    assert waits([ServerUnavailable("busy", retry_after=7.0)]) == [7.0]


def test_hours_are_not_waited_for() -> None:
    """A Retry-After beyond the limit ends the article at once."""
    with pytest.raises(ServerUnavailable):
        waits([ServerUnavailable("busy", retry_after=7200.0)])


@pytest.mark.parametrize("error", [AuthenticationFailed("no"), InvalidAnswer("no")])
def test_what_waiting_cannot_cure_is_raised_at_once(error: LLMExtractError) -> None:
    """Neither a wrong key nor a wrong answer gets better with time."""
    with pytest.raises(type(error)):
        waits([error])


def test_retry_after_reads_seconds_and_dates() -> None:
    """Both forms of RFC 9110 are understood; nonsense is none."""
    assert retry_after({"retry-after": "3.5"}) == 3.5
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    assert 60 < (retry_after({"retry-after": later}) or 0) <= 90
    assert retry_after({"retry-after": "soon"}) is None
    assert retry_after({}) is None
