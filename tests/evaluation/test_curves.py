"""The picture."""

from __future__ import annotations

from xml.etree import ElementTree

from llm_extract.evaluation.curves import svg
from llm_extract.evaluation.ranking import Ranked

NAMES = {"svg": "http://www.w3.org/2000/svg"}


def test_both_curves_are_drawn() -> None:
    """Two panels with a reference line each, a dot for each bin, everything inside the frame."""
    records = [Ranked(at / 1000, at % 3 == 0) for at in range(1000)]
    root = ElementTree.fromstring(svg(records, title='a <b> & "c"'))
    assert root.find("svg:title", NAMES).text == 'a <b> & "c"'  # type: ignore[union-attr]
    lines = root.findall("svg:polyline", NAMES)
    assert len(lines) == 4
    assert len(root.findall("svg:circle", NAMES)) == 10
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    for line in lines:
        points = [tuple(map(float, p.split(","))) for p in line.attrib["points"].split()]
        assert len(points) < 600
        assert all(0 <= x <= width and 0 <= y <= height for x, y in points)


def test_findings_alone_have_no_reliability() -> None:
    """Only the risk-coverage curve; no records are an empty frame."""
    root = ElementTree.fromstring(svg([Ranked(3, True)], title="t", calibrated=False))
    assert len(root.findall("svg:polyline", NAMES)) == 2
    ElementTree.fromstring(svg([], title="t"))
