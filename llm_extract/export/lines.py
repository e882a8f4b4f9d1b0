"""Articles as lines of the exchange format."""

from __future__ import annotations

from typing import Any

from llm_extract.exchange import Data, exchanged, line
from llm_extract.finals import Final, Finals
from llm_extract.paths import holder


def exchange_line(entry: Finals) -> Data:
    """One article with its records, ready for `json.dumps`.

    Beside its values a record says what a reviewer made of it, and which records its links
    lead to. A link is null where the line has no list that it could count in.
    """
    return line(
        entry.article,
        {
            name: [_record(record, given=frozenset(entry.records)) for record in records]
            for name, records in entry.records.items()
        },
    )


def _record(record: Final, *, given: frozenset[str]) -> Data:
    values = exchanged(record.data)
    for path, link in record.links.items():
        if link.plural not in given:
            _clear(values, path)
    beside = {name: value for name, value in record.beside.items() if name not in values}
    return values | beside


def _clear(values: Any, path: str) -> None:
    node, last = holder(values, path)
    if isinstance(last, int):
        node.clear()
    else:
        node[last] = None
