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

    A leading article, a possessive ending, case and curly apostrophes do not matter:
    "the United States", "South Korea's", "U.S." and "Seoul" have codes; "South Korean
    envoy" and "Kim" have none.
    """
    key = _key(words)
    index = _index()
    return index.get(key) or index.get(key.removesuffix("'s")) or index.get(_bare(key))


@cache
def _index() -> dict[str, str]:
    index: dict[str, str] = {}
    for country in countries().values():
        for words in (*country.names, *country.demonyms, *country.governments):
            index.setdefault(_key(words), country.code)
    return index


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _key(words: str) -> str:
    return " ".join(words.replace("’", "'").split()).casefold()


def _bare(key: str) -> str:
    return re.sub(r"^the |'s?$", "", key)
