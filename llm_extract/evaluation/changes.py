"""Two lists of records of one article → what was added, what is gone, what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from llm_extract.matching.comparison import Data
from llm_extract.matching.differences import differences
from llm_extract.matching.evidence import Evidence
from llm_extract.matching.pairing import counterparts
from llm_extract.spec import RecordType

Kind = Literal["added", "gone", "changed"]


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

    Records are the same as `matching.counterparts` has it.
    """
    pairs = counterparts(old, new, kind=kind, evidence=evidence)
    found = []
    for j, record in enumerate(new):
        if j not in pairs:
            found.append(Change("added", kind.plural, record, {}))
        elif fields := differences(old[pairs[j]], record):
            found.append(Change("changed", kind.plural, record, fields))
    gone = [i for i in range(len(old)) if i not in pairs.values()]
    return [*found, *(Change("gone", kind.plural, old[i], {}) for i in gone)]
