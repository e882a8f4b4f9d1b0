"""Vega and Vega-Lite → SVG that stands in a page: links to its anchors, colours of its style."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

from llm_extract.errors import ConfigurationError

SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
_KEPT = frozenset(
    "transform d fill stroke x y x1 x2 y1 y2 opacity viewBox width height stroke-width "
    "stroke-dasharray stroke-linecap stroke-linejoin stroke-miterlimit fill-opacity "
    "stroke-opacity text-anchor font-size font-weight dy dx pointer-events href".split()
)
"""Attributes that a drawing may have; scripts, styles and addresses are none of them."""
_NUMBER = re.compile(r"-?\d+\.\d{2,}(?:e-?\d+)?")
_PLACE = re.compile(r"translate\(([-\d.]+),([-\d.]+)\)")
_MARGIN = 60
"""Pixels around the outermost marks, for labels."""
_LABEL = 48
"""Characters of a label."""


def drawn(spec: dict[str, Any], *, label: str, lite: bool = True, cropped: bool = False) -> str:
    """A chart as an SVG element.

    Args:
        spec: Vega-Lite, or Vega. An `href` in the data is an anchor of the page (`#r7`), a
            `description` becomes the mark's tooltip. Words in the data must be `drawable`.
        label: what the chart shows, for who cannot see it.
        lite: whether it is Vega-Lite.
        cropped: whether empty space around the marks goes.

    Raises:
        ConfigurationError: the extra `report` is not installed.
    """
    try:
        import vl_convert  # noqa: PLC0415 - an extra
    except ImportError:
        raise ConfigurationError(
            "a report needs the extra: pip install 'llm-extract[report]'"
        ) from None
    made = vl_convert.vegalite_to_svg(spec) if lite else vl_convert.vega_to_svg(spec)
    ET.register_namespace("", SVG)
    root = ET.fromstring(made)  # noqa: S314 - made by the library, of drawable words
    _cleaned(root)
    if cropped:
        _crop(root)
    root.set("class", "chart")
    root.set("role", "group")
    root.set("aria-label", label)
    return ET.tostring(root, encoding="unicode")


def drawable(words: str, *, most: int = _LABEL) -> str:
    """Words as a label: one line, without control and direction marks, cut where too long."""
    shown = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in words)
    shown = "".join(c for c in shown if unicodedata.category(c) not in ("Cf", "Cs", "Co", "Cn"))
    shown = " ".join(shown.split())
    return shown if len(shown) <= most else shown[: most - 1].rstrip() + "…"


def _cleaned(node: ET.Element) -> None:
    told = node.get("aria-label")
    target = node.get(_HREF)
    for name in list(node.attrib):
        if name not in _KEPT:
            del node.attrib[name]
        else:
            node.set(name, _NUMBER.sub(lambda found: f"{float(found[0]):.1f}", node.get(name, "")))
    if node.tag == f"{{{SVG}}}a" and target is not None:
        node.set("href", "#" + target.rpartition("#")[2])
        mark = next(iter(node), None)
        told = mark.get("aria-label") if mark is not None else None
    for child in list(node):
        _cleaned(child)
        if _is_empty(child):
            node.remove(child)
    if node.tag == f"{{{SVG}}}a" and told:
        node.set("aria-label", told)
        title = ET.Element(f"{{{SVG}}}title")
        title.text = told
        node.insert(0, title)


def _crop(root: ET.Element) -> None:
    """Show no more than the places of the marks, with room for their labels."""
    places = list(_places(root))
    if places:
        (left, right), (top, bottom) = (
            (min(line), max(line)) for line in zip(*places, strict=True)
        )
        width, height = right - left + 2 * _MARGIN, bottom - top + _MARGIN
        root.set(
            "viewBox", f"{left - _MARGIN:.0f} {top - _MARGIN / 3:.0f} {width:.0f} {height:.0f}"
        )
        root.set("width", f"{width:.0f}")
        root.set("height", f"{height:.0f}")


def _places(node: ET.Element, x: float = 0, y: float = 0) -> Iterator[tuple[float, float]]:
    """Where the marks below an element stand in the whole drawing."""
    found = _PLACE.match(node.get("transform", ""))
    if found:
        x, y = x + float(found[1]), y + float(found[2])
        if node.tag != f"{{{SVG}}}g" and found[0] != "translate(0,0)":  # a line stands nowhere
            yield x, y
    for child in node:
        yield from _places(child, x, y)


def _is_empty(node: ET.Element) -> bool:
    """Whether an element draws nothing."""
    if node.tag == f"{{{SVG}}}g":
        return len(node) == 0
    return node.tag == f"{{{SVG}}}path" and not (node.get("fill") or node.get("stroke"))
