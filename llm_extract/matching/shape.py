"""What a record type is made of, as an evaluation sees it."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from llm_extract.fields import (
    ActorName,
    CountryName,
    DateExpression,
    FreeText,
    Mention,
    PersonName,
    RecordLink,
    Relayer,
)
from llm_extract.paths import joined
from llm_extract.records import Record
from llm_extract.spec import RecordType, Scoring


@dataclass(frozen=True, slots=True)
class Shape:
    """One field of a record, or of a part of one.

    Attributes:
        name: the field's name.
        kind: the type of its value, or of its items; None where there is no single one.
        many: whether it is a list.
        worded: whether the model words it itself, so that no two wordings need be equal.
        link: the plural name of the records that it counts in, or None.
    """

    name: str
    kind: type | None
    many: bool = False
    worded: bool = False
    link: str | None = None

    @property
    def part(self) -> type[BaseModel] | None:
        """The model of a nested part; None for a plain value."""
        if self.kind is None or not issubclass(self.kind, BaseModel):
            return None
        return None if issubclass(self.kind, Mention) else self.kind


@cache
def shapes(model: type[BaseModel]) -> tuple[Shape, ...]:
    """The fields of a model in order; a record's id and evidence are none of them."""
    skipped = {"id", "evidence"} if issubclass(model, Record) else set()
    return tuple(
        _shape(name, info.annotation, list(info.metadata))
        for name, info in model.model_fields.items()
        if name not in skipped
    )


def named_by(model: type[BaseModel]) -> Shape:
    """The field that tells the items of a list apart: a name, else the first with copied words."""
    fields = shapes(model)
    words = [f for f in fields if f.kind is not None and issubclass(f.kind, Mention) and not f.many]
    names = [f for f in words if f.kind is not None and issubclass(f.kind, (PersonName, ActorName))]
    return next(iter([*names, *words]), fields[0])


def scoring(record_type: RecordType) -> Scoring:
    """How a record type is evaluated: as its spec says, else by its field types.

    Then the actors are the persons and other actors (no relayers), without any the states;
    key are these, the values of dates, enums and numbers.
    """
    if record_type.scoring is not None:
        return record_type.scoring
    leaves = list(_leaves(record_type.model, ""))
    named = [path for path, kind in leaves if issubclass(kind, (PersonName, ActorName))
             and not issubclass(kind, Relayer)]  # fmt: skip
    actors = named or [path for path, kind in leaves if issubclass(kind, CountryName)]
    coded = [path for path, kind in leaves if issubclass(kind, (Enum, int, float))]
    dated = [path for path, kind in leaves if kind is DateExpression]
    return Scoring(tuple(actors), (*actors, *(f"{p}.value" for p in dated), *coded))


def _leaves(model: type[BaseModel], path: str) -> Iterator[tuple[str, type]]:
    for field in shapes(model):
        at = joined(path, field.name)
        if field.kind is None or field.worded or field.link:
            continue
        if field.part is None or issubclass(field.part, DateExpression):
            yield at, field.kind
        else:
            yield from _leaves(field.part, f"{at}[]" if field.many else at)


def _shape(name: str, annotation: Any, marks: list[Any]) -> Shape:
    many = False
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *inner = get_args(annotation)
            marks = [*marks, *inner]
        elif origin in (Union, types.UnionType):
            options = [option for option in get_args(annotation) if option is not type(None)]
            annotation = options[0] if len(options) == 1 else None
        elif origin is list:
            many = True
            (annotation,) = get_args(annotation)
        else:
            break
    return Shape(
        name,
        annotation if isinstance(annotation, type) else None,
        many=many,
        worded=any(isinstance(mark, FreeText) for mark in marks),
        link=next((mark.plural for mark in marks if isinstance(mark, RecordLink)), None),
    )
