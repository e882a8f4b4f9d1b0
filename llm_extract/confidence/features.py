"""One record, its findings and its signals → named features of its fields and of itself.

Features count what speaks against a value, so that 0 is good. Nothing here knows a field by
its name: kinds of fields are told apart by their types, and the key fields are the spec's.
What the model words itself (topics, statements) is compared with no truth and has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from pydantic import BaseModel

from llm_extract import paths
from llm_extract.checks.finding import Finding, Verdict
from llm_extract.confidence.logistic import Features
from llm_extract.fields import (
    ActorName,
    CountryName,
    DateExpression,
    DateWords,
    Match,
    Mention,
    PersonName,
    Place,
    Quote,
    Role,
)
from llm_extract.matching.shape import named_by, scoring, shapes
from llm_extract.records import Record
from llm_extract.signals import Signals
from llm_extract.spec import RecordType

KINDS: dict[str, tuple[type, ...]] = {
    "name": (PersonName, ActorName),
    "role": (Role,),
    "country": (CountryName,),
    "place": (Place,),
    "date": (DateExpression, DateWords),
    "quote": (Quote,),
    "code": (Enum,),
}
"""Kinds of fields with a base rate of their own, by type."""

_MOST_DOUBT = 5.0
"""A log-probability below this (1 in 150) says no more."""
_MOST = 3.0


@dataclass(frozen=True)
class Leaf:
    """One value of a record that can be right or wrong.

    Attributes:
        path: `participants[1].name`; an empty list has the path of the list.
        pattern: `participants[].name`.
        kind: one of `KINDS`, or `other`.
        value: None where the record leaves it open.
    """

    path: str
    pattern: str
    kind: str
    value: Any


def leaves(record: BaseModel, path: str = "") -> Iterator[Leaf]:
    """Every value of a record, in order; links and own wording left out."""
    for field in shapes(type(record)):
        if field.worded or field.link is not None:
            continue
        value, at = getattr(record, field.name), paths.joined(path, field.name)
        kind = _kind(field.kind)
        if not field.many:
            yield from _below(value, at, kind)
            continue
        if not value:
            inner = f"[].{named_by(field.part).name}" if field.part else ""
            yield Leaf(at, pattern_of(at) + inner, kind, None)
        for index, item in enumerate(value or ()):
            yield from _below(item, f"{at}[{index}]", kind)


def _below(value: Any, path: str, kind: str) -> Iterator[Leaf]:
    if isinstance(value, DateExpression):
        yield Leaf(f"{path}.as_written", pattern_of(f"{path}.as_written"), kind, value.as_written)
        yield Leaf(f"{path}.value", pattern_of(f"{path}.value"), kind, value.value)
    elif isinstance(value, BaseModel) and not isinstance(value, Mention):
        yield from leaves(value, path)
    else:
        yield Leaf(path, pattern_of(path), kind, value)


def _kind(type_: type | None) -> str:
    for name, types in KINDS.items():
        if type_ is not None and issubclass(type_, types):
            return name
    return "other"


def pattern_of(path: str) -> str:
    """A path as an evaluation names the field: `participants[].name` for `participants[1].name`.

    The items of a plain list are one field: `parties` for `parties[0]`.
    """
    return paths.pattern_of(path).removesuffix("[]")


class Described:
    """The features of one record and of its fields.

    Args:
        record: as grounded.
        kind: its type; says which fields are key.
        findings: what the checks say of it, with paths inside the record.
        signals: how it came about.
    """

    def __init__(
        self, record: Record, kind: RecordType, *, findings: Sequence[Finding], signals: Signals
    ) -> None:
        self.signals, self.plural = signals, kind.plural
        self.leaves = list(leaves(record))
        self.keys = frozenset(scoring(kind).key_fields)
        self.verdicts: dict[str, Verdict] = {f.path: f.verdict for f in findings}

    def leaf(self, leaf: Leaf) -> Features:
        """What speaks against one value."""
        verdict = self.verdicts.get(leaf.path) or self._of_the_date(leaf)
        return {
            **{f"is_{kind}": float(kind == leaf.kind) for kind in KINDS},
            "empty": float(leaf.value is None),
            "flagged": float(verdict is not None and verdict.flags),
            "ambiguous": float(verdict is Verdict.AMBIGUOUS),
            "unverifiable": float(verdict is Verdict.UNVERIFIABLE),
            "unchecked": float(verdict is None and leaf.value is not None),
            "not_literal": float(
                isinstance(leaf.value, Mention) and leaf.value.match in (Match.FUZZY, Match.NONE)
            ),
            "doubt": self._doubt(leaf),
            "disagreement": self._disagreement(leaf.pattern),
        }

    def fields(self) -> Mapping[str, Features]:
        """By pattern, the worst of its values, and what is said of the list as a whole."""
        found: dict[str, dict[str, float | None]] = {}
        for leaf in self.leaves:
            mine = dict(self.leaf(leaf))
            mine["list_flagged"] = float(self._list_flagged(leaf))
            known = found.setdefault(leaf.pattern, mine)
            for name, value in mine.items():
                other = known[name]
                if value is not None and (other is None or value > other):
                    known[name] = value
        return found

    def record(self, probabilities: Mapping[str, float]) -> Features:
        """What speaks against the record.

        Args:
            probabilities: how likely each field is right, by pattern.
        """
        keys = [leaf for leaf in self.leaves if leaf.pattern in self.keys]
        flagged = [path for path, verdict in self.verdicts.items() if verdict.flags]
        on_keys = [path for path in flagged if self._is_key(path)]
        unsettled = [
            path
            for path, verdict in self.verdicts.items()
            if verdict in (Verdict.AMBIGUOUS, Verdict.UNVERIFIABLE) and self._is_key(path)
        ]
        doubts = [doubt for leaf in keys if (doubt := self._doubt(leaf)) is not None]
        means = [-min(mean, 0.0) for mean, _ in self.signals.certainty.values()]
        improbable = [1 - p for pattern, p in probabilities.items() if pattern in self.keys]
        return {
            f"is_{self.plural}": 1.0,
            "keys_flagged": min(float(len(on_keys)), _MOST),
            "others_flagged": min(float(len(flagged) - len(on_keys)), _MOST),
            "keys_unsettled": min(float(len(unsettled)), _MOST),
            "keys_improbable": sum(improbable),
            "keys_doubt": sum(doubts) / len(doubts) if doubts else None,
            "doubt": sum(means) / len(means) if means else None,
            "disagreement": self._disagreement(""),
            "reasks": min(float(self.signals.reasks), _MOST),
            "repeats": min(float(self.signals.repeats), _MOST),
        }

    def _is_key(self, path: str) -> bool:
        """Whether a path is a key field's, or that of a list or part which holds one."""
        pattern = pattern_of(path)
        return any(paths.is_within(key, pattern) for key in self.keys)

    def _of_the_date(self, leaf: Leaf) -> Verdict | None:
        """What is said of a date as a whole is said of its value."""
        whole, _, name = leaf.path.rpartition(".")
        return self.verdicts.get(whole) if leaf.kind == "date" and name == "value" else None

    def _list_flagged(self, leaf: Leaf) -> bool:
        head, bracket, _ = leaf.path.partition("[")
        verdict = self.verdicts.get(head) if bracket or leaf.value is None else None
        return verdict is not None and verdict.flags

    def _doubt(self, leaf: Leaf) -> float | None:
        path = leaf.path
        if leaf.kind == "date":  # the model is asked for the words alone
            path = path.removesuffix(".as_written").removesuffix(".value")
        sure = self.signals.certainty.get(path)
        return None if sure is None else min(-min(sure[1], 0.0), _MOST_DOUBT)

    def _disagreement(self, pattern: str) -> float | None:
        if not self.signals.others:
            return None
        return 1 - self.signals.agreement.get(pattern, 0.0)
