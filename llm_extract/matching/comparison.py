"""Gold record × record → which fields are right.

Records are plain data of the exchange format. A field is right when it is the gold's value
or one that the gold accepts; a list when it holds the same values in any order. The parts
of a list (participants) are paired by name; their other fields are compared pair by pair.
What the model words itself (topics, statements) is not compared.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from llm_extract.matching.shape import Shape, named_by, shapes
from llm_extract.matching.values import key, paired, shared
from llm_extract.paths import is_within, joined, pattern_of

Data = Mapping[str, Any]

Links = Mapping[str, Mapping[int, int]]
"""By plural name: the place of a record → the place of the gold record that it matches."""


class Result(NamedTuple):
    """Whether a field is right; `field` is its path without numbers: `participants[].role`."""

    field: str
    right: bool


def compared(
    gold: Data, record: Data, *, model: type[BaseModel], links: Links | None = None
) -> list[Result]:
    """A result for every field of the record that can be compared, in order.

    Args:
        gold: the gold record, with its `accept`.
        record: the record held against it.
        model: the record type.
        links: what the article's other records match; links are left out without it.
    """
    accept = gold.get("accept")
    judge = _Judge(accept if isinstance(accept, Mapping) else {}, links)
    return list(judge.part(gold, record, model))


def share_an_actor(
    gold: Data, record: Data, *, model: type[BaseModel], actors: tuple[str, ...]
) -> bool:
    """Whether one value of the actor fields may be one of the gold's, or of its `accept`.

    A gold record that names no actor shares it with any record where nothing else is
    accepted either, else with one that names none.
    """
    unnamed, alike = True, True
    for pattern in actors:
        own = list(_values(gold, pattern, model))
        wanted = [*own, *_accepted(gold, pattern, model)]
        given = list(_values(record, pattern, model))
        if any(shared(a, b, kind) for a, kind in wanted for b, _ in given):
            return True
        unnamed = unnamed and not wanted
        alike = alike and not own and not given
    return unnamed or alike


class _Judge:
    def __init__(self, accept: Data, links: Links | None) -> None:
        self.accept = accept
        self.links = links

    def part(
        self, gold: Data, given: Data, model: type[BaseModel], *,
        pattern: str = "", path: str | None = "", skip: str = "",
    ) -> Iterator[Result]:  # fmt: skip
        """Results of a part; a path of None takes no `accept`."""
        for field in shapes(model):
            if field.worded or field.name == skip:
                continue
            at = None if path is None else joined(path, field.name)
            name = joined(pattern, field.name)
            value, other = gold.get(field.name), given.get(field.name)
            if field.link is not None:
                yield from self._link(field.link, value, other, name=name, path=at)
            elif field.part is not None and field.many:
                yield from self._parts(value, other, field.part, name=name, path=at)
            elif field.part is not None:
                parts = _part(value, field.part), _part(other, field.part)
                yield from self.part(*parts, field.part, pattern=name, path=at)
            elif field.many:
                yield Result(name, self._same_items(field, value, other, path=at))
            else:
                keys = {key(option, field.kind) for option in self._options(value, at)}
                yield Result(name, key(other, field.kind) in keys)

    def _options(self, value: Any, path: str | None) -> list[Any]:
        others = self.accept.get(path, []) if path is not None else []
        return [value, *others] if isinstance(others, list) else [value]

    def _link(
        self, plural: str, value: Any, other: Any, *, name: str, path: str | None
    ) -> Iterator[Result]:
        if self.links is None:
            return
        known = self.links.get(plural, {})
        target = known.get(other) if isinstance(other, int) else None
        unmatched = other is not None and target is None
        yield Result(name, not unmatched and target in self._options(value, path))

    def _same_items(self, field: Shape, value: Any, other: Any, *, path: str | None) -> bool:
        given = list(dict.fromkeys(key(item, field.kind) for item in _items(other)))
        for option in self._options(value, path):
            items = {key(item, field.kind): index for index, item in enumerate(_items(option))}
            allowed = [
                {item, *self._item_keys(field.kind, path, index if option is value else None)}
                for item, index in items.items()
            ]
            if len(allowed) == len(given) == len(paired(allowed, given)):
                return True
        return False

    def _parts(
        self, value: Any, other: Any, model: type[BaseModel], *, name: str, path: str | None
    ) -> list[Result]:
        """Of the lists that the gold accepts, the results of the one that fits best."""
        golden = [_part(item, model) for item in _items(value)]
        tries = []
        for option in self._options(value, path):
            items = [_part(item, model) for item in _items(option)]
            places = _places(items, golden, named_by(model))
            given = [_part(item, model) for item in _items(other)]
            tries.append(self._paired_parts(items, given, model, places, name=name, path=path))
        return max(tries, key=lambda results: (results[0].right, sum(r.right for r in results)))

    def _paired_parts(
        self, items: list[Data], given: list[Data], model: type[BaseModel],
        places: list[int | None], *, name: str, path: str | None,
    ) -> list[Result]:  # fmt: skip
        naming = named_by(model)
        once = list({key(item.get(naming.name), naming.kind): item for item in given}.values())
        allowed = [
            {
                key(item.get(naming.name), naming.kind),
                *self._item_keys(naming.kind, path, place, suffix=f".{naming.name}"),
            }
            for item, place in zip(items, places, strict=True)
        ]
        names = [key(item.get(naming.name), naming.kind) for item in once]
        pairs = paired(allowed, names)
        all_right = len(pairs) == len(items) == len(once)
        results = [Result(f"{name}[].{naming.name}", all_right)]
        for mine, gold in pairs.items():
            place = places[gold]
            at = None if path is None or place is None else f"{path}[{place}]"
            results += self.part(
                items[gold], once[mine], model,
                pattern=f"{name}[]", path=at, skip=naming.name,
            )  # fmt: skip
        return results

    def _item_keys(
        self, kind: type | None, path: str | None, place: int | None, *, suffix: str = ""
    ) -> set[Hashable]:
        if path is None or place is None:
            return set()
        others = self.accept.get(f"{path}[{place}]{suffix}", [])
        return {key(item, kind) for item in others} if isinstance(others, list) else set()


def _places(items: list[Data], golden: list[Data], naming: Shape) -> list[int | None]:
    """Where each item of an accepted list stands in the gold's own, so that its `accept` holds."""
    known = {key(item.get(naming.name), naming.kind): at for at, item in enumerate(golden)}
    return [known.get(key(item.get(naming.name), naming.kind)) for item in items]


