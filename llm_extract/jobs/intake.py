"""Records that were decided elsewhere, in a file or another tool → decisions in the store.

What is as it was changes nothing, so that taking in one's own export leaves the store the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from llm_extract.errors import ConfigurationError, LLMExtractError, SourceError
from llm_extract.exchange import BESIDE, Data, Line, exchanged
from llm_extract.jobs.decisions import Action, State
from llm_extract.jobs.editing import EditError, KnownRecord
from llm_extract.jobs.rows import ReviewedRecord, StoredExtraction
from llm_extract.jobs.store import Store
from llm_extract.matching.differences import differences
from llm_extract.matching.shape import shapes
from llm_extract.spec import RecordType, Spec

_DROPPED = (State.REJECTED, State.DOUBLE)


@dataclass(frozen=True)
class Taken:
    """What became of one record of a file.

    Attributes:
        where: its path in the file: `a.jsonl:1: meetings[0]`.
        record: the stored record's id; None where it was left out.
        action: what was appended; None where nothing had changed, or on an error.
        error: why it was not taken in.
    """

    where: str
    record: str | None = None
    action: Action | None = None
    error: LLMExtractError | None = None


def take_in(store: Store, line: Line, *, spec: Spec, reviewer: str) -> Iterator[Taken]:
    """Append what a line says otherwise than the store: edits, accepts, rejects, doubles, records.

    A record is found by its `id`; one without, or with an unknown one, is added. Fields that a
    record lacks stay as they are, records that the line lacks too.

    Args:
        store: where the decisions go.
        line: one article's records in the exchange format, with `state` where that is to be
            another one.
        spec: the record types.
        reviewer: who has decided it.

    Raises:
        SourceError: the store has no records of that article.
    """
    yield from _Intake(store, line, spec=spec, reviewer=reviewer).taken()


def extraction_of(store: Store, head: Mapping[str, str], *, spec: Spec) -> StoredExtraction | None:
    """The extraction that lists show of an article, by its id, else by its text."""
    known = [head["id"]] if "id" in head else []
    known += [a.id for a in store.articles(article=None, sha256=head.get("sha256"))]
    for name in known:
        for extraction in store.extractions(article=name):
            if extraction.spec == spec.name:
                return extraction
    return None


class _Intake:
    """One line on its way in."""

    def __init__(self, store: Store, line: Line, *, spec: Spec, reviewer: str) -> None:
        found = extraction_of(store, line.head, spec=spec)
        if found is None:
            raise SourceError(
                f"{line.where}: the store has no records of the article "
                f"{line.head.get('id', '?')}; see `llm-extract articles`"
            )
        self.store, self.line, self.spec, self.reviewer = store, line, spec, reviewer
        self.extraction = found.number
        self.entries: dict[tuple[str, str], ReviewedRecord] = {}
        for entry in store.reviewed(article=found.article.id):
            if entry.extraction == found.number:
                # Of two with one id the later one: what was taken back may have been added again.
                self.entries[entry.plural, entry.id] = entry
        self.places: dict[str, dict[int, int]] = {}

    def taken(self) -> Iterator[Taken]:
        """What becomes of each record, in the order of the spec's types."""
        for kind in self.spec.record_types:
            places = self.places.setdefault(kind.plural, {})
            for index, given in enumerate(self.list_of(kind.plural)):
                where = f"{self.line.where}: {kind.plural}[{index}]"
                try:
                    entry, action = self.take(given, kind)
                except LLMExtractError as error:
                    yield Taken(where, error=error)
                    continue
                if entry is not None:
                    places[index] = entry.position
                yield Taken(where, entry.id if entry else None, action)

    def list_of(self, plural: str) -> Sequence[Any]:
        """The line's records of a type."""
        given = self.line.records.get(plural)
        if given is None:
            return []
        if not isinstance(given, list):
            raise SourceError(f"{self.line.where}: {plural} is no list; see the exchange format")
        return given

    def take(self, given: Any, kind: RecordType) -> tuple[ReviewedRecord | None, Action | None]:
        """The record in the store, and what was appended."""
        if not isinstance(given, Mapping):
            raise SourceError("is no record; see the exchange format")
        fields = kind.model.model_fields
        said = {name: given[name] for name in BESIDE if name in given and name not in fields}
        values = {name: value for name, value in given.items() if name not in said and name != "id"}
        state = _state(said.get("state"))
        entry = self.entries.get((kind.plural, str(given.get("id"))))
        if entry is None:
            if state in _DROPPED:
                return None, None
            values = self.linked(values, kind.model, said.get("links"), current=None)
            return self.add(values, said, kind)
        current = exchanged(entry.data)
        values = self.linked(values, kind.model, said.get("links"), current=current)
        whole = {**current, **values, "spans": said.get("spans", current["spans"])}
        action = _action(entry, state, is_other=bool(differences(current, whole)))
        if action is not None:
            self.store.decide(
                entry.number,
                action,
                reviewer=self.reviewer,
                values=whole if action is Action.EDIT else None,
                double_of=self.repeated(said, kind) if action is Action.DOUBLE else None,
                reason=said.get("reason"),
                seen=_seen(entry, said.get("decided")),
                spec=self.spec,
            )
        return entry, action

    def add(
        self, values: Data, said: Data, kind: RecordType
    ) -> tuple[ReviewedRecord, Action | None]:
        """A new record; one that was added from the same file before is there already."""
        try:
            added = self.store.add(
                self.extraction, {**values, "spans": said.get("spans", {})}, plural=kind.plural,
                reviewer=self.reviewer, reason=said.get("reason"), spec=self.spec,
            )  # fmt: skip
        except KnownRecord as twin:
            entry = self.store.entry(twin.record)
            if differences(exchanged(entry.data), {**exchanged(entry.data), **values}):
                raise
            return entry, None
        return added, Action.ADD

    def repeated(self, said: Mapping[str, Any], kind: RecordType) -> int:
        """The record that a double repeats."""
        other = self.entries.get((kind.plural, str(said.get("double_of"))))
        if other is None:
            raise ConfigurationError("state double: name the record that it repeats in double_of")
        return other.number

    def linked(
        self, values: dict[str, Any], model: type[BaseModel], links: Any, *,
        current: Mapping[str, Any] | None, path: str = "",
    ) -> dict[str, Any]:  # fmt: skip
        """The values with links counted in the store's records."""
        found = dict(values)
        known = links if isinstance(links, Mapping) else {}
        for shape in shapes(model):
            at = f"{path}{shape.name}"
            if shape.name not in values:
                continue
            value = values[shape.name]
            old = current.get(shape.name) if isinstance(current, Mapping) else None
            if shape.link is not None and not shape.many:
                found[shape.name] = self.place(value, shape.link, known.get(at), at=at)
            elif shape.link is not None and isinstance(value, list):
                found[shape.name] = [
                    self.place(item, shape.link, known.get(f"{at}[{n}]"), at=f"{at}[{n}]")
                    for n, item in enumerate(value)
                ]
            elif shape.part is not None and isinstance(value, dict):
                found[shape.name] = self.linked(
                    value, shape.part, links, current=old, path=f"{at}."
                )
            elif shape.part is not None and isinstance(value, list):
                found[shape.name] = [
                    self.linked(item, shape.part, links, current=None, path=f"{at}[{n}].")
                    if isinstance(item, dict)
                    else item
                    for n, item in enumerate(value)
                ]
        return found

    def place(self, value: Any, plural: str, link: Any, *, at: str) -> int | None:
        """A link's place in the store.

        A null whose record was left out of the export leads where it led.
        """
        if value is None:
            ids = [item.get("id") for item in self.list_of(plural) if isinstance(item, Mapping)]
            led = self.entries.get((plural, str(link))) if link and link not in ids else None
            return led.position if led else None
        place = self.places.get(plural, {}).get(value) if isinstance(value, int) else None
        if place is None:
            raise EditError({at: f"the line has no {plural}[{value}] that is kept"})
        return place


def _state(given: Any) -> State | None:
    if given is None:
        return None
    try:
        return State(given)
    except ValueError:
        raise ConfigurationError(f"state {given}: is none of {', '.join(State)}") from None


def _action(entry: ReviewedRecord, state: State | None, *, is_other: bool) -> Action | None:
    """What brings a record to the state and the values that a file gives; None for nothing."""
    if state in _DROPPED:
        if state is not entry.state:
            return Action.REJECT if state is State.REJECTED else Action.DOUBLE
        if is_other:
            raise ConfigurationError(
                f"{entry.id} is {state}, and its values differ; give it the state accepted"
            )
        return None
    if is_other:
        return Action.EDIT
    return Action.ACCEPT if state is not None and state.holds and not entry.state.holds else None


def _seen(entry: ReviewedRecord, decided: Any) -> int | None:
    """The last decision that the file knows; None where there has been another one since."""
    try:
        known = datetime.fromisoformat(str(decided)) if decided else None
    except ValueError:
        raise ConfigurationError(f"decided {decided}: is no time; leave it as exported") from None
    return entry.last if known == entry.decided else None
