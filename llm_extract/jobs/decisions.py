"""What reviewers decided, appended and never changed; what a record is now follows from it.

A decision belongs to one stored record. The columns `state`, `final`, `reviewer` and
`decided` of that record are worked out from its decisions after each of them, so that a queue
can sort by them; they could be dropped and made again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from llm_extract.errors import LLMExtractError
from llm_extract.exchange import plain
from llm_extract.jobs.tables import decisions, records
from llm_extract.jobs.words import search_words

Data = dict[str, Any]


class State(StrEnum):
    """What has become of a record."""

    OPEN = "open"
    ACCEPTED = "accepted"
    EDITED = "edited"
    ADDED = "added"
    REJECTED = "rejected"
    DOUBLE = "double"
    CHANGED = "changed"
    """Decided in an earlier run, and extracted otherwise since."""
    DISPUTED = "disputed"
    """Two reviewers coded it, each for themselves, and differ."""

    @property
    def holds(self) -> bool:
        """Whether a reviewer vouches for the record."""
        return self in (State.ACCEPTED, State.EDITED, State.ADDED)

    @property
    def waits(self) -> bool:
        """Whether the record waits for a person."""
        return self in (State.OPEN, State.CHANGED, State.DISPUTED)


class Action(StrEnum):
    """What a reviewer, or a run, does to a record."""

    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"
    DOUBLE = "double"
    ADD = "add"
    COMMENT = "comment"
    UNDO = "undo"
    INHERIT = "inherit"
    """A new run found the same again: the earlier decision holds."""
    RETURN = "return"
    """A new run found it otherwise: it is to be decided again."""


_STATES = {
    Action.ACCEPT: State.ACCEPTED,
    Action.EDIT: State.EDITED,
    Action.REJECT: State.REJECTED,
    Action.DOUBLE: State.DOUBLE,
    Action.ADD: State.ADDED,
    Action.RETURN: State.CHANGED,
}
DECIDING = (Action.ACCEPT, Action.EDIT, Action.REJECT, Action.DOUBLE)
"""What a reviewer can say of a record that is there."""


@dataclass(frozen=True)
class Decision:
    """One thing that was decided.

    Attributes:
        id: in the order of deciding.
        record: the stored record's number.
        before: the record as the reviewer met it, as it is kept.
        after: as it is from then on; None where that did not change.
        seconds: what the reviewer took.
        other: the record that this one is a double of.
        undoes: the decision that this one takes back.
        origin: the decision on an earlier run's record that this one takes over.
        second: made for a double coding, without sight of the first one.
    """

    id: int
    record: int
    at: datetime
    reviewer: str
    action: Action
    before: Data | None = None
    after: Data | None = None
    reason: str | None = None
    seconds: float | None = None
    other: int | None = None
    undoes: int | None = None
    origin: int | None = None
    second: bool = False


class DecisionConflict(LLMExtractError):
    """Somebody else has decided the record in between.

    Attributes:
        decisions: what they decided, in order.
    """

    def __init__(self, message: str, decisions: Sequence[Decision]) -> None:
        super().__init__(message)
        self.decisions = list(decisions)


@dataclass(frozen=True)
class Standing:
    """What follows from a record's decisions."""

    state: State
    final: Data | None
    reviewer: str | None
    decided: datetime | None


def standing(history: Iterable[Decision], *, added: bool = False) -> Standing:
    """What a record is after its decisions, given in order.

    Args:
        history: everything decided on it.
        added: whether a reviewer wrote it; taken back, it is rejected.
    """
    state, final, last = (State.REJECTED if added else State.OPEN), None, None
    first: Decision | None = None
    for decision in valid(history):
        if decision.second and first is not None:
            if not agree(first, decision):
                state, last = State.DISPUTED, decision
            continue
        if decision.action is Action.RETURN:
            final = None
        elif decision.after is not None:
            final = decision.after
        state = _state_after(decision, final=final, added=added)
        first = last = decision
    return Standing(state, final, last.reviewer if last else None, last.at if last else None)


def valid(history: Iterable[Decision]) -> list[Decision]:
    """What counts of a record's decisions: neither taken back, nor an undoing or a comment."""
    known = list(history)
    undone = {decision.undoes for decision in known}
    silent = (Action.UNDO, Action.COMMENT)
    return [d for d in known if d.id not in undone and d.action not in silent]


