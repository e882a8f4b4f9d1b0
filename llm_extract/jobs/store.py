"""Where runs, articles, answers and records are kept: SQLite, or any SQLAlchemy database.

Nothing is ever overwritten but findings, which are derived: a new run adds its
extractions, and what lists show is each article's latest successful one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlalchemy as sa

from llm_extract.article import Article
from llm_extract.checks.finding import Finding
from llm_extract.confidence import Confidence, flag_line
from llm_extract.errors import LLMExtractError, StoreError
from llm_extract.extraction import Extraction, Provenance
from llm_extract.jobs.articles import article_of, find_articles, put_article, read_article
from llm_extract.jobs.contents import (
    note_flags,
    put_confidence,
    put_records,
    read_confidence,
    read_kept,
    read_records,
    read_signals,
)
from llm_extract.jobs.database import DEFAULT_URL, Database
from llm_extract.jobs.findings import (
    is_coverage,
    put_findings,
    read_findings,
)
from llm_extract.jobs.inheritance import inherit
from llm_extract.jobs.reviewing import Reviewing
from llm_extract.jobs.rows import Outcome, OutcomeRow, RunRow, StoredExtraction, StoredRecord
from llm_extract.jobs.tables import articles, extractions, findings, outcomes, records, runs
from llm_extract.records import Usage
from llm_extract.signals import Signals
from llm_extract.spec import Spec, default_spec

__all__ = ["DEFAULT_URL", "Store"]


class Store(Reviewing):
    """A store behind a SQLAlchemy URL, or a path to a SQLite file.

    With `create` (the default) one is made where there is none; without, and wherever
    another program's tables are in the way, nothing is written.
    """

    def __init__(self, url: str | Path = DEFAULT_URL, *, create: bool = True) -> None:
        self._database = Database(url, create=create)
        self.is_file = self._database.is_file

    def _begun(self) -> AbstractContextManager[sa.Connection]:
        return self._database.begun()

    def _connected(self) -> AbstractContextManager[sa.Connection]:
        return self._database.connected()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back the connections."""
        self._database.close()

    def start_run(self, provenance: Provenance) -> int:
        """Open a run; returns its number."""
        made = provenance.model_dump(mode="json")
        row = {"started": _now(), "spec": provenance.spec, "provenance": made}
        with self._begun() as db:
            return _inserted(db, runs, row)

    def end_run(self, run: int) -> None:
        """Note that a run came to its end."""
        with self._begun() as db:
            db.execute(runs.update().where(runs.c.id == run).values(ended=_now()))

    def known(self, key: str) -> int | None:
        """The newest extraction with this key, or None."""
        query = sa.select(sa.func.max(extractions.c.id)).where(extractions.c.key == key)
        with self._connected() as db:
            found: int | None = db.execute(query).scalar()
            return found

    def save(self, run: int, extraction: Extraction, *, spec: Spec | None = None) -> int:
        """Keep an article, its answers, records, findings and usage, all or nothing.

        What was decided on the same records of earlier runs is taken over. `spec` are the
        record types; without it those of the codebook, and nothing is taken over in other domains.
        """
        article, usage = extraction.article, extraction.usage
        with self._begun() as db:
            put_article(db, article)
            row = {
                "key": extraction.provenance.key(article),
                "article": article.digest,
                "provenance": extraction.provenance.model_dump(mode="json"),
                "answers": extraction.answers,
                "reasks": extraction.reasks,
                "created": (now := _now()),
                "checked": now,
                **usage.model_dump(),
            }
            number = _inserted(db, extractions, row)
            put_records(db, number, extraction)
            put_findings(db, number, found=[*extraction.findings, *extraction.coverage])
            note_flags(db, number)
            _put_outcome(db, run, article, outcome="done", extraction=number)
            inherit(db, number, spec=spec or default_spec())
        return number

    def reuse(
        self, run: int, article: Article, *, extraction: int, spec: Spec | None = None
    ) -> None:
        """Note that a run took over an extraction made before.

        What was decided on others in between is taken over as in `save`.
        """
        with self._begun() as db:
            _put_outcome(db, run, article, outcome="reused", extraction=extraction)
            inherit(db, extraction, spec=spec or default_spec())

    def fail(
        self, run: int, article: Article | None, *, error: LLMExtractError, usage: Usage
    ) -> None:
        """Note that an input gave nothing, and why."""
        with self._begun() as db:
            _put_outcome(
                db,
                run,
                article,
                outcome="failed",
                error_kind=error.kind,
                error=str(error),
                usage=usage.model_dump(mode="json"),
            )

    def runs(self) -> list[RunRow]:
        """All runs, the oldest first."""
        counts = [
            sa.func.count().filter(outcomes.c.outcome == name).label(name)
            for name in ("done", "reused", "failed")
        ]
        c = runs.c
        query = (
            sa.select(c.id, c.started, c.ended, c.provenance, *counts)
            .join(outcomes, outcomes.c.run == runs.c.id, isouter=True)
            .group_by(runs.c.id)
            .order_by(runs.c.id)
        )
        with self._connected() as db:
            return [RunRow(**row) for row in db.execute(query).mappings()]

    def outcomes(self, run: int) -> list[OutcomeRow]:
        """What became of each input of a run, in order."""
        c = outcomes.c
        query = (
            sa.select(
                c.run, c.article_id.label("article"), c.source, c.outcome, c.error_kind, c.error
            )
            .where(c.run == run)
            .order_by(c.pk)
        )
        with self._connected() as db:
            return [OutcomeRow(**row) for row in db.execute(query).mappings()]

    def extractions(
        self, *, run: int | None = None, all_runs: bool = False, article: str | None = None
    ) -> Iterator[StoredExtraction]:
        """Extractions with their articles, by article id.

        Args:
            run: only what this run did or took over; else each article's latest
                successful run.
            all_runs: every extraction there is.
            article: only this article id.

        Raises:
            StoreError: there is no such run.
        """
        query = sa.select(
            extractions.c.id.label("number"),
            extractions.c.provenance,
            extractions.c.checked.is_not(None).label("was_checked"),
            articles,
        ).join(articles, articles.c.digest == extractions.c.article)
        if not all_runs:
            query = query.where(extractions.c.id.in_(self._shown(run)))
        if article is not None:
            query = query.where(articles.c.id == article)
        query = query.order_by(articles.c.id, extractions.c.id)
        with self._connected() as db:
            for row in db.execute(query.execution_options(yield_per=100)).mappings():
                made = row["provenance"]
                yield StoredExtraction(
                    row["number"],
                    read_article(row),
                    made["record_types"],
                    spec=made["spec"],
                    checked=bool(row["was_checked"]),
                )

    def records(
        self,
        *,
        run: int | None = None,
        all_runs: bool = False,
        article: str | None = None,
        plural: str | None = None,
        record: str | None = None,
        flagged: bool = False,
        flag_below: float | None = None,
    ) -> Iterator[StoredRecord]:
        """Records by article and place; the arguments narrow them as in `extractions`.

        With `flagged`, only those that a check flags, or that are less likely right than
        `flag_below` (the shipped weights' line by default).
        """
        below = flag_line(flag_below)
        shown = None if all_runs else self._shown(run)
        with self._connected() as db:
            yield from read_records(
                db, shown=shown, article=article, plural=plural, record=record,
                flagged=flagged, below=below,
            )  # fmt: skip

    def count(self, *, run: int) -> int:
        """How many records a run made or took over."""
        here = records.c.extraction.in_(self._shown(run))
        query = sa.select(sa.func.count()).where(here, ~records.c.added)
        with self._connected() as db:
            return int(db.execute(query).scalar_one())

    def findings(self, extraction: int) -> list[Finding]:
        """What the checks say of an extraction's records, and what these miss, in order."""
        with self._connected() as db:
            return read_findings(db, extraction)

    def signals(self, extraction: int) -> dict[str, Signals]:
        """How an extraction's records came about, by path (`meetings[0]`), where it is known."""
        with self._connected() as db:
            return read_signals(db, extraction)

    def replace_findings(
        self,
        extraction: int,
        found: Sequence[Finding],
        *,
        confidence: Mapping[str, Confidence],
    ) -> None:
        """Put new findings, and what follows from them, in the place of old ones."""
        with self._begun() as db:
            db.execute(findings.delete().where(findings.c.extraction == extraction))
            put_findings(db, extraction, found=found)
            note_flags(db, extraction)
            put_confidence(db, extraction, confidence)
            db.execute(
                extractions.update().where(extractions.c.id == extraction).values(checked=_now())
            )

    def article(self, extraction: int) -> Article:
        """The article of an extraction."""
        with self._connected() as db:
            return article_of(db, extraction)

    def extraction(self, number: int, spec: Spec) -> Extraction:
        """An extraction as it was, its records in the spec's types."""
        query = sa.select(extractions).where(extractions.c.id == number)
        with self._connected() as db:
            row = db.execute(query).mappings().one()
            found = read_findings(db, number)
            signals, confidence = read_signals(db, number), read_confidence(db, number)
            kept = read_kept(db, number)
        return Extraction(
            article=self.article(number),
            records={
                kind.plural: [kind.model.model_validate(d) for d in kept.get(kind.plural, [])]
                for kind in spec.record_types
            },
            usage=Usage.model_validate({key: row[key] for key in Usage.model_fields}),
            provenance=Provenance.model_validate(row["provenance"]),
            answers=row["answers"],
            reasks=row["reasks"],
            findings=[finding for finding in found if not is_coverage(finding)],
            coverage=[finding for finding in found if is_coverage(finding)],
            signals=signals,
            confidence=confidence,
        )

    def kept(self, extraction: int) -> dict[str, list[dict[str, Any]]]:
        """The records of an extraction as they lie in the store, by plural name."""
        with self._connected() as db:
            return read_kept(db, extraction)

    def articles(self, *, article: str | None, sha256: str | None) -> list[Article]:
        """The articles with this text or, after them, with this id; the latest first."""
        with self._connected() as db:
            return find_articles(db, article=article, sha256=sha256)

    def usage(self, *, run: int) -> Usage:
        """What a run's own answers took, failures included; reused ones cost nothing."""
        c = extractions.c
        made = (
            sa.select(c.requests, c.input_tokens, c.cached_tokens, c.output_tokens, c.cost)
            .join(outcomes, outcomes.c.extraction == c.id)
            .where(outcomes.c.run == run, outcomes.c.outcome == "done")
        )
        lost = sa.select(outcomes.c.usage).where(
            outcomes.c.run == run, outcomes.c.outcome == "failed"
        )
        total = Usage()
        with self._connected() as db:
            for row in db.execute(made).mappings():
                total += Usage.model_validate(dict(row))
            for usage in db.execute(lost).scalars():
                total += Usage.model_validate(usage)
        return total

    def check_names(self, *, plural: str | None = None, article: str | None = None) -> None:
        """Raise StoreError for a record type or an article that no run knows."""
        with self._connected() as db:
            if article is not None:
                query = sa.select(articles.c.id).where(articles.c.id == article)
                if db.execute(query).first() is None:
                    raise StoreError(
                        f"--article {article}: there is no such article; see `llm-extract articles`"
                    )
            if plural is not None:
                made = db.execute(sa.select(runs.c.provenance)).scalars()
                known = sorted({name for row in made for name in row["record_types"]})
                if plural not in known:
                    raise StoreError(
                        f"--type {plural}: this store has {', '.join(known) or 'no records'}"
                    )

    def _shown(self, run: int | None) -> sa.Select[Any]:
        c = outcomes.c
        kept = c.outcome.in_(("done", "reused"))
        if run is not None:
            if run not in {row.id for row in self.runs()}:
                raise StoreError(f"--run {run}: there is no such run; see `llm-extract runs`")
            return sa.select(c.extraction).where(c.run == run, kept)
        latest = (
            sa.select(sa.func.max(c.pk))
            .join(runs, runs.c.id == c.run)
            .where(kept)
            .group_by(c.article_id, runs.c.spec)
        )
        return sa.select(c.extraction).where(c.pk.in_(latest))


def _inserted(db: sa.Connection, table: sa.Table, row: dict[str, Any]) -> int:
    """Insert a row; returns its number."""
    return int(db.execute(table.insert().values(row).returning(table.c.id)).scalar_one())


def _put_outcome(
    db: sa.Connection, run: int, article: Article | None, *, outcome: Outcome, **values: Any
) -> None:
    row = {
        "run": run,
        "article_id": article.id if article else None,
        "source": article.source if article else None,
        "outcome": outcome,
        **values,
    }
    db.execute(outcomes.insert().values(row))


def _now() -> datetime:
    return datetime.now(UTC)
