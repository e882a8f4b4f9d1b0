"""The risk-coverage and the reliability curve as one SVG."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from llm_extract.evaluation.ranking import Ranked, reliability, risk_coverage, wrong_share

_SIDE = 280
_LEFT, _TOP, _GAP = 60, 50, 90
_WIDTH, _HEIGHT = 2 * (_LEFT + _SIDE) + _GAP - _LEFT + 30, _TOP + _SIDE + 60
_INK, _FAINT, _LINE = "#222222", "#bbbbbb", "#1f5fa8"


def svg(records: Sequence[Ranked], *, title: str, calibrated: bool = True) -> str:
    """A picture of how confidence ranks and how far it can be believed.

    Args:
        records: badness and truth; badness is 1 - confidence where `calibrated`.
        title: stands above both curves.
        calibrated: whether badness is 1 - confidence; else there is no reliability curve.
    """
    wrong = wrong_share(records) or 0.0
    left, right = _Panel(_LEFT), _Panel(_LEFT + _SIDE + _GAP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" font-family="sans-serif" font-size="12" '
        f'fill="{_INK}" role="img">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
        f'<text x="{_LEFT}" y="22" font-size="14">{escape(title)}</text>',
        left.frame("share of records accepted, surest first", "share of them wrong"),
        left.line([(0, wrong), (1, wrong)], color=_FAINT, dashed=True),
        left.line(_thinned(risk_coverage(records)), color=_LINE),
        left.note(f"dashed: random order, {wrong:.0%} wrong"),
    ]
    if calibrated:
        bins = reliability(records)
        parts += [
            right.frame("confidence", "share of them right"),
            right.line([(0, 0), (1, 1)], color=_FAINT, dashed=True),
            right.line([(b.confidence, b.right) for b in bins], color=_LINE),
            *(right.dot(b.confidence, b.right, f"{b.size} records") for b in bins),
            right.note("dashed: right as often as sure"),
        ]
    return "\n".join([*parts, "</svg>"]) + "\n"


class _Panel:
    """A square from (0, 0) to (1, 1)."""

    def __init__(self, left: int) -> None:
        self.left = left

    def at(self, x: float, y: float) -> tuple[str, str]:
        return _number(self.left + x * _SIDE), _number(_TOP + (1 - y) * _SIDE)

    def frame(self, across: str, up: str) -> str:
        base, middle = _TOP + _SIDE, self.left + _SIDE / 2
        marks = [
            f'<rect x="{self.left}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" fill="none" '
            f'stroke="{_FAINT}"/>'
        ]
        for share in (0, 0.25, 0.5, 0.75, 1):
            x, y = self.at(share, share)
            marks += [
                f'<text x="{x}" y="{base + 18}" text-anchor="middle">{share:g}</text>',
                f'<text x="{self.left - 8}" y="{y}" text-anchor="end" '
                f'dominant-baseline="middle">{share:g}</text>',
            ]
        side = f"{self.left - 42} {_TOP + _SIDE / 2:g}"
        turned = f'x="{self.left - 42}" y="{_TOP + _SIDE / 2:g}" transform="rotate(-90 {side})"'
        marks += [
            f'<text x="{middle:g}" y="{base + 40}" text-anchor="middle">{escape(across)}</text>',
            f'<text {turned} text-anchor="middle">{escape(up)}</text>',
        ]
        return "\n".join(marks)

    def line(
        self, points: Sequence[tuple[float, float]], *, color: str, dashed: bool = False
    ) -> str:
        places = " ".join(",".join(self.at(*point)) for point in points)
        dashes = ' stroke-dasharray="5 4"' if dashed else ""
        return (
            f'<polyline points="{places}" fill="none" stroke="{color}" stroke-width="2"{dashes}/>'
        )

    def dot(self, x: float, y: float, words: str) -> str:
        across, up = self.at(x, y)
        return (
            f'<circle cx="{across}" cy="{up}" r="4" fill="{_LINE}">'
            f"<title>{escape(words)}</title></circle>"
        )

    def note(self, words: str) -> str:
        return f'<text x="{self.left}" y="{_TOP - 8}" fill="#666666">{escape(words)}</text>'


def _thinned(
    points: Sequence[tuple[float, float]], most: int = 400
) -> Sequence[tuple[float, float]]:
    """At most about so many points, the last one among them."""
    step = max(len(points) // most, 1)
    return [*points[::step], *points[-1:]]


def _number(value: float) -> str:
    return f"{value:.1f}"
