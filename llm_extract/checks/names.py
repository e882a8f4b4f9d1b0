"""Names of persons: when two forms are one name, and when they are only alike."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from llm_extract.checks.lexicon import EAST_ASIAN_SURNAMES, PARTICLES

_SPACES = re.compile(r"[\s·・]+")
_HYPHENS = re.compile(r"[\-‐‑–.,'’`´]+")
_SUFFIX = re.compile(r",? (?:Jr|Sr|II|III|IV)\.?$")
_ARTICLE = re.compile(r"^(?i:al|el)[-‐‑](?=\w)|^(?i:a[dhnrstz]|ash|ath)[-‐‑](?=[A-Z])")
"""The Arabic article, its last letter drawn to the name's first ("ash-Sharif")."""
_LOOSE_ARTICLES = frozenset({"al", "el"})

_WESTERN = re.compile(
    r"bb|cc|dd|ff|ll|rr|ss|tt|ck|l[dtkfm]|r[dtkmslb]|st|sk|sp|[bcfgp]l|[bcdfgp]r|s[lmn]|hn"
)
"""Letters that no Chinese, Korean or Vietnamese name in the Latin alphabet has together."""

_NO_NAMES = PARTICLES - {"ben"}
"""Particles; "Ben" is a given name as well."""

ALIKE = 0.74
"""Similarity (0 to 1) from which two names that are not the same are called near-identical."""


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """A word without case, accents, hyphens and dots, and without the Arabic article."""
    word = _ARTICLE.sub("", word)
    if word.isascii():
        return _HYPHENS.sub("", word).casefold()
    plain = unicodedata.normalize("NFKD", word)
    return _HYPHENS.sub("", "".join(c for c in plain if not unicodedata.combining(c))).casefold()


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The folded words of a name, without generational suffix, initials' dots and "al"."""
    parts = [folded(part) for part in _SPACES.split(_SUFFIX.sub("", name.strip()))]
    parts = [part for part in parts if part]
    return tuple(part for part in parts if part not in _LOOSE_ARTICLES) or tuple(parts)


@lru_cache(maxsize=4096)
def forms(name: str) -> frozenset[str]:
    """The ways in which a name can be run together: every order that begins with each word."""
    return frozenset(_orders(words(name)))


def same_name(one: str, other: str) -> bool:
    """Whether two full names are one but for order, case, hyphens, accents and spacing.

    An initial that only one of them has does not matter ("Joseph R. Biden").
    """
    if forms(one) & forms(other):
        return True
    short, long = (_without_initials(name) for name in (one, other))
    return len(short) > 1 and len(long) > 1 and bool(_orders(short) & _orders(long))


def likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1, whatever order their words stand in."""
    first = "".join(words(one))
    return max(
        (DamerauLevenshtein.normalized_similarity(first, form) for form in forms(other)),
        default=0.0,
    )


def surname(name: str) -> str:
    """The folded surname: the first word of an East Asian name, else the last.

    An East Asian name is told by a common surname in front or a hyphenated given name.
    """
    bare = [w for w in _SPACES.split(_SUFFIX.sub("", name.strip())) if w]
    if not bare:
        return ""
    if len(bare) > 1 and _is_east_asian(bare):
        return folded(bare[0])
    return folded(bare[-1])


def _is_east_asian(bare: list[str]) -> bool:
    if folded(bare[0]) not in EAST_ASIAN_SURNAMES:
        return False
    if _WESTERN.search(bare[-1].casefold()):
        return False  # "Lee Carter"
    given = bare[1:]
    if folded(bare[-1]) in EAST_ASIAN_SURNAMES and "-" not in bare[-1]:
        return "-" not in bare[0] and len(given) <= 2 and len(bare[0]) <= 4
    return True


def is_latin(name: str) -> bool:
    """Whether a name is written in an alphabet with capitals."""
    return any(char.isupper() or char.islower() for char in name)


def given_words(name: str) -> set[str]:
    """The folded words of a name by which it can be told: no particles, no initials."""
    return {word for word in words(name) if len(word) > 1 and word not in _NO_NAMES}


def _without_initials(name: str) -> tuple[str, ...]:
    return tuple(word for word in words(name) if len(word) > 1)


def _orders(parts: tuple[str, ...]) -> set[str]:
    return {"".join(parts[at:] + parts[:at]) for at in range(len(parts))}
