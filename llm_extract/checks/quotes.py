"""Quotes: somebody's own words stand so, and between quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

from llm_extract.article import Stretch
from llm_extract.checks.case import Case, Field, field_check
from llm_extract.checks.differences import SLACK, denies, difference, fitting
from llm_extract.checks.finding import Finding
from llm_extract.checks.quoted import Line, Quoted, Unit, words_in
from llm_extract.fields import Quote

_ELLIPSIS = re.compile(r"[\[(]\s*(?:…|\.\.\.+)\s*[\])]|…|\.\.\.+|\. \. \.")
_MARKS = re.compile("[\"'“”„‟‘’‚‛`´«»‹›「」『』〝〞〟＂\u00ad\u200b-\u200d\u2060\ufeff]")
_DASHES = re.compile("[‐‑‒–—―−-]+")
_SPACE = re.compile(r"\s+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_ARTICLES = frozenset(["the", "a", "an"])
_MOST_WORDS = 200
"""Words of a quote that are compared one by one; a longer one is verbatim or it is not."""
_MOST_PIECES = 8
_MOST_TRIED = 20
"""Places tried for the beginning of a quote with an ellipsis."""
_SHORT = 3
"""Words of a quote up to which one shared word tells where it comes from."""
_ALIKE = 70.0
"""Similarity (0 to 100) from which a single word is called a changed one."""


@field_check(Quote)
def quote(field: Field, case: Case) -> Iterator[Finding]:
    """The words stand side by side within one quotation, near the record's evidence."""
    given = str(field.value)
    quoted = case.reading.once(Quoted)
    forms = [word.form for word in words_in(given)]
    if not forms:
        yield case.not_found(field.path, "quote.not_found", f'"{given}" has no words.')
        return
    yield _Check(field.path, given, forms, case, quoted).finding()


class _Piece(NamedTuple):
    """Words of the quote, forms[at:after], that stand side by side in a quotation."""

    at: int
    after: int

    @property
    def size(self) -> int:
        return self.after - self.at


class _Window(NamedTuple):
    """Words of a quotation, line.words[first:after], that a changed quote comes from."""

    first: int
    after: int
    changes: list[tuple[str, str]]
    shared: int


