"""The page: one file that stands alone, without script, and asks the network for nothing."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from llm_extract.errors import ConfigurationError
from llm_extract.jobs.decisions import State
from llm_extract.jobs.store import Store
from llm_extract.report.cards import Card, card, chosen, seen, shown
from llm_extract.report.entries import GONE, Contents, Entry, read
from llm_extract.report.figures import Figure, confidences, standing
from llm_extract.report.kinds import Kind
from llm_extract.report.listings import Listings
from llm_extract.report.network import network
from llm_extract.report.timeline import timeline
from llm_extract.report.views import Matrix, matrix, movement
from llm_extract.spec import Spec, default_spec

LIMIT = 5_000_000
"""Bytes of a page."""
_CARDS = 3_000_000
"""Bytes that cards may take; less where the page would pass its limit."""
_REASONS = 12
"""Reasons for flags that are listed."""


@dataclass(frozen=True)
class Section:
    """The figures of one record type."""

    kind: Kind
    figures: tuple[Figure, ...]
    matrix: Matrix | None
    more: tuple[Figure, ...]


@dataclass(frozen=True)
class Tally:
    """How many records of a type there are.

    Attributes:
        checked, flagged, reviewed, waiting: of those that stand.
        gone: rejected, or a double of another.
    """

    kind: Kind
    total: int
    checked: int
    flagged: int
    reviewed: int
    waiting: int
    gone: tuple[int, int]
    href: str


def report(
    store: Store,
    *,
    spec: Spec | None = None,
    run: int | None = None,
    states: Sequence[State] = (),
    title: str | None = None,
) -> str:
    """A store's records as one HTML page of at most 5 MB.

    Args:
        store: whose records.
        spec: the record types; the codebook's by default.
        run: only what this run did or took over; else each article's latest.
        states: only records in these; all unless given. Rejected ones and doubles are
            counted, and not drawn.
        title: of the page.

    Raises:
        ConfigurationError: the extra `report` is not installed, or the spec knows none of
            the records.
        StoreError: there is no such run.
    """
    contents = read(store, spec=spec or default_spec(), run=run, states=states)
    budget = _CARDS
    while True:
        made = _page(store, contents, budget=budget, title=title)
        if len(made.encode("utf-8", "replace")) <= LIMIT or budget < LIMIT // 100:
            return made
        budget //= 2


def _page(store: Store, contents: Contents, *, budget: int, title: str | None) -> str:
    numbers = chosen(contents.entries, budget=budget)
    links = Listings(numbers)
    sections = [_section(kind, contents.of(kind), links) for kind in contents.kinds]
    style = (files("llm_extract.report") / "templates" / "report.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    made: str = _template().render(
        title=shown(title or "Records"),
        named=title is not None,
        contents=contents,
        tallies=[tally for kind in contents.kinds if (tally := _tally(kind, contents, links))],
        standing=standing(contents, links),
        confidence=confidences(contents, links),
        reasons=_reasons(contents, links),
        sections=[section for section in sections if section is not None],
        cards=_cards(store, contents, numbers),
        left=len(contents.entries) - len(numbers),
        days=_days(contents),
        listings=list(links),
        style=style,
        digest=digest,
        made=f"{datetime.now(UTC):%Y-%m-%d}",
    )
    return made


def _section(kind: Kind, entries: list[Entry], links: Listings) -> Section | None:
    if not entries:
        return None
    table = matrix(kind, entries, links) if kind.topic and kind.actors else None
    if kind.is_view:
        return Section(kind, (), table, tuple(movement(kind, entries, links)))
    drawn = [timeline(kind, entries, links)] if kind.date else []
    if kind.actors:
        drawn.append(network(kind, entries, links, persons=False))
        if any(actor.name for entry in entries for actor in entry.actors):
            drawn.append(network(kind, entries, links, persons=True))
    return Section(kind, tuple(drawn), table, ())


def _tally(kind: Kind, contents: Contents, links: Listings) -> Tally | None:
    entries = contents.of(kind)
    gone = [contents.counts.get((kind.plural, state), 0) for state in GONE]
    if not entries and not any(gone):
        return None
    flagged = [entry for entry in entries if entry.flagged]
    return Tally(
        kind,
        total=len(entries) + sum(gone),
        checked=sum(entry.checked for entry in entries),
        flagged=len(flagged),
        reviewed=sum(entry.kept.state.holds for entry in entries),
        waiting=sum(entry.kept.state.waits for entry in entries),
        gone=(gone[0], gone[1]),
        href=links.href(f"{kind.label}, flagged", flagged) if flagged else "",
    )


def _reasons(contents: Contents, links: Listings) -> list[tuple[str, int, str]]:
    """What flags records most often: (code, how many, where they are)."""
    flagged = [entry for entry in contents.entries if entry.flagged]
    counts = Counter(code for entry in flagged for code in set(entry.reasons))
    return [
        (code, count, links.href(f"flagged: {code}", [e for e in flagged if code in e.reasons]))
        for code, count in counts.most_common(_REASONS)
    ]


def _cards(store: Store, contents: Contents, numbers: set[int]) -> list[tuple[Kind, list[Card]]]:
    picked = [entry for entry in contents.entries if entry.kept.number in numbers]
    linked = {(e.kept.extraction, e.kept.plural, e.kept.position): e for e in picked}
    found = {number: store.findings(number) for number in {e.kept.extraction for e in picked}}
    by_kind: list[tuple[Kind, list[Card]]] = []
    for kind in contents.kinds:
        own = sorted(
            (entry for entry in picked if entry.kind is kind),
            key=lambda e: (e.day is None, str(e.day or ""), e.kept.number),
        )
        if own:
            made = [card(e, found[e.kept.extraction], linked=linked) for e in own]
            by_kind.append((kind, made))
    return by_kind


def _days(contents: Contents) -> str:
    days = sorted(entry.day for entry in contents.entries if entry.day)
    return f"{days[0]} to {days[-1]}" if days else ""


@cache
def _template() -> Any:
    try:
        from jinja2 import Environment, PackageLoader  # noqa: PLC0415 - an extra
    except ImportError:
        raise ConfigurationError(
            "a report needs the extra: pip install 'llm-extract[report]'"
        ) from None
    loader = PackageLoader("llm_extract.report")
    made = Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, finalize=_finalized
    )
    return made.get_template("report.html")


def _finalized(value: Any) -> Any:
    """What goes into the page; marked-up parts, of our own making, go as they are."""
    return seen(value) if type(value) is str else value
