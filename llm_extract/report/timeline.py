"""The timeline: a lane for each state, a mark for each record, or for many where there are many."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from llm_extract.report import charts
from llm_extract.report.actors import Side
from llm_extract.report.cards import day_words, headline
from llm_extract.report.drawing import drawable, drawn
from llm_extract.report.entries import Entry
from llm_extract.report.figures import Figure, frequent, left_out, legend, words
from llm_extract.report.kinds import Kind
from llm_extract.report.listings import Listings
from llm_extract.report.periods import cut

LANES = 16
"""The most frequent states are shown."""
DOTS = 400
"""From this many marks on, those of a lane and a period are one."""
_NEAR = 0.012
"""Part of the whole time in which marks of a lane would cover each other."""
_OFFSETS = (0.0, -0.24, 0.24, -0.12, 0.12, -0.36, 0.36)
"""Where in its lane a mark goes, in lanes, when others stand in the same place."""


def timeline(kind: Kind, entries: Sequence[Entry], links: Listings) -> Figure:
    """When the records of a type took place, and between whom."""
    anchor, title = f"time-{kind.plural}", f"Timeline of {kind.label}"
    dated = sorted((e for e in entries if e.day), key=lambda e: (str(e.day), e.kept.number))
    every = {side.key for entry in dated for side in entry.sides}
    lanes = frequent((side for entry in dated for side in entry.sides), LANES)
    if not lanes:
        return Figure(anchor, title, f"No record of {kind.label} has a date and a party.", None)
    at = {side.key: index for index, side in enumerate(lanes)}
    inside = [_inside(side, dated) for side in lanes]
    rows = [
        {"y": index, "label": drawable(side.label, most=24),
         "tip": drawable(f"{side.label}: {len(inside[index])} {kind.label}"),
         "href": links.href(f"{side.label}: {kind.label}", inside[index])}
        for index, side in enumerate(lanes)
    ]  # fmt: skip
    if sum(map(len, inside)) > DOTS:
        chart = charts.lanes(_heaps(inside, lanes, links), rows)
        note = (
            "A mark stands for all records of its period: its size says how many, its colour what "
            "most of them are."
        )
    else:
        chart = _single(dated, at, rows=rows, links=links)
        note = "A mark is a record; a line joins the states that stand in it."
    note = left_out(
        note,
        undated=len(entries) - len(dated),
        others=len(every) - len(lanes),
        what="states and organisations",
    )
    return Figure(anchor, title, note, drawn(chart, label=title), legend(kind, dated))


def _single(
    dated: Sequence[Entry],
    at: Mapping[str, int],
    *,
    rows: Sequence[Mapping[str, Any]],
    links: Listings,
) -> dict[str, Any]:
    """A mark for each record and lane."""
    days = [entry.day for entry in dated if entry.day]
    near = max((days[-1] - days[0]).days * _NEAR, 0.5)
    last: dict[int, list[date]] = defaultdict(list)
    dots, joined, spans = [], [], []
    for entry in dated:
        own = sorted(at[side.key] for side in entry.sides if side.key in at)
        if entry.day is None or entry.days is None or not own:
            continue
        crowd = max(sum((entry.day - d).days < near for d in last[lane]) for lane in own)
        offset = _OFFSETS[crowd % len(_OFFSETS)]
        fill, x = charts.tone(entry.tone), str(entry.day)
        tip = " · ".join(
            p for p in (day_words(entry), words(entry.code or ""), headline(entry)) if p
        )
        for lane in own:
            last[lane].append(entry.day)
            dots.append(
                {"x": x, "y": lane + offset, "size": 95, "fill": fill,
                 "href": links.href(headline(entry), [entry]), "tip": drawable(tip, most=160)}
            )  # fmt: skip
            if entry.days[0] != entry.days[1]:
                first, end = map(str, entry.days)
                spans.append({"x": first, "x2": end, "y": lane + offset, "fill": fill})
        if len(own) > 1:
            joined.append({"x": x, "y": own[0] + offset, "y2": own[-1] + offset, "fill": fill})
    return charts.lanes(dots, rows, joined=joined, spans=spans)


def _heaps(
    inside: Sequence[Sequence[Entry]], lanes: Sequence[Side], links: Listings
) -> list[dict[str, Any]]:
    """A mark for all records of a lane and a period, in the colour that most of them have."""
    name, _ = cut(entry.day for entries in inside for entry in entries if entry.day)
    heaps: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    for lane, entries in enumerate(inside):
        for entry in entries:
            if entry.day:
                heaps[lane, name(entry.day)].append(entry)
    most = max(map(len, heaps.values()))
    dots = []
    for (lane, period), these in heaps.items():
        days = [entry.day.toordinal() for entry in these if entry.day]
        codes = Counter(entry.code for entry in these).most_common()
        parts = ", ".join(f"{count} {words(code or '')}".strip() for code, count in codes)
        tone = next(entry.tone for entry in these if entry.code == codes[0][0])
        title = f"{lanes[lane].label}, {period}"
        dots.append(
            {
                "x": str(date.fromordinal(sum(days) // len(days))),
                "y": lane,
                "size": 15 + 235 * len(these) / most,
                "fill": charts.tone(tone),
                "href": links.href(title, these),
                "tip": drawable(f"{title}: {parts}", most=160),
            }
        )
    return dots


def _inside(side: Side, entries: Sequence[Entry]) -> list[Entry]:
    return [entry for entry in entries if any(s.key == side.key for s in entry.sides)]
