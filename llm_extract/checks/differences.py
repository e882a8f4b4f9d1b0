"""What changed between two wordings, and how to say so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

_NUMBER = re.compile(r"\d")
_NEGATIONS = frozenset(
    ["not", "no", "never", "nor", "none", "nothing", "neither", "cannot", "without"]
)
SLACK = 4
"""Words by which the article's own wording may be longer or shorter on either side."""
_SHOWN = 3
"""Differences that a message names."""


def fitting(given: Sequence[str], words: Sequence[str]) -> int:
    """How many of the words, from the first on, come closest to the given ones."""
    if not given:
        return 0
    counts = range(max(0, len(given) - SLACK), min(len(words), len(given) + SLACK) + 1)
    return min(
        counts,
        key=lambda n: (Levenshtein.distance(given, words[:n]), -n),
        default=0,
    )


def difference(changes: Sequence[tuple[str, str]]) -> str:
    """One sentence on what was changed: words of the quote, words of the article."""
    said = []
    for given, own in changes[:_SHOWN]:
        if not own:
            said.append(f'adds "{given}"')
        elif not given:
            said.append(f'leaves out "{own}"')
        else:
            said.append(f'says "{given}" where the article has "{own}"')
    if len(changes) > _SHOWN:
        said.append("and more")
    kinds = {kind for change in changes if (kind := _kind(*change))}
    about = f"Changed {' and '.join(sorted(kinds))}: the" if kinds else "The"
    return f"{about} quote {', '.join(said)}."


def _kind(given: str, own: str) -> str:
    if any(denies(word) for side in (given, own) for word in side.casefold().split()):
        return "negation"
    if _NUMBER.search(given) or _NUMBER.search(own):
        return "number"
    return ""


def denies(word: str) -> bool:
    """Whether a word in lower case turns round what follows it: "not", "won't"."""
    return word in _NEGATIONS or word.endswith(("n't", "n’t"))
