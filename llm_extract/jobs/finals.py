"""What a store gives to other programs: each article's records with their final values."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel

from llm_extract.errors import ConfigurationError
from llm_extract.finals import Final, Finals, Link
from llm_extract.jobs import decisions as deciding
from llm_extract.jobs.decisions import Action, Decision, State
from llm_extract.jobs.rows import ReviewedRecord, StoredExtraction
from llm_extract.jobs.store import Store
from llm_extract.jobs.tables import decisions, records
from llm_extract.matching.shape import shapes
from llm_extract.spec import Spec

REVIEWED = tuple(state for state in State if state.holds)
"""What a reviewer vouches for."""
LEFT_OUT = (State.REJECTED, State.DOUBLE)
"""What is given only when asked for."""
_SETS = {
    "reviewed": REVIEWED,
    "all": tuple(State),
}


def states(names: Iterable[str]) -> tuple[State, ...]:
    """The states that names stand for: their own, `reviewed` and `all`.

    No name stands for all but `LEFT_OUT`.

    Raises:
        ConfigurationError: a name is none of these.
    """
    found: list[State] = []
    for name in names:
        if name not in _SETS and name not in [s.value for s in State]:
            known = ", ".join([*_SETS, *State])
            raise ConfigurationError(f"--state {name}: is none of {known}")
        found += _SETS.get(name) or [State(name)]
    return tuple(dict.fromkeys(found)) or tuple(s for s in State if s not in LEFT_OUT)


def finals(
    store: Store,
    *,
    spec: Spec,
    chosen: Sequence[State] = (),
    run: int | None = None,
    all_runs: bool = False,
    article: str | None = None,
    plural: str | None = None,
) -> Iterator[Finals]:
    """Articles with their records as they stand after review; those without have empty lists.

    Links are counted anew in what is given. Of a domain other than `spec` nobody knows which
    fields are links: its records come with their values as they are kept.

    Args:
        store: where they lie.
        spec: the domain.
        chosen: only records in these states; all but `LEFT_OUT` unless named.
        run: only what this run did or took over; else each article's latest.
        all_runs: every run's records.
        article: only this article id.
        plural: only this record type. Links to others still count in all that is chosen.
    """
    where: dict[str, Any] = {"run": run, "all_runs": all_runs, "article": article}
    wanted = frozenset(chosen or states([]))
    by_article = groupby(store.reviewed(**where), key=lambda entry: entry.extraction)
    waiting = next(by_article, None)
    for extraction in store.extractions(**where):
        entries: list[ReviewedRecord] = []
        if waiting is not None and waiting[0] == extraction.number:
            entries = list(waiting[1])
            waiting = next(by_article, None)
        made = _Making(store, extraction, entries, spec=spec, wanted=wanted)
        names = [name for name in extraction.record_types if plural in (None, name)]
        yield Finals(
            extraction.article, extraction.spec, {name: made.records(name) for name in names}
        )


@dataclass(frozen=True)
class _Place:
    """A record that links may lead to: its id, and its place in what is given, if any."""

    id: str
    index: int | None


class _Making:
    """The records of one extraction."""

    def __init__(
        self,
        store: Store,
        extraction: StoredExtraction,
        entries: Sequence[ReviewedRecord],
        *,
        spec: Spec,
        wanted: frozenset[State],
    ) -> None:
        self.extraction = extraction
        self.chosen = [entry for entry in entries if entry.state in wanted]
        self.models = (
            {kind.plural: kind.model for kind in spec.record_types}
            if extraction.spec == spec.name
            else {}
        )
        self.places: dict[str, dict[int, _Place]] = defaultdict(dict)
        given: dict[str, int] = defaultdict(int)
        for entry in entries:
            index = None
            if entry.state in wanted:
                index = given[entry.plural]
                given[entry.plural] += 1
            self.places[entry.plural][entry.position] = _Place(entry.id, index)
        decided = [entry.number for entry in self.chosen if entry.decided is not None]
        self.told = _Told(store, decided) if decided else None

    def records(self, plural: str) -> list[Final]:
        """Those of one type, in order."""
        return [self._final(entry) for entry in self.chosen if entry.plural == plural]

    def _final(self, entry: ReviewedRecord) -> Final:
        data, links = entry.data, dict[str, Link]()
        if model := self.models.get(entry.plural):
            data = copy.deepcopy(data)
            links = dict(self._relinked(data, model, ""))
        said = self.told.of(entry) if self.told else None
        return Final(
            data=data,
            links=links,
            state=entry.state.value,
            reviewer=entry.reviewer,
            decided=entry.decided,
            reason=said.reason if said else None,
            double_of=said.double_of if said else None,
            reasons=entry.reasons if self.extraction.checked else None,
            confidence=entry.confidence,
        )

    def _relinked(
        self, node: dict[str, Any], model: type[BaseModel], path: str
    ) -> Iterator[tuple[str, Link]]:
        """Count every link in a part anew, in place; yields where each leads to."""
        for shape in shapes(model):
            value = node.get(shape.name)
            at = f"{path}{shape.name}"
            if shape.link is not None:
                places = self.places[shape.link]
                if isinstance(value, list):
                    known = [places[old] for old in value if old in places]
                    yield from ((f"{at}[{n}]", Link(shape.link, p.id)) for n, p in enumerate(known))
                    node[shape.name] = [p.index for p in known if p.index is not None]
                elif value is not None:
                    place = places.get(value)
                    node[shape.name] = place.index if place else None
                    if place is not None:
                        yield at, Link(shape.link, place.id)
            elif shape.part is not None:
                parts = enumerate(value) if isinstance(value, list) else [(None, value)]
                for n, part in parts:
                    if isinstance(part, dict):
                        inner = f"{at}." if n is None else f"{at}[{n}]."
                        yield from self._relinked(part, shape.part, inner)


@dataclass(frozen=True)
class _Said:
    reason: str | None
    double_of: str | None


class _Told:
    """Why some records are what they are."""

    def __init__(self, store: Store, numbers: Sequence[int]) -> None:
        c = decisions.c
        with store._connected() as db:
            found = _read(db, c.record.in_(numbers))
            self.by_record: dict[int, list[Decision]] = defaultdict(list)
            for decision in found:
                self.by_record[decision.record].append(decision)
            self.by_id = {decision.id: decision for decision in found}
            while (
                missing := {o for o in map(_origin, self.by_id.values()) if o} - self.by_id.keys()
            ):
                self.by_id |= {decision.id: decision for decision in _read(db, c.id.in_(missing))}
            repeated = {d.other for d in found if d.other is not None}
            query = sa.select(records.c.pk, records.c.id).where(records.c.pk.in_(repeated))
            self.ids: dict[int | None, str] = {row.pk: row.id for row in db.execute(query)}

    def of(self, entry: ReviewedRecord) -> _Said | None:
        """The reason of the decision that a record's state follows from."""
        valid = deciding.valid(self.by_record[entry.number])
        mine = [d for d in valid if (d.reviewer, d.at) == (entry.reviewer, entry.decided)]
        if not mine:
            return None
        return _Said(self._first(mine[-1]).reason, self.ids.get(mine[-1].other))

    def _first(self, decision: Decision) -> Decision:
        """The decision that a person took, where a run took it over."""
        while (origin := _origin(decision)) is not None:
            decision = self.by_id[origin]
        return decision


def _origin(decision: Decision) -> int | None:
    return decision.origin if decision.action is Action.INHERIT else None


def _read(db: sa.Connection, which: sa.ColumnElement[bool]) -> list[Decision]:
    query = sa.select(decisions).where(which).order_by(decisions.c.id)
    return [deciding.read(row) for row in db.execute(query).mappings()]
