"""A reviewer's values → a record that can be kept, and what the article says of it."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from llm_extract.article import Article
from llm_extract.checks.audit import audit
from llm_extract.checks.finding import Finding
from llm_extract.checks.loading import load
from llm_extract.checks.reading import Reading
from llm_extract.errors import LLMExtractError
from llm_extract.exchange import exchanged
from llm_extract.records import Record
from llm_extract.spec import RecordType, Spec

_BESIDE = frozenset({"id", "spans", "confidence", "accept", "optional"})
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


class EditError(LLMExtractError):
    """A value that a reviewer gives cannot stand.

    Attributes:
        faults: path of a value → what is wrong with it.
    """

    exit_code = 2

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{path or 'record'}: {why}" for path, why in faults.items()))
        self.faults = dict(faults)


@dataclass(frozen=True)
class Edited:
    """A record with a reviewer's values.

    Attributes:
        record: grounded in the article.
        findings: what the checks say of it, with paths inside it.
    """

    record: Record
    findings: list[Finding]


def edited(
    values: Mapping[str, Any],
    article: Article,
    *,
    plural: str,
    spec: Spec,
    others: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    position: int | None = None,
) -> Edited:
    """A whole record in the exchange format, made fit to be kept and checked.

    Args:
        values: its fields, and `spans` where words were selected in the article.
        article: its source.
        plural: its type.
        spec: the record types.
        others: the article's records as they are kept, by plural name.
        position: which of them it takes the place of; None for a new one.

    Raises:
        EditError: a value breaks the record type's rules, or copied words have no place.
    """
    kind = spec.record_type(plural)
    _require_valid(values, kind)
    reading = Reading(article)
    (loaded,) = load({plural: [dict(values)]}, reading, spec=spec)
    if loaded.record is None:
        raise EditError({fault.path.partition(".")[2]: fault.message for fault in loaded.faults})
    lists: dict[str, list[Any]] = {k.plural: list((others or {}).get(k.plural, ())) for k in
                                   spec.record_types}  # fmt: skip
    at = len(lists[plural]) if position is None else position
    lists[plural][at : at + 1] = [loaded.record]
    entry = next(e for e in audit(lists, article, spec=spec).records if e.path == f"{plural}[{at}]")
    return Edited(loaded.record, entry.inner_findings())


def changed(data: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A kept record in the exchange format, with values put in the place of others.

    Args:
        data: as kept.
        changes: path → value: `{"participants[1].name": "Ana Ruiz", "place": None}`. One
            place behind the end of a list adds an item. Words that change lose their span.

    Raises:
        EditError: there is no such place.
    """
    values = copy.deepcopy(exchanged(dict(data)))
    for path, value in changes.items():
        _put(values, path, value)
        spans = values["spans"]
        for known in list(spans):
            if known == path or known.startswith((f"{path}.", f"{path}[")):
                del spans[known]
    return values


def parsed(text: str) -> Any:
    """A value as typed on a command line: JSON where it is JSON, else the words themselves."""
    if text in ("", "null"):
        return None
    if text[:1] in "[{":
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            return text
    return text


def _require_valid(values: Mapping[str, Any], kind: RecordType) -> None:
    given = {name: value for name, value in values.items() if name not in _BESIDE}
    if not given.get("evidence"):
        raise EditError({"evidence": "a record needs at least one passage of the article"})
    try:
        kind.model.model_validate(given)
    except ValidationError as error:
        faults: dict[str, str] = {}
        for fault in error.errors(include_url=False, include_input=False):
            path = ""
            for step in fault["loc"]:
                path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else str(step)
            reason = fault["msg"].removeprefix("Value error, ")
            faults.setdefault(path.removesuffix(".value") if "name" in path else path, reason)
        raise EditError(faults) from None


def _put(values: dict[str, Any], path: str, value: Any) -> None:
    steps: list[str | int] = [
        int(number) if number else name for name, number in _STEP.findall(path)
    ]
    holder: Any = values
    for step in steps[:-1]:
        holder = _inner(holder, step, path)
    last = steps[-1] if steps else ""
    named = isinstance(holder, dict) and isinstance(last, str) and last != ""
    numbered = isinstance(holder, list) and isinstance(last, int) and last <= len(holder)
    if not named and not numbered:
        raise EditError({path: "there is no such place in the record"})
    if numbered and last == len(holder):
        holder.append(value)
    else:
        holder[last] = value


def _inner(holder: Any, step: str | int, path: str) -> Any:
    if isinstance(holder, list) and step == len(holder):
        holder.append({})
    try:
        return holder[step]
    except (KeyError, IndexError, TypeError):
        raise EditError({path: "there is no such place in the record"}) from None
