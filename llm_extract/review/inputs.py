"""A record type → the inputs that its fields are edited in.

What an input looks like follows from the field's type alone, so that anybody's record types
get a fitting form.
"""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from itertools import pairwise
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel

from llm_extract.edtf import check_edtf
from llm_extract.exchange import is_mention
from llm_extract.fields import DateExpression, FreeText, Mention, Passage, RecordLink, Statement
from llm_extract.records import Record

Kind = Literal[
    "words", "passage", "text", "long", "choice", "edtf", "number", "flag", "link", "list", "group"
]


@dataclass(frozen=True, slots=True)
class Option:
    """One of the values that a field may have, with the rule for it."""

    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class Input:
    """How one field is edited.

    Attributes:
        kind: which sort of input.
        name: of the field; empty for an item of a list.
        label: for people.
        rule: what the record type says of it.
        optional: whether it may be empty.
        options: of a choice.
        plural: of a link: the list that it points into.
        fields: of a group.
        item: of a list.
        is_date: whether a group is a date.
    """

    kind: Kind
    name: str = ""
    label: str = ""
    rule: str = ""
    optional: bool = False
    options: tuple[Option, ...] = ()
    plural: str = ""
    fields: tuple[Input, ...] = ()
    item: Input | None = None
    is_date: bool = False

    @property
    def lead(self) -> str:
        """Of a group, the field that names it: the first copied words."""
        return next((f.name for f in self.fields if f.kind == "words"), "")


@cache
def inputs(model: type[BaseModel]) -> tuple[Input, ...]:
    """The inputs of a record type, or of a part of one, in field order; evidence last."""
    found = [
        replace(
            _input(info.annotation, [*info.metadata]),
            name=name,
            label=words(name),
            rule=info.description or "",
        )
        for name, info in model.model_fields.items()
        if name != "id"
    ]
    if issubclass(model, Record):
        found.sort(key=lambda each: each.name == "evidence")
    return tuple(found)


def title(model: type[BaseModel]) -> str:
    """The name of a record type in words: "trade deal"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()


def words(name: str) -> str:
    """The name of a field in words."""
    return name.replace("_", " ")


@cache
def rules(options: type[Enum]) -> dict[str, str]:
    """Value of an enum → the docstring below it in the source, where it has one."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(options)))
    except (OSError, TypeError, SyntaxError):  # made at run time
        return {}
    body = tree.body[0].body if isinstance(tree.body[0], ast.ClassDef) else []
    return {
        str(options[name].value): inspect.cleandoc(rule)
        for name, rule in _documented(body)
        if name in options.__members__
    }


def _documented(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for first, second in pairwise(body):
        match first, second:
            case (
                ast.Assign(targets=[ast.Name(id=name)]),
                ast.Expr(value=ast.Constant(value=str(rule))),
            ):
                yield name, rule


def _input(annotation: Any, marks: list[Any]) -> Input:
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *more = get_args(annotation)
        return _input(inner, [*marks, *more])
    if origin in (Union, types.UnionType):
        options = [option for option in get_args(annotation) if option is not type(None)]
        has_none = len(options) < len(get_args(annotation))
        return replace(_input(options[0], marks), optional=has_none)
    if origin is list:
        item = _input(get_args(annotation)[0], [])
        return Input("list", item=item)
    if origin is Literal:
        return Input("choice", options=tuple(Option(str(v), "") for v in get_args(annotation)))
    if any(isinstance(mark, RecordLink) for mark in marks):
        plural = next(mark.plural for mark in marks if isinstance(mark, RecordLink))
        return Input("link", plural=plural)
    if isinstance(annotation, type):
        return _plain(annotation, marks)
    return Input("text")


def _plain(kind: type, marks: list[Any]) -> Input:
    if issubclass(kind, Passage):
        return Input("passage")
    if issubclass(kind, Mention):
        return Input("passage" if kind.max_length > 200 else "words")
    if issubclass(kind, BaseModel):
        return Input("group", fields=inputs(kind), is_date=issubclass(kind, DateExpression))
    if issubclass(kind, Enum):
        said = rules(kind)
        values = [str(option.value) for option in kind]
        return Input("choice", options=tuple(Option(v, said.get(v, "")) for v in values))
    if issubclass(kind, bool):
        return Input("flag")
    if issubclass(kind, int | float):
        return Input("number")
    if any(isinstance(mark, AfterValidator) and mark.func is check_edtf for mark in marks):
        return Input("edtf")
    return Input("long" if _is_long(marks) else "text")


def _is_long(marks: list[Any]) -> bool:
    """Whether a worded field is a sentence, not a phrase."""
    if not any(isinstance(mark, FreeText) for mark in marks):
        return False
    most = max((getattr(mark, "max_length", None) or 0 for mark in marks), default=0)
    longest = max(getattr(m, "max_length", None) or 0 for m in get_args(Statement)[1:])
    return most >= longest


def guessed(data: Mapping[str, Any]) -> tuple[Input, ...]:
    """Inputs for a kept record whose type is not known; enough to show it."""
    return tuple(
        replace(_guess(value), name=name, label=words(name))
        for name, value in data.items()
        if name != "id"
    )


def _guess(value: Any) -> Input:
    if is_mention(value):
        return Input("words")
    if isinstance(value, Mapping):
        return Input("group", fields=guessed(value))
    if isinstance(value, list):
        return Input("list", item=_guess(value[0] if value else ""))
    return Input("text")
