"""The words of a record that it is searched by."""

from __future__ import annotations

from typing import Any

from llm_extract.exchange import mentions

SEPARATOR = "|"


def search_words(data: dict[str, Any]) -> str:
    """Copied words but the evidence's, and codes of states, between bars: `|ana ruiz|PER|`.

    Words are folded, codes stay in capitals, so that neither is found for the other.
    """
    found: dict[str, None] = {}
    for path, mention in mentions(data):
        if path.startswith("evidence"):
            continue
        found[folded(mention["value"])] = None
        if mention.get("code"):
            found[mention["code"]] = None
    return SEPARATOR + SEPARATOR.join(found) + SEPARATOR if found else ""


def folded(words: str) -> str:
    """Words without case, white space and bars put in order."""
    return " ".join(words.replace(SEPARATOR, " ").split()).casefold()
