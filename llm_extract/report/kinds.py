"""What a record type gives to a report, told by its field types."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Union, get_args, get_origin

from annotated_types import MaxLen
from pydantic import BaseModel, StringConstraints

from llm_extract.fields import CountryName, DateExpression
from llm_extract.matching.shape import Shape, scoring, shapes
from llm_extract.spec import RecordType

_SHORT = 200
"""Characters up to which worded text is a phrase, and no sentence."""
_HUES = 8
"""Colours for enums whose domain tells none."""


@dataclass(frozen=True)
class Kind:
    """A record type as figures see it.

    Attributes:
        plural: its name.
        date: the field that dates it, or None.
        actors: paths of who is in it: `participants[].name`.
        states: part of an actor → the field beside its name that holds its state.
        topic: the field of what it is about, in one short phrase, or None.
        says: the field with a whole sentence, or None.
        coded: the enum that colours it, or None.
        tones: value of that enum → colour, in the enum's order.
        links: field → plural name of the records that it counts in.
    """

    plural: str
    date: str | None
    actors: tuple[str, ...]
    states: dict[str, str]
    topic: str | None
    says: str | None
    coded: str | None
    tones: dict[str, str]
    links: dict[str, str]

    @property
    def label(self) -> str:
        """Its name for people."""
        return self.plural.replace("_", " ")

    @property
    def is_view(self) -> bool:
        """Whether its records say what somebody thinks of something, and not what happened."""
        return bool(self.topic and self.coded and self.actors)


def kind_of(record_type: RecordType) -> Kind:
    """What a record type gives to a report."""
    fields = shapes(record_type.model)
    coded = next((f for f in fields if _is_enum(f) and not f.many), None)
    worded = [f for f in fields if f.worded and not f.many]
    lengths = {f.name: _longest(record_type.model, f.name) for f in worded}
    return Kind(
        plural=record_type.plural,
        date=next((f.name for f in fields if f.kind is DateExpression), None),
        actors=scoring(record_type).actors,
        states=dict(_states(fields)),
        topic=next((f.name for f in worded if lengths[f.name] <= _SHORT), None),
        says=next((f.name for f in worded if lengths[f.name] > _SHORT), None),
        coded=coded.name if coded else None,
        tones=_tones(coded, record_type) if coded else {},
        links={f.name: f.link for f in fields if f.link},
    )


def _is_enum(field: Shape) -> bool:
    return field.kind is not None and issubclass(field.kind, Enum)


def _states(fields: tuple[Shape, ...]) -> Iterator[tuple[str, str]]:
    for field in fields:
        for inner in shapes(field.part) if field.part else ():
            if inner.kind is not None and issubclass(inner.kind, CountryName) and not inner.many:
                yield field.name, inner.name
                break


def _tones(coded: Shape, record_type: RecordType) -> dict[str, str]:
    values = [str(member.value) for member in coded.kind] if coded.kind else []  # type: ignore[attr-defined]
    told = record_type.tones
    order = {tone: at for at, tone in enumerate(dict.fromkeys(told.values()))}
    made = {value: told.get(value, f"hue{at % _HUES}") for at, value in enumerate(values)}
    return dict(sorted(made.items(), key=lambda item: order.get(item[1], len(order))))  # type: ignore[call-overload]


def _longest(model: type[BaseModel], name: str) -> int:
    """Characters that a worded field may have; 0 where nothing says."""
    info = model.model_fields[name]
    return max(_lengths(info.annotation, list(info.metadata)), default=0)


def _lengths(annotation: Any, marks: list[Any]) -> Iterator[int]:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        yield from _lengths(inner, [*marks, *more])
    elif origin in (Union, types.UnionType):
        for option in get_args(annotation):
            yield from _lengths(option, marks)
            marks = []
    else:
        for mark in marks:
            if isinstance(mark, (MaxLen, StringConstraints)) and mark.max_length is not None:
                yield mark.max_length
