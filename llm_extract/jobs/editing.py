"""A reviewer's values → a record that can be kept, and what the article says of it."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from llm_extract.article import Article
from llm_extract.checks.audit import audit
from llm_extract.checks.finding import Finding
from llm_extract.checks.loading import load
from llm_extract.checks.reading import Reading
from llm_extract.errors import ConfigurationError, LLMExtractError
from llm_extract.exchange import BESIDE, exchanged
from llm_extract.matching.differences import differences
from llm_extract.paths import Step, is_within, steps, written
from llm_extract.records import Record
from llm_extract.spec import RecordType, Spec


class EditError(LLMExtractError):
    """A value that a reviewer gives cannot stand.

    Attributes:
        faults: path of a value → what is wrong with it.
    """

    exit_code = 2

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{path or 'record'}: {why}" for path, why in faults.items()))
        self.faults = dict(faults)


class KnownRecord(EditError):
    """The article has the same record already.

    Attributes:
        record: its number in the store.
    """

    def __init__(self, record: int, record_id: str) -> None:
        super().__init__({"": f"the article has this record already: {record_id}"})
        self.record = record


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
        EditError: a value breaks the record type's rules.
        ConfigurationError: the spec has no such record type.
    """
    kind = _kind(plural, spec)
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
            place behind the end of a list adds an item, None in the place of an item takes it
            away. Words that change lose their span.

    Raises:
        EditError: there is no such place.
    """
    values = copy.deepcopy(exchanged(dict(data)))
    for path, value in changes.items():
        touched = _put(values, path, value)
        values["spans"] = {
            known: span for known, span in values["spans"].items() if not is_within(known, touched)
        }
    return values


def changes_nothing(
    data: Mapping[str, Any], after: Mapping[str, Any], *, spans: Mapping[str, Any] | None = None
) -> bool:
    """Whether an edited record says what it said before.

    Args:
        data: the record as it was kept.
        after: as it would be.
        spans: where the reviewer says that its words stand; None where nothing is said.
    """
    before = exchanged(dict(data))
    moved = spans is not None and {**spans} != before["spans"]
    return not moved and not differences(before, exchanged(dict(after)))


def parsed(text: str) -> Any:
    """A value as typed on a command line: JSON where it is JSON, else the words themselves."""
    if text in ("", "null"):
        return None
    if text[:1] in '[{"':
        try:
            return json.loads(text)
        except json.JSONDecodeError:
            return text
    return text


def _require_valid(values: Mapping[str, Any], kind: RecordType) -> None:
    given = {
        name: value
        for name, value in values.items()
        if name not in BESIDE or (name in kind.model.model_fields and name != "id")
    }
    if not given.get("evidence"):
        raise EditError({"evidence": "a record needs at least one passage of the article"})
    try:
        kind.model.model_validate(given)
    except ValidationError as error:
        faults: dict[str, str] = {}
        for fault in error.errors(include_url=False, include_input=False):
            path = _path_of(fault["loc"], given, is_missing=fault["type"] == "missing")
            faults.setdefault(path, fault["msg"].removeprefix("Value error, "))
        raise EditError(faults) from None


def _kind(plural: str, spec: Spec) -> RecordType:
    try:
        return spec.record_type(plural)
    except KeyError:
        known = ", ".join(kind.plural for kind in spec.record_types)
        raise ConfigurationError(
            f"{plural}: {spec.name} has no such records, but {known}; name another domain with "
            "--spec"
        ) from None


def _path_of(way: Sequence[Step], values: Any, *, is_missing: bool) -> str:
    """Where a fault lies among the values as they were given; validators add steps of their own."""
    known: list[Step] = []
    for step in way:
        inside = isinstance(values, Mapping) and step in values
        inside = inside or (
            isinstance(values, list) and isinstance(step, int) and step < len(values)
        )
        if not inside and not (is_missing and isinstance(values, Mapping)):
            break
        known.append(step)
        if not inside:
            break
        values = values[step]
    return written(known)


def _put(values: dict[str, Any], path: str, value: Any) -> str:
    """Put a value at a path; returns the path below which spans no longer hold."""
    way = steps(path)
    if not way or way[0] in ("id", "spans"):
        raise EditError({path: "there is no such place in the record"})
    holder: Any = values
    for step in way[:-1]:
        holder = _inner(holder, step, path)
    last = way[-1]
    named = isinstance(holder, dict) and isinstance(last, str)
    numbered = isinstance(holder, list) and isinstance(last, int) and last <= len(holder)
    if not named and not numbered:
        raise EditError({path: "there is no such place in the record"})
    if numbered and value is None:
        del holder[int(last) : int(last) + 1]
        return path.rpartition("[")[0]
    if numbered and last == len(holder):
        holder.append(value)
    else:
        holder[last] = value
    return path


def _inner(holder: Any, step: str | int, path: str) -> Any:
    if isinstance(holder, list) and step == len(holder):
        holder.append({})
    try:
        return holder[step]
    except (KeyError, IndexError, TypeError):
        raise EditError({path: "there is no such place in the record"}) from None
