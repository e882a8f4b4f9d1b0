"""Values → spans: where the article has the words that a model gave.

The cited sentences are searched before the rest, exactly before normalised (quotation
marks, dashes, white space, case). Only types that allow it are then sought as near words;
names, dates, quotes and numbers never are. What is not found stays, marked as such.
"""

from __future__ import annotations

import types
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel
from rapidfuzz import fuzz

from llm_extract.article import Article, Span
from llm_extract.dates import resolve_date
from llm_extract.drafts import Draft, is_asked
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

Stretch = tuple[int, int]


class Grounder:
    """Finds words in one article; what it has normalised serves every later search."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._folded = _Folded(article.text)

    def locate(self, words: str, *, near: Sequence[Stretch] = (), fuzzy: bool = False) -> Mention:
        """The words as a mention, with their best span.

        Args:
            words: what to find.
            near: stretches to search first, best first: the cited sentences.
            fuzzy: whether near words count.
        """
        text = self.article.text
        everywhere = [(0, len(text))]
        for stretches in (near, everywhere):
            for find, match in ((self._exact, Match.EXACT), (self._normalised, Match.NORMALISED)):
                for start, end in stretches:
                    if found := find(words, start, end):
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

    def _mention(self, words: str, at: Stretch, match: Match, score: float) -> Mention:
        return Mention(value=words, span=self.article.span(*at), match=match, score=score)

    def _exact(self, words: str, start: int, end: int) -> Stretch | None:
        return _whole_words(self.article.text, words, start, end)

    def _normalised(self, words: str, start: int, end: int) -> Stretch | None:
        return self._folded.find(words, start, end)

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
        return found.score, at


class _Folded:
    """A text without the differences that do not count, and the way back to its offsets."""

    def __init__(self, text: str) -> None:
        characters: list[str] = []
        offsets: list[int] = []
        space = True
        for offset, character in enumerate(text):
            if character in _DROPPED:
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

    def find(self, words: str, start: int, end: int) -> Stretch | None:
        wanted = _Folded(words).text.strip() if words else ""
        if not wanted:
            return None
        low = bisect_right(self.offsets, start - 1)
        high = bisect_right(self.offsets, end - 1)
        found = _whole_words(self.text, wanted, low, high)
        if found is None:
            return None
        return self.offsets[found[0]], self.offsets[found[1] - 1] + 1


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
    """
    numbers: list[int] = list(dict.fromkeys(getattr(draft, "evidence")))  # noqa: B009
    cited = [sentences[number] for number in numbers]
    return record_type.model_validate(_grounded(draft, record_type, grounder, cited))


def _grounded(
    draft: BaseModel, model: type[BaseModel], grounder: Grounder, cited: list[Stretch]
) -> dict[str, Any]:
    filled: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if not hasattr(draft, name) or not is_asked(info.metadata):
            continue
        filled[name] = _value(getattr(draft, name), info.annotation, grounder, cited)
    return filled


def _value(value: Any, annotation: Any, grounder: Grounder, cited: list[Stretch]) -> Any:
    origin = get_origin(annotation)
    if value is None:
        return DateExpression() if _is(annotation, DateExpression) else None
    if origin is Annotated:
        return _value(value, get_args(annotation)[0], grounder, cited)
    if origin in (Union, types.UnionType):
        options = [option for option in get_args(annotation) if option is not type(None)]
        return _value(value, options[0], grounder, cited)
    if origin is list:
        (item,) = get_args(annotation)
        if _is(item, Passage):
            return [
                grounder._mention(s.text, (s.start, s.end), Match.EXACT, 1.0).model_dump()
                for s in (grounder.article.span(*stretch) for stretch in cited)
            ]
        return [_value(entry, item, grounder, cited) for entry in value]
    if _is(annotation, DateExpression):
        return _date(value, grounder, cited)
    if _is(annotation, Mention):
        return grounder.locate(value, near=cited, fuzzy=annotation.fuzzy).model_dump()
    if _is(annotation, BaseModel):
        return _grounded(value, annotation, grounder, cited)
    return value


def _date(words: str, grounder: Grounder, cited: list[Stretch]) -> dict[str, Any]:
    mention = grounder.locate(words, near=cited)
    clause = _sentence_of(mention.span, grounder.article)
    value = resolve_date(words, grounder.article.published, sentence=clause)
    return {"as_written": mention.model_dump(), "value": value}


def _sentence_of(span: Span | None, article: Article) -> str | None:
    if span is None:
        return None
    for sentence in article.sentences:
        if sentence.start <= span.start < sentence.end:
            return article.text[sentence.start : sentence.end]
    return None


def _is(annotation: Any, kind: type) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, kind)


def _whole_words(text: str, words: str, start: int, end: int) -> Stretch | None:
    """The first place in text[start:end] where the words stand and are not part of others."""
    if not words.strip():
        return None
    at = text.find(words, start, end)
    while at >= 0:
        after = at + len(words)
        if not (_joined(text, at) or _joined(text, after)):
            return at, after
        at = text.find(words, at + 1, end)
    return None


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
