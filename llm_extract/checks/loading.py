"""Records from anywhere → records that can be checked.

What comes from a person or another tool may be wrong in its very shape: a day that does
not exist, a status that is none, a missing field. Such a value becomes a finding, and the
rest of the record is checked all the same.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from llm_extract.checks.finding import Finding, Verdict
from llm_extract.checks.reading import Reading, Stretch
from llm_extract.errors import ConfigurationError
from llm_extract.fields import Match, Mention
from llm_extract.records import Record, walk
from llm_extract.spec import Spec

_ROUNDS = 20
"""Broken values that are put aside in one record before it is given up."""
_EXCHANGE = frozenset({"spans", "accept", "optional"})
"""What a record of the exchange format carries beside the codebook's fields."""


@dataclass(slots=True)
class Loaded:
    """A record ready for its checks, or the reason why it is not."""

    plural: str
    path: str
    record: Record | None
    faults: list[Finding] = field(default_factory=list)


def load(records: Mapping[str, Any], reading: Reading, *, spec: Spec) -> list[Loaded]:
    """Every record of the spec's types, in order, its copied words with their spans.

    Raises:
        ConfigurationError: there is no list under any of the spec's plural names.
    """
    found = []
    for kind in spec.record_types:
        given = records.get(kind.plural)
        if given is None:
            continue
        if not isinstance(given, Sequence) or isinstance(given, str):
            raise ConfigurationError(f"{kind.plural}: is no list; see the exchange format")
        for index, item in enumerate(given):
            path = f"{kind.plural}[{index}]"
            if isinstance(item, Record):
                found.append(Loaded(kind.plural, path, item))
            else:
                found.append(_loaded(item, path, kind.plural, model=kind.model, reading=reading))
    if not any(kind.plural in records for kind in spec.record_types):
        names = " or ".join(kind.plural for kind in spec.record_types)
        raise ConfigurationError(f"no list of {names} here; see the exchange format")
    return found


def _loaded(item: Any, path: str, plural: str, *, model: type[Record], reading: Reading) -> Loaded:
    if not isinstance(item, Mapping):
        fault = Finding(path, Verdict.CONTRADICTED, "record.invalid", f"{item!r} is no record.")
        return Loaded(plural, path, None, [fault])
    data = _completed({k: v for k, v in item.items() if k not in _EXCHANGE}, model)
    faults: list[Finding] = []
    for _ in range(_ROUNDS):
        try:
            record = model.model_validate(data)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            faults.append(_fault(first, path))
            if not _put_aside(data, first["loc"], model):
                return Loaded(plural, path, None, faults)
            continue
        _place(record, item.get("spans") or {}, reading)
        return Loaded(plural, path, record, faults)
    return Loaded(plural, path, None, faults)


def _fault(error: Any, path: str) -> Finding:
    where = path + "".join(
        f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"]
    )
    says = str(error["msg"]).removeprefix("Value error, ")
    code = (
        "date.impossible"
        if "EDTF" in says or "does not exist" in says or "ends before" in says
        else "value.invalid"
    )
    given = error["input"]
    shown = f"{given!r}" if isinstance(given, str | int | float) else type(given).__name__
    return Finding(where, Verdict.CONTRADICTED, code, f"{shown} cannot stand here: {says}.")


def _put_aside(data: dict[str, Any], loc: tuple[int | str, ...], model: type[BaseModel]) -> bool:
    """Take a broken value out of the data, so that the rest can be read; False if in vain."""
    *way, last = loc
    holder: Any = data
    annotation: Any = model
    for step in way:
        annotation = _inside(annotation, step)
        try:
            holder = holder[step]
        except (KeyError, IndexError, TypeError):
            return False
    if isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        holder[last] = _empty(_inside(annotation, last))
        return holder[last] is not None
    if isinstance(holder, dict) and isinstance(last, str):
        part = _part(annotation)
        if part is None:
            return False
        if last not in part.model_fields:  # a field that the type does not have
            return holder.pop(last, None) is not None
        before = holder.get(last, ...)
        holder[last] = _empty(part.model_fields[last].annotation)
        return bool(before is ... or before != holder[last])
    return False


