"""Phrases that speak of the same thing, told by the words that they share.

The phrases are a model's own wording and seldom equal. Each goes to the most frequent word
that it shares with others; names of states, numbers and small words do not count.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from llm_extract.checks.lexicon import SMALL_WORDS
from llm_extract.countries import countries
from llm_extract.matching.values import folded

_EMPTY = SMALL_WORDS | frozenset(
    "by in into of on over per regarding the their toward towards under until upon with within "
    "without issue issues matter matters possible new further".split()
)


def grouped(phrases: Iterable[str]) -> dict[str, str]:
    """Phrase → name of its group, for every phrase given; a phrase may be given often."""
    counts = Counter(phrases)
    words = {phrase: _words(phrase) for phrase in counts}
    shared: Counter[str] = Counter()
    for phrase, count in counts.items():
        shared.update(dict.fromkeys(words[phrase], count))
    groups: dict[str, list[str]] = defaultdict(list)
    for phrase, inner in words.items():
        # The later of two equally frequent words is the likelier head.
        at = max(range(len(inner)), key=lambda i: (shared[inner[i]], i), default=None)
        groups[folded(phrase) if at is None else inner[at]].append(phrase)
    return {
        phrase: name
        for key, members in groups.items()
        for name in [_name(key, members, counts)]
        for phrase in members
    }


def _name(key: str, members: list[str], counts: Counter[str]) -> str:
    """The phrase that most of a group are, else the word that they share, as it is written."""
    most = max(members, key=lambda phrase: (counts[phrase], -len(phrase)))
    if len({folded(phrase) for phrase in members}) == 1:
        return most
    if counts[most] * 2 > sum(counts[phrase] for phrase in members):
        return most
    written = Counter(
        word for phrase in members for word in re.findall(r"[\w'’.-]+", phrase)
        if _stem(folded(word)) == key
    )  # fmt: skip
    return max(written, key=lambda word: (written[word], word)) if written else most


def _words(phrase: str) -> list[str]:
    """The words of a phrase that tell what it is about; of a state alone, its name."""
    found = [_stem(word) for word in folded(phrase).split() if _tells(word)]
    return [word for word in found if word not in _STATE_WORDS] or found[:1]


def _tells(word: str) -> bool:
    return word not in _EMPTY and not word.isdigit()


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


_STATE_WORDS = frozenset(
    _stem(word)
    for row in countries().values()
    for name in (*row.names, *row.demonyms, *row.governments)
    for word in folded(name).split()
) - frozenset("union nation treaty organization organisation energy agency community".split())
