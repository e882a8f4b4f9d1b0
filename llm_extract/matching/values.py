"""When two values of a field type are the same, and when two actors may be one.

Case, punctuation, white space and a leading "the" carry no score. Any form of the same
state or organisation counts ("U.S.", "Washington", "the United States"), as the table of
countries knows them. A person's name is the same only in full; a part of it ("Xi") is
enough to be the actor of a match, not to be the right name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Sequence
from typing import Any

from llm_extract.countries import country_code
from llm_extract.fields import ActorName, CountryName

_NO_WORD = re.compile(r"[\W_]+")


def folded(words: str) -> str:
    """Words without the differences that carry no score; of signs alone, the signs."""
    line = unicodedata.normalize("NFKC", words).casefold()
    bare = _NO_WORD.sub(" ", line).strip() or " ".join(line.split())
    return bare.removeprefix("the ")


def key(value: Any, kind: type | None) -> Hashable:
    """What is equal for two values of a field type exactly when they are the same."""
    if isinstance(value, str):
        coded = kind is not None and issubclass(kind, (ActorName, CountryName))
        code = country_code(value) if coded else None
        return ("code", code) if code else folded(value)
    if isinstance(value, list):
        return tuple(key(item, kind) for item in value)
    if isinstance(value, dict):
        return tuple((name, key(item, kind)) for name, item in sorted(value.items()))
    return isinstance(value, bool), value


def shared(value: Any, other: Any, kind: type | None) -> bool:
    """Whether two actors may be one: the same, or one named by some words of the other."""
    one, two = key(value, kind), key(other, kind)
    if one == two:
        return True
    if not (isinstance(one, str) and isinstance(two, str)):  # a state, or no name at all
        return False
    words, others = set(one.split()), set(two.split())
    return bool(words and others) and (words <= others or others <= words)


def paired(allowed: Sequence[set[Hashable]], given: Sequence[Hashable]) -> dict[int, int]:
    """Place of a given value → place of the first gold value that allows it, one to one."""
    pairs: dict[int, int] = {}
    for at, value in enumerate(given):
        free = (i for i, keys in enumerate(allowed) if value in keys and i not in pairs.values())
        if (found := next(free, None)) is not None:
            pairs[at] = found
    return pairs
