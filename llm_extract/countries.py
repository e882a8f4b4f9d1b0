"""States and organisations: from the words of an article to a code.

States have their ISO 3166-1 alpha-3 code (and XKX, the user-assigned code for Kosovo that
the EU and the World Bank use); organisations have the code in `data/countries.csv`, which
also lists demonyms and the capitals and seats that stand for a government. Cities that are
as often just a place (Vienna, Brussels as Belgium's) stand for no state.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Country(NamedTuple):
    """A row of the table."""

    code: str
    names: tuple[str, ...]
    demonyms: tuple[str, ...]
    governments: tuple[str, ...]


@cache
def countries() -> dict[str, Country]:
    """All states and organisations, by code."""
    text = (files("llm_extract") / "data" / "countries.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        row["code"]: Country(
            row["code"], *(_parts(row[key]) for key in ("names", "demonyms", "governments"))
        )
        for row in rows
    }


def country_code(words: str) -> str | None:
    """The code of the state or organisation that the words name as a whole, else None.

    A leading article, "Republic of" and its like, a possessive ending, curly apostrophes
    and the case of anything but an abbreviation do not matter: "the United States", "South
    Korea's", "U.S." and "Seoul" have codes; "South Korean envoy", "Kim" and "us" have none.
    """
    line = " ".join(words.replace("’", "'").split())
    for form in (line, _POSSESSIVE.sub("", line), _ARTICLE.sub("", _POSSESSIVE.sub("", line))):
        if found := _known(form):
            return found
    return _known(_STYLE.sub("", line))


_POSSESSIVE = re.compile(r"'s?$")
_ARTICLE = re.compile(r"^the ", re.IGNORECASE)
_SHORT = 3
"""Characters up to which an abbreviation has to be written as one: "US", not "us"."""
_STYLE = re.compile(r"^(?:the )?(?:\w+ )?(?:republic|kingdom|state|government) of ", re.IGNORECASE)


def _known(words: str) -> str | None:
    return _index().get(words) or _index().get(words.casefold())


@cache
def _index() -> dict[str, str]:
    """Words to codes: short abbreviations as they are written, all else in lower case."""
    index: dict[str, str] = {}
    for country in countries().values():
        for words in (*country.names, *country.demonyms, *country.governments):
            exact = words.isupper() and len(words) <= _SHORT
            index.setdefault(words if exact else words.casefold(), country.code)
    return index


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)
