"""The words of a record that it is searched by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from llm_extract.exchange import is_mention

SEPARATOR = "|"
_SKIPPED = ("id", "evidence")


def search_words(data: dict[str, Any]) -> str:
    """A record's words but the evidence's, and codes of states, between bars: `|ana ruiz|PER|`.

    Words are folded, codes stay in capitals, so that neither is found for the other.
    """
    found: dict[str, None] = {}
    for name, value in data.items():
        if name not in _SKIPPED:
            found |= dict.fromkeys(_words(value))
    found.pop("", None)
    return SEPARATOR + SEPARATOR.join(found) + SEPARATOR if found else ""


def _words(node: Any) -> Iterator[str]:
    if is_mention(node):
        yield folded(node["value"])
        yield node.get("code") or ""
    elif isinstance(node, dict):
        for value in node.values():
            yield from _words(value)
    elif isinstance(node, list):
        for value in node:
            yield from _words(value)
    elif isinstance(node, str):
        yield folded(node)


def folded(words: str) -> str:
    """Words without case, white space and bars put in order."""
    return " ".join(words.replace(SEPARATOR, " ").split()).casefold()
