"""What a store offers to reviewers: the queue, decisions, and what follows from them.

The page and the commands both go through here, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from llm_extract.article import Article
from llm_extract.checks.finding import Finding
from llm_extract.confidence import flag_line
from llm_extract.errors import ConfigurationError, StoreError
from llm_extract.jobs import decisions as deciding
from llm_extract.jobs.articles import article_of
from llm_extract.jobs.contents import add_record, read_entries, read_entry, read_final
from llm_extract.jobs.decisions import Action, Data, Decision, DecisionConflict, State
from llm_extract.jobs.editing import Edited, changed, changes_nothing, edited
from llm_extract.jobs.findings import read_findings
from llm_extract.jobs.queue import Item, Wanted, queued
from llm_extract.jobs.rows import ListedRecord, ReviewedRecord
from llm_extract.jobs.stories import read_stories
from llm_extract.jobs.tables import cleared, decisions, drafts, records
from llm_extract.jobs.tallies import Story, Tally, tallied
from llm_extract.paths import is_within
from llm_extract.spec import Spec, default_spec


@dataclass(frozen=True)
class Draft:
    """What a reviewer has typed and not decided on."""

    name: str
    at: datetime
    data: Any


class Reviewing:
    """The reviewers' part of a `Store`."""

    def _begun(self) -> AbstractContextManager[sa.Connection]:
        raise NotImplementedError

    def _connected(self) -> AbstractContextManager[sa.Connection]:
        raise NotImplementedError

    def _shown(self, run: int | None) -> sa.Select[Any]:
        raise NotImplementedError

    def queue(self, wanted: Wanted | None = None) -> list[Item]:
        """What waits for a person, in order; by default what is flagged, worst first."""
        wanted = wanted or Wanted(below=flag_line())
        with self._connected() as db:
            return queued(db, wanted, shown=self._shown(wanted.run))

    def entry(self, record: int | str) -> ReviewedRecord:
        """One record as it stands.

        Args:
            record: its number in the store, or its id, of which the beginning is enough; of
                several runs' records with one id the one that lists show is taken.

        Raises:
            StoreError: there is none, or several begin so.
        """
        with self._connected() as db:
            return read_entry(db, self._number(db, record))

    def reviewed(
        self,
        *,
        run: int | None = None,
        all_runs: bool = False,
        article: str | None = None,
        plural: str | None = None,
        states: Sequence[State] = (),
    ) -> Iterator[ReviewedRecord]:
        """Records as they stand after review, by article and place; all states unless named."""
        shown = None if all_runs else self._shown(run)
        with self._connected() as db:
            yield from read_entries(db, shown=shown, article=article, plural=plural, states=states)

    def around(self, extraction: int) -> list[ReviewedRecord]:
        """The records of one extraction as they stand, in order."""
        here = sa.select(sa.literal(extraction))
        with self._connected() as db:
            return list(read_entries(db, shown=here, article=None, plural=None, states=()))

    def decide(
        self,
        record: int | str,
        action: Action | str,
        *,
        reviewer: str,
        values: Mapping[str, Any] | None = None,
        changes: Mapping[str, Any] | None = None,
        reason: str | None = None,
        double_of: int | str | None = None,
        seen: int | None = None,
        second: bool = False,
        seconds: float | None = None,
        spec: Spec | None = None,
    ) -> Decision:
        """Append what a reviewer decides on a record.

        Args:
            record: its number or id, as in `entry`.
            action: accept, edit (which accepts where it changes nothing), reject or double.
            reviewer: who decides.
            values: for an edit, the whole record in the exchange format; or
            changes: path → value of what is to be otherwise.
            reason: in the reviewer's words.
            double_of: the record that this one repeats.
            seen: the number of the last decision that the reviewer saw, 0 for none. Without
                it, a record that somebody else has decided is refused.
            second: a double coding: the first decision stands, and both are kept.
            seconds: what the reviewer took.
            spec: the record types; the codebook's by default.

        Raises:
            DecisionConflict: somebody else has decided it in between.
            EditError: an edit's value cannot stand.
            StoreError: there is no such record.
        """
        action = _action(action)
        with self._begun() as db:
            number = self._number(db, record)
            deciding.lock(db, number)
            entry = read_entry(db, number)
            known = deciding.history(db, number)
            if second:  # the second reviewer starts from where the first one did
                entry = replace(entry, data=entry.extracted or entry.data)
            else:
                _require_seen(entry, known, reviewer=reviewer, seen=seen)
            after, other = None, None
            if action is Action.EDIT:
                after = self._edit(db, entry, values=values, changes=changes, spec=spec)
                if changes_nothing(entry.data, after, spans=(values or {}).get("spans")):
                    action, after = Action.ACCEPT, None
            if action is Action.DOUBLE:
                if double_of is None:
                    raise ConfigurationError("double: name the record that this one repeats")
                other = self._number(db, double_of)
                if reason := entry.cannot_repeat(read_entry(db, other)):
                    raise ConfigurationError(f"double: {entry.id}: {reason}")
            return deciding.append(
                db,
                number,
                {
                    "reviewer": reviewer,
                    "action": action.value,
                    "before": entry.data,
                    "after": after,
                    "reason": reason or None,
                    "other": other,
                    "second": second,
                    "seconds": seconds,
                },
            )

    def add(
        self,
        extraction: int,
        values: Mapping[str, Any],
        *,
        plural: str,
        reviewer: str,
        reason: str | None = None,
        seconds: float | None = None,
        spec: Spec | None = None,
    ) -> ReviewedRecord:
        """Add a record that was missed to an article.

        Args:
            extraction: where it belongs.
            values: the whole record in the exchange format.
            plural: its type.
            reviewer: who adds it.
            reason: in the reviewer's words.
            seconds: what the reviewer took.
            spec: the record types; the codebook's by default.

        Raises:
            EditError: a value cannot stand, or the article has this record.
        """
        spec = spec or default_spec()
        with self._begun() as db:
            article = article_of(db, extraction)
            kept = read_final(db, extraction)
            made = edited(values, article, plural=plural, spec=spec, others=kept)
            number = add_record(db, extraction, made, plural=plural, article=article, spec=spec)
            deciding.append(
                db,
                number,
                {
                    "reviewer": reviewer,
                    "action": Action.ADD.value,
                    "after": made.record.model_dump(mode="json"),
                    "reason": reason or None,
                    "seconds": seconds,
                },
            )
            return read_entry(db, number)

    def preview(
        self,
        record: int | None,
        values: Mapping[str, Any],
        *,
        extraction: int,
        plural: str,
        spec: Spec | None = None,
    ) -> Edited:
        """What an edit would give, with what the article says of it; nothing is kept.

        Raises:
            EditError: a value cannot stand.
        """
        with self._connected() as db:
            article, kept = article_of(db, extraction), read_final(db, extraction)
            at = read_entry(db, record).position if record is not None else None
        return edited(
            values, article, plural=plural, spec=spec or default_spec(), others=kept, position=at
        )

    def comment(self, record: int | str, words: str, *, reviewer: str) -> Decision:
        """Append a remark; it decides nothing."""
        if not words.strip():
            raise ConfigurationError("comment: say something")
        with self._begun() as db:
            number = self._number(db, record)
            row = {"reviewer": reviewer, "action": Action.COMMENT.value, "reason": words}
            return deciding.append(db, number, row)

    def undo(self, reviewer: str) -> Decision | None:
        """Take back a reviewer's latest decision that still stands; None when there is none.

        What a later run's record took over from it is taken back, too.
        """
        with self._begun() as db:
            last = deciding.last_valid(db, reviewer)
            if last is None:
                return None
            row = {"reviewer": reviewer, "action": Action.UNDO.value}
            for heir in deciding.heirs(db, last.id):
                deciding.append(db, heir.record, {**row, "undoes": heir.id})
            return deciding.append(db, last.record, {**row, "undoes": last.id})

    def history(self, record: int | str) -> list[Decision]:
        """Everything decided on a record, and on the earlier runs' records that it took over."""
        with self._connected() as db:
            found = deciding.history(db, self._number(db, record))
            earlier: list[Decision] = []
            seen = {decision.id for decision in found}
            waiting = [d.origin for d in found if d.origin is not None]
            while waiting:
                query = sa.select(decisions.c.record).where(decisions.c.id == waiting.pop())
                more = deciding.history(db, int(db.execute(query).scalar_one()))
                fresh = [d for d in more if d.id not in seen]
                seen |= {d.id for d in fresh}
                waiting += [d.origin for d in fresh if d.origin is not None]
                earlier += fresh
            return sorted([*earlier, *found], key=lambda decision: decision.id)

    def decisions(self, *, run: int | None = None) -> list[Decision]:
        """Every decision on the shown records, in order."""
        shown = self._shown(run)
        query = (
            sa.select(decisions)
            .join(records, records.c.pk == decisions.c.record)
            .where(records.c.extraction.in_(shown))
            .order_by(decisions.c.id)
        )
        with self._connected() as db:
            return [deciding.read(row) for row in db.execute(query).mappings()]

    def stories(self, *, below: float | None = None) -> list[Story]:
        """Every record that somebody decided on, in any run, with its decisions.

        Records less likely right than `below` count as flagged (the present weights' line by
        default).
        """
        with self._connected() as db:
            return read_stories(db, below=flag_line(below))

    def tally(self, *, below: float | None = None) -> Tally:
        """What all decisions tell in sum; `below` as in `stories`."""
        return tallied(self.stories(below=below))

    def findings_of(self, entry: ListedRecord) -> list[Finding]:
        """What the checks say of a record as it was extracted, with full paths."""
        with self._connected() as db:
            found = read_findings(db, entry.extraction)
        return [finding for finding in found if is_within(finding.path, entry.path)]

    def clear(self, extraction: int, *, reviewer: str) -> None:
        """Note that somebody has looked at the sentences that no record cites."""
        row = {"extraction": extraction, "reviewer": reviewer, "at": datetime.now(UTC)}
        with self._begun() as db:
            db.execute(cleared.insert().values(row))

    def put_draft(self, name: str, data: Any, *, reviewer: str) -> None:
        """Keep what is being typed, in the place of what was kept under this name."""
        row = {"reviewer": reviewer, "name": name, "at": datetime.now(UTC), "data": data}
        c = drafts.c
        with self._begun() as db:
            db.execute(drafts.delete().where(c.reviewer == reviewer, c.name == name))
            if data is not None:
                db.execute(drafts.insert().values(row))

    def draft(self, name: str, *, reviewer: str) -> Draft | None:
        """What was being typed under this name, or None."""
        c = drafts.c
        query = sa.select(drafts).where(c.reviewer == reviewer, c.name == name)
        with self._connected() as db:
            row = db.execute(query).mappings().first()
        return None if row is None else Draft(row["name"], row["at"], row["data"])

    def _edit(
        self,
        db: sa.Connection,
        entry: ReviewedRecord,
        *,
        values: Mapping[str, Any] | None,
        changes: Mapping[str, Any] | None,
        spec: Spec | None,
    ) -> Data:
        if (values is None) == (changes is None):
            raise ConfigurationError("edit: give either the whole record or what is to change")
        whole = values if values is not None else changed(entry.data, changes or {})
        article: Article = article_of(db, entry.extraction)
        made = edited(
            whole,
            article,
            plural=entry.plural,
            spec=spec or default_spec(),
            others=read_final(db, entry.extraction),
            position=entry.position,
        )
        made.record.id = entry.id  # an edited record is still the one that was extracted
        return made.record.model_dump(mode="json")

    def _number(self, db: sa.Connection, record: int | str) -> int:
        c = records.c
        query = sa.select(c.pk, c.id).where(c.pk == record)
        if isinstance(record, str):
            is_shown = sa.case((c.extraction.in_(self._shown(None)), 0), else_=1)
            query = sa.select(c.pk, c.id).where(c.id.startswith(record, autoescape=True))
            query = query.order_by(is_shown, c.pk.desc())
        rows = db.execute(query).all()
        if not rows or record == "":
            raise StoreError(f"there is no record {record}; see `llm-extract records`")
        if len({row.id for row in rows}) > 1:
            ids = ", ".join(sorted({row.id for row in rows})[:5])
            raise StoreError(f"{record} is the beginning of several ids: {ids}")
        return int(rows[0].pk)


def _action(action: Action | str) -> Action:
    known = [item.value for item in deciding.DECIDING]
    if action not in known:
        raise ConfigurationError(f"{action}: is none of {', '.join(known)}")
    return Action(action)


def _require_seen(
    entry: ReviewedRecord, known: Sequence[Decision], *, reviewer: str, seen: int | None
) -> None:
    """Raise where another reviewer has decided what this one has not seen."""
    others = [d for d in known if d.reviewer != reviewer and d.action is not Action.COMMENT]
    unseen = [d for d in others if d.id > seen] if seen is not None else others
    if not unseen or (seen is None and entry.state.waits):
        return
    last = unseen[-1]
    said = f" ({last.reason})" if last.reason else ""
    raise DecisionConflict(
        f"{entry.id}: {last.reviewer} has decided it already: {last.action}{said}; look at it "
        "again, and decide knowing that",
        unseen,
    )
