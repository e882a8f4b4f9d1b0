"""Two lists of records of one article → what was added, what is gone, what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from llm_extract.matching.comparison import Data
from llm_extract.matching.evidence import Evidence
from llm_extract.matching.pairing import matches
from llm_extract.spec import RecordType

Kind = Literal["added", "gone", "changed"]
_UNSEEN = frozenset({"id", "spans", "accept", "optional", "confidence", "findings"})


@dataclass(frozen=True)
class Change:
    """What became of one record.

    Attributes:
        kind: added, gone or changed.
        plural: its record type.
        record: the record as it is now; as it was, where it is gone.
        fields: path → (old, new) of each value that differs.
    """

    kind: Kind
    plural: str
    record: Data
    fields: dict[str, tuple[Any, Any]]


def changes(
    old: Sequence[Data], new: Sequence[Data], *, kind: RecordType, evidence: Evidence
) -> list[Change]:
    """The differences of two lists of records, in the order of the new one; gone ones last.

    Records are the same by their id, the rest by `matching.matches`.
    """
    pairs = _same_ids(old, new)
    left_old = [i for i in range(len(old)) if i not in pairs.values()]
    left_new = [j for j in range(len(new)) if j not in pairs]
    alike = matches(
        [old[i] for i in left_old], [new[j] for j in left_new], kind=kind, evidence=evidence
    )
    pairs |= {left_new[j]: left_old[i] for j, i in alike.items()}
    found = []
    for j, record in enumerate(new):
        if j not in pairs:
            found.append(Change("added", kind.plural, record, {}))
        elif fields := dict(_differences(old[pairs[j]], record, "")):
            found.append(Change("changed", kind.plural, record, fields))
    gone = [i for i in range(len(old)) if i not in pairs.values()]
    return [*found, *(Change("gone", kind.plural, old[i], {}) for i in gone)]


def _same_ids(old: Sequence[Data], new: Sequence[Data]) -> dict[int, int]:
    places = {record["id"]: i for i, record in enumerate(old) if record.get("id")}
    pairs: dict[int, int] = {}
    for j, record in enumerate(new):
        place = places.pop(record.get("id"), None)
        if place is not None:
            pairs[j] = place
    return pairs


def _differences(old: Any, new: Any, path: str) -> Iterator[tuple[str, tuple[Any, Any]]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys([*old, *new]):
            if path or name not in _UNSEEN:
                inner = f"{path}.{name}" if path else name
                yield from _differences(old.get(name), new.get(name), inner)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _differences(one, other, f"{path}[{index}]")
    elif old != new:
        yield path, (old, new)
