"""Records as they are given to other programs: final values, and what a reviewer made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from llm_extract.article import Article


@dataclass(frozen=True)
class Link:
    """Which record another one refers to.

    Attributes:
        plural: the plural name of its type.
        id: its id.
    """

    plural: str
    id: str


@dataclass(frozen=True)
class Final:
    """A record with its final values.

    Attributes:
        data: the values as they are kept. A link counts in the records that are given with
            it, and is None where its record is left out.
        links: path of a link → the record that it leads to, left out or not.
        state: open, accepted, edited, added, rejected, double, changed or disputed.
        reviewer: who decided that; None where nobody has.
        decided: when, in UTC.
        reason: in the reviewer's words.
        double_of: id of the record that it repeats.
        reasons: codes of what flags the record as it was extracted; None where it has not
            been checked.
        confidence: that no key field of the record was wrong as it was extracted.
    """

    data: dict[str, Any]
    links: Mapping[str, Link] = field(default_factory=dict)
    state: str = "open"
    reviewer: str | None = None
    decided: datetime | None = None
    reason: str | None = None
    double_of: str | None = None
    reasons: Sequence[str] | None = None
    confidence: float | None = None

    @property
    def id(self) -> str:
        """Stable: the same event of the same article keeps it."""
        return str(self.data["id"])

    @property
    def beside(self) -> dict[str, Any]:
        """What the exchange format says beside the values; what is not known is left out."""
        known = {
            "links": {path: link.id for path, link in self.links.items()} or None,
            "confidence": self.confidence,
            "state": None if self.state == "open" else self.state,
            "reviewer": self.reviewer,
            "decided": self.decided.isoformat() if self.decided else None,
            "reason": self.reason,
            "double_of": self.double_of,
        }
        return {name: value for name, value in known.items() if value is not None}


@dataclass(frozen=True)
class Finals:
    """One article with its records.

    Attributes:
        article: their source.
        spec: name of the domain that they are of.
        records: by the plural name of their type, in order; a type without any has an empty
            list.
    """

    article: Article
    spec: str
    records: Mapping[str, Sequence[Final]]


@dataclass(frozen=True)
class Format:
    """An export format of a domain's own.

    Attributes:
        rows: articles with their records → what is written, in order.
        columns: the header of a CSV table of those rows; without, each row is a JSON object
            on a line of its own.
        delimiter: between the cells of a table.
    """

    rows: Callable[[Iterable[Finals]], Iterator[dict[str, Any]]]
    columns: tuple[str, ...] = ()
    delimiter: str = ","
