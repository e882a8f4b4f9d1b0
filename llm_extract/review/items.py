"""Items of the queue, rendered: a record beside its article, or what an article has besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from llm_extract.checks.finding import Finding, inside
from llm_extract.exchange import exchanged
from llm_extract.jobs.decisions import Action, Decision, State, coded_twice
from llm_extract.jobs.editing import EditError
from llm_extract.jobs.findings import is_coverage
from llm_extract.jobs.queue import Item
from llm_extract.jobs.rows import ReviewedRecord
from llm_extract.jobs.store import Store
from llm_extract.review.comparing import differences
from llm_extract.review.inputs import Input, guessed, inputs, title
from llm_extract.review.pages import rendered
from llm_extract.review.segments import Mark, segments
from llm_extract.review.session import key_of
from llm_extract.review.showing import passages, summary, view
from llm_extract.spec import RecordType, Spec


def known_type(spec: Spec, plural: str) -> RecordType | None:
    """The record type with that name, if the spec has it."""
    return next((kind for kind in spec.record_types if kind.plural == plural), None)


def base_of(entry: ReviewedRecord, *, second: bool) -> dict[str, Any]:
    """What a reviewer is shown: as it stands, or as extracted where they code it anew."""
    return entry.extracted if second and entry.extracted is not None else entry.data


class Items:
    """Renders items; holds nothing of its own."""

    def __init__(self, store: Store, *, spec: Spec, reviewer: str) -> None:
        self._store = store
        self._spec = spec
        self._reviewer = reviewer

    def html(self, item: Item) -> str:
        """One item of the queue."""
        if item.record is None:
            return self._missed(item)
        return self._record(item, self._store.entry(item.record))

    def findings(
        self, entry: ReviewedRecord, data: Mapping[str, Any]
    ) -> tuple[list[Finding], str | None]:
        """What the checks say of a record as it is shown, with paths inside it.

        Beside them stands why there are none, where the record cannot be checked.
        """
        if data == entry.extracted:
            return inside(self._store.findings_of(entry), entry.path), None
        if known_type(self._spec, entry.plural) is None:
            return [], "its record type is not known here; name its file with --spec"
        try:
            made = self._store.preview(
                entry.number,
                exchanged(dict(data)),
                extraction=entry.extraction,
                plural=entry.plural,
                spec=self._spec,
            )
        except EditError as error:
            return [], str(error)
        return made.findings, None

    def others(self, extraction: int, *, but: int | None) -> list[dict[str, Any]]:
        """The other records of an article, in short."""
        return self._short(self._store.around(extraction), but=but)

    def _short(self, around: Sequence[ReviewedRecord], *, but: int | None) -> list[dict[str, Any]]:
        return [
            {
                "number": other.number,
                "plural": other.plural,
                "position": other.position,
                "state": other.state,
                "words": summary(other.data, self._fields(other)),
                "title": self._title(other.plural),
            }
            for other in around
            if other.number != but
        ]

    def _record(self, item: Item, entry: ReviewedRecord) -> str:
        article = self._store.article(entry.extraction)
        around = self._store.around(entry.extraction)
        data = base_of(entry, second=item.second)
        as_extracted = data == entry.extracted  # the confidence is that of these values alone
        findings, unchecked = self.findings(entry, data)
        said = {(o.plural, o.position): summary(o.data, self._fields(o)) for o in around}
        shown = view(
            data,
            self._fields(entry),
            findings=findings,
            confidences=entry.confidences if as_extracted else None,
            linked=lambda plural, index: said.get((plural, index), f"{plural} {index + 1}"),
        )
        marks = [*_faint(o for o in around if o.number != entry.number), *shown.marks]
        history = [] if item.second else self._store.history(entry.number)
        return rendered(
            "record.html",
            key=key_of(item), entry=entry, item=item, article=article,
            segments=segments(article.text, marks), view=shown, unchecked=unchecked,
            title=self._title(entry.plural), others=self._short(around, but=entry.number),
            no_double={o.number: entry.cannot_repeat(o) for o in around},
            history=history, reviewer=self._reviewer,
            draft=self._draft(item), sure=entry.confidence if as_extracted else None,
            changed=_changed(entry, history), codings=_codings(entry, history),
        )  # fmt: skip

    def _missed(self, item: Item) -> str:
        article = self._store.article(item.extraction)
        around = self._store.around(item.extraction)
        found = [f for f in self._store.findings(item.extraction) if is_coverage(f)]
        added = [span for o in around if o.state is State.ADDED for span in passages(o.data)]
        cited = [any(_touch(f.spans, span) for span in added) for f in found]
        marks = [
            Mark(start, end, "u-uncited", "f", number)
            for number, finding in enumerate(found)
            for start, end in finding.spans
        ]
        return rendered(
            "missed.html",
            key=key_of(item), extraction=item.extraction, article=article,
            segments=segments(article.text, [*_faint(around), *marks]),
            findings=list(zip(found, cited, strict=True)),
            others=self._short(around, but=None), draft=self._draft(item),
        )  # fmt: skip

    def _draft(self, item: Item) -> str | None:
        """What was being typed here: "" for an edit, a type for a new record, None for neither."""
        names = {f"add:{item.extraction}:{kind.plural}": kind.plural
                 for kind in self._spec.record_types}  # fmt: skip
        if item.record is not None:
            names = {f"edit:{item.record}": "", **names}
        found = (self._store.draft(name, reviewer=self._reviewer) for name in names)
        kept = next((draft for draft in found if draft is not None), None)
        return names[kept.name] if kept is not None else None

    def _fields(self, entry: ReviewedRecord) -> tuple[Input, ...]:
        kind = known_type(self._spec, entry.plural)
        return inputs(kind.model) if kind is not None else guessed(entry.data)

    def _title(self, plural: str) -> str:
        kind = known_type(self._spec, plural)
        return title(kind.model) if kind is not None else plural


def _faint(others: Any) -> list[Mark]:
    return [Mark(a, b, "other") for other in others for a, b in passages(other.data)]


def _touch(spans: Sequence[tuple[int, int]], other: tuple[int, int]) -> bool:
    return any(start < other[1] and other[0] < end for start, end in spans)


def _changed(entry: ReviewedRecord, history: Sequence[Decision]) -> dict[str, Any] | None:
    """What was decided in an earlier run, where a new one found something else."""
    if entry.state is not State.CHANGED:
        return None
    back = next((d for d in reversed(history) if d.action is Action.RETURN), None)
    if back is None or back.before is None:
        return None
    found = differences(back.before, entry.extracted or entry.data)
    return {"decision": back, "differences": found}


def _codings(entry: ReviewedRecord, history: Sequence[Decision]) -> dict[str, Any] | None:
    """The two codings of a record that two reviewers do not agree on."""
    if entry.state is not State.DISPUTED:
        return None
    if (pair := coded_twice(history)) is None:
        return None
    first, second = pair
    one = first.after or first.before or {}
    other = second.after or second.before or {}
    if second.after is None and entry.extracted is not None:
        other = entry.extracted  # who codes second sees what was extracted
    return {"first": first, "second": second, "differences": differences(one, other)}
