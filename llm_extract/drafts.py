"""Drafts: the small shape that a model fills, derived from a record type.

A draft asks for as little as a record can be made of: words instead of mentions, sentence
numbers instead of passages, date words instead of dates. Every field is required and
every list bounded, so that a server that turns the schema into a grammar cannot run on,
and an answer that says nothing cannot pass as an empty record. Evidence comes first: the
model finds the sentences before it codes them. A model of a record, or of a part of one,
may say in which order it is asked for: `asked: ClassVar = ("role", "name")`; what is not named
there comes behind, in the order of the record.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from annotated_types import MaxLen, MinLen
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from llm_extract.fields import DateExpression, DateWords, Mention, Passage, RecordLink
from llm_extract.records import Record
from llm_extract.spec import RecordType

MOST_EVIDENCE = 2
MOST_ITEMS = 8
"""Items asked for at most in a list inside a record."""


class Draft(BaseModel):
    """Base of what a model fills."""

    model_config = ConfigDict(extra="forbid")


def answer_model(record_types: Sequence[RecordType]) -> type[Draft]:
    """The shape of one whole answer: a bounded list of drafts per record type."""
    return _answer_model(tuple((t.plural, t.model, t.most) for t in record_types))


@cache
def _answer_model(kinds: tuple[tuple[str, type[Record], int], ...]) -> type[Draft]:
    fields: dict[str, Any] = {
        plural: (Annotated[list[draft_model(model)], Field(max_length=most)], ...)  # type: ignore[misc]
        for plural, model, most in kinds
    }
    return create_model("Answer", __base__=Draft, **fields)


@cache
def draft_model(model: type[BaseModel]) -> type[Draft]:
    """The draft of a record type, or of a part of one."""
    order = [*(["evidence"] if issubclass(model, Record) else []), *getattr(model, "asked", ())]
    names = dict.fromkeys([*order, *model.model_fields])
    fields: dict[str, Any] = {}
    for name in names:
        info = model.model_fields[name]
        if (name == "id" and issubclass(model, Record)) or not is_asked(info.metadata):
            continue
        annotation = _drafted(info.annotation, info.metadata)
        fields[name] = (Annotated[annotation, Field(description=info.description)], ...)
    return create_model(f"{model.__name__}Draft", __base__=Draft, **fields)


def is_asked(metadata: Iterable[object]) -> bool:
    """Whether the model is asked for a field with these annotations."""
    return not any(isinstance(item, RecordLink) for item in metadata)


def _drafted(annotation: Any, metadata: Sequence[object] = ()) -> Any:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *marks = get_args(annotation)
        return Annotated[(_drafted(inner), *marks)]
    if origin in (Union, types.UnionType):
        return Union[tuple(_drafted(option) for option in get_args(annotation))]  # noqa: UP007
    if origin is list:
        (item,) = get_args(annotation)
        if isinstance(item, type) and issubclass(item, Passage):
            number = Annotated[int, Field(ge=1)]
            return Annotated[list[number], Field(min_length=1, max_length=MOST_EVIDENCE)]
        least = max((m.min_length for m in metadata if isinstance(m, MinLen)), default=0)
        most = min((m.max_length for m in metadata if isinstance(m, MaxLen)), default=MOST_ITEMS)
        bounds = Field(min_length=least, max_length=min(most, MOST_ITEMS))
        return Annotated[list[_drafted(item)], bounds]  # type: ignore[misc]
    if isinstance(annotation, type) and issubclass(annotation, DateExpression):
        return _words(DateWords.max_length) | None
    if isinstance(annotation, type) and issubclass(annotation, Mention):
        return _words(annotation.max_length)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return draft_model(annotation)
    return Annotated[(annotation, *metadata)] if metadata else annotation


def _words(most: int) -> Any:
    return Annotated[str, StringConstraints(min_length=1, max_length=most)]