def _values(data: Data, pattern: str, model: type[BaseModel]) -> Iterator[tuple[Any, type | None]]:
    """Every value at a pattern, with its field type."""
    head, _, rest = pattern.partition(".")
    name = head.removesuffix("[]")
    field = next((shape for shape in shapes(model) if shape.name == name), None)
    if field is None:
        return
    for item in _items(data.get(name)) if field.many else [data.get(name)]:
        if item is None:
            continue
        if field.part is not None and rest:
            yield from _values(_part(item, field.part), rest, field.part)
        else:
            yield item, field.kind


def _accepted(
    gold: Data, pattern: str, model: type[BaseModel]
) -> Iterator[tuple[Any, type | None]]:
    """Every value at a pattern that the gold accepts instead of its own."""
    accept = gold.get("accept")
    for path, options in accept.items() if isinstance(accept, Mapping) else ():
        where = pattern_of(path)
        for option in _items(options):
            if where == f"{pattern}[]" or is_within(pattern, where):
                yield from _values(_nested(where, option), pattern, model)


def _nested(where: str, value: Any) -> dict[str, Any]:
    """Data that holds a value at a pattern and nothing else."""
    head, _, rest = where.partition(".")
    inner = _nested(rest, value) if rest else value
    return {head.removesuffix("[]"): [inner] if head.endswith("[]") else inner}


def _part(value: Any, model: type[BaseModel]) -> Data:
    """A part as data; a bare string is its naming field."""
    if isinstance(value, Mapping):
        return value
    return {} if value is None else {named_by(model).name: value}


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
