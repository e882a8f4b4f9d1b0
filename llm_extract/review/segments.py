"""An article's text, cut where marks begin and end, so that marks can nest and overlap."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
                  r"\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]")  # fmt: skip
"""What could steer how text is set, or cannot be sent: it is shown by name."""
_SHORT = {
    "\r": "", "\u200b": "ZWSP", "\u200e": "LRM",
    "\u200f": "RLM", "\u202a": "LRE", "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO",
    "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI", "\u2069": "PDI",
    "\u061c": "ALM", "\ufeff": "BOM",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that a stretch of the article is.

    Attributes:
        start: of its first character, in code points.
        end: behind its last one.
        name: a class for the style sheet.
        group: what `number` counts: `c` for values, `f` for findings, or nothing.
        number: which of them.
    """

    start: int
    end: int
    name: str
    group: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch with the same marks all over.

    Attributes:
        start: offset of its first character, in code points.
        text: its characters; empty for one that is not shown as itself.
        odd: what is shown instead; None where the text is.
        names: classes, each once.
        cells, findings: numbers of the values and findings that stand here.
    """

    start: int
    text: str
    odd: str | None = None
    names: tuple[str, ...] = ()
    cells: tuple[int, ...] = ()
    findings: tuple[int, ...] = ()


def segments(text: str, marks: Iterable[Mark]) -> Iterator[Segment]:
    """A text in stretches, in order; put together they are the text.

    Marks that lie outside the text are cut to it.
    """
    size = len(text)
    known = [m for m in marks if 0 <= m.start < min(m.end, size)]
    begins: dict[int, list[Mark]] = {}
    for mark in known:
        begins.setdefault(mark.start, []).append(mark)
    borders = {0, size, *begins, *(m.end for m in known if m.end < size)}
    borders |= {at for found in _ODD.finditer(text) for at in found.span()}
    order = sorted(borders)
    open_marks: list[Mark] = []
    for start, end in pairwise(order):
        open_marks = [m for m in open_marks if m.end > start] + begins.get(start, [])
        part = text[start:end]
        odd = shown_as(part) if _ODD.fullmatch(part) else None
        yield Segment(
            start,
            part if odd is None else "",
            odd,
            tuple(dict.fromkeys(m.name for m in open_marks)),
            _numbers(open_marks, "c"),
            _numbers(open_marks, "f"),
        )


def parts(text: str) -> Iterator[tuple[str, str | None]]:
    """A text cut at odd characters: the characters, or "" and what to show for one."""
    at = 0
    for found in _ODD.finditer(text):
        if found.start() > at:
            yield text[at : found.start()], None
        yield "", shown_as(found.group())
        at = found.end()
    if at < len(text):
        yield text[at:], None


def shown_as(character: str) -> str:
    """What stands for an odd character: a short name, or its number; nothing for a return."""
    if character in _SHORT:
        return _SHORT[character]
    is_tag = unicodedata.category(character) == "Cf" and ord(character) > 0xFFFF
    return "TAG" if is_tag else f"U+{ord(character):04X}"


def _numbers(marks: list[Mark], group: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(m.number for m in marks if m.group == group))
