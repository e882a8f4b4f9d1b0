"""Many articles at once, in bounded memory, losing nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

from llm_extract.article import Article
from llm_extract.errors import (
    AuthenticationFailed,
    ConfigurationError,
    LLMExtractError,
    SourceError,
)
from llm_extract.extraction import (
    MAX_INPUT_TOKENS,
    Extraction,
    Provenance,
    checked,
    extract_article,
    provenance,
)
from llm_extract.jobs.rows import Outcome
from llm_extract.jobs.store import Store
from llm_extract.model.client import Meter, Model
from llm_extract.records import Usage
from llm_extract.spec import Spec

CONCURRENCY = 8

R = TypeVar("R")


@dataclass(frozen=True)
class Failure:
    """An input that gave nothing, and why."""

    source: str
    error: LLMExtractError


@dataclass
class Progress:
    """How far a run is; handed to the listener after every article."""

    run: int
    done: int = 0
    reused: int = 0
    failures: list[Failure] = field(default_factory=list)
    records: int = 0
    usage: Usage = field(default_factory=Usage)
    stopped: str | None = None
    """Why no more articles were handed out, if they were not."""

    @property
    def finished(self) -> int:
        """Inputs dealt with."""
        return self.done + self.reused + len(self.failures)


Listener = Callable[[Progress, Outcome], None]


async def run_job(
    items: Iterator[Article | SourceError],
    *,
    spec: Spec,
    model: Model,
    store: Store,
    concurrency: int = CONCURRENCY,
    max_input_tokens: int = MAX_INPUT_TOKENS,
    force: bool = False,
    stop: asyncio.Event | None = None,
    listener: Listener | None = None,
) -> Progress:
    """Extract every article that the store does not know yet, and keep each at once.

    Articles are taken from `items` only when one of `concurrency` places is free. An
    article that fails does not disturb the others. When `stop` is set, what is in flight
    is finished and nothing new begins; so it is after an error that every further request
    would meet (a wrong key, a wrong setting).
    """
    made = provenance(spec, model.settings, max_input_tokens=max_input_tokens)
    stop = stop or asyncio.Event()
    with ThreadPoolExecutor(1, thread_name_prefix="store") as thread:
        job = _Job(spec, made, model, store, max_input_tokens, force, thread, stop, listener)
        job.progress = Progress(await job.stored(store.start_run, made))
        workers = [asyncio.create_task(job.work(items)) for _ in range(concurrency)]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)
        await job.stored(store.end_run, job.progress.run)
    if stop.is_set() and job.progress.stopped is None:
        job.progress.stopped = "interrupted"
    return job.progress


@dataclass
class _Job:
    spec: Spec
    made: Provenance
    model: Model
    store: Store
    max_input_tokens: int
    force: bool
    thread: ThreadPoolExecutor
    stop: asyncio.Event
    listener: Listener | None
    progress: Progress = field(default_factory=lambda: Progress(0))

    async def stored(self, function: Callable[..., R], *args: object, **named: object) -> R:
        """Call the store in its own thread, so that the loop never waits for a disk."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.thread, lambda: function(*args, **named))

    async def work(self, items: Iterator[Article | SourceError]) -> None:
        """Take one item after the other until there is none, or the run is stopped."""
        while not self.stop.is_set():
            item = next(items, None)
            if item is None:
                return
            await self.settle(item)

    async def settle(self, item: Article | SourceError) -> None:
        """Bring one input to its end, and note which."""
        progress = self.progress
        if isinstance(item, SourceError):
            await self.failed(None, item, Usage())
            return
        key = self.made.key(item)
        known = None if self.force else await self.stored(self.store.known, key)
        if known is not None:
            await self.stored(
                self.store.reuse, progress.run, item, extraction=known, spec=self.spec
            )
            progress.reused += 1
            self.tell("reused")
            return
        meter = Meter()
        try:
            extraction: Extraction = await extract_article(
                item,
                self.spec,
                model=self.model,
                max_input_tokens=self.max_input_tokens,
                meter=meter,
            )
        except LLMExtractError as error:
            if isinstance(error, AuthenticationFailed | ConfigurationError):
                progress.stopped = progress.stopped or str(error)
                self.stop.set()
            await self.failed(item, error, meter.usage)
            return
        await self.stored(self.keep, extraction)
        progress.done += 1
        progress.records += sum(map(len, extraction.records.values()))
        progress.usage += extraction.usage
        self.tell("done")

    def keep(self, extraction: Extraction) -> None:
        """Check the records and keep them with their findings."""
        self.store.save(self.progress.run, checked(extraction, self.spec), spec=self.spec)

    async def failed(self, article: Article | None, error: LLMExtractError, usage: Usage) -> None:
        await self.stored(self.store.fail, self.progress.run, article, error=error, usage=usage)
        source = (article.source or article.id) if article else ""
        self.progress.failures.append(Failure(source, error))
        self.progress.usage += usage
        self.tell("failed")

    def tell(self, outcome: Outcome) -> None:
        if self.listener is not None:
            self.listener(self.progress, outcome)
