"""Numbers in English prose: digits, spelled-out ones, ordinals, with their scale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

_UNITS = {
    word: value
    for value, words in enumerate(
        (
            "zero",
            "one",
            "two second twice",
            "three third thrice",
            "four fourth",
            "five fifth",
            "six sixth",
            "seven seventh",
            "eight eighth",
            "nine ninth",
            "ten tenth",
            "eleven eleventh",
            "twelve twelfth dozen",
            "thirteen thirteenth",
            "fourteen fourteenth",
            "fifteen fifteenth",
            "sixteen sixteenth",
            "seventeen seventeenth",
            "eighteen eighteenth",
            "nineteen nineteenth",
        )
    )
    for word in words.split()
}
_TENS = {
    word: 10 * value
    for value, words in enumerate(
        (
            "twenty twentieth twenties",
            "thirty thirtieth thirties",
            "forty fortieth forties",
            "fifty fiftieth fifties",
            "sixty sixtieth sixties",
            "seventy seventieth seventies",
            "eighty eightieth eighties",
            "ninety ninetieth nineties",
        ),
        start=2,
    )
    for word in words.split()
}
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "million": 1_000_000,
    "mn": 1_000_000,
    "m": 1_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "tn": 1_000_000_000_000,
}
_SIMPLE = {**_UNITS, **_TENS}
_LONG_SCALES = "hundred|thousand|million|billion|trillion"
_SPELLED = "|".join(sorted([*_SIMPLE, *_LONG_SCALES.split("|")], key=len, reverse=True))
_DIGITS = re.compile(
    r"(?<![\w.,])(?:[A-Za-z]+-)?(?P<digits>\d[\d,]{0,20}(?:\.\d{1,6})?)"
    rf"(?:[\s-]?(?P<scale>{_LONG_SCALES}|bn|mn|tn)\b|(?P<short>[km])\b|(?:st|nd|rd|th|s)\b)?",
    re.IGNORECASE,
)
_WORDS = re.compile(
    rf"(?<![\w-])(?=[zotfsentdhmb])(?:{_SPELLED})(?![a-z])(?:(?:[\s-]|,?\sand\s)(?:{_SPELLED})(?![a-z])){{0,8}}",
    re.IGNORECASE,
)
_PART = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"\d")
_ALL = frozenset([*_SIMPLE, *_SCALES])


class Number(NamedTuple):
    """A number in a text.

    Attributes:
        value: what it amounts to; an ordinal is its cardinal, a percentage its figure.
        words: the number as written.
        start: where it stands.
        spelled: whether it stands in letters.
    """

    value: float
    words: str
    start: int
    spelled: bool


def numbers_in(text: str, *, words: AbstractSet[str] | None = None) -> Iterator[Number]:
    """The numbers of a text: "3,000", "$1.5 billion", "30th", "twenty-one", "third".

    Digits within a name ("G20") are none; those after its hyphen are ("pre-1967").

    Args:
        text: where to look.
        words: the words of the text in lower case, if they are known already.
    """
    scales = set()
    for found in _DIGITS.finditer(text) if _DIGIT.search(text) else ():
        scales.add(found.start("scale"))
        scale = (found["scale"] or found["short"] or "").casefold()
        digits = found["digits"].rstrip(",").replace(",", "")
        value = float(digits) * _SCALES.get(scale, 1)
        yield Number(round(value, 6), found[0], found.start("digits"), spelled=False)
    if _ALL.isdisjoint(_PART.findall(text.casefold()) if words is None else words):
        return
    for found in _WORDS.finditer(text):
        if found.start() in scales:
            continue
        yield Number(_spelled(found[0]), found[0], found.start(), spelled=True)


def _spelled(words: str) -> float:
    """Twenty-one is 21; two hundred thousand is 200,000."""
    total = current = 0
    for part in _PART.findall(words.casefold()):
        if part in _SIMPLE:
            current += _SIMPLE[part]
        elif part == "hundred":
            current = (current or 1) * 100
        elif part in _SCALES:
            total += (current or 1) * _SCALES[part]
            current = 0
    return float(total + current)
