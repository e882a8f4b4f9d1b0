"""Who stands in one record with whom, by state and by person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from math import sqrt
from typing import Any

from llm_extract.report import charts
from llm_extract.report.actors import Actor, Side
from llm_extract.report.drawing import drawable, drawn
from llm_extract.report.entries import Entry
from llm_extract.report.figures import Figure, left_out
from llm_extract.report.kinds import Kind
from llm_extract.report.listings import Listings

STATES = 30
PERSONS = 40
"""Those in most records are shown."""
LINES = 110
"""The thickest are shown."""
_HUES = 6
"""States whose persons have a colour of their own."""
_SPARSE = 45
"""Lines up to which they may be thick."""
_CROWD = 12
"""Members up to which a record joins each with each."""

Member = Actor | Side
Inside = Mapping[Hashable, Sequence[Entry]]


def network(kind: Kind, entries: Sequence[Entry], links: Listings, *, persons: bool) -> Figure:
    """A mark for each state (or person), a line where two stand in one record."""
    what = "person" if persons else "country"
    anchor, title = f"net-{what}-{kind.plural}", f"Who with whom in {kind.label}, by {what}"
    inside: dict[Hashable, list[Entry]] = defaultdict(list)
    known: dict[Hashable, Member] = {}
    together: dict[tuple[Hashable, Hashable], list[Entry]] = defaultdict(list)
    for entry in entries:
        members = {member.key: member for member in _members(entry, persons=persons)}
        for key, member in members.items():
            known.setdefault(key, member)
            inside[key].append(entry)
        for pair in combinations(list(members)[:_CROWD], 2):
            one, other = sorted(pair, key=str)
            together[one, other].append(entry)
    often = sorted(inside, key=lambda key: (-len(inside[key]), str(key)))
    kept = set(often[: PERSONS if persons else STATES])
    pairs = {pair: these for pair, these in together.items() if kept.issuperset(pair)}
    strong = sorted(pairs, key=lambda pair: (-len(pairs[pair]), str(pair)))[:LINES]
    drawn_keys = [key for key in often if any(key in pair for pair in strong)]
    if not strong:
        return Figure(anchor, title, f"No two stand in one record of {kind.label}.", None)
    place = {key: index for index, key in enumerate(drawn_keys)}
    hues = _hues(known[key] for key in drawn_keys) if persons else {}
    most = len(inside[drawn_keys[0]])
    nodes = [
        _node(known[key], inside[key], links, kind=kind, hues=hues)
        | {"size": 90 + 26 * min(most, 20) * len(inside[key]) / most}
        for key in drawn_keys
    ]
    most = max(len(pairs[pair]) for pair in strong)
    widest = 6 if len(strong) < _SPARSE else 3
    edges = [
        _edge((known[one], known[other]), these, links)
        | {"source": place[one], "target": place[other]}
        | {"width": 1.2 + widest * sqrt((len(these) - 1) / most)}
        for one, other in strong
        for these in [pairs[one, other]]
    ]
    height = max(240, min(680, (180 if persons else 140) + 14 * len(nodes)))
    chart = charts.network(nodes, edges, height=height, room=42 if persons else 38)
    svg = drawn(chart, label=title, lite=False, cropped=True)
    note = left_out(
        "The larger a mark and the thicker a line, the more records.",
        others=len(inside) - len(nodes),
        what="seldom named, or alone in their records,",
    )
    return Figure(anchor, title, note, svg, _legend(hues, known))


def _members(entry: Entry, *, persons: bool) -> Sequence[Member]:
    if persons:
        return [actor for actor in entry.actors if actor.name is not None]
    return entry.sides


def _node(
    member: Member,
    entries: Sequence[Entry],
    links: Listings,
    *,
    kind: Kind,
    hues: Mapping[str, str],
) -> dict[str, Any]:
    name = _name(member)
    title = f"{name}: {kind.label}"
    fill = hues.get(_side(member).key, "plain") if hues else "firm"
    return {
        "lines": _lines(name),
        "fill": charts.tone(fill),
        "href": links.href(title, entries),
        "tip": drawable(f"{title}, {len(entries)}", most=120),
    }


def _edge(ends: tuple[Member, Member], entries: Sequence[Entry], links: Listings) -> dict[str, Any]:
    title = " – ".join(_name(end) for end in ends)
    return {
        "href": links.href(title, entries),
        "tip": drawable(f"{title}: {len(entries)}", most=120),
    }


def _lines(name: str) -> list[str]:
    """A label on one line, or on two where it is long."""
    words = drawable(name, most=40).split()
    if len(words) < 2 or sum(map(len, words)) < 12:
        return [" ".join(words)]
    cuts = range(1, len(words))
    at = min(cuts, key=lambda i: max(len(" ".join(words[:i])), len(" ".join(words[i:]))))
    return [" ".join(words[:at]), " ".join(words[at:])]


def _hues(members: Iterable[Member]) -> dict[str, str]:
    """State → colour, for those with the most persons."""
    counts = Counter(_side(member).key for member in members)
    often = [key for key, count in counts.most_common(_HUES)]
    return {key: f"hue{at}" for at, key in enumerate(often)}


def _legend(
    hues: Mapping[str, str], known: Mapping[Hashable, Member]
) -> tuple[tuple[str, str], ...]:
    names = {_side(member).key: _side(member).label for member in known.values()}
    keys = [(hue, names[key]) for key, hue in hues.items()]
    others = [("plain", "others")] if names.keys() - hues.keys() and hues else []
    return (*keys, *others)


def _side(member: Member) -> Side:
    return member.side if isinstance(member, Actor) else member


def _name(member: Member) -> str:
    return (member.name or member.side.label) if isinstance(member, Actor) else member.label
