"""What a reviewer does at the page, without anything of HTTP: answers are plain values.

The desk shows what is in the store and hands decisions on to it. It keeps only the sitting:
the queue as it was drawn, and the pace.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from llm_extract.confidence import flag_line
from llm_extract.errors import ConfigurationError, StoreError
from llm_extract.exchange import exchanged
from llm_extract.jobs.decisions import Action, DecisionConflict
from llm_extract.jobs.editing import EditError
from llm_extract.jobs.queue import Item, Wanted
from llm_extract.jobs.rows import ReviewedRecord
from llm_extract.jobs.store import Store
from llm_extract.paths import is_within
from llm_extract.review.comparing import differences, leaves_of
from llm_extract.review.inputs import inputs, title
from llm_extract.review.items import Items, base_of, known_type
from llm_extract.review.pages import rendered
from llm_extract.review.proposals import taken
from llm_extract.review.session import END, Queue, Session, key_of
from llm_extract.review.showing import in_words, proposal
from llm_extract.spec import Spec

Answer = dict[str, Any]

_PAST = {"accept": "accepted", "edit": "edited", "reject": "rejected", "double": "a double"}


class Desk:
    """One reviewer at one store.

    Args:
        store: where everything is.
        reviewer: who decides.
        wanted: the queue; what is flagged, worst first, by default.
        spec: the record types.
    """

    def __init__(self, store: Store, *, reviewer: str, wanted: Wanted | None, spec: Spec) -> None:
        self.reviewer = reviewer
        self.spec = spec
        self._store = store
        self._wanted = wanted or Wanted(below=flag_line(), reviewer=reviewer)
        self._items = Items(store, spec=spec, reviewer=reviewer)
        self._session = Session(store.queue(self._wanted))

    def begin(self, key: str | None) -> Answer:
        """The first thing to see: an item that is asked for, else the first that waits."""
        if key is not None and self._is_there(key):
            return self.item(0, key)
        return self.item(0, self._waiting(0, self._session.queue(0).first()))

    def item(self, queue: int, key: str) -> Answer:
        """An item of the queue, rendered, with what stands above it and what comes after."""
        of = self._session.queue(queue)
        if key == END or not self._is_there(key):
            skipped = sum(1 for each in of.items if each not in of.done)
            html = rendered("end.html", total=len(of), skipped=skipped, first=of.first())
            return {**self._status(queue, END), "html": html}
        html = self._items.html(self._item(of, key))
        return {**self._status(queue, key), "html": html}

    def step(self, queue: int, key: str, *, way: str) -> Answer:
        """The next item, the previous one, or the next that waits (`skip`)."""
        of = self._session.queue(queue)
        if way == "skip":
            return self.item(queue, self._waiting(queue, of.after(key)))
        return self.item(queue, of.step(key, -1 if way == "back" else 1))

    def decide(
        self,
        queue: int,
        key: str,
        *,
        action: str,
        seen: int | None,
        seconds: float | None,
        reason: str | None = None,
        other: int | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> Answer:
        """Append a decision, and say what comes next.

        Raises:
            DecisionConflict: somebody else has decided it in between.
            EditError: an edit's value cannot stand.
        """
        item = self._item(self._session.queue(queue), key)
        entry = self._entry(item)
        mine = entry.reviewer == self.reviewer and entry.last == seen and entry.state.holds
        if action != Action.ACCEPT or not mine or item.second:
            self._store.decide(
                entry.number,
                action,
                reviewer=self.reviewer,
                values=values,
                reason=reason,
                double_of=other,
                seen=seen,
                second=item.second,
                seconds=seconds,
                spec=self.spec,
            )
        self._store.put_draft(f"edit:{entry.number}", None, reviewer=self.reviewer)
        self._session.finish(key, seconds=seconds)
        after = self._waiting(queue, self._session.queue(queue).after(key))
        said = f"{_PAST.get(action, action)}: {entry.id}"
        return {"said": said, "to": after, **self._session.status(queue, after)}

    def take(
        self, queue: int, key: str, *, path: str, code: str, seen: int, seconds: float | None
    ) -> Answer:
        """Put a check's proposal in the place of a value, and show the record again."""
        item = self._item(self._session.queue(queue), key)
        entry = self._entry(item)
        data = base_of(entry, second=item.second)
        kind = self._kind(entry.plural)
        found, _ = self._items.findings(entry, data)
        proposed = [f.proposed for f in found if f.path == path and f.code == code]
        if not proposed or proposed[0] is None:
            raise StoreError(f"{path}: nothing is proposed any more")
        values = taken(data, path, proposed=proposed[0], fields=inputs(kind.model))
        self.decide(
            queue, key, action="edit", seen=seen, seconds=seconds, values=values,
            reason=f"proposal of {code}",
        )  # fmt: skip
        return {"said": f"{path} is now {in_words(proposed[0])}", **self.item(queue, key)}

    def keep(self, queue: int, key: str) -> Answer:
        """Leave what somebody else decided, and go on."""
        item = self._item(self._session.queue(queue), key)
        if item.record is not None:
            self._store.put_draft(f"edit:{item.record}", None, reviewer=self.reviewer)
        self._session.pass_over(key)
        after = self._waiting(queue, self._session.queue(queue).after(key))
        return {"said": "kept theirs", **self.item(queue, after)}

    def undo(self, queue: int, key: str) -> Answer:
        """Take back the reviewer's last decision, and go to its record."""
        undone = self._store.undo(self.reviewer)
        if undone is None:
            return {"said": "nothing to undo", **self.item(queue, key)}
        entry = self._store.entry(undone.record)
        taken_back = next(d for d in self._store.history(undone.record) if d.id == undone.undoes)
        said = f"taken back: {taken_back.action} of {entry.id}"
        if taken_back.action is Action.ADD:
            return {"said": said, **self.item(queue, key)}
        item = Item(entry.number, entry.extraction, second=taken_back.second)
        return {
            "said": said,
            **self.item(queue, self._session.reopen(item, queue=queue, before=key)),
        }

    def add(
        self,
        queue: int,
        key: str,
        *,
        plural: str,
        values: Mapping[str, Any],
        seconds: float | None,
    ) -> Answer:
        """Add a record that was missed to the article that is shown."""
        extraction = self._item(self._session.queue(queue), key).extraction
        made = self._store.add(
            extraction, values, plural=plural, reviewer=self.reviewer, seconds=seconds,
            spec=self.spec,
        )  # fmt: skip
        self._store.put_draft(f"add:{extraction}:{plural}", None, reviewer=self.reviewer)
        return {"said": f"added {made.id}", **self.item(queue, key)}

    def clear(self, queue: int, key: str) -> Answer:
        """Note that nothing is missing in an article, and go on."""
        item = self._item(self._session.queue(queue), key)
        self._store.clear(item.extraction, reviewer=self.reviewer)
        self._session.pass_over(key)
        after = self._waiting(queue, self._session.queue(queue).after(key))
        return {"said": "nothing is missing", **self.item(queue, after)}

    def comment(self, queue: int, key: str, *, words: str) -> Answer:
        """Append a remark, and show the record again."""
        entry = self._entry(self._item(self._session.queue(queue), key))
        if words.strip():
            self._store.comment(entry.number, words.strip(), reviewer=self.reviewer)
        return {"said": "noted", **self.item(queue, key)}

    def form(
        self,
        queue: int,
        key: str,
        *,
        plural: str | None,
        values: Mapping[str, Any] | None,
        seen: int | None,
        span: tuple[int, int] | None,
    ) -> Answer:
        """The form of a record, or of a new one of a type; what was typed before is in it.

        Args:
            queue: the queue's number.
            key: of the item that is shown.
            plural: of a new record; None to edit the one that is shown.
            values: what the browser kept, newer than the store's draft.
            seen: the last decision known when that was typed.
            span: words selected in the article, for a new record's evidence.
        """
        item = self._item(self._session.queue(queue), key)
        entry = None if plural is not None else self._entry(item)
        kind = self._kind(entry.plural if entry else plural or self.spec.record_types[0].plural)
        name = f"edit:{entry.number}" if entry else f"add:{item.extraction}:{kind.plural}"
        draft = self._store.draft(name, reviewer=self.reviewer)
        start = exchanged(base_of(entry, second=item.second)) if entry else {}
        if entry is None and span is not None:
            chosen = self.words(queue, key, start=span[0], end=span[1])
            at = [chosen["start"], chosen["end"]]
            start = {"evidence": [chosen["words"]], "spans": {"evidence[0]": at}}
        since = draft.at if draft else None
        if values is not None:
            given, known, since = values, seen, datetime.now(UTC)
        elif draft is not None:
            given, known = draft.data.get("values", {}), draft.data.get("seen")
        else:
            given, known = start, None
        others = self._items.others(item.extraction, but=entry.number if entry else None)
        html = rendered(
            "form.html",
            name=name, adding=entry is None, plural=kind.plural, title=title(kind.model),
            types=[(each.plural, title(each.model)) for each in self.spec.record_types],
            fields=inputs(kind.model), values=dict(given), restored=since,
            seen=known if known is not None else entry.last if entry else 0, others=others,
        )  # fmt: skip
        return {"html": html, "name": name, "restored": since is not None}

    def typed(
        self,
        queue: int,
        key: str,
        *,
        name: str,
        plural: str,
        seen: int,
        values: Mapping[str, Any],
        keep: bool,
    ) -> Answer:
        """Keep what is being typed, if it is not as it was, and say what the source says of it."""
        item = self._item(self._session.queue(queue), key)
        if keep:
            draft = {"values": dict(values), "seen": seen}
            self._store.put_draft(name, draft, reviewer=self.reviewer)
        record = None if name.startswith("add:") else item.record
        try:
            made = self._store.preview(
                record, values, extraction=item.extraction, plural=plural, spec=self.spec
            )
        except EditError as error:
            return {"faults": told(error.faults, values), "findings": []}
        fields = inputs(self._kind(plural).model)
        findings = [{**f.data(), "proposal": proposal(f, fields)} for f in made.findings]
        return {"faults": {}, "findings": findings}

    def drop(self, name: str) -> Answer:
        """Forget what was being typed."""
        self._store.put_draft(name, None, reviewer=self.reviewer)
        return {"said": "what was typed is dropped"}

    def words(self, queue: int, key: str, *, start: int, end: int) -> Answer:
        """A stretch of the article, without the white space around it."""
        item = self._item(self._session.queue(queue), key)
        text = self._store.article(item.extraction).text
        start, end = max(0, min(start, end)), min(len(text), max(start, end))
        part = text[start:end]
        start += len(part) - len(part.lstrip())
        words = part.strip()
        if not words:
            raise StoreError("no words are selected in the article")
        return {"words": words, "start": start, "end": start + len(words)}

    def search(self, queue: int, key: str, *, words: str) -> Answer:
        """A narrower queue of records that hold these words; no words: the whole one."""
        if not words.strip():
            back = key if key in self._session.queue(0).items else self._session.queue(0).first()
            return {"said": "the whole queue", **self.item(0, back)}
        found = self._store.queue(replace(self._wanted, search=words, coverage=False))
        if not found:
            return {"said": f"nothing in the queue holds “{words}”", **self.item(queue, key)}
        number = self._session.add(found)
        said = f"{len(found)} with “{words}”; / and no words for the whole queue"
        return {"said": said, **self.item(number, self._session.queue(number).first())}

    def conflict(
        self, queue: int, key: str, *, error: DecisionConflict, action: str, values: Any
    ) -> Answer:
        """What somebody else decided in between, beside what is asked for now."""
        entry = self._entry(self._item(self._session.queue(queue), key))
        mine = dict(values) if isinstance(values, Mapping) else None
        changes = [
            (decision, differences(decision.before or {}, decision.after))
            for decision in error.decisions
            if decision.after is not None
        ]
        html = rendered(
            "conflict.html",
            entry=entry, decisions=error.decisions, action=action,
            changes={d.id: found for d, found in changes},
            mine=differences(_bare(exchanged(entry.data)), _bare(mine)) if mine else [],
            seen=max(d.id for d in error.decisions),
        )  # fmt: skip
        return {"html": html, "said": str(error)}

    def _status(self, queue: int, key: str) -> Answer:
        of = self._session.queue(queue)
        after = END if key == END else self._waiting(queue, of.after(key))
        return {"key": key, "next": after, **self._session.status(queue, key)}

    def _waiting(self, queue: int, key: str) -> str:
        """The item itself, or the next that nobody else has decided in the meantime."""
        of = self._session.queue(queue)
        while key != END and not self._waits(of.items[key]):
            self._session.pass_over(key)
            key = of.after(key)
        return key

    def _waits(self, item: Item) -> bool:
        if item.record is None or item.second:
            return True
        if self._wanted.states or self._wanted.decided_by is not None:
            return True
        return self._store.entry(item.record).state.waits

    def _item(self, of: Queue, key: str) -> Item:
        """An item by its key; one that is not in the queue can be looked at all the same."""
        if key in of.items:
            return of.items[key]
        if not key[1:].isdecimal() or key[:1] not in ("r", "x"):
            raise ConfigurationError(f"{key[:40]}: is nothing in the queue")
        number = int(key[1:])
        if key[0] == "r":
            return Item(number, self._store.entry(number).extraction)
        return Item(None, number)

    def _is_there(self, key: str) -> bool:
        of = self._session.queue(0)
        try:
            return key in of.items or self._entry(self._item(of, key)) is not None
        except (StoreError, ConfigurationError):
            return False

    def _entry(self, item: Item) -> ReviewedRecord:
        if item.record is None:
            raise ConfigurationError(f"{key_of(item)}: is an article, no record")
        return self._store.entry(item.record)

    def _kind(self, plural: str) -> Any:
        kind = known_type(self.spec, plural)
        if kind is None:
            raise ConfigurationError(
                f"{plural}: no such record type is known here; name its file with --spec"
            )
        return kind


def _bare(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in ("spans", "confidence")}


def told(faults: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, str]:
    """Faults in words for people: what is merely empty is to be filled in."""
    leaves = dict(leaves_of(values))
    return {
        path: why if not path or path == "evidence" or _is_filled(leaves, path) else "fill this in"
        for path, why in faults.items()
    }


def _is_filled(leaves: Mapping[str, str], path: str) -> bool:
    return any(is_within(at, path) for at in leaves)
