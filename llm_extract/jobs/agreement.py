"""How far two reviewers agree who coded the same records, each for themselves."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from llm_extract.exchange import Data, plain
from llm_extract.jobs.decisions import Action, Decision
from llm_extract.paths import joined

DECISION = "decision"
"""The name under which keeping or dropping a record stands among the fields."""
_KEPT = (Action.ACCEPT, Action.EDIT)

Pair = tuple[Hashable, Hashable]
"""What the two say of one thing."""


@dataclass(frozen=True)
class Agreement:
    """How far two codings agree.

    Attributes:
        count: how many things both coded.
        share: of these, the share on which they agree.
        kappa: Cohen's kappa: 1 for full agreement, 0 for what chance would give; None where
            both always said the same one thing, so that chance alone gives all.
    """

    count: int
    share: float
    kappa: float | None


def agreement(pairs: Sequence[Pair]) -> Agreement | None:
    """The agreement of two codings; None for nothing coded."""
    if not pairs:
        return None
    share = sum(one == other for one, other in pairs) / len(pairs)
    return Agreement(len(pairs), share, cohens_kappa(pairs))


def cohens_kappa(pairs: Sequence[Pair]) -> float | None:
    """(share agreed - share by chance) / (1 - share by chance), after Cohen (1960).

    By chance is what two coders would agree on who draw their values independently, each as
    often as they use it. None where that is everything, or nothing was coded.
    """
    if not pairs:
        return None
    total = len(pairs)
    agreed = sum(one == other for one, other in pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(first[value] * second[value] for value in first)  # times the square of total
    if chance == total * total:
        return None
    return (agreed * total - chance) / (total * total - chance)


def codings(twice: Iterable[tuple[Decision, Decision]]) -> dict[str, list[Pair]]:
    """What two reviewers said of each field, and whether they kept the record.

    Fields are compared where both keep the record; a list is one value, in any order.

    Args:
        twice: the first and the second decision on each record.
    """
    found: dict[str, list[Pair]] = {DECISION: []}
    for one, other in twice:
        kept = one.action in _KEPT, other.action in _KEPT
        found[DECISION].append(kept)
        left, right = one.after or one.before, other.after or other.before
        if not all(kept) or left is None or right is None:
            continue
        mine, theirs = values(left), values(right)
        for field in dict.fromkeys([*mine, *theirs]):
            found.setdefault(field, []).append((mine.get(field), theirs.get(field)))
    return found


def values(data: Data) -> dict[str, str]:
    """Field → its value as text that is equal where the values are; parts of a part apart."""
    return dict(_flat({k: v for k, v in plain(data).items() if k not in ("id", "evidence")}, ""))


def _flat(node: dict[str, Any], path: str) -> Iterable[tuple[str, str]]:
    for name, value in node.items():
        at = joined(path, name)
        if isinstance(value, dict):
            yield from _flat(value, at)
        else:
            yield at, _text(value)


def _text(value: Any) -> str:
    if isinstance(value, list):
        return json.dumps(sorted(map(_text, value)), ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
