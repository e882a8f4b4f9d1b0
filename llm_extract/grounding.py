"""Values → spans: where the article has the words that a model gave.

The cited sentences are searched before the rest, exactly before normalised (quotation
marks, dashes, white space, case). Only types that allow it are then sought as near words;
names, dates, quotes and numbers never are. What is not found stays, marked as such.
"""

from __future__ import annotations

import re
import types
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from rapidfuzz import fuzz

from llm_extract.article import Article, Stretch
from llm_extract.dates import resolve_date
from llm_extract.drafts import Draft, is_asked
from llm_extract.errors import InvalidAnswer
from llm_extract.fields import DateExpression, Match, Mention, Passage
from llm_extract.records import Record

FUZZY_FLOOR = 85.0
"""Similarity (0 to 100) from which near words count as found."""

_SAME = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»「」『』", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
    }
)
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")

_INITIALS = re.compile(r"(?<=\b[A-Za-z]\.)\s(?=[A-Za-z]\.)")
"""The space in "U. S.", which is the same as "U.S."."""


class Grounder:
    """Finds words in one article; what it has normalised serves every later search."""

    def __init__(self, article: Article) -> None:
        self.article = article

    @cached_property
    def _folded(self) -> _Folded:
        return _Folded(self.article.text)

    def locate(
        self,
        words: str,
        *,
        near: Sequence[Stretch] = (),
        around: int | None = None,
        fuzzy: bool = False,
    ) -> Mention:
        """The words as a mention, with their best span.

        Args:
            words: what to find.
            near: stretches to search first, best first: the cited sentences.
            around: of several places in one stretch, take the nearest to this offset; the
                first without it.
            fuzzy: whether near words count.
        """
        text = self.article.text
        everywhere = [(0, len(text))]
        for stretches in (near, everywhere):
            for find, match in ((self._exact, Match.EXACT), (self._normalised, Match.NORMALISED)):
                for start, end in stretches:
                    if found := find(words, start, end, around):
                        return self._mention(words, found, match, 1.0)
        if fuzzy:
            whole = [(s.start, s.end) for s in self.article.sentences]
            for stretches in (near, whole):
                best = max(
                    (self._near(words, *s) for s in stretches),
                    key=lambda found: found[0],  # of equals the first
                    default=None,
                )
                if best and best[0] >= FUZZY_FLOOR:
                    return self._mention(words, best[1], Match.FUZZY, best[0] / 100)
        return Mention(value=words)

    def sentence(self, offset: int) -> list[Stretch]:
        """The sentence that holds an offset, in a list; empty between two sentences."""
        sentences = self.article.sentences
        at = bisect_right(sentences, offset, key=lambda sentence: sentence.start) - 1
        holds = at >= 0 and offset < sentences[at].end
        return [(sentences[at].start, sentences[at].end)] if holds else []

    def passage(self, at: Stretch) -> Mention:
        """A stretch of the article as a mention of itself."""
        span = self.article.span(*at)
        return self._mention(span.text, at, Match.EXACT, 1.0)

    def _mention(self, words: str, at: Stretch, match: Match, score: float) -> Mention:
        return Mention(value=words, span=self.article.span(*at), match=match, score=score)

    def _exact(self, words: str, start: int, end: int, around: int | None) -> Stretch | None:
        return _nearest(_whole_words(self.article.text, words, start, end), around)

    def _normalised(self, words: str, start: int, end: int, around: int | None) -> Stretch | None:
        return _nearest(self._folded.find(words, start, end), around)

    def _near(self, words: str, start: int, end: int) -> tuple[float, Stretch]:
        stretch = self.article.text[start:end]
        if len(stretch) < len(words) // 2:
            return 0.0, (start, end)
        found = fuzz.partial_ratio_alignment(
            words.casefold(), _lowered(stretch), score_cutoff=FUZZY_FLOOR
        )
        if found is None:
            return 0.0, (start, end)
        at = _snapped(self.article.text, start + found.dest_start, start + found.dest_end)
        return (found.score if at[0] < at[1] else 0.0), at


class _Folded:
    """A text without the differences that do not count, and the way back to its offsets."""

    def __init__(self, text: str) -> None:
        characters: list[str] = []
        offsets: list[int] = []
        space = True
        initials = {found.start() for found in _INITIALS.finditer(text)}
        for offset, character in enumerate(text):
            if character in _DROPPED or offset in initials:
                continue
            if character.isspace():
                if not space:
                    characters.append(" ")
                    offsets.append(offset)
                space = True
                continue
            space = False
            for folded in character.casefold():
                characters.append(folded)
                offsets.append(offset)
        self.text = "".join(characters).translate(_SAME)
        self.offsets = offsets

    def find(self, words: str, start: int, end: int) -> Iterator[Stretch]:
        """Every place of the words in text[start:end], in offsets of the text as it stands."""
        wanted = _Folded(words).text.strip()
        low = bisect_right(self.offsets, start - 1)
        high = bisect_right(self.offsets, end - 1)
        for first, after in _whole_words(self.text, wanted, low, high):
            yield self.offsets[first], self.offsets[after - 1] + 1


