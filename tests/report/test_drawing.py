"""Drawings keep what draws, and nothing that acts."""

from __future__ import annotations

from llm_extract.report.charts import columns
from llm_extract.report.drawing import drawable, drawn


def test_a_drawing_leads_to_anchors_only() -> None:
    """The library's addresses go, the anchor stays; colours are names of the style."""
    part = {
        "period": "2022", "count": 2, "order": 0, "fill": "var(--firm)", "href": "#l3",
        "tip": "<b>2</b> & more",
    }  # fmt: skip
    svg = drawn(columns([part], ["2022"]), label='A "label"')
    assert 'href="#l3"' in svg
    assert 'fill="var(--firm)"' in svg
    assert "<title>&lt;b&gt;2&lt;/b&gt; &amp; more</title>" in svg
    assert "xlink" not in svg
    assert "vega" not in svg
    assert "style=" not in svg


def test_labels_are_one_line_without_controls() -> None:
    """Direction marks and control characters go; what is too long is cut; scripts stay."""
    assert drawable("a\u202eb\x00\n c\ud800") == "ab c"
    assert drawable("한반도 비핵화") == "한반도 비핵화"
    assert len(drawable("x" * 500)) == 48
