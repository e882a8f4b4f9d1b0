"""Records as tables: one per record type, one per kind of part, one of dyads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from pydantic import BaseModel

from llm_extract.article import Article
from llm_extract.export.cells import HEAD, Row, is_parts, part_rows, row
from llm_extract.export.dyads import dyad_rows, has_dyads
from llm_extract.fields import ActorName, CountryName, DateExpression, Mention
from llm_extract.finals import Final, Finals, Link
from llm_extract.matching.shape import Shape, shapes
from llm_extract.spec import Spec

DYADS = "dyads"


@dataclass
class Table:
    """Rows under one header.

    Attributes:
        name: `meetings`, or `meetings.participants` for the parts of its records.
        columns: column → the type of its cells; str where nothing else is known.
        rows: cells by column; a row may lack some.
    """

    name: str
    columns: dict[str, type] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def add(self, rows: Iterable[Row]) -> None:
        """Put rows behind the others; what they bring along widens the header."""
        for cells in rows:
            self.rows.append(cells)
            for name, cell in cells.items():
                known = self.columns.get(name)
                if known is None:
                    self.columns[name] = str if cell is None else type(cell)
                elif cell is not None and type(cell) is not known:
                    self.columns[name] = float if {known, type(cell)} == {int, float} else str


def tables(given: Iterable[Finals], spec: Spec, *, plural: str | None = None) -> list[Table]:
    """The tables of articles' records.

    Columns follow from the record types of `spec`, so that an empty table has them as well;
    those of another domain from its records, and it has no dyads, since only field types
    tell who acts.

    Args:
        given: the articles.
        spec: the domain.
        plural: the only record type that is given.
    """
    made: dict[str, dict[str, Table]] = {}
    for finals in given:
        known = {k.plural: k.model for k in spec.record_types} if finals.spec == spec.name else {}
        for name, records in finals.records.items():
            model = known.get(name)
            group = made.setdefault(name, _empty(name, model))
            for record in records:
                _add(group, record, finals.article, model=model)
    if not made:
        known = {kind.plural: kind.model for kind in spec.record_types}
        for name in [plural] if plural else known:
            made[name] = _empty(name, known.get(name))
    return [table for group in made.values() for table in group.values()]


def _add(
    group: dict[str, Table], record: Final, article: Article, *, model: type[BaseModel] | None
) -> None:
    group[""].add([row(record, article)])
    for name, value in record.data.items():
        if name != "evidence" and is_parts(value):
            if name not in group:
                group[name] = Table(f"{group[''].name}.{name}")
            group[name].add(part_rows(record, article, name=name))
    if model is not None and has_dyads(model):
        group[DYADS].add(dyad_rows(record, article, model=model))


def _empty(plural: str, model: type[BaseModel] | None) -> dict[str, Table]:
    """The tables of a record type without rows, by what they hold; the main one first."""
    if model is None:
        return {"": Table(plural, dict.fromkeys([*HEAD, "evidence"], str))}
    record, article = _example(model), Article(text="-")
    group: dict[str, Sequence[Row]] = {"": [row(record, article)]}
    for name, value in record.data.items():
        if name != "evidence" and is_parts(value):
            group[name] = part_rows(record, article, name=name)
    if has_dyads(model):
        group[DYADS] = dyad_rows(record, article, model=model)
    found = {}
    for name, rows in group.items():
        found[name] = table = Table(f"{plural}.{name}" if name else plural)
        table.add(rows)
        table.rows.clear()
    return found


def _example(model: type[BaseModel]) -> Final:
    """A made-up record in which every field is filled: its row has every column."""
    data = {"id": "", "evidence": [_filled_mention(Mention, 0)], **_filled(model)}
    links = {s.name: Link(s.link, "") for s in shapes(model) if s.link is not None}
    return Final(data=data, links=links, reasons=(), confidence=0.0)


def _filled(model: type[BaseModel]) -> dict[str, Any]:
    return {
        shape.name: [_value(shape, 0), _value(shape, 1)] if shape.many else _value(shape, 0)
        for shape in shapes(model)
    }


def _value(shape: Shape, number: int) -> Any:
    kind = shape.kind
    if kind is None or issubclass(kind, Enum):
        return ""
    if issubclass(kind, DateExpression):
        return {"as_written": None, "value": None}
    if issubclass(kind, Mention):
        return _filled_mention(kind, number)
    if shape.part is not None:
        return _filled(shape.part)
    return kind() if kind in (bool, int, float) else ""


def _filled_mention(kind: type[Mention], number: int) -> dict[str, Any]:
    coded = (
        {"code": f"{kind.__name__}{number}"} if issubclass(kind, CountryName | ActorName) else {}
    )
    return {"value": "-", "span": None, "match": "exact", **coded}