def ground(
    draft: Draft,
    record_type: type[Record],
    *,
    grounder: Grounder,
    sentences: Mapping[int, Stretch],
) -> Record:
    """The record that a draft becomes: every copied value with its span.

    Args:
        draft: what the model filled; its evidence numbers must be keys of `sentences`.
        record_type: the type that the draft was derived from.
        grounder: searches the article.
        sentences: the stretch of each sentence number.

    Raises:
        InvalidAnswer: the record type does not accept what the draft allowed.
    """
    numbers: list[int] = list(dict.fromkeys(getattr(draft, "evidence")))  # noqa: B009
    cited = [sentences[number] for number in numbers]
    try:
        return record_type.model_validate(_grounded(draft, record_type, grounder, cited))
    except ValidationError as error:  # a validator of the record type's own
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise InvalidAnswer(
            f"{record_type.__name__} refuses a record of the answer: {where}: {first['msg']}"
        ) from error


def _grounded(
    draft: BaseModel, model: type[BaseModel], grounder: Grounder, cited: list[Stretch]
) -> dict[str, Any]:
    """The fields of a draft; in a part of a record, near to where its first one stands."""
    filled: dict[str, Any] = {}
    around: int | None = None
    for name, info in model.model_fields.items():
        if not hasattr(draft, name) or not is_asked(info.metadata):
            continue
        value = _value(getattr(draft, name), info.annotation, grounder, cited, around)
        filled[name] = value
        if around is None and not issubclass(model, Record) and isinstance(value, Mention):
            if value.span is None:
                continue
            around = value.span.start
            cited = [*grounder.sentence(around), *cited]
    return filled


def _value(
    value: Any,
    annotation: Any,
    grounder: Grounder,
    cited: list[Stretch],
    around: int | None = None,
) -> Any:
    origin = get_origin(annotation)
    if value is None:
        return DateExpression() if _is(annotation, DateExpression) else None
    if origin is Annotated:
        return _value(value, get_args(annotation)[0], grounder, cited, around)
    if origin in (Union, types.UnionType):
        options = [option for option in get_args(annotation) if option is not type(None)]
        return _value(value, options[0], grounder, cited, around)
    if origin is list:
        (item,) = get_args(annotation)
        if _is(item, Passage):
            return [grounder.passage(stretch).model_dump() for stretch in cited]
        return [_value(entry, item, grounder, cited) for entry in value]
    if _is(annotation, DateExpression):
        return _date(value, grounder, cited)
    if _is(annotation, Mention):
        found = grounder.locate(value, near=cited, around=around, fuzzy=annotation.fuzzy)
        return annotation.model_validate(found.model_dump())
    if _is(annotation, BaseModel):
        return _grounded(value, annotation, grounder, cited)
    return value


def _date(words: str, grounder: Grounder, cited: list[Stretch]) -> dict[str, Any]:
    mention = grounder.locate(words, near=cited)
    article = grounder.article
    held = grounder.sentence(mention.span.start) if mention.span else []
    clause = article.text[slice(*held[0])] if held else None
    value = resolve_date(words, article.published, sentence=clause)
    return {"as_written": mention.model_dump(), "value": value}


def _is(annotation: Any, kind: type) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, kind)


def _whole_words(text: str, words: str, start: int, end: int) -> Iterator[Stretch]:
    """The places in text[start:end] where the words stand and are not part of others."""
    at = text.find(words, start, end) if words.strip() else -1
    while at >= 0:
        after = at + len(words)
        if not (_joined(text, at) or _joined(text, after)):
            yield at, after
        at = text.find(words, at + 1, end)


def _nearest(places: Iterator[Stretch], around: int | None) -> Stretch | None:
    if around is None:
        return next(places, None)
    return min(places, key=lambda place: abs(place[0] - around), default=None)


def _joined(text: str, at: int) -> bool:
    """Whether a Latin, Greek or Cyrillic word or a number runs across this offset."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if unicodedata.combining(after):
        return True
    return all(c.isalnum() and (c < "\u0590" or "\u1e00" <= c < "\u2000") for c in (before, after))


def _lowered(text: str) -> str:
    """Lower case without a change of length."""
    lower = text.lower()
    if len(lower) == len(text) and "Σ" not in text:  # whose lower case depends on its place
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _snapped(text: str, start: int, end: int) -> Stretch:
    """The stretch widened to whole words and stripped of white space."""
    while _joined(text, start):
        start -= 1
    while _joined(text, end):
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
