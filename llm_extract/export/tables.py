"""Records as flat rows: one row per record, lists joined, for spreadsheets."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from typing import Any, TextIO

from llm_extract.article import Article
from llm_extract.exchange import Data, is_mention, mentions, plain

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
HEAD = ("id", "article", "source", "title", "published", "url")
_OWN = (*HEAD, "confidence", "flagged", "reasons")
"""Columns that are not a record's fields."""


def row(
    data: Data,
    article: Article,
    *,
    reasons: Sequence[str] | None = None,
    confidence: float | None = None,
) -> dict[str, str]:
    """One record as text cells: its fields, codes of states, and where its evidence stands.

    Lists are joined by "; ", a person is "name (role, country)". A field that holds coded
    names is followed by `<field>_codes`; a field named like a column that every table has is
    `record_<field>`. `reasons` are the codes that flag the record; None where it has not been
    checked: `flagged` is then neither yes nor no. `confidence` is the probability that no key
    field is wrong.
    """
    cells = {
        "id": data["id"],
        "article": article.id,
        "source": article.source or "",
        "title": article.title or "",
        "published": str(article.published or ""),
        "url": article.url or "",
    }
    for name, value in data.items():
        if name == "id":
            continue
        column = f"record_{name}" if name in _OWN else name
        if isinstance(value, dict) and "as_written" in value:
            cells[column] = value["value"] or ""
            cells[f"{column}_as_written"] = _text(value["as_written"])
            continue
        cells[column] = _text(value)
        coded = [mention for _, mention in mentions(value) if "code" in mention]
        if coded:
            codes = dict.fromkeys(mention["code"] for mention in coded if mention["code"])
            cells[f"{column}_codes"] = "; ".join(codes)
    spans = [mention["span"] for _, mention in mentions(data["evidence"]) if mention["span"]]
    cells["evidence_spans"] = "; ".join(f"{span['start']}-{span['end']}" for span in spans)
    unfound = [path for path, mention in mentions(data) if mention["match"] == "none"]
    cells["not_found"] = "; ".join(unfound)
    cells["confidence"] = "" if confidence is None else f"{confidence:g}"
    cells["flagged"] = "" if reasons is None else "yes" if reasons else "no"
    cells["reasons"] = "; ".join(reasons or ())
    return cells


def write_csv(rows: Iterable[dict[str, str]], file: TextIO) -> int:
    """Write rows as CSV with a header; returns how many.

    A cell that a spreadsheet would take for a formula begins with an apostrophe, so that
    it stays text; a lone carriage return becomes a line feed, so that no row is cut.
    """
    kept = list(rows)
    columns = list(dict.fromkeys(name for cells in kept for name in cells))
    writer = csv.DictWriter(file, columns or list(HEAD), lineterminator="\n")
    writer.writeheader()
    for cells in kept:
        writer.writerow({name: _harmless(value) for name, value in cells.items()})
    return len(kept)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(_text(item) for item in value)
    if isinstance(value, dict) and not is_mention(value):
        first, *rest = [plain(part) for part in value.values()]
        more = ", ".join(str(part) for part in rest if part)
        return f"{first} ({more})" if more else str(first)
    return str(plain(value))


def _harmless(cell: str) -> str:
    text = f"'{cell}" if cell.startswith(_FORMULA) else cell
    return re.sub(r"\r(?!\n)", "\n", text)
