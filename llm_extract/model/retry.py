"""The one retry policy: which failures wait and are sent again, and for how long.

The SDK's and instructor's own retries are switched off; exactly one request leaves per
attempt. Waiting answers a busy, broken, silent or unreachable server. An answer that
breaks the schema is no reason to wait: it is re-asked, at most `REASKS` times, by
`client`.
"""

from __future__ import annotations

import asyncio
import email.utils
import random
import time
from collections.abc import Awaitable, Callable, Mapping

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

from llm_extract.errors import LLMExtractError

REASKS = 2
"""How often an answer that breaks the schema is asked for again."""

FIRST_WAIT = 1.0
"""Seconds before the second sending; doubled each time, with up to half as much jitter."""

LONGEST_WAIT = 60.0
"""Seconds that our own back-off waits at most."""

LONGEST_RETRY_AFTER = 600.0
"""Seconds that a server may ask us to wait; beyond that the article fails."""


def retrying(
    tries: int, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> AsyncRetrying:
    """The policy as tenacity runs it; the last error is raised as it was."""
    return AsyncRetrying(
        sleep=sleep,
        stop=stop_after_attempt(tries),
        retry=retry_if_exception(_can_wait),
        wait=_wait,
        reraise=True,
    )


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a Retry-After header asks for: a number or an HTTP date (RFC 9110)."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError):
        return None


def _can_wait(error: BaseException) -> bool:
    return (
        isinstance(error, LLMExtractError)
        and error.retryable
        and (error.retry_after or 0.0) <= LONGEST_RETRY_AFTER
    )


def _wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, LLMExtractError) and error.retry_after is not None:
        return error.retry_after
    back_off = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** (state.attempt_number - 1))
    return back_off * (1 + random.random() / 2)  # noqa: S311 - jitter, not a secret
