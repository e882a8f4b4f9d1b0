"""Findings in the store, on SQLite and, where there is one, on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from llm_extract.checks.audit import audit
from llm_extract.checks.finding import Finding, Verdict
from llm_extract.confidence import Confidence
from llm_extract.diplomacy import diplomacy
from llm_extract.extraction import Extraction, checked
from llm_extract.jobs.recheck import recheck
from llm_extract.jobs.rows import StoredExtraction
from llm_extract.jobs.store import Store
from llm_extract.jobs.tables import extractions
from llm_extract.signals import Signals
from tests.jobs.test_store import MADE, extraction, store

__all__ = ["store"]

WRONG = Finding("meetings[0].place", Verdict.NOT_FOUND, "place.x", "No “서울”.", ((0, 4),), ["a"])
WORSE = Finding("meetings[0]", Verdict.CONTRADICTED, "record.x", "Two in one.")
RIGHT = Finding("meetings[0].date.value", Verdict.SUPPORTED, "date.x", "So it is.", (), None)
MISSED = Finding("meetings", Verdict.NOT_FOUND, "coverage.x", "Not cited.", ((1, 3), (5, 6)))


def found(*findings: Finding, text: str = "Ruiz met Soto.") -> Extraction:
    """An extraction with these findings, and one place that no record cites."""
    made = extraction(text)
    return made.model_copy(update={"findings": list(findings), "coverage": [MISSED]})


def only(store: Store) -> StoredExtraction:
    """The one extraction of a store."""
    (one,) = store.extractions()
    return one


def test_findings_come_back_as_they_were(store: Store) -> None:
    """In order, with spans and proposals; what no record cites apart."""
    saved = found(WRONG, RIGHT, WORSE)
    number = store.save(store.start_run(MADE), saved)
    assert store.findings(number) == [WRONG, RIGHT, WORSE, MISSED]
    assert store.extraction(number, diplomacy()) == saved


def test_findings_are_json_and_back() -> None:
    """As far as its findings go; records need their types."""
    saved = checked(extraction(), diplomacy()).model_copy(update={"records": {}})
    assert saved.findings
    assert Extraction.model_validate_json(saved.model_dump_json()) == saved


def test_flagged_records_are_told_and_listed(store: Store) -> None:
    """With their reasons; what flags no record flags none."""
    run = store.start_run(MADE)
    store.save(run, found(WRONG, WORSE, RIGHT))
    store.save(run, found(RIGHT, text="Soto met Ruiz."))
    reasons = {record.article: record.reasons for record in store.records()}
    assert sorted(reasons.values()) == [[], ["place.x", "record.x"]]
    (flagged,) = store.records(flagged=True)
    assert flagged.reasons == ["place.x", "record.x"]
    assert list(store.records(flagged=True, plural="positions")) == []


def test_records_and_findings_are_kept_together_or_not_at_all(store: Store) -> None:
    """A finding that cannot be kept takes the extraction with it."""
    broken = Finding("meetings[0]", Verdict.SUPPORTED, "a.b", None)  # type: ignore[arg-type]
    with pytest.raises(Exception, match=r"(?i)null"):
        store.save(store.start_run(MADE), found(broken))
    assert list(store.extractions()) == []


def test_stored_records_are_checked_again(store: Store) -> None:
    """Their findings are replaced, and the changed verdicts counted."""
    number = store.save(store.start_run(MADE), found(WRONG, WORSE))
    first = recheck(store, only(store), spec=diplomacy())
    kept = store.findings(number)
    assert kept == [*first.audit.findings, *first.audit.coverage]
    assert WORSE not in kept
    assert first.changed
    assert recheck(store, only(store), spec=diplomacy()).changed == 0
    assert store.findings(number) == kept


def test_stored_records_are_found_as_fresh_ones_are(store: Store) -> None:
    """Checking what lies in the store says what checking the objects said."""
    fresh = checked(extraction("Ana Ruiz met Luis Soto in Lima."), diplomacy())
    store.save(store.start_run(MADE), fresh)
    made = recheck(store, only(store), spec=diplomacy())
    assert made.changed == 0
    assert made.audit.findings == fresh.findings
    assert made.audit == audit(fresh.records, fresh.article)


def test_an_article_is_found_by_text_and_by_id(store: Store) -> None:
    """The text goes first; the latest of several with one id."""
    run = store.start_run(MADE)
    store.save(run, extraction("One.", id="a", title="old"))
    store.save(run, extraction("One.", id="a", title="new"))
    store.save(run, extraction("Two.", id="b"))
    one, two = extraction("One.").article.sha256, extraction("Two.").article.sha256
    assert [a.title for a in store.articles(article="a", sha256=None)] == ["new", "old"]
    assert [a.id for a in store.articles(article="a", sha256=two)] == ["b", "a", "a"]
    assert [a.title for a in store.articles(article=None, sha256=one)] == ["new", "old"]
    assert store.articles(article="c", sha256=None) == []


def test_an_old_store_migrates(tmp_path: Path) -> None:
    """Its records stay; they are unchecked until they are checked."""
    url = f"sqlite:///{tmp_path / 'old.db'}"
    with Store(url) as made:
        number = made.save(made.start_run(MADE), found(WRONG))
    engine = sa.create_engine(url)
    with engine.begin() as db:  # as version 0001 left it
        db.execute(sa.text("DROP TABLE findings"))
        db.execute(sa.text(f"ALTER TABLE extractions DROP COLUMN {extractions.c.checked.name}"))
        for name in ("decisions", "cleared", "drafts"):
            db.execute(sa.text(f"DROP TABLE {name}"))
        for name in ("ix_records_confidence", "ix_records_queue"):
            db.execute(sa.text(f"DROP INDEX {name}"))
        for name in ("signals", "confidence", "confidences", "flagged", "words", "added",
                     "state", "final", "reviewer", "decided"):  # fmt: skip
            db.execute(sa.text(f"ALTER TABLE records DROP COLUMN {name}"))
        db.execute(sa.text("UPDATE llm_extract_version SET version_num = '0001'"))
    engine.dispose()
    with Store(url, create=False) as old:
        (record,) = old.records()
        assert (record.checked, record.reasons) == (False, [])
        assert not only(old).checked
        made_again = recheck(old, only(old), spec=diplomacy())
        assert made_again.changed is None
        (record,) = old.records()
        assert record.checked
        assert record.confidence is not None
        assert old.findings(number)


def test_the_first_tables_migrate(tmp_path: Path) -> None:
    """From 0001 as it was shipped to the present ones."""
    url = f"sqlite:///{tmp_path / 'first.db'}"
    engine = sa.create_engine(url)
    config = Config()
    config.set_main_option("script_location", "llm_extract.jobs:migrations")
    with engine.begin() as db:
        config.attributes["connection"] = db
        command.upgrade(config, "0001")
        assert "findings" not in sa.inspect(db).get_table_names()
    engine.dispose()
    with Store(url, create=False) as now:
        assert list(now.records()) == []
        now.save(now.start_run(MADE), found(WRONG))


def test_low_confidence_flags_too(store: Store) -> None:
    """With a reason of its own; where the line is drawn can be said."""
    run = store.start_run(MADE)
    sure = {"meetings[0]": Confidence(record=0.5, fields={"place": 0.25})}
    number = store.save(run, found(RIGHT).model_copy(update={"confidence": sure}))
    assert store.extraction(number, diplomacy()).confidence == sure
    assert not list(store.records(flagged=True, flag_below=0.5))
    (record,) = store.records(flagged=True, flag_below=0.51)
    assert record.reasons == ["confidence.low"]
    assert (record.confidence, record.confidences) == (0.5, {"place": 0.25})
    assert store.count(run=run) == 1


def test_signals_come_back(store: Store) -> None:
    """So that a later check can tell the confidence anew."""
    asked = {"meetings[0]": Signals(certainty={"place": (-0.5, -1.0)}, others=1)}
    number = store.save(store.start_run(MADE), found().model_copy(update={"signals": asked}))
    assert store.signals(number) == asked
    recheck(store, only(store), spec=diplomacy())
    assert store.extraction(number, diplomacy()).signals == asked
    assert store.extraction(number, diplomacy()).confidence["meetings[0]"].fields["place"] > 0