def coded_twice(history: Iterable[Decision]) -> tuple[Decision, Decision] | None:
    """What two reviewers decided on a record, each for themselves; None where only one did."""
    first: Decision | None = None
    for decision in valid(history):
        if decision.second and first is not None:
            return first, decision
        if decision.action in DECIDING:
            first = decision
    return None


def agree(one: Decision, other: Decision) -> bool:
    """Whether two decisions on a record come to the same: its state, and its values.

    Where the words of a value stand in the article does not count.
    """
    if one.after is None or other.after is None:
        return one.after is other.after and _state_after(one) is _state_after(other)
    return plain(one.after) == plain(other.after) and _state_after(one) is _state_after(other)


def _state_after(decision: Decision, *, final: Data | None = None, added: bool = False) -> State:
    """The state that a decision leads to; an inherited one notes it as its reason.

    Who accepts what was edited vouches for the edit, and what was added stays so.
    """
    if decision.action is Action.INHERIT:
        return State(decision.reason or State.ACCEPTED)
    state = _STATES[decision.action]
    if state.holds and added:
        return State.ADDED
    return State.EDITED if state is State.ACCEPTED and final is not None else state


def lock(db: sa.Connection, record: int) -> None:
    """Keep others from deciding on a record until the transaction ends.

    A write that changes nothing: it takes the row where rows can be locked, else the file.
    """
    c = records.c
    db.execute(records.update().where(c.pk == record).values(state=c.state))


def append(db: sa.Connection, record: int, values: Mapping[str, Any]) -> Decision:
    """Add a decision on a record, and bring the record up to date.

    Args:
        db: inside a transaction.
        record: the stored record's number.
        values: further columns: `reviewer`, `action`, and what goes with it.
    """
    row = {"record": record, "at": datetime.now(UTC), **values}
    number = db.execute(decisions.insert().values(row).returning(decisions.c.id)).scalar_one()
    refresh(db, record)
    return Decision(**{**row, "id": int(number), "action": Action(row["action"])})


def refresh(db: sa.Connection, record: int) -> Standing:
    """Work out anew what a record is, and note it beside the record."""
    row = db.execute(sa.select(records.c.added, records.c.data).where(records.c.pk == record)).one()
    now = standing(history(db, record), added=row.added)
    values = {
        "state": now.state.value,
        "final": now.final,
        "reviewer": now.reviewer,
        "decided": now.decided,
        "words": search_words(now.final or row.data),
    }
    db.execute(records.update().where(records.c.pk == record).values(values))
    return now


def history(db: sa.Connection, record: int) -> list[Decision]:
    """Everything decided on a record, in order."""
    query = sa.select(decisions).where(decisions.c.record == record).order_by(decisions.c.id)
    return [read(row) for row in db.execute(query).mappings()]


def read(row: Mapping[Any, Any]) -> Decision:
    """The decision in a row."""
    return Decision(**{**row, "at": in_utc(row["at"]), "action": Action(row["action"])})


def in_utc(at: datetime) -> datetime:
    """A time as it was put in: SQLite gives it back without its zone."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def last_valid(db: sa.Connection, reviewer: str) -> Decision | None:
    """A reviewer's latest decision that is not taken back; comments and undoings are none."""
    d = decisions.c
    query = (
        sa.select(decisions)
        .where(d.reviewer == reviewer, d.action.in_([*DECIDING, Action.ADD]), ~is_undone())
        .order_by(d.id.desc())
        .limit(1)
    )
    row = db.execute(query).mappings().first()
    return None if row is None else read(row)


def is_undone() -> sa.ColumnElement[bool]:
    """The condition that a decision has been taken back."""
    undoing = decisions.alias()
    return sa.exists().where(undoing.c.undoes == decisions.c.id)


def heirs(db: sa.Connection, decision: int) -> list[Decision]:
    """What later runs' records took over from a decision, and still hold."""
    found: list[Decision] = []
    waiting = [decision]
    while waiting:
        query = sa.select(decisions).where(decisions.c.origin == waiting.pop(), ~is_undone())
        more = [read(row) for row in db.execute(query).mappings()]
        found += more
        waiting += [heir.id for heir in more]
    return found