class _Check:
    """One quote before its article."""

    def __init__(self, path: str, given: str, forms: list[str], case: Case, quoted: Quoted) -> None:
        self.path = path
        self.given = given
        self.forms = forms
        self.case = case
        self.quoted = quoted
        self.line = quoted.line
        self.text = case.reading.text
        self._evidence = [case.reading.sentence_at(start) for start, _ in case.evidence]

    def finding(self) -> Finding:
        return (
            self._verbatim()
            or self._hidden()
            or self._rejoined()
            or self._not_quoted()
            or self._altered()
            or self._missing()
        )

    def _verbatim(self) -> Finding | None:
        best: Stretch | None = None
        cut: Stretch | None = None
        for place in self.line.places(self.forms):
            near = self._is_near(self.line.unit_at(place))
            stretch = self.line.stretch(place, place + len(self.forms))
            exact = _plain(self.text[slice(*stretch)]) == _plain(self.given)
            if near and self._is_denied(place):
                cut = cut or self.line.stretch(place - 1, place + len(self.forms))
                continue
            if near and exact:
                message = "The words stand between quotation marks."
                return self.case.supported(self.path, "quote.verbatim", message, spans=[stretch])
            best = best or stretch
        if cut is not None:
            shown = self.text[slice(*cut)]
            return self.case.contradicted(
                self.path,
                "quote.changed",
                f'Changed negation: the quote leaves out the beginning of "{shown}".',
                spans=[cut],
                proposed=shown,
            )
        if best is None:
            return None
        shown = self.text[slice(*best)]
        if any(self._is_near(self.line.unit_at(p)) for p in self.line.places(self.forms)):
            return self.case.ambiguous(
                self.path,
                "quote.punctuation",
                f'The article has the same words with other punctuation: "{shown}".',
                spans=[best],
                proposed=shown,
            )
        return self.case.contradicted(
            self.path,
            "quote.elsewhere",
            f'"{shown}" is quoted in another part of the article than the evidence.',
            spans=[best],
        )

    def _is_denied(self, place: int) -> bool:
        """Whether the quotation has a "not" right before the words, which the quote leaves out."""
        return place > self.line.unit_at(place).first and denies(self.line.words[place - 1].form)

    def _hidden(self) -> Finding | None:
        """Words left out behind an ellipsis."""
        parts = [[word.form for word in words_in(part)] for part in _ELLIPSIS.split(self.given)]
        parts = [part for part in parts if part]
        if len(parts) < 2:
            return None
        line = self.quoted.rejoined
        for place in islice(line.places(parts[0]), _MOST_TRIED):
            gaps, after = _gaps(line, place, parts)
            if not gaps:
                continue
            hidden = '" and "'.join(self.text[slice(*gap)] for gap in gaps)
            return self.case.contradicted(
                self.path,
                "quote.ellipsis",
                f'The ellipsis hides "{hidden}".',
                spans=gaps,
                proposed=self.text[slice(*line.stretch(place, after))],
            )
        return None

    def _rejoined(self) -> Finding | None:
        line = self.quoted.rejoined
        for place in line.places(self.forms):
            if self._is_near(line.unit_at(place), line):
                return self.case.ambiguous(
                    self.path,
                    "quote.joined",
                    "The words are quoted in two parts, with their speaker between them.",
                    spans=[line.stretch(place, place + len(self.forms))],
                )
        return None

    def _not_quoted(self) -> Finding | None:
        line = self.quoted.article
        for place in line.places(self.forms):
            start, end = line.stretch(place, place + len(self.forms))
            if self.forms[0] in _ARTICLES and self.line.has(self.forms[1:]) and self.forms[1:]:
                return self.case.ambiguous(
                    self.path,
                    "quote.not_quoted",
                    f'"{self.forms[0]}" stands before the quotation mark.',
                    spans=[(start, end)],
                )
            inner = self._longest_piece()
            return self.case.contradicted(
                self.path,
                "quote.not_quoted",
                f'"{self.text[start:end]}" does not stand between quotation marks'
                + (" as a whole." if inner else "."),
                spans=[(start, end)],
                proposed=inner,
            )
        return None

    def _longest_piece(self) -> str | None:
        """Of words that are quoted in part, the part that is."""
        best = max(self._pieces(), key=lambda piece: piece.size, default=None)
        if best is None or best.size * 2 < len(self.forms):
            return None
        place = next(self.line.places(self.forms[best.at : best.after]))
        return self.text[slice(*self.line.stretch(place, place + best.size))]

    def _altered(self) -> Finding | None:
        """Glued or changed."""
        if len(self.forms) > _MOST_WORDS:
            return None
        pieces = self._pieces()
        glued = self._glued(pieces)
        if glued:
            shown = '" and "'.join(self.text[slice(*stretch)] for stretch in glued)
            return self.case.contradicted(
                self.path,
                "quote.glued",
                f'The article quotes "{shown}" in different places.',
                spans=glued,
                proposed=max((self.text[slice(*stretch)] for stretch in glued), key=len),
            )
        window = self._window(pieces)
        if window is None:
            return None
        stretch = self.line.stretch(window.first, window.after)
        return self.case.contradicted(
            self.path,
            "quote.changed",
            difference(window.changes),
            spans=[stretch],
            proposed=self.text[slice(*stretch)],
        )

    def _missing(self) -> Finding:
        alike = self._alike()
        if alike:
            shown = self.text[slice(*alike)]
            return self.case.contradicted(
                self.path,
                "quote.changed",
                f'Says "{self.given}", the article has "{shown}".',
                spans=[alike],
                proposed=shown,
            )
        message = f'"{self.given}" is quoted nowhere in the article.'
        return self.case.not_found(self.path, "quote.not_found", message)

    def _pieces(self) -> list[_Piece]:
        """The quote cut into the longest stretches that the article quotes, in order."""
        pieces: list[_Piece] = []
        at = 0
        while at < len(self.forms) and len(pieces) < _MOST_PIECES:
            if self.forms[at] not in self.line.forms:
                at += 1
                continue
            low, high = 1, min(len(self.forms) - at, _MOST_WORDS)
            while low < high:
                middle = (low + high + 1) // 2
                if self.line.has(self.forms[at : at + middle]):
                    low = middle
                else:
                    high = middle - 1
            pieces.append(_Piece(at, at + low))
            at += low
        return pieces

    def _glued(self, pieces: list[_Piece]) -> list[Stretch] | None:
        """The places of parts that no single quotation has in this order."""
        whole = [self._units(piece) for piece in pieces]
        lone = all(piece.size > 1 for piece in pieces)
        kept = [
            (piece, units)
            for piece, units in zip(pieces, whole, strict=True)
            if piece.size >= _SHORT
            or (piece.size == 2 and lone)
            or any(unit.after - unit.first == piece.size for unit in units)
        ]
        covered = sum(piece.size for piece, _ in kept)
        if len(kept) < 2 or covered * 10 < len(self.forms) * 6:
            return None
        for (one, its), (other, others) in pairwise(kept):
            if set(its) & set(others):
                continue
            places = [(self._nearest(piece), piece.size) for piece in (one, other)]
            return [self.line.stretch(place, place + size) for place, size in places]
        return None

    def _units(self, piece: _Piece) -> list[Unit]:
        places = self.line.places(self.forms[piece.at : piece.after])
        return list(dict.fromkeys(self.line.unit_at(place) for place in places))

    def _nearest(self, piece: _Piece) -> int:
        """Where the piece stands, near the evidence if it does."""
        first = None
        for place in self.line.places(self.forms[piece.at : piece.after]):
            if self._is_near(self.line.unit_at(place)):
                return place
            first = place if first is None else first
        return first or 0

    def _window(self, pieces: list[_Piece]) -> _Window | None:
        """The words of the article that the quote changes, if it is close to any."""
        if not pieces:
            return None
        longest = max(piece.size for piece in pieces)
        anchors = [piece for piece in pieces if piece.size == longest]
        places = [(piece, self._nearest(piece)) for piece in anchors]
        windows = [self._around(piece, place) for piece, place in places]
        best = max(windows, key=lambda window: window.shared)
        count = max(len(self.forms), best.after - best.first)
        near = self._is_near(self.line.unit_at(best.first))
        few = near and count <= _SHORT + 1 and best.shared * 3 >= count
        return best if best.shared * 2 >= count or few else None

    def _around(self, piece: _Piece, place: int) -> _Window:
        """The best reading of what stands to the left and to the right of a piece."""
        unit = self.line.unit_at(place)
        words = self.line.words
        reach = len(self.forms) + SLACK
        before = [w.form for w in words[max(unit.first, place - reach) : place]]
        after = [w.form for w in words[place + piece.size : unit.after][:reach]]
        left = fitting(self.forms[: piece.at][::-1], before[::-1])
        right = fitting(self.forms[piece.after :], after)
        first, last = place - left, place + piece.size + right
        own = [w.form for w in words[first:last]]
        changes = [
            (
                " ".join(self.forms[code.src_start : code.src_end]),
                self._shown(first + code.dest_start, first + code.dest_end),
            )
            for code in Levenshtein.opcodes(self.forms, own)
            if code.tag != "equal"
        ]
        shared = (len(self.forms) + len(own) - Indel.distance(self.forms, own)) // 2
        return _Window(first, last, changes, shared)

    def _shown(self, first: int, after: int) -> str:
        return self.text[slice(*self.line.stretch(first, after))] if first < after else ""

    def _alike(self) -> Stretch | None:
        """A short quotation near the evidence that is spelt almost so."""
        if len(self.forms) > _SHORT:
            return None
        given = " ".join(self.forms)
        for unit in self.line.units:
            if unit.after - unit.first <= _SHORT and self._is_near(unit):
                own = " ".join(w.form for w in self.line.words[unit.first : unit.after])
                if fuzz.ratio(given, own) >= _ALIKE:
                    return self.line.stretch(unit.first, unit.after)
        return None

    def _is_near(self, unit: Unit, line: Line | None = None) -> bool:
        """Whether a quotation touches the evidence or a sentence beside it."""
        if not self._evidence:
            return True
        reading = self.case.reading
        line = line or self.line
        start, end = line.words[unit.first].start, line.words[unit.after - 1].end
        first, last = reading.sentence_at(start), reading.sentence_at(end - 1)
        return any(first - 1 <= number <= last + 1 for number in self._evidence)


def _plain(text: str) -> str:
    """A text without what may differ: the style of marks and dashes, space, case, its ends."""
    text = _DASHES.sub("-", _SPACE.sub(" ", _MARKS.sub("", text)))
    return _EDGES.sub("", text).casefold()


def _gaps(line: Line, place: int, parts: Sequence[Sequence[str]]) -> tuple[list[Stretch], int]:
    """What stands between parts that follow each other in one quotation, and where they end.

    Nothing when they do not follow each other there.
    """
    end = min(line.unit_at(place).after, place + _MOST_WORDS)
    own = [word.form for word in line.words[place:end]]
    gaps = []
    at = len(parts[0])
    for part in parts[1:]:
        found = _index(own, part, start=at)
        if found is None:
            return [], place
        if found > at:
            gaps.append(line.stretch(place + at, place + found))
        at = found + len(part)
    return gaps, place + at


def _index(words: Sequence[str], wanted: Sequence[str], *, start: int) -> int | None:
    first = wanted[0]
    for at in range(start, len(words) - len(wanted) + 1):
        if words[at] == first and words[at : at + len(wanted)] == wanted:
            return at
    return None
