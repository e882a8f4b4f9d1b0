"""A new run never overwrites a decision: its records take over what was decided on earlier ones.

A record that was extracted again as it was inherits the decision; one that was extracted
otherwise comes back, with what had been decided beside it. What a reviewer added is carried over.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from llm_extract.article import Article
from llm_extract.errors import LLMExtractError
from llm_extract.exchange import exchanged, mentions
from llm_extract.jobs.articles import article_of
from llm_extract.jobs.decisions import Action, Data, Decision, State, append, history, valid
from llm_extract.jobs.editing import edited
from llm_extract.jobs.tables import articles, extractions, records
from llm_extract.jobs.words import search_words
from llm_extract.matching.differences import differences
from llm_extract.matching.evidence import Evidence
from llm_extract.matching.pairing import counterparts
from llm_extract.matching.shape import shapes
from llm_extract.spec import RecordType, Spec


@dataclass(frozen=True)
class _Kept:
    """A record as it lies in the store."""

    number: int
    plural: str
    position: int
    data: Data
    final: Data | None
    added: bool
    state: State

    @property
    def stands(self) -> Data:
        """Its values after review."""
        return self.final or self.data

    @property
    def lives(self) -> bool:
        """Whether it is to be found again; an added record that was taken back is not."""
        return not self.added or self.state.holds


def inherit(db: sa.Connection, extraction: int, *, spec: Spec) -> None:
    """Give the records of an extraction what was decided on their counterparts in earlier ones.

    Records are the same as `matching.counterparts` has it. Nothing is done to a record that
    somebody has decided, so it can be called again; nor to records of another domain than `spec`.

    Args:
        db: inside a transaction.
        extraction: the new one.
        spec: its record types.
    """
    article = article_of(db, extraction)
    if not _is_of(db, extraction, spec):
        return
    places = [kind.plural for kind in spec.record_types]
    superseded: set[int] = set()
    for earlier, same_text in _earlier(db, extraction, article=article, spec=spec):
        old = [kept for kept in _read(db, earlier) if kept.plural in places]
        old.sort(key=lambda kept: (places.index(kept.plural), kept.position))
        told = {kept.number: history(db, kept.number) for kept in old if not kept.state.waits
                or kept.state is State.DISPUTED}  # fmt: skip
        for kept in old:
            if kept.number in told:
                superseded |= {d.origin for d in told[kept.number] if d.origin is not None}
        heritage = _Heritage(db, extraction, old, article=article, spec=spec, same_text=same_text)
        for kept in old:
            decision = _last(told.get(kept.number, ()))
            if decision is not None and decision.id not in superseded:
                heritage.hand_down(kept, decision)


class _Heritage:
    """What one earlier extraction leaves to a new one."""

    def __init__(
        self,
        db: sa.Connection,
        extraction: int,
        old: Sequence[_Kept],
        *,
        article: Article,
        spec: Spec,
        same_text: bool,
    ) -> None:
        self.db, self.extraction, self.old = db, extraction, old
        self.article, self.spec, self.same_text = article, spec, same_text
        self.new = {(kept.plural, kept.position): kept for kept in _read(db, extraction)}
        evidence = Evidence(article.text)
        self.places = {kind.plural: self._paired(kind, evidence) for kind in spec.record_types}

    def hand_down(self, kept: _Kept, decision: Decision) -> None:
        """Give one decided record's state to its counterpart, or bring that back."""
        heir = self._heir(kept)
        if heir is None:
            if kept.added and kept.state.holds:
                self._carry(kept, decision)
            return
        if _last(history(self.db, heir.number)) is not None:
            return
        now = self._shown(heir.data)
        kind = self.spec.record_type(kept.plural)
        extracted, final = self._shown(kept.data, kind=kind), self._shown(kept.stands, kind=kind)
        other, lost = self._other(kept, decision)
        row = {"reviewer": decision.reviewer, "origin": decision.id, "other": other}
        before = self._moved(kept.stands, kept.plural)
        if kept.state.holds and not differences(final, now):
            self._append(heir.number, decision, {**row, "reason": State.ACCEPTED.value})
        elif kept.added or lost or differences(extracted, now):
            paths = list(differences(final if kept.added else extracted, now))
            reason = ", ".join(paths) or "the record that it repeated is gone"
            back = {**row, "action": Action.RETURN.value, "before": before, "reason": reason}
            append(self.db, heir.number, back)
        else:
            after = before if kept.final is not None else None
            self._append(heir.number, decision, {**row, "after": after, "reason": kept.state.value})

    def _append(self, record: int, decision: Decision, values: Mapping[str, Any]) -> None:
        """An inherited decision keeps the time at which a person took it."""
        append(self.db, record, {"action": Action.INHERIT.value, "at": decision.at, **values})

    def _carry(self, kept: _Kept, decision: Decision) -> None:
        """Add a record that a reviewer wrote, behind the new ones."""
        data = self._moved(kept.stands, kept.plural)
        position = sum(plural == kept.plural for plural, _ in self.new)
        row = {
            "extraction": self.extraction,
            "id": data["id"],
            "plural": kept.plural,
            "position": position,
            "data": data,
            "words": search_words(data),
            "added": True,
        }
        number = self.db.execute(records.insert().values(row).returning(records.c.pk)).scalar_one()
        heir = replace(kept, number=int(number), position=position, data=data)
        self.new[kept.plural, position] = heir
        self.places[kept.plural][kept.position] = position
        inherited = {"after": data, "reason": State.ADDED.value, "origin": decision.id}
        self._append(heir.number, decision, {"reviewer": decision.reviewer, **inherited})

    def _paired(self, kind: RecordType, evidence: Evidence) -> dict[int, int]:
        """Place of each old record of a type → place of its counterpart."""
        old = [kept for kept in self.old if kept.plural == kind.plural and kept.lives]
        new = [kept for kept in self.new.values() if kept.plural == kind.plural]
        pairs = counterparts(
            [self._exchanged(kept.data) for kept in old],
            [exchanged(kept.data) for kept in new],
            kind=kind,
            evidence=evidence,
        )
        return {old[i].position: new[j].position for j, i in pairs.items()}

    def _heir(self, kept: _Kept) -> _Kept | None:
        place = self.places.get(kept.plural, {}).get(kept.position)
        return None if place is None else self.new[kept.plural, place]

    def _other(self, kept: _Kept, decision: Decision) -> tuple[int | None, bool]:
        """The counterpart of the record that this one is a double of, and whether it is lost."""
        if kept.state is not State.DOUBLE or decision.other is None:
            return None, False
        repeated = next((old for old in self.old if old.number == decision.other), None)
        heir = self._heir(repeated) if repeated is not None else None
        return (heir.number, False) if heir is not None else (None, True)

    def _exchanged(self, data: Data) -> Data:
        values = exchanged(data)
        return values if self.same_text else {**values, "spans": {}}

    def _shown(self, data: Data, *, kind: RecordType | None = None) -> Data:
        """A record as it is compared: evidence in any order, links as the new records have them."""
        values = exchanged(data)
        evidence = sorted(values["evidence"])
        return {**values, **(self._links(values, kind) if kind else {}), "evidence": evidence}

    def _links(self, data: Data, kind: RecordType) -> Data:
        """The links of an old record, counted in the new records."""
        return {
            shape.name: self.places.get(shape.link, {}).get(data[shape.name])
            for shape in shapes(kind.model)
            if shape.link is not None and data.get(shape.name) is not None
        }

    def _moved(self, data: Data, plural: str) -> Data:
        """A record's values as they stand in the new extraction."""
        moved = {**data, **self._links(data, self.spec.record_type(plural))}
        if self.same_text:
            return moved
        moved = copy.deepcopy(moved)
        for _, mention in mentions(moved):
            mention.update(span=None, match="none", score=0.0)
        values = {**exchanged(moved), "spans": {}}
        try:
            made = edited(values, self.article, plural=plural, spec=self.spec)
        except LLMExtractError:  # it stands, though the present rules would refuse it
            return moved
        made.record.id = data["id"]
        placed: Data = made.record.model_dump(mode="json")
        return placed


