"""Who thinks what: a matrix of states by topics, and how that moves over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from llm_extract.report import charts
from llm_extract.report.actors import Side
from llm_extract.report.cards import day_words
from llm_extract.report.drawing import drawable, drawn
from llm_extract.report.entries import Entry
from llm_extract.report.figures import Figure, frequent, left_out, legend, part, words
from llm_extract.report.kinds import Kind
from llm_extract.report.listings import Listings
from llm_extract.report.periods import cut
from llm_extract.report.topics import grouped

TOPICS = 16
SIDES = 12
"""What the matrix shows; the rest stands together as "other"."""
COURSES = 16
"""Lines of the course over time that are shown."""
OTHER = "other"


@dataclass(frozen=True)
class Chip:
    """Records of one cell with one colour."""

    tone: str
    sign: str
    count: int
    href: str
    tip: str


@dataclass(frozen=True)
class Line:
    """One topic: its name, where that leads, and its cells."""

    name: str
    href: str
    cells: tuple[tuple[Chip, ...], ...]


@dataclass(frozen=True)
class Matrix:
    """Topics down, states across.

    Attributes:
        heads: (name, where it leads) of each column.
        legend: (colour, sign, words).
    """

    anchor: str
    title: str
    note: str
    heads: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    legend: tuple[tuple[str, str, str], ...]


def signs(kind: Kind) -> dict[str, str]:
    """Value of the enum → one or two letters, so that no colour is needed to tell them."""
    made: dict[str, str] = {}
    for value in kind.tones:
        initials = "".join(word[0] for word in value.split("_") if word).upper()[:2]
        clear = initials if initials not in made.values() else value[:2].capitalize()
        made[value] = clear
    return made


def matrix(kind: Kind, entries: Sequence[Entry], links: Listings) -> Matrix:
    """Which state holds what on which topic."""
    about = [entry for entry in entries if entry.topic and entry.sides]
    names = grouped(entry.topic for entry in about if entry.topic)
    by_topic: dict[str, list[Entry]] = defaultdict(list)
    for entry in about:
        by_topic[names[entry.topic or ""]].append(entry)
    often = sorted(by_topic, key=lambda name: (-len(by_topic[name]), name))
    sides = frequent((side for entry in about for side in entry.sides), SIDES)
    every = frequent((side for entry in about for side in entry.sides), len(about) * 8)
    rows = {name: by_topic[name] for name in often[:TOPICS]}
    rest = [entry for name in often[TOPICS:] for entry in by_topic[name]]
    if rest:
        rows[f"{OTHER} ({len(often) - TOPICS} topics)"] = rest
    known = {side.key for side in sides}
    columns: list[tuple[str, set[str]]] = [(side.label, {side.key}) for side in sides]
    if others := {side.key for side in every} - known:
        columns.append((OTHER, others))
    letters = signs(kind)
    heads = tuple(
        (name, links.href(f"{name}: {kind.label}", [e for e in about if _of(e, keys)]))
        for name, keys in columns
    )
    lines = tuple(
        Line(
            topic,
            links.href(f"{topic}: {kind.label}", these),
            tuple(
                _cell([e for e in these if _of(e, keys)], f"{name}, {topic}", links,
                      kind=kind, letters=letters)
                for name, keys in columns
            ),
        )
        for topic, these in rows.items()
    )  # fmt: skip
    key = tuple((tone, letters[value], words(value)) for value, tone in kind.tones.items())
    note = "Topics that share a word stand together. A number is a count of records."
    return Matrix(
        f"matrix-{kind.plural}", f"{kind.label.capitalize()}: who on what", note, heads, lines, key
    )


def movement(kind: Kind, entries: Sequence[Entry], links: Listings) -> list[Figure]:
    """How what is held moves: all together by period, and each holder's course on a topic."""
    dated = sorted((e for e in entries if e.day), key=lambda e: (str(e.day), e.kept.number))
    anchor, title = f"moves-{kind.plural}", f"{kind.label.capitalize()} over time"
    if not dated:
        return [Figure(anchor, title, f"No record of {kind.label} has a date.", None)]
    name, periods = cut(entry.day for entry in dated if entry.day)
    heaps: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in dated:
        if entry.day:
            heaps[name(entry.day), entry.code or ""].append(entry)
    order = list(kind.tones)
    parts = [
        part(these, f"{words(code)}, {period}", links, tone=kind.tones.get(code, "plain"),
             order=order.index(code) if code in order else len(order), period=period)
        for (period, code), these in heaps.items()
    ]  # fmt: skip
    note = left_out("All records by the date on them.", undated=len(entries) - len(dated))
    svg = drawn(charts.columns(parts, periods), label=title)
    whole = Figure(anchor, title, note, svg, legend(kind, dated))
    return [whole, _courses(kind, dated, links)]


