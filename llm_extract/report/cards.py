"""Records as small cards: values, evidence, and how far they can be trusted."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from llm_extract.checks.finding import Finding
from llm_extract.exchange import is_mention, mentions, plain
from llm_extract.paths import is_within
from llm_extract.report.entries import Entry

PASSAGES = 3
"""Passages of evidence that a card quotes."""
_LONGEST = 700
"""Characters of a value or a passage that a card shows."""
_MARKUP = 1_100
"""Bytes of a card beside its words, about."""
_WEB = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Row:
    """One field: its name, its values, and the records that it leads to."""

    name: str
    values: tuple[str, ...]
    href: str | None = None


@dataclass(frozen=True)
class Card:
    """A record as the page shows it.

    Attributes:
        passages: the evidence, each cut into (words, whether they are a value of the record).
        warnings: what flags it: (code, sentence).
        more: passages that are not shown.
    """

    entry: Entry
    title: str
    day: str
    rows: tuple[Row, ...]
    passages: tuple[tuple[tuple[str, bool], ...], ...]
    more: int
    warnings: tuple[tuple[str, str], ...]
    source: str
    url: str | None

    @property
    def confidence(self) -> str | None:
        """Its probability of being right, in percent."""
        sure = self.entry.kept.confidence
        return None if sure is None else f"{sure * 100:.0f} %"


def chosen(entries: Sequence[Entry], *, budget: int) -> set[int]:
    """Numbers of the records that get a card, within a budget of bytes.

    Half of it goes to those that most need a person, the rest to the most recent.
    """
    taken: set[int] = set()
    recent = sorted(entries, key=lambda e: (str(e.day or ""), e.kept.number), reverse=True)
    worst = sorted(entries, key=lambda e: e.worst_first)
    left = budget // 2
    for order, added in ((worst, 0), (recent, budget - budget // 2)):
        left += added
        for entry in order:
            if entry.kept.number in taken:
                continue
            left -= _weight(entry)
            if left < 0:
                left = 0
                break
            taken.add(entry.kept.number)
    return taken


def card(
    entry: Entry, findings: Iterable[Finding], *, linked: Mapping[tuple[int, str, int], Entry]
) -> Card:
    """The card of a record.

    Args:
        entry: the record.
        findings: those of its article.
        linked: (extraction, plural, place) → the records that have a card.
    """
    kept = entry.kept
    data = kept.data
    told = {
        finding.code: shown(finding.message)
        for finding in findings
        if finding.verdict.flags and is_within(finding.path, kept.path)
    }
    rows = [
        _row(name, value, entry, linked=linked)
        for name, value in data.items()
        if name not in ("id", "evidence", entry.kind.coded) and value not in (None, [], {})
    ]
    head = entry.head
    words = [head.get("title"), head.get("publisher"), head.get("published"), head.get("source")]
    url = head.get("url")
    passages = data["evidence"]
    return Card(
        entry=entry,
        title=headline(entry),
        day=day_words(entry),
        rows=tuple(row for row in rows if row.values),
        passages=tuple(_marked(passage, data) for passage in passages[:PASSAGES]),
        more=max(0, len(passages) - PASSAGES),
        warnings=tuple((code, told.get(code, "")) for code in entry.reasons),
        source=shown(" · ".join(str(word) for word in words if word) or str(head["id"])),
        url=shown(url) if url and _WEB.fullmatch(url) else None,
    )


def headline(entry: Entry) -> str:
    """A record in a few words: who, and what about."""
    names = [actor.name or actor.side.label for actor in entry.actors]
    if not entry.kind.is_view:
        persons = [actor.name for actor in entry.actors if actor.name]
        sides = [side.label for side in entry.sides]
        names = sides if len(sides) > 1 else persons or sides
    who = " – ".join(names[:4]) + (" …" if len(names) > 4 else "")
    words = ": ".join(part for part in (who, entry.topic) if part)
    return shown(words or entry.kept.id, most=160)


def day_words(entry: Entry) -> str:
    """When it was, as the record has it."""
    if entry.days is None:
        return "undated"
    value = (entry.kept.data.get(entry.kind.date or "") or {}).get("value")
    return str(value or entry.day).replace("/", " to ")


def shown(words: str, *, most: int = _LONGEST) -> str:
    """Words that can stand on a page: no character that HTML cannot hold, cut where too long."""
    kept = seen(words)
    return kept if len(kept) <= most else kept[: most - 1].rstrip() + "…"


def seen(words: str) -> str:
    """Words with a mark in the place of each character that HTML cannot hold."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", words)


def _row(
    name: str, value: Any, entry: Entry, *, linked: Mapping[tuple[int, str, int], Entry]
) -> Row:
    label = name.replace("_", " ")
    plural = entry.kind.links.get(name)
    if plural is not None:
        other = linked.get((entry.kept.extraction, plural, value))
        if other is None:
            return Row(label, ())
        return Row(label, (headline(other),), href=f"#{other.anchor}")
    values = value if isinstance(value, list) else [value]
    return Row(label, tuple(shown(_words(item)) for item in values))


def _words(value: Any) -> str:
    if isinstance(value, dict) and "as_written" in value and "value" in value:
        said = plain(value["as_written"])
        return " — ".join(part for part in (value["value"], f"“{said}”" if said else "") if part)
    if isinstance(value, dict) and not is_mention(value):
        first, *rest = [plain(part) for part in value.values()]
        more = ", ".join(str(part) for part in rest if part)
        return f"{first} ({more})" if more else str(first)
    words = str(plain(value))
    return words.replace("_", " ") if re.fullmatch(r"[a-z]+(?:_[a-z]+)+", words) else words


def _marked(passage: dict[str, Any], data: dict[str, Any]) -> tuple[tuple[str, bool], ...]:
    """A passage cut where the record's own words begin and end."""
    words, span = str(passage["value"]), passage["span"]
    if span is None or span["text"] != words:
        return ((shown(words), False),)
    start = span["start"]
    inside = [False] * len(words)
    for path, mention in mentions(data):
        other = mention["span"]
        if other is None or path.startswith("evidence"):
            continue
        for at in range(max(0, other["start"] - start), min(len(words), other["end"] - start)):
            inside[at] = True
    end = min(len(words), _LONGEST)
    cuts = [0, *(at for at in range(1, end) if inside[at] != inside[at - 1]), end]
    pieces = [(shown(words[a:b]), inside[a]) for a, b in pairwise(cuts) if b > a]
    return (*pieces, *([("…", False)] if end < len(words) else []))


def _weight(entry: Entry) -> int:
    """Bytes of a card, about."""
    values = [value if isinstance(value, list) else [value] for value in entry.kept.data.values()]
    words = [str(plain(item)) for value in values for item in value]
    return _MARKUP + sum(len(html.escape(shown(word)).encode()) for word in words)
