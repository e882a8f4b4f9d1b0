"""The queue: which records wait for a person, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any, Literal

import sqlalchemy as sa

from llm_extract.errors import ConfigurationError
from llm_extract.jobs.decisions import DECIDING, State, is_undone
from llm_extract.jobs.tables import articles, cleared, decisions, extractions, findings, records
from llm_extract.jobs.words import folded

Order = Literal["worst", "article", "random"]
ORDERS: tuple[Order, ...] = ("worst", "article", "random")


@dataclass(frozen=True)
class Wanted:
    """Which records are queued.

    Attributes:
        everything: all that wait, not only what is flagged.
        below: records less likely right than this are flagged.
        plural: only one record type.
        check: only records with a finding whose code begins so: `date`.
        country: only records that name this state: a code (`KOR`).
        person: only records that name somebody so.
        search: only records whose words hold these.
        run: only what this run did or took over; else each article's latest.
        article: only this article id.
        since, until: only articles published then; those without a date are left out.
        states: only records in these states; those that wait unless given.
        decided_by: only records that this reviewer decided; then in any state.
        order: worst first, by article, or at random.
        seed: of the random order and draws.
        unflagged: how many unflagged ones are mixed in, as a share of the flagged ones.
        reviewer: who asks; needed for `double`.
        double: the share of records that two reviewers code, each without seeing the other.
        coverage: whether articles with sentences that no record cites are queued, too.
    """

    everything: bool = False
    below: float = 0.0
    plural: str | None = None
    check: str | None = None
    country: str | None = None
    person: str | None = None
    search: str | None = None
    run: int | None = None
    article: str | None = None
    since: date | None = None
    until: date | None = None
    states: tuple[State, ...] = ()
    decided_by: str | None = None
    order: Order = "worst"
    seed: int = 0
    unflagged: float = 0.0
    reviewer: str = ""
    double: float = 0.0
    coverage: bool = True

    def __post_init__(self) -> None:
        if self.order not in ORDERS:
            raise ConfigurationError(f"--order {self.order}: is none of {', '.join(ORDERS)}")
        for name in ("below", "unflagged", "double"):
            if not 0 <= getattr(self, name) <= 1:
                raise ConfigurationError(f"{name} {getattr(self, name)}: must be from 0 to 1")

    @property
    def narrowed(self) -> bool:
        """Whether it asks for some records only, so that articles are not meant."""
        return bool(
            self.plural or self.check or self.country or self.person or self.search
            or self.states or self.decided_by
        )  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One thing in the queue.

    Attributes:
        record: a stored record's number, or None for an article with uncited sentences.
        extraction: where it belongs.
        second: whether it was decided already, and is to be coded a second time.
    """

    record: int | None
    extraction: int
    second: bool = False


def queued(db: sa.Connection, wanted: Wanted, *, shown: sa.Select[Any]) -> list[Item]:
    """What waits, in order.

    Args:
        db: to read from.
        wanted: which, and in which order.
        shown: the extractions that count.
    """
    rows = db.execute(_records(wanted, shown=shown)).all()
    flagged = [Item(row.pk, row.extraction) for row in rows if wanted.everything or row.needed]
    others = [Item(row.pk, row.extraction) for row in rows if not (wanted.everything or row.needed)]
    random = Random(wanted.seed)  # noqa: S311 - an order, no secret
    if wanted.order == "random":
        random.shuffle(flagged)
    found = flagged
    if wanted.unflagged and others and flagged:
        count = min(round(len(flagged) * wanted.unflagged), len(others))
        found = _mixed(flagged, random.sample(others, count))
    if wanted.double and wanted.reviewer:
        found = _mixed(found, _second(db, wanted, shown=shown))
    if wanted.coverage and not wanted.narrowed:
        found = [*found, *_uncited(db, wanted, shown=shown)]
    return found


def in_double_share(record_id: str, share: float) -> bool:
    """Whether a record is among the share that two reviewers code; the same for everybody."""
    return int(record_id[:4], 16) / 0x10000 < share


def _records(wanted: Wanted, *, shown: sa.Select[Any]) -> sa.Select[Any]:
    c = records.c
    needed = sa.or_(c.flagged, c.confidence < wanted.below, c.state != State.OPEN.value)
    query = sa.select(c.pk, c.extraction, needed.label("needed")).where(c.extraction.in_(shown))
    if wanted.decided_by is not None:
        query = query.where(_decided(wanted.decided_by))
        query = query.with_only_columns(c.pk, c.extraction, sa.true().label("needed"))
    elif wanted.states:
        query = query.where(c.state.in_([state.value for state in wanted.states]))
        query = query.with_only_columns(c.pk, c.extraction, sa.true().label("needed"))
    else:
        query = query.where(c.state.in_([state.value for state in State if state.waits]))
        if not wanted.everything and not wanted.unflagged:
            query = query.where(needed)
    return _ordered(_narrowed(query, wanted), wanted)


