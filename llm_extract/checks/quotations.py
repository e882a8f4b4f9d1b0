"""Stretches between quotation marks, nested ones and those over paragraphs.

Marks are read paragraph by paragraph, each by its shape and its neighbours, and paired on
a stack. What stays open ends with its paragraph, so that an odd mark never swallows more.
Single marks are also apostrophes: an opening one without a fitting end counts for nothing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from llm_extract.article import Article

_MARK = re.compile("[\"'“”„‟‘’‚‛«»‹›「」『』〝〞〟＂]")
_FAMILY = {
    **dict.fromkeys('"＂', "straight"),
    **dict.fromkeys("“”„‟", "curly"),
    **dict.fromkeys("'", "single"),
    **dict.fromkeys("‘’‚‛", "curly single"),
    **dict.fromkeys("«»", "guillemets"),
    **dict.fromkeys("‹›", "single guillemets"),
    **dict.fromkeys("「」", "corners"),
    **dict.fromkeys("『』", "white corners"),
    **dict.fromkeys("〝〞〟", "primes"),
}
_OPENS = frozenset("“„‟‘‚‛«‹「『〝")
_CLOSES = frozenset("”’»›」』〞〟")
_EITHER = frozenset("\"＂'")
_SINGLES = frozenset({"single", "curly single"})
_AFTER_WORDS = frozenset(",.?!;:…—")
"""What stands before a mark that closes a whole sentence or clause."""
_DEEPEST = 8
"""Quotations in each other; a mark that would open another is none."""
_DECADE = re.compile(r"\d\ds?\b")
_ELISIONS = re.compile(r"(?:tis|twas|til|em|cause|n)\b", re.IGNORECASE)


class Quotation(NamedTuple):
    """Quoted words.

    Attributes:
        start: offset of the first character inside the marks.
        end: offset after the last character inside the marks.
        depth: how many other quotations hold it.
        continues: whether it goes on where the quotation before it, of the paragraph
            before, was left open.
    """

    start: int
    end: int
    depth: int
    continues: bool = False


def quotations(article: Article) -> list[Quotation]:
    """The quotations of an article, in order of their beginnings; outer before inner ones.

    Straight and curly marks, double and single, guillemets and corner brackets count; white
    space inside the marks does not. A quotation that runs over paragraphs comes as one for
    each of them. Time is linear in the length of the text.
    """
    found: list[Quotation] = []
    left_open: str | None = None
    for start, end in article.paragraphs:
        paragraph = _Paragraph(article.text, start, end, left_open)
        found += paragraph.quotations()
        left_open = paragraph.left_open
    return found


class _Open:
    """An opening mark whose end has not come yet."""

    __slots__ = ("at", "doubtful_end", "family")

    def __init__(self, at: int, family: str) -> None:
        self.at = at
        self.family = family
        self.doubtful_end: int | None = None


class _Paragraph:
    """The marks of one paragraph, paired.

    Attributes:
        left_open: the family of the mark that its last quotation lacks, if any.
    """

    def __init__(self, text: str, start: int, end: int, left_open: str | None) -> None:
        self.text = text
        self.start, self.end = start, end
        self.left_open: str | None = None
        self._stack: list[_Open] = []
        self._pairs: list[tuple[int, int]] = []
        self._goes_on: int | None = None
        self._read(left_open)

    def _read(self, left_open: str | None) -> None:
        first = True
        for mark in _MARK.finditer(self.text, self.start, self.end):
            at, sign = mark.start(), mark[0]
            family = _FAMILY[sign]
            if first and family == left_open:
                if not self.text[self.start : at].strip():
                    self._goes_on = at + 1
                elif not self._opens(at, sign) and self._closes(at, sign):
                    self._stack.append(_Open(self.start - 1, family))
                    self._goes_on = self.start
            first = first and family in _SINGLES and not self._opens(at, sign)
            self._take(at, sign, family)
        self._finish()

    def _take(self, at: int, sign: str, family: str) -> None:
        opened = self._innermost(family)
        if opened is not None and self._closes(at, sign):
            if family in _SINGLES and self._is_doubtful(at):
                opened.doubtful_end = opened.doubtful_end or at
                return
            if opened.doubtful_end and self.text[at - 1] not in _AFTER_WORDS:
                self._settle_to(opened)
                return
            self._close(opened, at)
        elif self._opens(at, sign):
            if opened is not None and (family in _SINGLES or sign in _EITHER):
                self._end_early(opened, at)
            if len(self._stack) < _DEEPEST:
                self._stack.append(_Open(at, family))

    def _innermost(self, family: str) -> _Open | None:
        for opened in reversed(self._stack):
            if opened.family == family:
                return opened
        return None

    def _opens(self, at: int, sign: str) -> bool:
        before, after = self._neighbours(at)
        if sign in _EITHER:
            if after.isspace() or not after or _runs_on(before):
                return False
            if sign != "'":
                return True
            rest = self.text[at + 1 : at + 8]
            return not (_DECADE.match(rest) or _ELISIONS.match(rest)) and _is_head(before)
        if sign == "‘":
            rest = self.text[at + 1 : at + 8]
            return not (_runs_on(before) or after.isspace() or _DECADE.match(rest))
        if sign in "”»":  # so in Swedish and in some German print
            return _is_head(before) and not after.isspace() and bool(after)
        if sign == "“" and self._innermost("curly"):
            return not _runs_on(before) or _runs_on(after)
        return sign in _OPENS

    def _closes(self, at: int, sign: str) -> bool:
        before, after = self._neighbours(at)
        if sign in ("'", "’"):
            if _runs_on(before) and _runs_on(after):
                return False
            return bool(before) and not before.isspace()
        if sign in _EITHER:
            return bool(before) and not before.isspace() and before not in "([{"
        if sign == "“":  # the end of „these“
            opened = self._innermost("curly")
            low = opened is not None and self.text[opened.at : opened.at + 1] == "„"
            return low and not before.isspace()
        if sign == "«":  # the end of »these«
            opened = self._innermost("guillemets")
            turned = opened is not None and self.text[opened.at : opened.at + 1] == "»"
            return turned and not before.isspace()
        return sign in _CLOSES

    def _is_doubtful(self, at: int) -> bool:
        """Whether a single mark may as well be the apostrophe of "the workers' party"."""
        before, after = self._neighbours(at)
        return before in "sS" and after == " " and self.text[at + 2 : at + 3].isalpha()

    def _neighbours(self, at: int) -> tuple[str, str]:
        before = self.text[at - 1] if at > self.start else ""
        after = self.text[at + 1] if at + 1 < self.end else ""
        return before, after

    def _close(self, opened: _Open, at: int) -> None:
        while self._stack[-1] is not opened:
            self._settle(self._stack.pop())
        self._stack.pop()
        self._pairs.append((opened.at + 1, at))

    def _settle_to(self, opened: _Open) -> None:
        while self._stack[-1] is not opened:
            self._settle(self._stack.pop())
        self._settle(self._stack.pop())

    def _settle(self, opened: _Open) -> None:
        """Let go of a mark whose own end did not come before that of the one around it."""
        if opened.doubtful_end:
            self._pairs.append((opened.at + 1, opened.doubtful_end))

    def _end_early(self, opened: _Open, at: int) -> None:
        """End a quotation where another of its kind begins."""
        if opened.family in _SINGLES:
            self._settle_to(opened)
        else:
            self._close(opened, at)

    def _finish(self) -> None:
        for opened in self._stack:
            heads = not self.text[self.start : opened.at].strip()
            if opened.doubtful_end:
                self._settle(opened)
            elif opened.family not in _SINGLES or heads:
                self._pairs.append((opened.at + 1, self.end))
                self.left_open = self.left_open or opened.family

    def quotations(self) -> list[Quotation]:
        found: list[Quotation] = []
        ends: list[int] = []
        for start, end in sorted(self._pairs, key=lambda pair: (pair[0], -pair[1])):
            while ends and ends[-1] <= start:
                ends.pop()
            depth = len(ends)
            ends.append(end)
            goes_on = start == self._goes_on
            first, last = _stripped(self.text, start, end)
            if first < last:
                found.append(Quotation(first, last, depth, goes_on))
        return found


def _runs_on(char: str) -> bool:
    """Whether a word of an alphabet written with spaces, or a number, goes on with this."""
    return char.isalnum() and (char < "\u0590" or "\u1e00" <= char < "\u2000")


def _is_head(before: str) -> bool:
    """Whether a word may begin after this character."""
    return not before or before.isspace() or before in '([{—–-/"“‘«'


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
