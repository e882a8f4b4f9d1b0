"""An article, letter for letter, and the sentences in it.

Every offset in the project counts characters (Python code points) of `Article.text` as
it stands; nothing here rewrites that text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

import sentencex
from pydantic import BaseModel, ConfigDict, Field

Stretch = tuple[int, int]
"""(start, end) of a part of a text, end exclusive."""
PublishedFrom = Literal["option", "metadata", "text", "unknown"]

MAX_SENTENCE = 2_000
"""Characters; a longer stretch without a sentence end is cut at a space."""

_MAX_PIECE = 20_000
"""Characters that are cut into sentences at once."""
_SOFT_WRAP_WIDTH = 100
_ODD_SPACE = re.compile(r"[^\S\r\n]")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")


class Span(BaseModel):
    """A verbatim stretch of an article: `article.text[start:end] == text`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: int = Field(ge=0, description="Offset of the first character.")
    end: int = Field(ge=0, description="Offset after the last character.")
    text: str = Field(description="The characters between the two, as they stand.")

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


class Sentence(NamedTuple):
    """A numbered stretch; numbers start at 1 and run through the whole article."""

    number: int
    start: int
    end: int


class Article(BaseModel):
    """One news text or readout with the metadata that came with it.

    The id is the one given with the source, else made from the text, so that a corrected
    publication date supersedes an earlier run on the same text; `digest` covers both.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(description="The text, letter for letter; every offset refers to it.")
    id: str = Field(default="", description="Given with the source, else made from the text.")
    source: str | None = Field(default=None, description="File (and row) that it came from.")
    title: str | None = Field(default=None, description="Title given as metadata.")
    publisher: str | None = Field(default=None, description="Who published it.")
    published: date | None = Field(default=None, description="Publication date, if known.")
    published_from: PublishedFrom = Field(
        default="unknown", description="Where the publication date came from."
    )
    language: str | None = Field(default=None, description="Language code, if given.")
    url: str | None = Field(default=None, description="Web address, if given.")

    def model_post_init(self, _context: object) -> None:
        if not self.id:
            object.__setattr__(self, "id", self.sha256[:16])
        if self.published is not None and self.published_from == "unknown":
            object.__setattr__(self, "published_from", "metadata")

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the text and the metadata that a model is shown."""
        shown = "\x1f".join([self.sha256, self.title or "", str(self.published or "")])
        return hashlib.sha256(shown.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences in order, white space around them left out."""
        stretches = _cut(self.text)
        return [Sentence(n, start, end) for n, (start, end) in enumerate(stretches, start=1)]

    @cached_property
    def paragraphs(self) -> list[tuple[int, int]]:
        """(start, end) of each paragraph; in hard-wrapped text a single line end ends none."""
        return list(_blocks(self.text))

    def span(self, start: int, end: int) -> Span:
        """The span from `start` to `end`, with its text."""
        return Span(start=start, end=end, text=self.text[start:end])


def _cut(text: str) -> Iterator[tuple[int, int]]:
    for block_start, block_end in _pieces(text):
        # sentencex 1.0.32 panics on a capital, a no-break space and a full stop in a row.
        block = _ODD_SPACE.sub(" ", text[block_start:block_end])
        for boundary in sentencex.get_sentence_boundaries("en", block):
            start = block_start + boundary["start_index"]
            end = block_start + boundary["end_index"]
            yield from _bounded(text, *_stripped(text, start, end))


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs, very long ones in pieces, so that the time to cut them stays linear.

    With many opening quotation marks sentencex 1.0.32 takes the square of the length.
    """
    for block_start, end in _blocks(text):
        start = block_start
        while end - start > _MAX_PIECE:
            middle, last = start + _MAX_PIECE // 2, start + _MAX_PIECE
            cut = max(text.rfind(mark, middle, last) + len(mark) for mark in ("\n", ". "))
            cut = cut if cut > middle else last
            yield start, cut
            start = cut
        yield start, end


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs: ended by an empty line, and by any line end unless lines are hard-wrapped.

    A text is hard-wrapped when no line is longer than a wrapped line would be and most
    lines that are followed by another fill it; then a single line end is just a space.
    """
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m.end() > m.start()]
    wrapped = _is_hard_wrapped([text[s:e].strip() for s, e in lines])
    open_at: int | None = None
    last_end = 0
    for start, end in lines:
        blank = not text[start:end].strip()
        if open_at is not None and (blank or not wrapped):
            yield open_at, last_end
            open_at = None
        if not blank and open_at is None:
            open_at = start
        last_end = end
    if open_at is not None:
        yield open_at, last_end


def _is_hard_wrapped(lines: list[str]) -> bool:
    if max(map(len, lines), default=0) > _SOFT_WRAP_WIDTH:
        return False
    continued = [len(line) for line, after in pairwise(lines) if line and after]
    full = sum(length >= _SOFT_WRAP_WIDTH // 2 for length in continued)
    return bool(continued) and full * 2 > len(continued)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = cut if cut > 0 else start + MAX_SENTENCE
        yield _stripped(text, start, cut)
        start, end = _stripped(text, cut, end)
    if start < end:
        yield start, end
