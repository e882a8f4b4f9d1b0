"""What a figure is, and the figures of how far the records can be trusted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from llm_extract.report import charts
from llm_extract.report.actors import Side
from llm_extract.report.drawing import drawable, drawn
from llm_extract.report.entries import Contents, Entry
from llm_extract.report.kinds import Kind
from llm_extract.report.listings import Listings

_STANDING = {
    "firm": "reviewed: accepted, edited or added",
    "plain": "waiting, and nothing speaks against it",
    "doubt": "waiting, and flagged",
}
_BINS = 20
_HALF = 400
"""Pixels of two charts that stand side by side, without their labels."""


@dataclass(frozen=True)
class Figure:
    """One figure.

    Attributes:
        anchor: where it stands on the page.
        title: what it shows.
        note: how to read it, and what is left out.
        svg: the drawing; None where there is nothing to draw, and the note says why.
        legend: (colour, words).
    """

    anchor: str
    title: str
    note: str
    svg: str | None
    legend: tuple[tuple[str, str], ...] = ()


def standing(contents: Contents, links: Listings) -> Figure:
    """How many records stand where: reviewed, waiting, flagged."""
    parts = []
    for kind in contents.kinds:
        groups: dict[str, list[Entry]] = defaultdict(list)
        for entry in contents.of(kind):
            groups[_stands(entry)].append(entry)
        parts += [
            part(groups[tone], f"{kind.label} {words}", links,
                 tone=tone, order=order, name=drawable(kind.label))
            for order, (tone, words) in enumerate(_STANDING.items())
            if groups[tone]
        ]  # fmt: skip
    names = [drawable(kind.label) for kind in contents.kinds]
    title = "Where the records stand"
    svg = drawn(charts.bars(parts, names, width=_HALF), label=title) if parts else None
    return Figure("standing", title, "", svg, tuple(_STANDING.items()))


def confidences(contents: Contents, links: Listings) -> Figure:
    """How sure the records are: a column for each twentieth."""
    bins: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    for entry in contents.entries:
        if entry.kept.confidence is not None:
            at = min(int(entry.kept.confidence * _BINS), _BINS - 1)
            bins[at, _stands(entry)].append(entry)
    names = [f"{at * 100 // _BINS} %" for at in range(_BINS)]
    order = list(_STANDING)
    parts = [
        part(these, f"{_STANDING[tone]}, confidence from {names[at]}", links,
             tone=tone, order=order.index(tone), period=names[at])
        for (at, tone), these in bins.items()
    ]  # fmt: skip
    title = "How sure they are"
    if not parts:
        return Figure("confidence", title, "No record has a confidence.", None)
    chart = charts.columns(parts, names, height=max(40, 34 * len(contents.kinds)), width=_HALF)
    note = "By the probability that no key field is wrong."
    return Figure("confidence", title, note, drawn(chart, label=title))


def legend(kind: Kind, entries: Iterable[Entry]) -> tuple[tuple[str, str], ...]:
    """The colours that some records have."""
    used = {entry.code for entry in entries}
    return tuple((tone, words(value)) for value, tone in kind.tones.items() if value in used)


def part(
    entries: Sequence[Entry], title: str, links: Listings, *, tone: str, order: int, **more: str
) -> dict[str, Any]:
    """A part of a column or bar, that leads to its records."""
    return {
        "count": len(entries),
        "order": order,
        "fill": charts.tone(tone),
        "href": links.href(title, entries),
        "tip": drawable(f"{len(entries)} {title}", most=120),
        **more,
    }


def frequent(sides: Iterable[Side], most: int) -> list[Side]:
    """The sides that are named most often, each under its most usual name."""
    names: dict[str, Counter[Side]] = defaultdict(Counter)
    for side in sides:
        names[side.key][side] += 1
    ordered = sorted(names, key=lambda key: (-names[key].total(), key))
    return [names[key].most_common(1)[0][0] for key in ordered[:most]]


def words(value: str) -> str:
    """The value of an enum for people."""
    return value.replace("_", " ")


def left_out(note: str, *, undated: int = 0, others: int = 0, what: str = "") -> str:
    """A note, with what its figure does not show."""
    more = [f"{undated} without a date are not shown."] if undated else []
    more += [f"{others} more {what} are not shown."] if others else []
    return " ".join([note, *more])


def _stands(entry: Entry) -> str:
    if entry.kept.state.holds:
        return "firm"
    return "doubt" if entry.flagged else "plain"
