"""Records as a report shows them: what stands in the store, in plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from llm_extract.edtf import bounds
from llm_extract.errors import ConfigurationError
from llm_extract.exchange import article_head
from llm_extract.jobs.decisions import State
from llm_extract.jobs.rows import ReviewedRecord
from llm_extract.jobs.store import Store
from llm_extract.report.actors import Actor, Side, actors_in, merged
from llm_extract.report.kinds import Kind, kind_of
from llm_extract.spec import Spec

GONE = (State.REJECTED, State.DOUBLE)
"""Records in these states are counted, and not drawn."""


@dataclass(frozen=True)
class Entry:
    """One record that stands.

    Attributes:
        kept: as the store has it.
        kind: what its type gives to a report.
        head: its article, as the exchange format has it.
        checked: False where it was made before there were checks.
        actors: who is in it.
        days: first and last day that its date covers, or None.
        topic: what it is about, in the model's words, or None.
        code: the value of the enum that colours it, or None.
        reasons: codes of what flags it, low confidence among them.
    """

    kept: ReviewedRecord
    kind: Kind
    head: Mapping[str, Any]
    checked: bool
    actors: tuple[Actor, ...]
    days: tuple[date, date] | None
    topic: str | None
    code: str | None
    reasons: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Where its card stands on the page."""
        return f"r{self.kept.number}"

    @property
    def day(self) -> date | None:
        """The middle of what its date covers."""
        if self.days is None:
            return None
        return self.days[0] + timedelta(days=(self.days[1] - self.days[0]).days // 2)

    @property
    def flagged(self) -> bool:
        """Whether it waits for a person because of a check or its confidence."""
        return self.kept.state.waits and bool(self.reasons)

    @property
    def sides(self) -> tuple[Side, ...]:
        """The states and organisations in it; each once."""
        return tuple({actor.side.key: actor.side for actor in self.actors}.values())

    @property
    def tone(self) -> str:
        """The name of its colour."""
        return self.kind.tones.get(self.code or "", "plain") if self.kind.coded else "firm"

    @property
    def worst_first(self) -> tuple[bool, float, int]:
        """An order: what waits and is least likely right comes first."""
        sure = self.kept.confidence
        return not self.flagged, 0.5 if sure is None else sure, self.kept.number


@dataclass(frozen=True)
class Contents:
    """What a report is about.

    Attributes:
        kinds: the record types, in the order of the spec.
        entries: what stands, by article and place.
        counts: (plural, state) → how many records, those that do not stand among them.
        articles: how many articles there are.
        unknown: plural name → how many records the spec does not know.
    """

    kinds: tuple[Kind, ...]
    entries: tuple[Entry, ...]
    counts: Mapping[tuple[str, State], int]
    articles: int
    unknown: Mapping[str, int] = field(default_factory=dict)

    def of(self, kind: Kind) -> list[Entry]:
        """The entries of a record type."""
        return [entry for entry in self.entries if entry.kind is kind]


def read(
    store: Store, *, spec: Spec, run: int | None = None, states: Sequence[State] = ()
) -> Contents:
    """What a store has for a report.

    Args:
        store: to read from.
        spec: the record types.
        run: only what this run did or took over; else each article's latest.
        states: only records in these; all unless given.

    Raises:
        ConfigurationError: the spec knows none of the records.
        StoreError: there is no such run.
    """
    kinds = {kind.plural: kind for kind in map(kind_of, spec.record_types)}
    heads = {
        found.number: (article_head(found.article), found.checked)
        for found in store.extractions(run=run)
    }
    counts: Counter[tuple[str, State]] = Counter()
    unknown: Counter[str] = Counter()
    entries: list[Entry] = []
    for kept in store.reviewed(run=run, states=states):
        kind = kinds.get(kept.plural)
        if kind is None:
            unknown[kept.plural] += 1
            continue
        counts[kept.plural, kept.state] += 1
        if kept.state not in GONE and kept.extraction in heads:
            head, checked = heads[kept.extraction]
            entries.append(_entry(kept, kind, head=head, checked=checked))
    if unknown and not counts:
        raise ConfigurationError(
            f"--spec: {spec.name} does not know {', '.join(unknown)}; name the file of these "
            "record types"
        )
    stands = merged(list(entry.actors) for entry in entries)
    return Contents(
        tuple(kinds.values()),
        tuple(_with_merged(entry, stands) for entry in entries),
        counts,
        articles=len({head["id"] for head, _ in heads.values()}),
        unknown=unknown,
    )


def _entry(kept: ReviewedRecord, kind: Kind, *, head: Mapping[str, Any], checked: bool) -> Entry:
    data = kept.data
    when = (data.get(kind.date) or {}).get("value") if kind.date else None
    code = data.get(kind.coded) if kind.coded else None
    return Entry(
        kept=kept,
        kind=kind,
        head=head,
        checked=checked,
        actors=tuple(actors_in(data, kind)),
        days=bounds(when) if when else None,
        topic=data.get(kind.topic) if kind.topic else None,
        code=None if code is None else str(code),
        reasons=tuple(kept.reasons),
    )


def _with_merged(entry: Entry, stands: Mapping[Any, Actor]) -> Entry:
    actors = {actor.key: actor for old in entry.actors for actor in [stands[old.key]]}
    return replace(entry, actors=tuple(actors.values()))
