"""The store, on a real SQLite file and, where there is one, a real PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from llm_extract.article import Article
from llm_extract.diplomacy import Meeting, diplomacy
from llm_extract.errors import ServerUnavailable, StoreError
from llm_extract.extraction import Extraction, provenance
from llm_extract.jobs.store import Store
from llm_extract.jobs.tables import VERSION_TABLE, metadata
from llm_extract.records import Usage, record_id
from llm_extract.settings import ModelSettings
from tests.fakes import meeting

POSTGRESQL = os.environ.get("LLM_EXTRACT_TEST_POSTGRESQL")
"""URL of an empty database that the tests may fill and empty."""

MADE = provenance(diplomacy(), ModelSettings(model="tiny"))


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each kind."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'store.db'}"
    elif POSTGRESQL:
        url = POSTGRESQL
        engine = sa.create_engine(url)
        with engine.begin() as db:
            metadata.drop_all(db)
            db.execute(sa.text(f"DROP TABLE IF EXISTS {VERSION_TABLE}"))
        engine.dispose()
    else:
        pytest.skip("LLM_EXTRACT_TEST_POSTGRESQL names no database")
    with Store(url) as opened:
        yield opened


def extraction(text: str = "Ruiz met Soto.", *, place: str = "Lima", **meta: Any) -> Extraction:
    """One article with one meeting."""
    article = Article(text=text, **meta)
    values = {**meeting(), "date": {}, "place": place, "evidence": [text]}
    record = Meeting.model_validate({**values, "id": record_id(article.id, "meetings", place)})
    return Extraction(
        article=article,
        records={"meetings": [record], "positions": []},
        usage=Usage(requests=2, input_tokens=10, output_tokens=5, cost=None),
        provenance=MADE,
        answers=[{"meetings": [meeting()]}],
    )


def test_what_is_saved_comes_back(store: Store) -> None:
    """Article, records, answers, usage and provenance are as they were."""
    saved = extraction("Ruiz met\r\nSoto\u00a0– “서울”.", published=date(2022, 5, 3), title="T")
    number = store.save(store.start_run(MADE), saved)
    assert store.extraction(number, diplomacy()) == saved
    assert store.known(MADE.key(saved.article)) == number


def test_the_latest_successful_run_is_shown(store: Store) -> None:
    """A newer run replaces the older in lists, a failed one does not; nothing is lost."""
    first, second, third = (store.start_run(MADE) for _ in range(3))
    store.save(first, extraction(place="Lima"))
    store.save(second, extraction(place="Cusco"))
    store.fail(
        third, extraction().article, error=ServerUnavailable("busy"), usage=Usage(requests=6)
    )
    places = [record.data["place"]["value"] for record in store.records()]
    assert places == ["Cusco"]
    assert [r.data["place"]["value"] for r in store.records(run=first)] == ["Lima"]
    assert len(list(store.records(all_runs=True))) == 2
    assert list(store.records(run=third)) == []


def test_a_run_shows_what_it_took_over(store: Store) -> None:
    """Records that a run did not have to ask for are its records, too."""
    number = store.save(store.start_run(MADE), extraction())
    again = store.start_run(MADE)
    store.reuse(again, extraction().article, extraction=number)
    assert [record.extraction for record in store.records(run=again)] == [number]


def test_a_corrected_date_supersedes(store: Store) -> None:
    """The same text with another publication date is the same article, asked anew."""
    run = store.start_run(MADE)
    store.save(run, extraction(published=date(2022, 5, 3)))
    store.save(run, extraction(published=date(2022, 5, 4)))
    assert [str(e.article.published) for e in store.extractions()] == ["2022-05-04"]


def test_runs_count_their_outcomes_and_tokens(store: Store) -> None:
    """Usage is what the run itself took: failures too, taken-over ones not."""
    run = store.start_run(MADE)
    number = store.save(run, extraction())
    store.fail(run, None, error=ServerUnavailable("busy"), usage=Usage(requests=6, input_tokens=1))
    store.end_run(run)
    again = store.start_run(MADE)
    store.reuse(again, extraction().article, extraction=number)
    rows = store.runs()
    assert [(r.done, r.reused, r.failed) for r in rows] == [(1, 0, 1), (0, 1, 0)]
    assert [r.ended is None for r in rows] == [False, True]
    used = store.usage(run=run)
    assert (used.requests, used.input_tokens, used.cost) == (8, 11, None)
    assert store.usage(run=again).requests == 0
    failed = store.outcomes(run)[1]
    assert (failed.outcome, failed.error_kind, failed.error) == (
        "failed",
        "ServerUnavailable",
        "busy",
    )


def test_records_are_narrowed(store: Store) -> None:
    """By article, by type, by the beginning of an id."""
    run = store.start_run(MADE)
    store.save(run, extraction("Ruiz met Soto."))
    store.save(run, extraction("Soto met Ruiz."))
    first, second = store.records()
    assert [r.id for r in store.records(article=second.article)] == [second.id]
    assert list(store.records(plural="positions")) == []
    assert [r.id for r in store.records(record=first.id[:8])] == [first.id]


def test_an_unknown_run_is_an_error(store: Store) -> None:
    """Not an empty list."""
    with pytest.raises(StoreError, match="no such run"):
        list(store.records(run=7))


def test_the_migrations_make_the_tables_that_the_code_uses(store: Store) -> None:
    """Columns, types and indexes of a migrated store are those of tables.py."""
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with store._database.engine.connect() as db:
        context = MigrationContext.configure(db, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []


def test_a_store_is_opened_again(tmp_path: Path) -> None:
    """A second opening finds the tables and the rows."""
    path = tmp_path / "s.db"
    with Store(path) as store:
        store.save(store.start_run(MADE), extraction())
    with Store(path) as store:
        assert len(list(store.records())) == 1


@pytest.mark.parametrize(
    "url", ["nothing://x", "postgresql+nodriver://h/d", "sqlite:////no/such/folder/x.db"]
)
def test_a_store_that_cannot_be_opened_is_one_clear_line(url: str) -> None:
    """The URL, the cause, exit code 2."""
    with pytest.raises(StoreError) as caught:
        Store(url)
    assert "--store" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """An existing other file is not overwritten."""
    path = tmp_path / "notes.txt"
    path.write_text("notes " * 1000)
    with pytest.raises(StoreError, match="file is not a database"):
        Store(path)
    assert path.read_text().startswith("notes ")


def test_a_neighbours_database_is_left_alone(tmp_path: Path) -> None:
    """Reading makes no tables in it; running does, unless names of ours are taken."""
    path = tmp_path / "theirs.db"
    engine = sa.create_engine(f"sqlite:///{path}")
    with engine.begin() as db:
        db.execute(sa.text("CREATE TABLE runs (x INTEGER)"))
    engine.dispose()
    before = path.read_bytes()
    for create in (False, True):
        with pytest.raises(StoreError, match="is not a store of llm-extract"):
            Store(path, create=create)
    assert path.read_bytes() == before
    with pytest.raises(StoreError, match="--store is empty"):
        Store("")


def test_each_domain_has_its_latest_run(store: Store) -> None:
    """A run of another spec on the same article hides nothing."""
    store.save(store.start_run(MADE), extraction())
    other = MADE.model_copy(update={"spec": "visits", "record_types": ["visits"]})
    kept = extraction(place="Cusco")
    visits = {"visits": kept.records["meetings"]}
    store.save(
        store.start_run(other), kept.model_copy(update={"provenance": other, "records": visits})
    )
    assert {record.plural for record in store.records()} == {"meetings", "visits"}


def test_names_that_no_run_knows_are_told(store: Store) -> None:
    """A typo is not an empty result."""
    store.save(store.start_run(MADE), extraction())
    store.check_names(plural="positions", article=extraction().article.id)
    with pytest.raises(StoreError, match="this store has meetings, positions"):
        store.check_names(plural="meeting")
    with pytest.raises(StoreError, match="no such article"):
        store.check_names(article="nope")
