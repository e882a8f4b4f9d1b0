"""The exchange format: one JSON object per article, plain strings, spans beside them.

`{"article": {...}, "meetings": [...], "positions": [...]}`, as docs/codebook.md lays down.
Writing works on records as they are kept (so a store of any domain can be written); the
shape is derived from the record types. Reading takes what other tools write, too.
"""

from __future__ import annotations

import json
import re
import sys
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, create_model

from llm_extract.article import Article
from llm_extract.errors import SourceError
from llm_extract.fields import Mention
from llm_extract.paths import leaves
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


def line(article: Article, records: Mapping[str, Sequence[Data]]) -> Data:
    """One article with its exchanged records, ready for `json.dumps`."""
    return {"article": article_head(article), **records}


BESIDE = frozenset(
    {
        "id", "spans", "links", "confidence", "state", "reviewer", "decided", "reason",
        "double_of", "accept", "optional",
    }
)  # fmt: skip
"""What a record of the exchange format carries beside its fields."""


def exchanged(data: Data, *, confidence: float | None = None) -> Data:
    """A kept record in the exchange format, with its `id` and its `spans` by path.

    A `confidence` that is not known is left out.
    """
    fields = {name: plain(value) for name, value in data.items() if name != "id"}
    spans = {
        path: [mention["span"]["start"], mention["span"]["end"]]
        for path, mention in mentions(data)
        if mention["span"] is not None
    }
    sure = {} if confidence is None else {"confidence": confidence}
    return {**fields, "id": data["id"], "spans": spans, **sure}


def mentions(node: Any, path: str = "") -> Iterator[tuple[str, Data]]:
    """Every mention in kept data with its path, in field order."""
    found = leaves(node, path, is_whole=is_mention)
    return ((at, value) for at, value in found if is_mention(value))


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


_REVIEW = {
    "state": "What a reviewer made of it: accepted, edited, added, rejected, …",
    "reviewer": "Who decided that.",
    "decided": "When, in ISO 8601.",
    "reason": "In the reviewer's words.",
    "double_of": "Id of the record that it repeats.",
}


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
        fields["confidence"] = (
            float | None,
            Field(default=None, ge=0, le=1, description="That no key field of it is wrong."),
        )
        fields.setdefault(
            "links",
            (
                dict[str, str],
                Field(default={}, description="Path of a field → id of the record it counts to."),
            ),
        )
        for name, about in _REVIEW.items():  # a field of the record's own goes first
            fields.setdefault(name, (str | None, Field(default=None, description=about)))
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


@dataclass(frozen=True, slots=True)
class Line:
    """One article's records, as they were read.

    Attributes:
        where: file and line, for messages.
        head: which article it is, as far as the line says; texts only.
        published: its publication date, if the line says.
        records: the whole line; lists of records by plural name are in it.
    """

    where: str
    head: Mapping[str, str]
    published: date | None
    records: Mapping[str, Any]


def read_lines(place: str | Path) -> Iterator[Line | SourceError]:
    """The lines of a JSON or JSONL file, or of `-` (standard input), one at a time.

    A JSON file holds one article, or a list of such. What cannot be read is an error that
    names the place; the lines after it are read all the same.
    """
    name = "standard input" if str(place) == "-" else str(place)
    try:
        if str(place) == "-":
            yield from _lines(sys.stdin.buffer, name)
        else:
            with Path(place).open("rb") as file:
                yield from _lines(file, name)
    except OSError as error:
        yield SourceError(f"{name}: cannot be read ({error.strerror}); name a file of records")
    except ValueError:  # a null character in the name
        yield SourceError(f"{name!r}: cannot be a file name")


def _lines(file: Iterable[bytes], name: str) -> Iterator[Line | SourceError]:
    numbered = ((n, raw) for n, raw in enumerate(file, start=1) if raw.strip())
    first = next(numbered, None)
    if first is None:
        yield SourceError(f"{name}: is empty; write one JSON object an article")
        return
    many = name.lower().endswith(".jsonl")
    if not many and not isinstance(_parsed(first[1]), Mapping):  # indented, or a list
        whole = first[1] + b"".join(raw for _, raw in numbered)
        value = _parsed(whole)
        items = value if isinstance(value, list) else [value]
        if isinstance(value, list) and not any(map(_is_line, value)):
            yield SourceError(
                f"{name}: is a list without articles; write "
                '{"article": {"id": …}, "meetings": […], …} for each article'
            )
            return
        for index, item in enumerate(items):
            yield _line(item, f"{name}[{index}]" if isinstance(value, list) else name)
        return
    for number, raw in chain([first], numbered):
        yield _line(_parsed(raw), f"{name}:{number}")


def _parsed(raw: bytes) -> Any:
    """The JSON value of some bytes; what is wrong with them, as an error, if they are none."""
    try:
        text = raw.decode("utf-8-sig")
        value = json.loads(text)
        if re.search(r"\\u[dD]", text):  # half a surrogate pair could not be written again
            json.dumps(value, ensure_ascii=False).encode()
    except UnicodeDecodeError:
        return SourceError("is not UTF-8; save it so")
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, column {error.colno}: " if error.lineno > 1 else ""
        return SourceError(f"is not valid JSON ({at}{error.msg})")
    except UnicodeEncodeError:
        return SourceError("holds half a surrogate pair; write whole characters")
    except (ValueError, RecursionError):  # a number of thousands of digits, too
        return SourceError("is not JSON that can be read")
    return value


def _is_line(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("article"), str | Mapping)


def _line(value: Any, where: str) -> Line | SourceError:
    if isinstance(value, SourceError):
        return SourceError(f"{where}: {value}")
    if not _is_line(value):
        return SourceError(
            f'{where}: does not say which article it is of; write {{"article": {{"id": …}}, …}}'
        )
    article = value["article"]
    if isinstance(article, str):
        article = {"id": article, "source": article}
    head = {
        name: str(given)
        for name, given in article.items()
        if isinstance(given, str | int) and given != "" and not isinstance(given, bool)
    }
    published = value.get("published") or head.get("published")
    try:
        day = datetime.fromisoformat(str(published).strip()).date() if published else None
    except ValueError:
        return SourceError(
            f"{where}: published {str(published)[:40]!r} is not a date; write it as YYYY-MM-DD"
        )
    return Line(where, head, day, value)