def _narrowed(query: sa.Select[Any], wanted: Wanted) -> sa.Select[Any]:
    c, f = records.c, findings.c
    if wanted.plural is not None:
        query = query.where(c.plural == wanted.plural)
    if wanted.country is not None:
        query = query.where(c.words.contains(f"|{wanted.country.upper()}|", autoescape=True))
    if wanted.person is not None:
        query = query.where(c.words.contains(folded(wanted.person), autoescape=True))
    if wanted.search is not None:
        query = query.where(c.words.contains(folded(wanted.search), autoescape=True))
    if wanted.check is not None:
        below = f.code.startswith(f"{wanted.check}.", autoescape=True)
        code = sa.or_(f.code == wanted.check, below)
        found = sa.exists().where(
            f.extraction == c.extraction, f.plural == c.plural, f.position == c.position,
            code, f.verdict != "supported",
        )  # fmt: skip
        query = query.where(found)
    return _of_articles(query, wanted, c.extraction)


def _of_articles(
    query: sa.Select[Any], wanted: Wanted, extraction: sa.ColumnElement[Any]
) -> sa.Select[Any]:
    """Only what belongs to the articles that are wanted."""
    if wanted.article is None and wanted.since is None and wanted.until is None:
        return query
    a, e = articles.c, extractions.c
    inside = sa.select(e.id).join(articles, a.digest == e.article)
    if wanted.article is not None:
        inside = inside.where(a.id == wanted.article)
    if wanted.since is not None:
        inside = inside.where(a.published >= wanted.since)
    if wanted.until is not None:
        inside = inside.where(a.published <= wanted.until)
    return query.where(extraction.in_(inside))


def _ordered(query: sa.Select[Any], wanted: Wanted) -> sa.Select[Any]:
    c = records.c
    if wanted.order == "article":
        return query.order_by(c.extraction, c.plural, c.position)
    # What came back comes first; what has no confidence stands in the middle.
    came_back = sa.case((c.state == State.OPEN.value, 1), else_=0)
    return query.order_by(came_back, sa.func.coalesce(c.confidence, 0.5), c.pk)


def _decided(reviewer: str) -> sa.ColumnElement[bool]:
    d = decisions.c
    return sa.exists().where(
        d.record == records.c.pk,
        d.reviewer == reviewer,
        d.action.in_([action.value for action in DECIDING]),
        ~is_undone(),
    )


def _second(db: sa.Connection, wanted: Wanted, *, shown: sa.Select[Any]) -> list[Item]:
    """What somebody else has decided, and the reviewer is to code as well."""
    c, d = records.c, decisions.c
    again = sa.exists().where(d.record == c.pk, d.second, ~is_undone())
    settled = [State.ACCEPTED, State.EDITED, State.REJECTED, State.DOUBLE]
    query = sa.select(c.pk, c.extraction, c.id).where(
        c.extraction.in_(shown), c.state.in_([state.value for state in settled]),
        ~c.added, c.reviewer != wanted.reviewer, ~_decided(wanted.reviewer), ~again,
    )  # fmt: skip
    query = _narrowed(query, wanted).order_by(c.pk)
    return [
        Item(row.pk, row.extraction, second=True)
        for row in db.execute(query)
        if in_double_share(row.id, wanted.double)
    ]


def _uncited(db: sa.Connection, wanted: Wanted, *, shown: sa.Select[Any]) -> list[Item]:
    """Articles that report something which no record cites, and nobody has looked at yet."""
    f = findings.c
    query = sa.select(f.extraction).distinct().where(
        f.position.is_(None), f.extraction.in_(shown),
        ~sa.exists().where(cleared.c.extraction == f.extraction),
    )  # fmt: skip
    query = _of_articles(query, wanted, f.extraction).order_by(f.extraction)
    return [Item(None, row.extraction) for row in db.execute(query)]


def _mixed(many: Sequence[Item], few: Sequence[Item]) -> list[Item]:
    """Two lists in one, the shorter one spread evenly."""
    longer, shorter = (many, few) if len(many) >= len(few) else (few, many)
    found: list[Item] = []
    taken = 0
    for index, item in enumerate(longer, start=1):
        found.append(item)
        while shorter and taken < round(index * len(shorter) / len(longer)):
            found.append(shorter[taken])
            taken += 1
    return found
