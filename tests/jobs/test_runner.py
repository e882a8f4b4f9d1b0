"""Many articles at once, against a real server on loopback and a real SQLite file."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from llm_extract.article import Article
from llm_extract.diplomacy import diplomacy
from llm_extract.errors import SourceError
from llm_extract.jobs.runner import Progress, run_job
from llm_extract.jobs.store import Store
from llm_extract.model import Model
from llm_extract.settings import ModelSettings
from tests.conftest import Reply, Server, says, sends
from tests.fakes import answers


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    with Store(tmp_path / "store.db") as opened:
        yield opened


def articles(count: int) -> list[Article | SourceError]:
    """Different articles of the same shape."""
    return [Article(text=f"Sentence one of {n}.\n\nAna Ruiz met Luis Soto.\n\nYes, {n}.")
            for n in range(count)]  # fmt: skip


def run(
    server: Server,
    store: Store,
    items: list[Article | SourceError] | Iterator[Article | SourceError],
    reply: Reply | None = None,
    **options: Any,
) -> Progress:
    """Run a job to its end."""
    server.replies = [reply or answers()]

    async def job() -> Progress:
        settings = ModelSettings(model="tiny", base_url=server.url, tries=1)
        async with Model(settings) as model:
            return await run_job(iter(items), spec=diplomacy(), model=model, store=store, **options)

    return asyncio.run(job())


def test_the_second_run_asks_nothing(server: Server, store: Store) -> None:
    """Everything is taken over; no request leaves."""
    first = run(server, store, articles(5))
    assert (first.done, first.reused, len(server.requests)) == (5, 0, 10)
    second = run(server, store, articles(5))
    assert (second.done, second.reused, len(server.requests)) == (0, 5, 10)
    assert len(list(store.records(run=second.run))) == 10


def test_only_what_is_missing_is_asked(server: Server, store: Store) -> None:
    """New articles among old ones are the only ones asked for."""
    run(server, store, articles(2))
    progress = run(server, store, articles(4))
    assert (progress.done, progress.reused, len(server.requests)) == (2, 2, 8)


def test_force_asks_anew(server: Server, store: Store) -> None:
    """Old records stay with their run."""
    run(server, store, articles(2))
    progress = run(server, store, articles(2), force=True)
    assert (progress.done, len(server.requests)) == (2, 8)
    assert len(list(store.records(all_runs=True))) == 8


def test_one_failure_leaves_the_others_alone(server: Server, store: Store) -> None:
    """A refusal and a bad file are listed; the rest is stored; the next run tries them again."""

    def one_refusal(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        refused = "Yes, 1." in request["messages"][1]["content"]
        (says(None, refusal="no") if refused else answers())(handler, request)

    items = [*articles(3), SourceError("bad.txt: is empty")]
    progress = run(server, store, items, one_refusal)
    assert (progress.done, len(progress.failures)) == (2, 2)
    assert {f.error.kind for f in progress.failures} == {"RefusedByModel", "SourceError"}
    assert len(list(store.extractions())) == 2
    again = run(server, store, articles(3))
    assert (again.done, again.reused) == (1, 2)


def test_a_wrong_key_stops_the_run(server: Server, store: Store) -> None:
    """Nobody pays for a thousand refusals of the same key."""
    refused = sends(401, {"error": {"message": "bad key"}})
    progress = run(server, store, articles(50), refused, concurrency=2)
    assert progress.stopped is not None
    assert "OPENAI_API_KEY" in progress.stopped
    assert len(server.requests) <= 4


def test_no_more_than_the_given_number_at_once(server: Server, store: Store) -> None:
    """Requests in flight stay within the limit, and articles are taken only as places free."""
    taken: list[int] = []

    def lazily() -> Iterator[Article | SourceError]:
        for number, item in enumerate(articles(40)):
            taken.append(number)
            yield item

    seen: list[int] = []
    run(
        server,
        store,
        lazily(),
        concurrency=3,
        listener=lambda progress, _: seen.append(len(taken) - progress.finished),
    )
    assert server.most_at_once <= 3
    assert max(seen) <= 3


def test_a_stop_finishes_what_is_in_flight(server: Server, store: Store) -> None:
    """Nothing new begins; what had begun is stored; the next run does the rest."""

    async def job() -> Progress:
        stop = asyncio.Event()
        settings = ModelSettings(model="tiny", base_url=server.url)
        async with Model(settings) as model:
            return await run_job(
                iter(articles(20)),
                spec=diplomacy(),
                model=model,
                store=store,
                concurrency=2,
                stop=stop,
                listener=lambda *_: stop.set(),
            )

    server.replies = [answers()]
    progress = asyncio.run(job())
    assert progress.stopped == "interrupted"
    assert 1 <= progress.done <= 3
    assert len(list(store.extractions())) == progress.done
    rest = run(server, store, articles(20))
    assert (rest.reused, rest.done) == (progress.done, 20 - progress.done)
