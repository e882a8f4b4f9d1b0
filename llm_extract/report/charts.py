"""The charts themselves: rows of data → Vega-Lite or Vega. Colours are names of the style."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any

WIDTH = 1000
"""Pixels of a chart with its labels."""
_LABELS = 170
_PERIOD = 56
"""Pixels that the name of a period needs."""
_INK, _SOFT, _LINE, _PAPER = "var(--ink)", "var(--soft)", "var(--line)", "var(--paper)"

Rows = Sequence[Mapping[str, Any]]

_CONFIG: dict[str, Any] = {
    "background": None,
    "padding": {"left": 22, "right": 8, "top": 4, "bottom": 4},  # fonts differ in width
    "view": {"stroke": None},
    "axis": {
        "labelColor": _SOFT,
        "titleColor": _SOFT,
        "titleFontWeight": "normal",
        "labelFontSize": 11.5,
        "titleFontSize": 11.5,
        "gridColor": _LINE,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
    },
}
_LINKED: dict[str, Any] = {
    "href": {"field": "href"},
    "description": {"field": "tip"},
}
_FILL: dict[str, Any] = {"field": "fill", "type": "nominal", "scale": None}


def tone(name: str) -> str:
    """The colour of a tone, as the style names it."""
    return f"var(--{name})"


def lanes(
    dots: Rows,
    rows: Rows,
    *,
    joined: Rows = (),
    spans: Rows = (),
    labels: int = _LABELS,
    step: int = 26,
) -> dict[str, Any]:
    """Time to the right, a lane for each row, a dot for each record.

    Args:
        dots: `x` (date), `y` (row and offset), `size` (area), `fill`, `href`, `tip`.
        rows: `y`, `label`, `href`, `tip`.
        joined: `x`, `y`, `y2`, `fill`: what one record joins across rows.
        spans: `x`, `x2`, `y`, `fill`: dates that are longer than a day.
        labels: pixels for the rows' labels.
        step: height of a lane.
    """
    width = WIDTH - labels - 20
    days = sorted(str(dot["x"]) for dot in dots)
    x = {
        "field": "x",
        "type": "temporal",
        "scale": {"type": "utc", "domain": [days[0], days[-1]], "nice": True, "padding": 14},
        "axis": {"title": None, "tickCount": 8, "labelOverlap": True, "format": _format(days)},
    }
    y = {
        "field": "y",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [-0.6, len(rows) - 0.4], "reverse": True, "nice": False, "zero": False},
    }
    label = {"type": "text", "align": "right", "baseline": "middle", "x": -10, "fontSize": 12.5}
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": list(rows)},
            "mark": {"type": "rule", "color": _LINE},
            "encoding": {"y": y, "x": {"value": 0}, "x2": {"value": width}},
        },
        {
            "data": {"values": list(rows)},
            "mark": {**label, "color": _INK},
            "encoding": {"y": y, "text": {"field": "label"}, **_LINKED},
        },
        {
            "data": {"values": list(joined)},
            "mark": {"type": "rule", "strokeWidth": 1.5, "opacity": 0.45},
            "encoding": {"x": x, "y": y, "y2": {"field": "y2"}, "color": _FILL},
        },
        {
            "data": {"values": list(spans)},
            "mark": {"type": "rule", "strokeWidth": 5, "opacity": 0.3, "strokeCap": "round"},
            "encoding": {"x": x, "x2": {"field": "x2"}, "y": y, "color": _FILL},
        },
        {
            "data": {"values": list(dots)},
            "mark": {"type": "circle", "opacity": 1, "stroke": _PAPER, "strokeWidth": 1},
            "encoding": {
                "x": x,
                "y": y,
                "size": {"field": "size", "type": "quantitative", "scale": None},
                "fill": _FILL,
                **_LINKED,
            },
        },
    ]
    kept = [layer for layer in layers if layer["data"]["values"]]
    height = max(step * len(rows), 40)
    return {"width": width, "height": height, "layer": kept, "config": _CONFIG}


def _format(days: Sequence[str]) -> str:
    """How an axis names days: as finely as the time from the first to the last needs."""
    length = (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days
    return "%Y" if length > 1_200 else "%b %Y" if length > 100 else "%e %b %Y"


def columns(
    parts: Rows, periods: Sequence[str], *, height: int = 150, width: int | None = None
) -> dict[str, Any]:
    """Stacked columns: `period`, `count`, `order` (from below), `fill`, `href`, `tip`."""
    wide = width or min(WIDTH - 60, max(160, 46 * len(periods)))
    every = ceil(len(periods) * _PERIOD / wide)
    labels = {"labelAngle": 0, "values": list(periods[::every]), "title": None}
    return {
        "width": wide,
        "height": height,
        "data": {"values": list(parts)},
        "mark": {"type": "bar", "stroke": _PAPER, "strokeWidth": 1, "width": {"band": 0.8}},
        "encoding": {
            "x": {
                "field": "period",
                "type": "ordinal",
                "scale": {"domain": list(periods)},
                "axis": labels,
            },
            "y": {
                "field": "count",
                "type": "quantitative",
                "axis": {"title": None, "tickCount": 4, "tickMinStep": 1},
            },
            "order": {"field": "order"},
            "fill": _FILL,
            **_LINKED,
        },
        "config": _CONFIG,
    }


def bars(parts: Rows, names: Sequence[str], *, width: int) -> dict[str, Any]:
    """Stacked bars: `name`, `count`, `order` (from the left), `fill`, `href`, `tip`."""
    return {
        "width": width,
        "height": {"step": 34},
        "data": {"values": list(parts)},
        "mark": {"type": "bar", "stroke": _PAPER, "strokeWidth": 1, "height": {"band": 0.6}},
        "encoding": {
            "y": {
                "field": "name",
                "type": "nominal",
                "sort": list(names),
                "axis": {"title": None, "labelFontSize": 12.5, "labelColor": _INK},
            },
            "x": {
                "field": "count",
                "type": "quantitative",
                "axis": {"title": None, "tickCount": 6, "tickMinStep": 1, "grid": False},
            },
            "order": {"field": "order"},
            "fill": _FILL,
            **_LINKED,
        },
        "config": _CONFIG,
    }


def network(nodes: Rows, edges: Rows, *, height: int, room: float) -> dict[str, Any]:
    """Nodes that pull at each other where they are joined.

    Args:
        nodes: `lines` (the label's), `size` (area), `fill`, `href`, `tip`.
        edges: `source` and `target` (places of nodes), `width`, `href`, `tip`.
        height: of the drawing, in pixels.
        room: radius around a node that its label needs.
    """
    forces: list[dict[str, Any]] = [
        {"force": "nbody", "strength": -16 * room, "distanceMax": 420},
        {"force": "collide", "radius": room, "iterations": 4},
        {"force": "link", "links": "edges", "distance": room * 2.4},
        {"force": "x", "x": "datum.middle.x", "strength": 0.05 * height / WIDTH},
        {"force": "y", "y": "datum.middle.y", "strength": 0.13},
    ]
    middle = {"x": WIDTH / 2, "y": height / 2}
    text: dict[str, Any] = {
        "x": {"field": "x"},
        "y": {"signal": "datum.y + sqrt(datum.size) / 2 + 4"},
        "text": {"field": "datum.lines"},
        "align": {"value": "center"},
        "baseline": {"value": "top"},
        "fontSize": {"value": 12},
        "lineHeight": {"value": 13},
    }
    linked: dict[str, Any] = {"href": {"field": "href"}, "description": {"field": "tip"}}
    looks: list[dict[str, Any]] = [
        {"stroke": {"value": _PAPER}, "strokeWidth": {"value": 3}},
        {
            "fill": {"value": _INK},
            "href": {"field": "datum.href"},
            "description": {"field": "datum.tip"},
        },
    ]
    return {
        "$schema": "https://vega.github.io/schema/vega/v5.json",
        "width": WIDTH - 20,
        "height": height,
        "padding": 8,
        "autosize": "pad",
        "data": [
            {"name": "nodes", "values": [{**node, "middle": middle} for node in nodes]},
            {"name": "edges", "values": list(edges)},
        ],
        "marks": [
            {
                "name": "points",
                "type": "symbol",
                "zindex": 1,
                "from": {"data": "nodes"},
                "encode": {
                    "enter": {
                        "size": {"field": "size"},
                        "fill": {"field": "fill"},
                        "stroke": {"value": _PAPER},
                        "strokeWidth": {"value": 1.5},
                        **linked,
                    }
                },
                "transform": [
                    {
                        "type": "force",
                        "static": True,
                        "signal": "force",
                        "iterations": 400,
                        "forces": forces,
                    }
                ],
            },
            {
                "type": "path",
                "from": {"data": "edges"},
                "encode": {
                    "enter": {
                        "stroke": {"value": "var(--edge)"},
                        "strokeWidth": {"field": "width"},
                        "strokeCap": {"value": "round"},
                        **linked,
                    }
                },
                "transform": [
                    {
                        "type": "linkpath",
                        "shape": "line",
                        "require": {"signal": "force"},
                        "sourceX": "datum.source.x",
                        "sourceY": "datum.source.y",
                        "targetX": "datum.target.x",
                        "targetY": "datum.target.y",
                    }
                ],
            },
            *(
                {
                    "type": "text",
                    "zindex": 2,
                    "from": {"data": "points"},
                    "encode": {"enter": {**text, **look}},
                }
                for look in looks
            ),
        ],
    }
