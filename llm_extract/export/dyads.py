"""Pairs of states and organisations that a record brings together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations, product
from typing import Any, NamedTuple

from pydantic import BaseModel

from llm_extract.article import Article
from llm_extract.export.cells import Row, head, row
from llm_extract.fields import ActorName, CountryName, DateExpression, Mention, Relayer
from llm_extract.finals import Final
from llm_extract.matching.shape import Shape, shapes


class Actor(NamedTuple):
    """A state or organisation: its code, if it has one, and its words."""

    code: str | None
    words: str

    @property
    def key(self) -> str:
        """What tells it from others."""
        return self.code or self.words.casefold()


class Pair(NamedTuple):
    """Two actors, in the order of acting where there is one."""

    one: Actor
    other: Actor
    directed: bool


@cache
def has_dyads(model: type[BaseModel]) -> bool:
    """Whether records of this type can bring actors together."""
    return _is_mutual(model) or len(_sides(model)) > 1


def pairs(data: dict[str, Any], model: type[BaseModel]) -> Iterator[Pair]:
    """The pairs of one record; its field types say who they are.

    Where a field lists states or organisations, all that the record names meet each other:
    each two are one pair, in the order of their codes. Elsewhere whoever stands in one field
    acts on whoever stands in a later one: seller and buyer, holder and addressee. Who only
    relays something is in no pair.
    """
    if _is_mutual(model):
        found = [actor for side in _sides(model) for actor in _actors(data, side, CountryName)]
        for one, other in combinations(sorted(_distinct(found), key=lambda a: a.key), 2):
            yield Pair(one, other, directed=False)
        return
    sides = [_distinct(list(_actors(data, side, ActorName))) for side in _sides(model)]
    seen: set[tuple[str, str]] = set()
    for first, second in combinations(sides, 2):
        for one, other in product(first, second):
            if one.key != other.key and (one.key, other.key) not in seen:
                seen.add((one.key, other.key))
                yield Pair(one, other, directed=True)


def dyad_rows(record: Final, article: Article, *, model: type[BaseModel]) -> list[Row]:
    """One row per pair, with the record's own cells behind it."""
    whole = row(record, article)
    return [
        {
            **head(record, article),
            "dyad_a": pair.one.words,
            "dyad_a_code": pair.one.code,
            "dyad_b": pair.other.words,
            "dyad_b_code": pair.other.code,
            "dyad_directed": pair.directed,
            **whole,
        }
        for pair in pairs(record.data, model)
    ]


@cache
def _sides(model: type[BaseModel]) -> tuple[Shape, ...]:
    """The fields of a record that name actors, themselves or in their parts."""
    return tuple(
        shape
        for shape in shapes(model)
        if _is_actor(shape)
        or (_has_parts(shape) and any(map(_is_actor, shapes(shape.part or BaseModel))))
    )


def _is_mutual(model: type[BaseModel]) -> bool:
    return any(s.many and s.kind is not None and issubclass(s.kind, CountryName)
               for s in shapes(model))  # fmt: skip


def _is_actor(shape: Shape) -> bool:
    kind = shape.kind
    return kind is not None and issubclass(kind, (CountryName, ActorName)) and not issubclass(
        kind, Relayer
    )  # fmt: skip


def _has_parts(shape: Shape) -> bool:
    return shape.part is not None and not issubclass(shape.part, DateExpression)


def _actors(data: dict[str, Any], side: Shape, kind: type[Mention]) -> Iterator[Actor]:
    """Who stands in a field: states alone, or whoever acts, too."""
    value = data.get(side.name)
    kinds = (CountryName,) if kind is CountryName else (CountryName, ActorName)
    for item in value if isinstance(value, list) else [value]:
        if item is None:
            continue
        if side.part is None:
            named = [item] if side.kind is not None and issubclass(side.kind, kinds) else []
        else:
            fields = [s for s in shapes(side.part) if _is_actor(s) and issubclass(s.kind, kinds)]  # type: ignore[arg-type]
            values = [item.get(s.name) for s in fields]
            named = [m for v in values for m in (v if isinstance(v, list) else [v]) if m]
        if named:
            best = next((mention for mention in named if mention.get("code")), named[0])
            yield Actor(best.get("code"), best["value"])


def _distinct(found: list[Actor]) -> list[Actor]:
    return list({actor.key: actor for actor in reversed(found)}.values())[::-1]
