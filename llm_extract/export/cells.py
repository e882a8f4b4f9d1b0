"""One record as the cells of a flat row, for spreadsheets and statistics."""

from __future__ import annotations

from typing import Any

from llm_extract.article import Article
from llm_extract.exchange import is_mention, mentions, plain
from llm_extract.finals import Final

Cell = str | int | float | bool | None
Row = dict[str, Cell]

HEAD = ("id", "article", "source", "title", "published", "url")
"""Columns that every row begins with."""
TAIL = (
    "evidence_spans", "confidence", "flagged", "reasons", "state", "reviewer", "decided",
    "reason", "double_of",
)  # fmt: skip
"""Columns that every row ends with."""
OWN = frozenset({*HEAD, *TAIL, "evidence", "not_found"})


def row(record: Final, article: Article) -> Row:
    """One record: its fields, codes of states, and where its evidence stands.

    Lists are joined by "; ", a person is "name (role, country)". A field that holds coded
    names is followed by `<field>_codes`, a link by `<field>_id`, the id of the record that it
    leads to; a field named like a column that every table has is `record_<field>`.
    """
    cells = head(record, article)
    cells["evidence"] = _text(record.data["evidence"])
    for name, value in record.data.items():
        if name not in ("id", "evidence"):
            cells |= field_cells(name, value, prefix="record_")
        if name in record.links:
            cells[f"{name}_id"] = None if value is None else record.links[name].id
    unfound = [path for path, mention in mentions(record.data) if mention["match"] == "none"]
    cells["not_found"] = "; ".join(unfound) or None
    return cells | tail(record)


def head(record: Final, article: Article) -> Row:
    """The cells that say which record of which article it is."""
    return {
        "id": record.id,
        "article": article.id,
        "source": article.source,
        "title": article.title,
        "published": str(article.published) if article.published else None,
        "url": article.url,
    }


def tail(record: Final) -> Row:
    """The cells that say how far a record is to be trusted, and what a reviewer made of it.

    `confidence`, `flagged` and `reasons` speak of the record as it was extracted; `flagged` is
    neither yes nor no where it has not been checked.
    """
    found = [mention["span"] for _, mention in mentions(record.data["evidence"])]
    spans = [f"{span['start']}-{span['end']}" for span in found if span]
    return {
        "evidence_spans": "; ".join(spans) or None,
        "confidence": record.confidence,
        "flagged": None if record.reasons is None else bool(record.reasons),
        "reasons": "; ".join(record.reasons or ()) or None,
        "state": record.state,
        "reviewer": record.reviewer,
        "decided": record.decided.isoformat() if record.decided else None,
        "reason": record.reason,
        "double_of": record.double_of,
    }


def field_cells(name: str, value: Any, *, prefix: str) -> Row:
    """The cells of one field; `prefix` goes before a name that every table has."""
    column = f"{prefix}{name}" if name in OWN else name
    if isinstance(value, dict) and "as_written" in value:
        return {column: value["value"], f"{column}_as_written": _text(value["as_written"])}
    cells: Row = {column: value if isinstance(value, bool | int | float) else _text(value)}
    coded = [mention for _, mention in mentions(value) if "code" in mention]
    if coded:
        codes = dict.fromkeys(mention["code"] for mention in coded if mention["code"])
        cells[f"{column}_codes"] = "; ".join(codes) or None
    return cells


def is_parts(value: Any) -> bool:
    """Whether kept data is a list of parts, such as participants."""
    return isinstance(value, list) and bool(value) and all(map(_is_part, value))


def part_rows(record: Final, article: Article, *, name: str) -> list[Row]:
    """One row per part in a field of a record, with the record's evidence and state."""
    common = {"evidence": _text(record.data["evidence"]), **tail(record)}
    rows = []
    for number, part in enumerate(record.data[name]):
        cells: Row = {**head(record, article), "number": number}
        for inner, value in part.items():
            cells |= field_cells(inner, value, prefix="part_")
        rows.append(cells | common)
    return rows


def _is_part(value: Any) -> bool:
    return isinstance(value, dict) and not is_mention(value) and "as_written" not in value


def _text(value: Any) -> str | None:
    if value is None or value == []:
        return None
    if isinstance(value, list):
        return "; ".join(_text(item) or "" for item in value)
    if isinstance(value, dict) and not is_mention(value):
        first, *rest = [plain(part) for part in value.values()]
        more = ", ".join(str(part) for part in rest if part)
        return f"{first} ({more})" if more else str(first)
    return str(plain(value))