def _is_of(db: sa.Connection, extraction: int, spec: Spec) -> bool:
    e = extractions.c
    return bool(
        db.execute(sa.select(e.provenance["spec"].as_string()).where(e.id == extraction)).scalar()
        == spec.name
    )


def _earlier(
    db: sa.Connection, extraction: int, *, article: Article, spec: Spec
) -> Iterator[tuple[int, bool]]:
    """Other extractions of the article with decided records, the latest first; whether of one text.

    Those of other domains are left out.
    """
    e, r = extractions.c, records.c
    query = (
        sa.select(e.id, articles.c.sha256)
        .join(articles, articles.c.digest == e.article)
        .where(
            articles.c.id == article.id,
            e.id != extraction,
            e.provenance["spec"].as_string() == spec.name,
            sa.exists().where(r.extraction == e.id, r.state != State.OPEN.value),
        )
        .order_by(e.id.desc())
    )
    for row in db.execute(query).all():
        yield int(row.id), row.sha256 == article.sha256


def _read(db: sa.Connection, extraction: int) -> list[_Kept]:
    c = records.c
    query = (
        sa.select(c.pk, c.plural, c.position, c.data, c.final, c.added, c.state)
        .where(c.extraction == extraction)
        .order_by(c.plural, c.position)
    )
    rows = db.execute(query).all()
    return [_Kept(*row[:-1], state=State(row.state)) for row in rows]


def _last(told: Sequence[Decision]) -> Decision | None:
    """The decision that a record's state follows from; a double coding is not the first word."""
    return next((d for d in reversed(valid(told)) if not d.second), None)
