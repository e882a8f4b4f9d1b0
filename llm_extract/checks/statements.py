"""Free wordings: names, numbers and dates in them stand in the sentences behind them.

A statement, a topic or an outcome is the model's own wording, so that no span of it can be
sought. What can be held against the source is what it names.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property, lru_cache
from itertools import islice

from llm_extract.checks.case import Case, Field, field_check
from llm_extract.checks.finding import Finding
from llm_extract.checks.lexicon import (
    BODY_HEADS,
    CALENDAR,
    HONORIFICS,
    OFFICE_WORDS,
    PLACE_HEADS,
    ROLE_HEADS,
    SMALL_WORDS,
    SPEECH_VERBS,
)
from llm_extract.checks.numbers import Number, numbers_in
from llm_extract.checks.wording import (
    Facts,
    Token,
    Wordings,
    facts,
    fold,
    merged,
    state_of,
    states_in,
    stem,
    tokens_in,
)
from llm_extract.fields import DateExpression, DateWords, FreeText, Mention, Passage, Quote

_ORDINARY = ROLE_HEADS | OFFICE_WORDS | BODY_HEADS | PLACE_HEADS | HONORIFICS | SMALL_WORDS
"""Words that may take a capital without naming anybody."""
_SAYING = frozenset(map(stem, SPEECH_VERBS))
_NOUNS = ("s", "ion", "ment", "ing", "ity", "ness", "ance", "ence", "ship", "er", "or", "ist")
"""Endings of common nouns that may begin a sentence as its speaker."""
_GROUPS = re.compile(
    r"(?:\w+ )?(?:sides|countries|nations|states|leaders|ministers|officials|envoys|parties|"
    r"governments|presidents|diplomats|allies|neighbou?rs|capitals|powers|men|women|democracies)\b"
)
"""What "two" and "three" count without the article having to say the number."""
_CLAIM = 8
"""Words from which a wording without a full stop is a sentence too."""
_LONGEST_VALUE = 400
"""Characters of a copied value that are read."""
_SMALL = 4
"""The least number that a group of participants does not explain."""
_MONTHS = tuple(name.casefold() for name in calendar.month_name)
_DAYS = tuple(name.casefold() for name in calendar.day_name)
_NOT = re.compile(r"\b(?:not|never|cannot|no longer)\b|n['’]t\b", re.IGNORECASE)
_DENIES = re.compile(
    r"\b(?:not|no|never|neither|nor|none|nobody|nothing|without|cannot|hardly|little|few|against|"
    r"(?-i:un(?!der|it|ion|iver|if|til|less)\w{3,})|non\w*|refus\w+|reject\w*|den(?:y|ies|ied|ying|ial)|oppos\w+|stop\w*|halt\w*|fail\w*|"
    r"lack\w*|avoid\w*|prevent\w*|refrain\w*|ban\w*|rul(?:e|es|ed|ing) out|exclud\w+|end\w*|"
    r"withdr\w+|ceas\w+|revok\w+|drop\w*|reluctan\w+|instead|declin\w+|dismiss\w*|abandon\w*|condemn\w*|suspend\w*|cancel\w*|"
    r"impossible|wrong|absurd|violat\w+|freez\w+|only|free of|until|unless|before|"
    r"rather)\b|n['’]t\b",
    re.IGNORECASE,
)
"""Words that deny, or turn what they govern round."""
_PASSING = frozenset("be been being a an the any have had to only just yet also ever go".split())
_NOT_HINTS = ("not", "Not", "never", "Never", "longer", "'t", "’t")
_PLAIN = 3
"""Words behind "not" among which the denied one is."""
_REACH = 40
"""Characters behind "not" in which they stand."""
_BEFORE, _BEHIND = 70, 30
"""Characters around a word in which another may deny it."""
_ENOUGH = 0.5
"""Share of a wording's words that its sentences have, from which it is called supported."""


@field_check(FreeText)
def wording(field: Field, case: Case) -> Iterator[Finding]:
    """Names, numbers and dates are the evidence's, and so is what it is about."""
    if not case.reading.english:
        message = "The article is not in English; free wordings are only compared in English."
        yield case.unverifiable(field.path, "statement.language", message)
        return
    sources = case.once(_Sources)
    words = _Words(field.path, str(field.value))
    found = [
        *_numbers(words, sources),
        *_names(words, sources),
        *_dates(words, sources),
        *_negation(words, sources),
    ]
    yield from found
    if not any(finding.verdict.flags for finding in found):
        yield _founded(words, sources)


