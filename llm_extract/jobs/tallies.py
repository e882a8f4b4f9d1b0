"""What decisions tell in sum: who decided how fast, what flags were worth, how coders agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from llm_extract.exchange import Data, plain
from llm_extract.jobs.agreement import Agreement, agreement, codings
from llm_extract.jobs.decisions import DECIDING, Action, Decision, coded_twice, valid
from llm_extract.paths import Step, steps

_COUNTED = (*DECIDING, Action.ADD)


@dataclass(frozen=True)
class Story:
    """A record and what was decided on it.

    Attributes:
        extracted: as the model gave it; None for one that a reviewer added.
        decisions: all on this very record, in order.
        flags: (code, path inside the record) of each finding that flags it.
        flagged: whether it was shown as flagged, by a check or by its confidence.
        place: its extraction, and its path there: `meetings[0]`.
    """

    extracted: Data | None
    decisions: Sequence[Decision]
    flags: Sequence[tuple[str, str]] = ()
    flagged: bool = False
    place: tuple[int, str] = (0, "")

    @property
    def verdict(self) -> Decision | None:
        """What a person decided in the end; None where nobody did, or a run has since."""
        told = [d for d in valid(self.decisions) if not d.second]
        return told[-1] if told and told[-1].action in DECIDING else None

    @property
    def vouched(self) -> Data | None:
        """The values that a person vouched for in the end; None where the record was dropped."""
        last = self.verdict
        if last is None or last.action not in (Action.ACCEPT, Action.EDIT):
            return None
        edits = [d.after for d in valid(self.decisions) if d.after is not None and not d.second]
        return edits[-1] if edits else self.extracted


@dataclass
class Work:
    """What one reviewer did.

    Attributes:
        actions: action → how often, what was taken back left out.
        undone: how often they took something back.
        seconds: the median of what a decision took; None where no time was kept.
        total: all the seconds that were kept.
    """

    actions: dict[str, int] = field(default_factory=dict)
    undone: int = 0
    seconds: float | None = None
    total: float = 0.0


@dataclass
class Worth:
    """What became of records: wrong ones were rejected, or edited where it matters."""

    wrong: int = 0
    right: int = 0


@dataclass(frozen=True)
class Tally:
    """Everything that `llm-extract review stats` tells.

    Attributes:
        reviewers: by name.
        seconds: the median of what a decision took, over all.
        codes: code of a finding that flags → what became of the values that it flagged.
            Doubles count neither way.
        flagged: what became of flagged records: wrong ones were edited, rejected or doubles.
        unflagged: the same of those that no flag had marked.
        agreement: field → how far double codings agree; `decision` is keeping or dropping.
    """

    reviewers: Mapping[str, Work]
    seconds: float | None
    codes: Mapping[str, Worth]
    flagged: Worth
    unflagged: Worth
    agreement: Mapping[str, Agreement]


def tallied(stories: Iterable[Story]) -> Tally:
    """The sum of what was decided; decisions that a run took over are not counted again."""
    known = list(stories)
    codes: dict[str, Worth] = {}
    flagged, unflagged = Worth(), Worth()
    for story in known:
        last = story.verdict
        if last is None or story.extracted is None:
            continue
        after = story.vouched
        wrong = after is None or plain(after) != plain(story.extracted)
        _count(flagged if story.flagged else unflagged, wrong=wrong)
        if last.action is Action.DOUBLE:
            continue
        for code, path in dict.fromkeys(story.flags):
            gone = last.action is Action.REJECT
            touched = after is not None and is_touched(path, story.extracted, after)
            _count(codes.setdefault(code, Worth()), wrong=gone or touched)
    twice = [pair for story in known if (pair := coded_twice(story.decisions))]
    agreed = {name: agreement(pairs) for name, pairs in codings(twice).items()}
    told = [decision for story in known for decision in story.decisions]
    times = [d.seconds for d in told if d.action in _COUNTED and d.seconds is not None]
    return Tally(
        reviewers=_reviewers(known),
        seconds=median(times) if times else None,
        codes=dict(sorted(codes.items())),
        flagged=flagged,
        unflagged=unflagged,
        agreement={name: entry for name, entry in agreed.items() if entry is not None},
    )


def is_touched(path: str, before: Data, after: Data) -> bool:
    """Whether an edit changed the value at a path inside a record.

    An item of a list counts as kept when the list still has it, at whatever place.
    """
    return _is_touched(steps(path), plain(before), plain(after))


def _is_touched(way: Sequence[Step], old: Any, new: Any) -> bool:
    if old == new:
        return False
    if not way:
        return True
    step, rest = way[0], way[1:]
    if isinstance(old, dict) and isinstance(new, dict):
        return _is_touched(rest, old.get(step), new.get(step))
    if isinstance(old, list) and isinstance(new, list) and isinstance(step, int):
        if step >= len(old) or old[step] in new:
            return False
        return len(old) != len(new) or _is_touched(rest, old[step], new[step])
    return True


def _count(worth: Worth, *, wrong: bool) -> None:
    if wrong:
        worth.wrong += 1
    else:
        worth.right += 1


def _reviewers(stories: Sequence[Story]) -> dict[str, Work]:
    found: dict[str, Work] = {}
    times: dict[str, list[float]] = {}
    actions: dict[str, Counter[str]] = {}
    for story in stories:
        standing = {decision.id for decision in valid(story.decisions)}
        for decision in story.decisions:
            name = decision.reviewer
            if decision.action is Action.UNDO:
                found.setdefault(name, Work()).undone += 1
            elif decision.action in _COUNTED:
                found.setdefault(name, Work())
                if decision.id in standing:
                    actions.setdefault(name, Counter())[decision.action.value] += 1
                if decision.seconds is not None:
                    times.setdefault(name, []).append(decision.seconds)
    for name, work in found.items():
        work.actions = dict(actions.get(name, {}))
        if name in times:
            work.seconds, work.total = median(times[name]), sum(times[name])
    return dict(sorted(found.items()))
