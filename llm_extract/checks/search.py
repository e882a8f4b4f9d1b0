"""Two questions that are useful on their own: who is this, and who says that."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from llm_extract.article import Article, Span
from llm_extract.checks.identity import identity
from llm_extract.checks.names import is_latin
from llm_extract.checks.quotations import Quotation
from llm_extract.checks.reading import Reading


def find_person(name: str, article: Article) -> list[Span]:
    """Every place where the article names the person, in order; empty where it does not.

    The name may stand in another order, with other hyphens, case or spacing; surnames alone
    are those of the person most recently introduced in full. One letter off is another
    person. A surname alone means everybody who bears it.
    """
    reading = _reading(article)
    if not is_latin(name):
        return [article.span(at, at + len(name)) for at in _every(name, article.text)]
    meant = identity(name, reading)
    persons = [person for person in (meant.person, *meant.others) if person is not None]
    places = {(n.start, n.end) for person in persons for n in reading.people.namings_of(person)}
    if not persons and meant.places:
        places = {(at, at + len(name)) for at in _every(name, article.text)} or set(meant.places)
    return [article.span(*place) for place in sorted(places)]


def _every(words: str, text: str) -> Iterator[int]:
    at = text.find(words) if words.strip() else -1
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


def find_speaker(article: Article, span: Span) -> Span | None:
    """Who says the quoted stretch: where the article names them, or None where nothing tells.

    A surname comes as it stands at the cue ("Kim"); a pronoun or a description ("the envoy")
    as the place where the person was last named; a body as it is named ("the ministry").

    Args:
        article: the source.
        span: the words, with or without their quotation marks.
    """
    reading = _reading(article)
    for voice in reading.attributions.of_quotation(_quotation(reading, span)):
        if (voice.person is not None and voice.kind != "person") or voice.kind == "pronoun":
            if voice.person is None:
                return None
            named = [n for n in reading.people.namings_of(voice.person) if n.start < voice.start]
            if named:
                return article.span(named[-1].start, named[-1].end)
        return article.span(voice.start, voice.end)
    return None


def _quotation(reading: Reading, span: Span) -> Quotation:
    """The outermost quotation that holds the span, or the span itself as one."""
    holders = [q for q in reading.quotations if q.start <= span.start + 1 and span.end - 1 <= q.end]
    return holders[0] if holders else Quotation(span.start, span.end, 0)


@lru_cache(maxsize=4)
def _reading(article: Article) -> Reading:
    """The article's reading, kept for the next span."""
    return Reading(article)
