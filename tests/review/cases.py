"""A store for the tests of the review page: two shipped articles, with mistakes made on purpose."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn

from llm_extract.article import Article
from llm_extract.checks.loading import load
from llm_extract.checks.reading import Reading
from llm_extract.diplomacy import diplomacy
from llm_extract.extraction import Extraction, checked
from llm_extract.jobs.queue import Wanted
from llm_extract.jobs.store import Store
from llm_extract.records import Record, Usage, record_id
from llm_extract.resources import resource
from llm_extract.review.server import guarded, listening_at
from llm_extract.sources import read_sources
from tests.jobs.test_store import MADE

TOKEN = "open-sesame"
HOSTILE = (
    "<script>document.title = 'pwned'</script><img src=x onerror=\"document.title='pwned'\">\r\n"
    "\u202egniteem\u202c Ana Ruiz of Peru met Luis Soto of Chile in Lima on Tuesday.\n"
    "\U0001f54a 한국과 중국의 외교장관이 만났다. " + "very long line " * 70_000 + "\n"
    "</span></div>{{ 7 * 7 }} & Soto left."
)


def example(name: str) -> tuple[Article, dict[str, Any]]:
    """A shipped article and its hand-coded records."""
    folder = resource("examples", "diplomacy")
    (article,) = read_sources([str(folder / f"{name}.txt")])
    assert isinstance(article, Article)
    gold = json.loads((folder / f"{name}.gold.json").read_text(encoding="utf-8"))
    return article, gold


def put(store: Store, article: Article, records: dict[str, Any]) -> int:
    """Records in the exchange format, grounded, checked and kept; returns the extraction."""
    spec = diplomacy()
    made: dict[str, list[Record]] = {kind.plural: [] for kind in spec.record_types}
    lists = {kind.plural: records.get(kind.plural, []) for kind in spec.record_types}
    for loaded in load(lists, Reading(article), spec=spec):
        assert loaded.record is not None, loaded.faults
        plural = loaded.path.partition("[")[0]
        identity = spec.record_type(plural).identity(loaded.record)
        loaded.record.id = record_id(article.id, plural, identity)
        made[plural].append(loaded.record)
    extraction = Extraction(article=article, records=made, usage=Usage(), provenance=MADE)
    return store.save(store.start_run(MADE), checked(extraction, spec))


def fill(store: Store) -> None:
    """Three records with one mistake each, three without, and sentences that none cites."""
    article, gold = example("held-woodside")
    held = gold["meetings"][0]
    held["status"] = "planned"  # the article says "met"
    first, second = gold["positions"][0], gold["positions"][1]
    first["date"] = {"as_written": "August 2022", "value": "2022-08"}  # of something else
    put(store, article, {"meetings": [held], "positions": [first, second]})
    article, gold = example("phone-kyiv")
    gold["meetings"][0]["place"] = "Geneva"  # stands nowhere
    put(store, article, {"meetings": gold["meetings"], "positions": gold["positions"]})


def hostile(store: Store) -> int:
    """An article that would like to be more than text."""
    article = Article(text=HOSTILE, id="<b>x</b>", title="<script>alert(1)</script>\u202e")
    people = [{"name": n, "role": None, "country": c} for n, c in
              [("Ana Ruiz", "Peru"), ("Luis Soto", "Chile")]]  # fmt: skip
    meeting = {
        "status": "cancelled", "mode": "in_person", "participants": people,
        "parties": ["Peru", "Chile"], "date": {"as_written": "Tuesday", "value": None},
        "place": "Lima", "topics": ["<script>alert(2)</script>"], "outcomes": [],
        "evidence": ["Ana Ruiz of Peru met Luis Soto of Chile in Lima on Tuesday."],
    }  # fmt: skip
    return put(store, article, {"meetings": [meeting]})


@contextmanager
def served(
    store: Path | str, *, reviewer: str = "ana", wanted: Wanted | None = None, port: int = 0
) -> Iterator[str]:
    """The page on loopback; yields its address."""
    with Store(store, create=False) as kept, listening_at("127.0.0.1", port) as listening:
        at = listening.getsockname()[1]
        app = guarded(
            kept, host="127.0.0.1", port=at, token=TOKEN, reviewer=reviewer, wanted=wanted
        )
        config = uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{at}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)