def _courses(kind: Kind, dated: Sequence[Entry], links: Listings) -> Figure:
    """A lane for each holder and topic that come up on several days."""
    anchor, title = f"course-{kind.plural}", "The same holder on the same topic, again"
    names = grouped(entry.topic for entry in dated if entry.topic)
    lanes: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    labels: dict[str, Side] = {}
    for entry in dated:
        for side in entry.sides:
            labels.setdefault(side.key, side)
            lanes[side.key, names.get(entry.topic or "", OTHER)].append(entry)
    several = {key: these for key, these in lanes.items() if len({e.day for e in these}) > 1}
    if not several:
        note = f"No state comes back to a topic on another day in these {kind.label}."
        return Figure(anchor, title, note, None)
    often = sorted(several, key=lambda key: (-_turns(several[key]), -len(several[key]), key))
    dots: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    joined: list[dict[str, Any]] = []
    for at, key in enumerate(often[:COURSES]):
        these, label = several[key], f"{labels[key[0]].label} · {key[1]}"
        rows.append(_row(at, label, these, links))
        joined.append(
            {"x": str(these[0].day), "x2": str(these[-1].day), "y": at, "fill": "var(--edge)"}
        )
        dots += _stops(at, label, these, links)
    chart = charts.lanes(dots, rows, spans=joined, labels=300)
    note = left_out(
        "Those that changed come first.", others=max(0, len(often) - COURSES), what="pairs"
    )
    return Figure(anchor, title, note, drawn(chart, label=title), legend(kind, dated))


def _row(at: int, label: str, entries: Sequence[Entry], links: Listings) -> dict[str, Any]:
    shown = drawable(label, most=44)
    return {"y": at, "label": shown, "tip": drawable(label, most=120),
            "href": links.href(label, entries)}  # fmt: skip


def _stops(at: int, label: str, entries: Sequence[Entry], links: Listings) -> list[dict[str, Any]]:
    """A mark for each day and value, those of one day beside each other."""
    heaps: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        heaps[str(entry.day), entry.code or ""].append(entry)
    seen: dict[str, int] = defaultdict(int)
    dots = []
    for (day, code), these in heaps.items():
        offset = (0, -0.26, 0.26, -0.13, 0.13)[seen[day] % 5]
        seen[day] += 1
        title = f"{label}, {words(code)}"
        dots.append(
            {"x": day, "y": at + offset, "size": 95, "fill": charts.tone(these[0].tone),
             "href": links.href(title, these),
             "tip": drawable(f"{day_words(these[0])} · {title}", most=140)}
        )  # fmt: skip
    return dots


def _turns(entries: Sequence[Entry]) -> int:
    """How many different values were held."""
    return len({entry.code for entry in entries})


def _of(entry: Entry, keys: set[str]) -> bool:
    return any(side.key in keys for side in entry.sides)


def _cell(
    entries: Sequence[Entry],
    title: str,
    links: Listings,
    *,
    kind: Kind,
    letters: Mapping[str, str],
) -> tuple[Chip, ...]:
    heaps: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        heaps[entry.code or ""].append(entry)
    order = list(kind.tones)
    return tuple(
        Chip(
            these[0].tone,
            letters.get(code, ""),
            len(these),
            links.href(f"{title}: {words(code)}" if code else title, these),
            drawable(f"{title}: {words(code) or 'records'}, {len(these)}", most=160),
        )
        for code, these in sorted(
            heaps.items(), key=lambda h: order.index(h[0]) if h[0] in order else len(order)
        )
    )
