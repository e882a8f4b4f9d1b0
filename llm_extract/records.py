"""Records, what they cost, and how to walk through the words they hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from llm_extract.fields import Mention, Passage


class Record(BaseModel):
    """Base of every record type: an id, and the passages that report it."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(
        default="", description="Stable: the same event of the same article keeps its id."
    )
    evidence: list[Passage] = Field(
        min_length=1, description="The sentences that report it, the best first."
    )


class Usage(BaseModel):
    """What answers took: every attempt counted once, failed ones too."""

    requests: int = Field(default=0, description="Requests that left for the server.")
    input_tokens: int = Field(default=0, description="Prompt tokens, cached ones included.")
    cached_tokens: int = Field(default=0, description="Prompt tokens read from a cache.")
    output_tokens: int = Field(default=0, description="Tokens that the model wrote.")
    cost: Decimal | None = Field(
        default=Decimal(0), description="US dollars; null when any of it has no known price."
    )

    def __add__(self, other: Usage) -> Usage:
        unknown = self.cost is None or other.cost is None
        return Usage(
            requests=self.requests + other.requests,
            input_tokens=self.input_tokens + other.input_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost=None if unknown else (self.cost or Decimal(0)) + (other.cost or Decimal(0)),
        )


def record_id(article_id: str, plural: str, identity: object) -> str:
    """An id from what makes the record the one that it is: 12 hexadecimal digits."""
    key = "\x1f".join([article_id, plural, repr(identity)])
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def walk(node: Any, path: str = "") -> Iterator[tuple[str, Mention]]:
    """Every mention in a record with its path, in field order: `participants[1].name`."""
    if isinstance(node, Mention):
        yield path, node
    elif isinstance(node, BaseModel):
        for name in type(node).model_fields:
            value = getattr(node, name)
            if isinstance(value, BaseModel | list):  # nothing else can hold a mention
                yield from walk(value, f"{path}.{name}" if path else name)
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from walk(item, f"{path}[{index}]")
