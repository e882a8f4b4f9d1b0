"""Records of one article → those of another list that are the same, one to one.

A record may match another of its type when their evidence overlaps and one actor is
shared. Of all assignments the one is taken whose pairs are most alike: the sum of the squared
means of equal fields and shared evidence, so that a good pair beside a record left over goes
before two poor pairs.
"""

from __future__ import annotations

from collections.abc import Sequence

from llm_extract.matching.assignment import Pair, assigned
from llm_extract.matching.comparison import Data, compared, share_an_actor
from llm_extract.matching.evidence import Evidence, overlap
from llm_extract.matching.shape import scoring
from llm_extract.spec import RecordType

_TIE = 1e-6
"""Of two equally good pairs the one with required gold is taken."""


def matches(
    gold: Sequence[Data], records: Sequence[Data], *, kind: RecordType, evidence: Evidence
) -> dict[int, int]:
    """Place of each record that matches → place of its gold record."""
    actors = scoring(kind).actors
    wanted = [evidence.sentences(data) for data in gold]
    given = [evidence.sentences(data) for data in records]
    weights: dict[Pair, float] = {}
    for i, record in enumerate(records):
        for j, target in enumerate(gold):
            same = overlap(given[i], wanted[j])
            if same and share_an_actor(target, record, model=kind.model, actors=actors):
                results = compared(target, record, model=kind.model)
                alike = (sum(r.right for r in results) / max(len(results), 1) + same) / 2
                weights[i, j] = alike**2 - (_TIE if target.get("optional") else 0)
    return assigned(weights)


def counterparts(
    old: Sequence[Data], new: Sequence[Data], *, kind: RecordType, evidence: Evidence
) -> dict[int, int]:
    """Place of each new record → place of the old one that it is: by id, the rest by `matches`."""
    places = {record["id"]: i for i, record in enumerate(old) if record.get("id")}
    found = [(j, places.pop(record.get("id"), None)) for j, record in enumerate(new)]
    pairs = {j: i for j, i in found if i is not None}
    left_old = [i for i in range(len(old)) if i not in pairs.values()]
    left_new = [j for j in range(len(new)) if j not in pairs]
    alike = matches(
        [old[i] for i in left_old], [new[j] for j in left_new], kind=kind, evidence=evidence
    )
    return pairs | {left_new[j]: left_old[i] for j, i in alike.items()}