def _completed(data: Any, annotation: Any) -> Any:
    """The data with what another tool left out filled in empty, copied all the way down."""
    if isinstance(data, Mapping):
        part = _part(annotation)
        if part is None or issubclass(part, Mention):
            return dict(data)
        filled = {name: _completed(value, _inside(part, name)) for name, value in data.items()}
        for name, info in part.model_fields.items():
            if name not in filled and info.is_required() and name != "evidence":
                filled[name] = _empty(info.annotation)
        return filled
    if isinstance(data, list):
        return [_completed(item, _inside(annotation, 0)) for item in data]
    return data


def _empty(annotation: Any) -> Any:
    """What says nothing: null where it may stand, an empty list, the first of an enum."""
    options = _options(annotation)
    if type(None) in options:
        return None
    for option in options:
        if get_origin(option) is list:
            return []
        if isinstance(option, type) and issubclass(option, StrEnum):
            return next(iter(option))
        if (
            isinstance(option, type)
            and issubclass(option, BaseModel)
            and not issubclass(option, Mention)
        ):
            return _completed({}, option)
    return None


def _inside(annotation: Any, step: int | str) -> Any:
    """The annotation of an item or of a field."""
    for option in _options(annotation):
        if isinstance(step, int) and get_origin(option) is list:
            return get_args(option)[0]
    part = _part(annotation)
    if part is not None and isinstance(step, str) and step in part.model_fields:
        return part.model_fields[step].annotation
    return None


def _part(annotation: Any) -> type[BaseModel] | None:
    for option in _options(annotation):
        if isinstance(option, type) and issubclass(option, BaseModel):
            return option
    return None


def _options(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is Annotated:
        return _options(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return tuple(inner for option in get_args(annotation) for inner in _options(option))
    return (annotation,)


def _place(record: Record, spans: Mapping[str, Any], reading: Reading) -> None:
    """Give every copied value its span: the one that came with it, else the best one."""
    text = reading.text
    for path, mention in walk(record):
        given = spans.get(path)
        if mention.span is None and _is_stretch(given, len(text)):
            mention.span = reading.article.span(*given)
            mention.match, mention.score = Match.EXACT, 1.0
    evidence = [p for p in record.evidence if p.span is None]
    for passage in evidence:
        _found(passage, reading, near=(), around=None)
    near = [reading.sentence(p.span.start) for p in record.evidence if p.span]
    near = list(dict.fromkeys(near))
    _place_part(record, reading, near, inner=False)


def _place_part(node: Any, reading: Reading, near: list[Stretch], *, inner: bool) -> None:
    """In a part of a record, look near to where its first value stands."""
    around: int | None = None
    for name in type(node).model_fields:
        for value in _items(getattr(node, name)):
            if isinstance(value, Mention):
                if value.span is None:
                    _found(value, reading, near=near, around=around)
                if inner and around is None and value.span is not None:
                    around = value.span.start
                    near = [reading.sentence(around), *near]
            elif isinstance(value, BaseModel):
                _place_part(value, reading, near, inner=True)


def _items(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        yield from value
    else:
        yield value


def _found(
    mention: Mention, reading: Reading, *, near: Sequence[Stretch], around: int | None
) -> None:
    found = reading.grounder.locate(
        mention.value, near=near, around=around, fuzzy=type(mention).fuzzy
    )
    mention.span, mention.match, mention.score = found.span, found.match, found.score


def _is_stretch(given: Any, length: int) -> bool:
    return (
        isinstance(given, list | tuple)
        and len(given) == 2
        and all(isinstance(offset, int) and not isinstance(offset, bool) for offset in given)
        and 0 <= given[0] < given[1] <= length
    )