class _Words:
    """A free wording, its words, and its path in the record."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.tokens = list(tokens_in(text))
        self.parts = {part for token in self.tokens for part in token.parts}
        self.stems = {stem for token in self.tokens for stem in token.stems}


class _Sources:
    """Where the words of a free wording may come from, from the nearest to the farthest."""

    def __init__(self, case: Case) -> None:
        self.case = case
        reading = case.reading
        self.wordings = reading.once(Wordings)
        cited = sorted({reading.sentence_at(start) for start, _ in case.evidence})
        around = {at + step for at in cited for step in (-1, 0, 1)}
        self.near = self.wordings.sentences(sorted(around))
        self.own = merged(_facts(value) for value in _own_words(case))
        self.stems = self.near.stems | self.own.stems
        self.days = set(_own_days(case))
        self.years = {
            value[:4]
            for entry in case.of_type(DateExpression)
            for value in (entry.value.value or "").split("/")
        }
        self.text = " ".join(reading.text[start:end] for start, end in case.evidence)

    @cached_property
    def denied(self) -> list[str]:
        """What the evidence says "not" of."""
        return _denied(self.text)

    @property
    def whole(self) -> Facts:
        return self.wordings.whole


@lru_cache(maxsize=4_096)
def _facts(value: str) -> Facts:
    """The facts of a copied value, of which an article's records share most."""
    return facts(value[:_LONGEST_VALUE])


def _own_words(case: Case) -> Iterator[str]:
    """The record's other copied values, which have checks of their own."""
    for entry in case.fields:
        if isinstance(entry.value, Mention) and not isinstance(entry.value, Passage | Quote):
            yield entry.value.value


def _own_days(case: Case) -> Iterator[str]:
    """The names of the day and the month of the record's dates."""
    for entry in case.of_type(DateExpression):
        for part in (entry.value.value or "").split("/"):
            if len(part) >= len("2000-01"):
                yield _MONTHS[int(part[5:7])]
            if len(part) == len("2000-01-01"):
                yield _DAYS[date.fromisoformat(part).weekday()]
    for entry in case.of_type(DateWords):
        yield from (token.folded for token in tokens_in(str(entry.value)))


def _numbers(words: _Words, sources: _Sources) -> Iterator[Finding]:
    for number in numbers_in(words.text, words=words.parts):
        if number.value in sources.near.numbers or number.value in sources.own.numbers:
            continue
        if _is_small_talk(number, words.text) or f"{number.value:.0f}" in sources.years:
            continue
        if number.value in sources.whole.numbers:
            message = f'"{number.words}" stands in the article, but not in the evidence.'
            yield sources.case.unverifiable(words.path, "number.elsewhere", message)
        else:
            message = (
                f'"{number.words}" stands neither in the evidence nor elsewhere in the article.'
            )
            yield sources.case.not_found(words.path, "number.not_found", message)


def _is_small_talk(number: Number, text: str) -> bool:
    """Whether "one" or "second" is no number, or "two" counts who is there."""
    if not number.spelled:
        return False
    if number.value <= 1 or number.words.casefold() in ("second", "twice"):
        return True
    after = number.start + len(number.words) + 1
    return number.value < _SMALL and bool(_GROUPS.match(text, after))


def _names(words: _Words, sources: _Sources) -> Iterator[Finding]:
    tokens = words.tokens
    taken: set[int] = set()
    for first, after, code in states_in([token.text for token in tokens]):
        taken.update(range(first, after))
        if code in sources.near.states or code in sources.own.states:
            continue
        name = " ".join(token.text for token in tokens[first:after])
        if _is_named(name, sources.near) or _is_named(name, sources.own):
            continue
        known = code in sources.whole.states or _is_named(name, sources.whole)
        yield _unnamed(words.path, name, sources, known=known)
    for at, token in enumerate(tokens):
        if at in taken or not token.is_capital or not _is_name(words, at):
            continue
        unnamed = [part for part in token.text.split("-") if part[:1].isupper()]
        if all(_is_near(part, sources) for part in unnamed) or _is_near(token.text, sources):
            continue
        known = _is_named(token.text, sources.whole)
        if known and any(_is_near(tokens[n].text, sources) for n in _beside(tokens, at)):
            continue
        yield _unnamed(words.path, token.text, sources, known=known)


def _is_near(word: str, sources: _Sources) -> bool:
    """Whether a name stands in the evidence or the record, in this or another form."""
    for place in (sources.near, sources.own):
        if _is_named(word, place) or state_of(word) in place.states:
            return True
    return _is_abbreviation(word, sources)


def _beside(tokens: list[Token], at: int) -> list[int]:
    """The capitalised words beside one: the surname that the evidence has alone."""
    both = (n for n in (at - 1, at + 1) if 0 <= n < len(tokens))
    return [n for n in both if tokens[n].is_capital and tokens[n].folded not in _ORDINARY]


def _unnamed(path: str, words: str, sources: _Sources, *, known: bool) -> Finding:
    if known:
        message = f'"{words}" is named in the article, but not in the evidence.'
        return sources.case.unverifiable(path, "statement.name_elsewhere", message)
    message = f'"{words}" is named nowhere in the article.'
    return sources.case.not_found(path, "statement.new_name", message)


