"""Decisions and waiting records as text for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from llm_extract.article import Article
from llm_extract.checks.finding import Finding
from llm_extract.cli import text
from llm_extract.exchange import exchanged
from llm_extract.jobs.decisions import Action, Decision, State
from llm_extract.jobs.findings import is_coverage
from llm_extract.jobs.queue import Item
from llm_extract.jobs.rows import ReviewedRecord
from llm_extract.jobs.store import Store
from llm_extract.matching.differences import differences
from llm_extract.paths import is_within

_SHORT = 80
"""Characters of a record in a line about what was decided."""

PAST = {
    Action.ACCEPT: "accepted",
    Action.EDIT: "edited",
    Action.REJECT: "rejected",
    Action.DOUBLE: "marked as a double",
    Action.ADD: "added",
    Action.COMMENT: "commented",
    Action.UNDO: "taken back",
    Action.INHERIT: "taken over by a later run",
    Action.RETURN: "extracted otherwise by a later run",
}


def waiting(store: Store, item: Item) -> str:
    """One line for one thing in the queue."""
    if item.record is None:
        count = sum(map(is_coverage, store.findings(item.extraction)))
        name = store.article(item.extraction).id
        return f"{'-' * 12}  article       -  {name}  {text.counted(count, 'passage')} in no record"
    entry = store.entry(item.record)
    state = "" if entry.state is State.OPEN else f"  {entry.state}"
    again = "  (second coding)" if item.second else ""
    return text.summary(entry) + ("" if item.second else state) + again


def waiting_data(store: Store, item: Item) -> dict[str, Any]:
    """One thing in the queue as JSON shows it."""
    if item.record is None:
        return {"article": store.article(item.extraction).id, "record": None}
    return {**record_data(store, item.record), "second": item.second}


def record_data(store: Store, number: int) -> dict[str, Any]:
    """A record as it stands, as JSON shows it."""
    entry = store.entry(number)
    return {
        "article": entry.article,
        "type": entry.plural,
        "state": entry.state.value,
        "reviewer": entry.reviewer,
        "decided": entry.decided,
        "reasons": entry.reasons,
        "record": exchanged(entry.data, confidence=entry.confidence),
    }


def whole(store: Store, entry: ReviewedRecord) -> str:
    """A record in its context, and everything decided on it."""
    source = store.article(entry.extraction)
    lines = [text.record(entry, source, findings=store.findings_of(entry)), ""]
    by = f" by {entry.reviewer}" if entry.reviewer else ""
    lines.append(f"state {entry.state}{by}")
    told = store.history(entry.number)
    if entry.state is State.CHANGED:
        lines.append("decided before (-) and extracted now (+)")
        lines += _changes(told[-1].before, entry.data)
    if told:
        lines += ["decisions", *(line for decision in told for line in _told(store, decision))]
    return "\n".join(lines)


def whole_data(store: Store, entry: ReviewedRecord) -> dict[str, Any]:
    """The same, as JSON shows it."""
    return {
        **record_data(store, entry.number),
        "findings": [finding.data() for finding in store.findings_of(entry)],
        "decisions": [decision_data(decision) for decision in store.history(entry.number)],
        "confidences": entry.confidences,
    }


def history(store: Store, entry: ReviewedRecord) -> str:
    """The story of a record: every decision, those on earlier runs' records too."""
    head = f"{entry.plural} {entry.id}  article {entry.article}  {entry.state}"
    told = store.history(entry.number)
    if not told:
        return f"{head}\nnothing has been decided"
    return "\n".join([head, *(line for decision in told for line in _told(store, decision))])


def done(
    store: Store,
    decision: Decision,
    *,
    findings: Sequence[Finding] = (),
    source: Article | None = None,
) -> str:
    """What a decision made of a record, and what the article says of its new values."""
    entry = store.entry(decision.record)
    what = PAST[decision.action]
    words = textwrap.shorten(text.words(entry.data), _SHORT)
    lines = [f"{what}: {entry.id}  {words}  ({entry.state})"]
    if decision.action is Action.EDIT:
        lines += _changes(decision.before, decision.after)
    if source is not None:
        lines += [line for f in findings for line in text.finding_lines(f, source)]
    return "\n".join(lines)


def telling(findings: Sequence[Finding], changes: Iterable[str]) -> list[Finding]:
    """The findings that flag a record, and all on the values at the paths that were changed."""
    told = list(changes)
    return [f for f in findings if f.verdict.flags or any(is_within(f.path, p) for p in told)]


def decision_data(decision: Decision) -> dict[str, Any]:
    """A decision as JSON shows it: what changed, by path."""
    before, after = decision.before, decision.after
    found = differences(exchanged(before), exchanged(after)) if before and after else {}
    return {
        "id": decision.id,
        "at": decision.at.isoformat(),
        "reviewer": decision.reviewer,
        "action": decision.action.value,
        "reason": decision.reason,
        "seconds": decision.seconds,
        "second": decision.second,
        "undoes": decision.undoes,
        "origin": decision.origin,
        "changes": {path: {"before": old, "after": new} for path, (old, new) in found.items()},
    }


def _told(store: Store, decision: Decision) -> list[str]:
    parts = [
        f"{decision.at:%Y-%m-%d %H:%M:%S}",
        decision.reviewer,
        decision.action.value + (" (second coding)" if decision.second else ""),
    ]
    if decision.action in (Action.INHERIT, Action.RETURN):
        number = store.entry(decision.record).extraction
        parts.append(f"{PAST[decision.action]} (extraction {number})")
    if decision.other is not None:
        parts.append(f"of {store.entry(decision.other).id}")
    if decision.undoes is not None:
        parts.append(f"of decision {decision.undoes}")
    if decision.reason:
        parts.append(decision.reason)
    if decision.seconds is not None:
        parts.append(f"{decision.seconds:.1f} s")
    line = f"{decision.id}  " + "  ".join(parts)
    if decision.action is Action.EDIT:
        return [line, *_changes(decision.before, decision.after)]
    return [line]


def _changes(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[str]:
    """What differs, a line a path."""
    if before is None or after is None:
        return []
    found = differences(exchanged(before), exchanged(after))
    lines = []
    for path, (old, new) in found.items():
        if isinstance(old, list) and isinstance(new, list):  # one has grown or shrunk
            lines += [f"    {path}: - {_short(item)}" for item in old if item not in new]
            lines += [f"    {path}: + {_short(item)}" for item in new if item not in old]
        else:
            lines.append(f"    {path}: {_short(old)} -> {_short(new)}")
    return lines


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else text.compact(value)
