"""The exchange format: one JSON object per article, plain strings, spans beside them.

`{"article": {...}, "meetings": [...], "positions": [...]}`, as docs/codebook.md lays down.
Writing works on records as they are kept (so a store of any domain can be written); the
shape is derived from the record types.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, create_model

from llm_extract.article import Article
from llm_extract.fields import Mention
from llm_extract.records import Record
from llm_extract.spec import Spec

Data = dict[str, Any]
"""A record as kept: a mention is `{"value", "span", "match", "score"}`."""


class ArticleHead(BaseModel):
    """Which article a line is about."""

    model_config = ConfigDict(extra="allow")

    id: str = Field(description="The article's id.")
    source: str | None = Field(default=None, description="File (and row) that it came from.")
    sha256: str | None = Field(default=None, description="SHA-256 of the text in UTF-8.")
    title: str | None = Field(default=None, description="Title given as metadata.")
    publisher: str | None = Field(default=None, description="Who published it.")
    published: str | None = Field(default=None, description="Publication date, YYYY-MM-DD.")
    language: str | None = Field(default=None, description="Language code.")
    url: str | None = Field(default=None, description="Web address.")


def article_head(article: Article) -> Data:
    """The `article` part of a line."""
    return {
        "id": article.id,
        "source": article.source,
        "sha256": article.sha256,
        "title": article.title,
        "publisher": article.publisher,
        "published": str(article.published) if article.published else None,
        "language": article.language,
        "url": article.url,
    }


def line(article: Article, records: dict[str, list[Data]]) -> Data:
    """One article with its records, ready for `json.dumps`."""
    return {
        "article": article_head(article),
        **{plural: [exchanged(data) for data in kept] for plural, kept in records.items()},
    }


def exchanged(data: Data) -> Data:
    """A kept record in the exchange format, with its `id` and its `spans` by path."""
    fields = {name: plain(value) for name, value in data.items() if name != "id"}
    spans = {
        path: [mention["span"]["start"], mention["span"]["end"]]
        for path, mention in mentions(data)
        if mention["span"] is not None
    }
    return {**fields, "id": data["id"], "spans": spans}


def mentions(node: Any, path: str = "") -> Iterator[tuple[str, Data]]:
    """Every mention in kept data with its path, in field order."""
    if is_mention(node):
        yield path, node
    elif isinstance(node, dict):
        for name, value in node.items():
            yield from mentions(value, f"{path}.{name}" if path else name)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from mentions(value, f"{path}[{index}]")


def plain(node: Any) -> Any:
    """Kept data with every mention replaced by its words."""
    if is_mention(node):
        return node["value"]
    if isinstance(node, dict):
        return {name: plain(value) for name, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    return node


def is_mention(node: Any) -> bool:
    """Whether kept data is a mention."""
    return isinstance(node, dict) and "match" in node and "value" in node


def exchange_model(spec: Spec) -> type[BaseModel]:
    """The shape of a line for this domain, as a Pydantic model."""
    fields: dict[str, Any] = {
        kind.plural: (list[_exchanged_model(kind.model)], Field(description=kind.model.__doc__))  # type: ignore[misc]
        for kind in spec.record_types
    }
    return create_model(
        "Line",
        __config__=ConfigDict(extra="allow"),
        article=(ArticleHead, Field(description="Which article the records are of.")),
        **fields,
    )


@cache
def _exchanged_model(model: type[BaseModel]) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        if name == "id" and issubclass(model, Record):
            continue
        annotation = _plainly(info.annotation)
        if info.metadata:
            annotation = Annotated[(annotation, *info.metadata)]
        default = ... if info.is_required() else info.get_default(call_default_factory=True)
        fields[name] = (annotation, Field(default=default, description=info.description))
    if issubclass(model, Record):
        fields["id"] = (str | None, Field(default=None, description="Stable record id."))
        fields["spans"] = (
            dict[str, tuple[int, int]],
            Field(default={}, description="Path of a field → [start, end] in the article."),
        )
        fields["accept"] = (
            dict[str, list[Any]],
            Field(default={}, description="Gold only: path → other right values."),
        )
        fields["optional"] = (
            bool,
            Field(default=False, description="Gold only: neither required nor wrong."),
        )
    return create_model(
        model.__name__, __config__=ConfigDict(extra="forbid"), __doc__=model.__doc__, **fields
    )


def _plainly(annotation: Any) -> Any:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *marks = get_args(annotation)
        return Annotated[(_plainly(inner), *marks)]
    if origin in (Union, types.UnionType):
        return Union[tuple(_plainly(option) for option in get_args(annotation))]  # noqa: UP007
    if origin is list:
        return list[_plainly(get_args(annotation)[0])]  # type: ignore[misc]
    if isinstance(annotation, type) and issubclass(annotation, Mention):
        return str
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _exchanged_model(annotation)
    return annotation