def _is_name(words: _Words, at: int) -> bool:
    """Whether a capitalised word names somebody or something."""
    tokens, text = words.tokens, words.text
    token, folded = tokens[at], tokens[at].folded
    if folded in _ORDINARY or folded in CALENDAR or len(folded) < 2:
        return False
    before = text[: token.start].rstrip(" \"'“‘(")
    if before and before[-1] not in ".!?:":
        return True
    if not token.text[1:].islower():  # an abbreviation, or capitals within
        return True
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if follows is not None and not folded.endswith(_NOUNS) and _is_speech(follows.text):
        return True
    end = token.start + len(token.text)
    return (follows is not None and follows.is_capital) or text[end : end + 2] in ("'s", "’s")


def _is_speech(word: str) -> bool:
    """Whether a word is a verb of saying in the third person or the past."""
    return word.endswith(("s", "ed", "id", "ld")) and stem(word) in _SAYING


def _is_named(words: str, place: Facts) -> bool:
    """Whether every word stands there, in some form: "Israelis" where it has "Israeli"."""
    return all(_has(part, place.words) for part in re.split(r"[\s\-]", fold(words)) if part)


_FORMS = ("", "s", "es", "n", "an", "ian", "ean", "ese", "ish", "i", "ic", "ans", "ians", "eans")


def _has(word: str, words: frozenset[str]) -> bool:
    if word in words or any(word + form in words for form in _FORMS):
        return True
    shorter = (word.removesuffix(form) for form in _FORMS if form and word.endswith(form))
    return any(len(short) > 2 and (short in words or short + "a" in words) for short in shorter)


def _is_abbreviation(word: str, sources: _Sources) -> bool:
    """Whether the article has the words that an abbreviation stands for."""
    letters = word.replace(".", "")
    if not (letters.isupper() and letters.isalpha() and 2 <= len(letters) <= 6):
        return False
    initials = r"\W+(?:(?:of|the|for|and|on|in)\W+)?".join(rf"{c}\w+" for c in letters)
    return re.search(rf"\b{initials}", sources.case.reading.text) is not None


def _dates(words: _Words, sources: _Sources) -> Iterator[Finding]:
    for token in words.tokens:
        word = token.folded
        if word not in CALENDAR or not token.is_capital:
            continue
        if word in sources.near.words or word in sources.days:
            continue
        if word in sources.whole.words:
            message = f'"{token.text}" stands in the article, but not in the evidence.'
            yield sources.case.unverifiable(words.path, "statement.date_elsewhere", message)
        else:
            message = f'"{token.text}" stands neither in the evidence nor elsewhere in the article.'
            yield sources.case.not_found(words.path, "statement.new_date", message)


def _negation(words: _Words, sources: _Sources) -> Iterator[Finding]:
    """A plain "not" that only the wording has, or only its evidence."""
    denied = _denied(words.text)
    plain = next((word for word in denied if _is_affirmed(word, sources.text)), None)
    if plain is not None:
        message = f'Says "not {plain}" where the evidence denies nothing of the kind.'
        yield sources.case.contradicted(words.path, "statement.negation", message)
    elif not denied and sources.denied and _is_claim(words) and not _DENIES.search(words.text):
        for word in sources.denied:
            if stem(word) in words.stems and _always_denied(word, sources):
                message = f'Leaves out the "not" of "not {word}".'
                yield sources.case.contradicted(words.path, "statement.negation", message)
                return


def _is_claim(words: _Words) -> bool:
    """Whether the wording is a sentence; what a topic is about may well be what is denied."""
    return len(words.tokens) >= _CLAIM or words.text.rstrip().endswith(".")


def _denied(text: str) -> list[str]:
    """The first word of meaning behind each "not"."""
    words: list[str] = []
    if not any(hint in text for hint in _NOT_HINTS):
        return words
    for found in _NOT.finditer(text):
        for token in islice(tokens_in(text[found.end() : found.end() + _REACH]), _PLAIN):
            if token.folded in _PASSING:
                continue
            if token.stems:
                words.append(token.folded)
            break
    return words


def _is_affirmed(word: str, text: str) -> bool:
    """Whether a word and its family stand in the text, and never near one that denies."""
    places = [t.start for t in tokens_in(text) if stem(word) in t.stems]
    reaches = (text[max(0, at - _BEFORE) : at + _BEHIND] for at in places)
    return bool(places) and not any(_DENIES.search(reach) for reach in reaches)


def _always_denied(word: str, sources: _Sources) -> bool:
    """Whether a word and its family stand in the evidence only behind a "not"."""
    family = [token for token in tokens_in(sources.text) if stem(word) in token.stems]
    return len(family) == sum(stem(denied) == stem(word) for denied in sources.denied)


def _founded(words: _Words, sources: _Sources) -> Finding:
    """Whether the wording has words of meaning in common with its sentences."""
    case = sources.case
    stems = words.stems
    shared = stems & sources.stems
    if not stems or len(shared) >= _ENOUGH * len(stems):
        return case.supported(
            words.path, "statement.founded", "What it names stands in the evidence."
        )
    if shared & sources.near.stems or stems & sources.whole.stems:
        message = "Little of what it says stands in the evidence in these words."
        return case.unverifiable(words.path, "statement.unsettled", message)
    message = "None of what it says stands in the article."
    return case.not_found(words.path, "statement.unfounded", message)
