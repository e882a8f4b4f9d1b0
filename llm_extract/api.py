"""The whole way from Python: one article in, grounded records out."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from llm_extract.article import Article
from llm_extract.diplomacy import diplomacy
from llm_extract.errors import ConfigurationError
from llm_extract.extraction import (
    MAX_INPUT_TOKENS,
    Extraction,
    checked,
    extract_article,
    provenance,
)
from llm_extract.jobs import cassettes
from llm_extract.jobs.store import Store
from llm_extract.model import LocalServer, Model
from llm_extract.settings import ModelSettings, model_settings
from llm_extract.sources import SUFFIXES, make_article, read_source
from llm_extract.spec import Spec

_LONGEST_PATH = 260


def extract(source: str | Path | Article, **options: Any) -> Extraction:
    """The records of one article; see `aextract` for the options.

    Works inside a running event loop as well (a notebook): it then waits in a thread.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(aextract(source, **options))
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(aextract(source, **options))).result()


async def aextract(
    source: str | Path | Article,
    *,
    published: date | str | None = None,
    title: str | None = None,
    spec: Spec | None = None,
    model: str | None = None,
    base_url: str | None = None,
    local_model: str | Path | None = None,
    mode: str | None = None,
    store: str | Path | Store | None = None,
    record: str | Path | None = None,
    replay: str | Path | None = None,
    max_input_tokens: int = MAX_INPUT_TOKENS,
    force: bool = False,
    **settings: object,
) -> Extraction:
    """The records of one article, grounded in its text and checked against it.

    Args:
        source: a text, the path of a file, or an `Article`. A short string without a line
            end is a path when it ends like one, holds a slash and no space, or exists.
        published: publication date (a date or `YYYY-MM-DD`); goes before the source's own.
        title: shown to the model; evidence only where it stands in the text.
        spec: what to extract; meetings and positions by default.
        model: the model's name; the environment fills what is missing.
        base_url: its server.
        mode: how the schema is handed over.
        local_model: a GGUF file to run on this machine instead.
        store: a `Store`, or a path or URL: what it has already is not asked again.
        record: a cassette to write.
        replay: a cassette to answer from.
        max_input_tokens: for one request; longer articles are cut into windows.
        force: ask although the store knows the answer.
        settings: further `ModelSettings`, such as `temperature` or `timeout`.

    Raises:
        LLMExtractError: one of `llm_extract.errors`; never an empty record instead.
    """
    article = _article(source, published, title)
    spec = spec or diplomacy()
    with (
        answering(
            spec,
            model=model,
            base_url=base_url,
            local_model=Path(local_model) if local_model else None,
            record=Path(record) if record else None,
            replay=Path(replay) if replay else None,
            max_input_tokens=max_input_tokens,
            options={**settings, "mode": mode},
        ) as (ready, limit, _tape),
        ExitStack() as opened,
    ):
        kept = store if isinstance(store, Store) or store is None else Store(store)
        if kept is not None and kept is not store:
            opened.callback(kept.close)
        made = provenance(spec, ready, max_input_tokens=limit)
        if kept is not None and not force:
            known = kept.known(made.key(article))
            if known is not None:  # checked again: the rules may have got better since
                return checked(kept.extraction(known, spec), spec)
        async with Model(ready) as asked:
            found = await extract_article(article, spec, model=asked, max_input_tokens=limit)
        found = checked(found, spec)
        if kept is not None:
            run = kept.start_run(made)
            kept.save(run, found, spec=spec)
            kept.end_run(run)
        return found


@contextmanager
def answering(
    spec: Spec,
    *,
    model: str | None = None,
    base_url: str | None = None,
    local_model: Path | None = None,
    record: Path | None = None,
    replay: Path | None = None,
    max_input_tokens: int = MAX_INPUT_TOKENS,
    parallel: int = 1,
    options: Mapping[str, object] | None = None,
) -> Iterator[tuple[ModelSettings, int, cassettes.Tape | None]]:
    """Whoever answers, ready to be asked: a server, a local model or a cassette.

    Yields:
        The settings, the token limit of one request, and the open cassette, if any. With
        `replay`, model, settings and limit are the cassette's.
    """
    if record and replay:
        raise ConfigurationError("--record and --replay exclude each other: choose one")
    with ExitStack() as stack:
        if replay:
            recorded = cassettes.read_provenance(replay)
            ready = ModelSettings.model_validate({"base_url": cassettes.HOST, **recorded.settings})
            yield ready, recorded.max_input_tokens, stack.enter_context(cassettes.replay(replay))
            return
        if local_model:
            server = LocalServer(local_model, parallel=parallel)
            base_url, model = stack.enter_context(server), model or server.name
            options = {**(options or {}), "api_key": server.key}
        ready = model_settings(model=model, base_url=base_url, options=options)
        tape = None
        if record:
            made = provenance(spec, ready, max_input_tokens=max_input_tokens)
            tape = stack.enter_context(cassettes.record(record, made))
        yield ready, max_input_tokens, tape


def _article(
    source: str | Path | Article, published: date | str | None, title: str | None
) -> Article:
    day = _day(published)
    if isinstance(source, Article):
        changes: dict[str, object] = {"title": title or source.title}
        if day is not None:
            changes |= {"published": day, "published_from": "option"}
        return source.model_copy(update=changes)
    if not isinstance(source, str | Path):
        raise ConfigurationError(
            f"{type(source).__name__} is no source; hand over a text, a path or an Article"
        )
    if isinstance(source, Path) or _looks_like_a_path(source):
        return read_source(source, published=day, title=title)
    return make_article(source, published=day, title=title)


def _looks_like_a_path(source: str) -> bool:
    if "\n" in source or len(source) > _LONGEST_PATH:
        return False
    if source == "-" or source.lower().endswith(SUFFIXES) or Path(source).exists():
        return True
    return "/" in source and " " not in source


def _day(published: date | str | None) -> date | None:
    if isinstance(published, str):
        try:
            return date.fromisoformat(published)
        except ValueError:
            raise ConfigurationError(
                f"published {published!r} is not a date; write it as YYYY-MM-DD"
            ) from None
    return published
