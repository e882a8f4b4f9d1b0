"""A check's proposal → the values of a record that takes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from llm_extract.exchange import exchanged
from llm_extract.jobs.editing import changed
from llm_extract.review.inputs import Input


def taken(
    data: Mapping[str, Any], path: str, *, proposed: Any, fields: tuple[Input, ...]
) -> dict[str, Any]:
    """A kept record in the exchange format, with a proposed value in its place.

    A list of names that is proposed for a list of parts (participants) keeps the parts that
    it names, and adds one for each name that is new.

    Args:
        data: the record as kept.
        path: of the value, inside the record.
        proposed: what a finding proposes.
        fields: the record type's inputs.

    Raises:
        EditError: there is no such place.
    """
    field = next((each for each in fields if each.name == path), None)
    if field is None or field.item is None or field.item.kind != "group":
        return changed(dict(data), {path: proposed})
    if not isinstance(proposed, list) or not all(isinstance(item, str) for item in proposed):
        return changed(dict(data), {path: proposed})
    lead = field.item.lead
    known = exchanged(dict(data))[path]
    names = {part.get(lead) for part in known}
    added = [
        {each.name: name if each.name == lead else None for each in field.item.fields}
        for name in proposed
        if name not in names
    ]
    at = len(known)
    return changed(dict(data), {f"{path}[{at + index}]": part for index, part in enumerate(added)})
