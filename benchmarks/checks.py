"""What the checks catch, and what they call wrong that is right.

    python benchmarks/checks.py [--kind KIND] [--misses] [--verbose] [--readouts] [--json]

Takes the gold of `../shared` where it is there and that of the examples, makes wrong
copies with one error each (`wrong_copies.py` has the table of kinds, with the paths and
verdicts that count as caught) and counts what `check` finds of them. A finding that the
untouched gold gets at the same path does not count. Then it counts the fields of the
untouched gold, and of the sixty readouts, that are called wrong, and prints how often date
words are understood and how long one article takes.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import dates
import speed_of_checks
from gold import Data, Gold, golds, readouts
from wrong_copies import KINDS, REACH, Kind, WrongCopy, wrong_copies

from llm_extract.checks import Finding, Verdict, check

FALSE_CALLS = 0.015
"""Share of the fields of right records that may be called wrong."""
UNVERIFIABLE = 0.15
"""Share of the checked fields of which nothing may be said."""
ACCEPTED = "other accepted values of all"
"""Reported without a target: an accepted value may need a second one to go with it."""

Z = 1.96


@dataclass
class Tally:
    """How many of some wrong copies were caught where they should be."""

    n: int = 0
    caught: int = 0
    misses: list[WrongCopy] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Caught of all; 1 of none."""
        return self.caught / self.n if self.n else 1.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % Wilson interval of the share."""
        return wilson(self.caught, self.n)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.n + other.n, self.caught + other.caught, self.misses + other.misses)


@dataclass
class RightCalls:
    """What the checks say of records that are right."""

    checked: int = 0
    verdicts: dict[Verdict, int] = field(default_factory=dict)
    wrong: list[tuple[str, Finding]] = field(default_factory=list)

    @property
    def wrongly_called(self) -> int:
        """Fields called contradicted or not found."""
        return sum(count for verdict, count in self.verdicts.items() if verdict.flags)

    def share(self, count: int) -> float:
        """A number of fields as a share of those checked; 0 of none."""
        return count / self.checked if self.checked else 0.0


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share, after Wilson (1927); 0 to 1 for no trials."""
    if n == 0:
        return 0.0, 1.0
    share, square = hits / n, Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def caught(
    sources: Sequence[Gold], *, only: str = "", most: int | None = None
) -> dict[Kind, Tally]:
    """The tally of every kind, or of the one kind or group that is named.

    Args:
        sources: right records to make copies of.
        only: a kind's name or a group.
        most: of one kind and article, no more than so many copies.
    """
    tallies = {kind: Tally() for kind in KINDS if only in ("", kind.name, kind.group)}
    by_name = {gold.name: gold for gold in sources}
    before = {gold.name: _flagged(check(gold.plain, gold.article)) for gold in sources}
    for copy in wrong_copies(sources, tallies, most=most):
        tally = tallies[copy.kind]
        tally.n += 1
        findings = check(copy.records, by_name[copy.article].article)
        if is_caught(copy, findings, before=before[copy.article]):
            tally.caught += 1
        else:
            tally.misses.append(copy)
    return tallies


def is_caught(copy: WrongCopy, findings: Iterable[Finding], *, before: set[str]) -> bool:
    """Whether a finding that counts stands where it should, and is not an old one."""
    return any(
        finding.path in copy.paths
        and finding.verdict in copy.kind.verdicts
        and finding.path not in before
        for finding in findings
    )


def right_calls(sources: Iterable[Gold]) -> RightCalls:
    """What is said of untouched gold, each field once."""
    calls = RightCalls()
    for gold in sources:
        worst: dict[str, Finding] = {}
        for finding in check(gold.plain, gold.article):
            known = worst.get(finding.path)
            if known is None or finding.verdict.rank > known.verdict.rank:
                worst[finding.path] = finding
        for finding in worst.values():
            calls.checked += 1
            calls.verdicts[finding.verdict] = calls.verdicts.get(finding.verdict, 0) + 1
            if finding.verdict.flags:
                calls.wrong.append((gold.name, finding))
    return calls


def accepted_calls(sources: Iterable[Gold]) -> RightCalls:
    """What is said of values that the gold accepts beside its own, each in a copy."""
    calls = RightCalls()
    for gold in sources:
        for edit in gold.accepted():
            calls.checked += 1
            findings = [
                f
                for f in check(edit.records, gold.article)
                if f.path == edit.path or f.path.startswith((f"{edit.path}.", f"{edit.path}["))
            ]
            worst = max(findings, key=lambda f: f.verdict.rank, default=None)
            verdict = worst.verdict if worst else Verdict.SUPPORTED
            calls.verdicts[verdict] = calls.verdicts.get(verdict, 0) + 1
            if worst and verdict.flags:
                calls.wrong.append((gold.name, worst))
    return calls


def groups(tallies: dict[Kind, Tally]) -> dict[str, Tally]:
    """The tallies added up by group, in order."""
    summed: dict[str, Tally] = {}
    for kind, tally in tallies.items():
        summed[kind.group] = summed.get(kind.group, Tally()) + tally
    return summed


def _flagged(findings: Iterable[Finding]) -> set[str]:
    return {f.path for f in findings if f.verdict.flags or f.verdict is Verdict.AMBIGUOUS}


def _line(name: str, tally: Tally, reach: float | None) -> str:
    low, high = tally.interval
    target = "" if reach is None else f"{reach:6.0%}  {'met' if tally.share >= reach else 'MISSED'}"
    if tally.n == 0:
        return f"{name:28}{0:6}"
    shares = f"{tally.share:8.1%}  [{low:.3f}, {high:.3f}]"
    return f"{name:28}{tally.n:6}{tally.caught:8}{shares}{target}"


def table(tallies: dict[Kind, Tally]) -> Iterator[str]:
    """Lines for every kind, every group and all."""
    yield f"{'kind':28}{'n':>6}{'caught':>8}{'share':>8}  {'95 % Wilson':16}{'reach':>6}"
    for kind, tally in tallies.items():
        yield _line(kind.name, tally, REACH.get(kind.group))
    yield ""
    for group, tally in groups(tallies).items():
        yield _line(f"= {group}", tally, REACH.get(group))
    yield _line("= all", sum(tallies.values(), Tally()), None)


def summary(name: str, calls: RightCalls, *, reach: bool = True) -> str:
    """One line on right records, with the targets if there are any."""
    unclear = calls.verdicts.get(Verdict.UNVERIFIABLE, 0)
    wrong, share = calls.share(calls.wrongly_called), calls.share(unclear)
    low, high = wilson(calls.wrongly_called, calls.checked)

    def target(value: float, most: float) -> str:
        return f", at most {most:.1%}: {'met' if value <= most else 'MISSED'}" if reach else ""

    return (
        f"{name}: {calls.checked} fields checked; {calls.wrongly_called} wrongly called "
        f"({wrong:.2%} [{low:.3f}, {high:.3f}]{target(wrong, FALSE_CALLS)}); "
        f"{unclear} unverifiable ({share:.1%}{target(share, UNVERIFIABLE)}); "
        f"{calls.verdicts.get(Verdict.AMBIGUOUS, 0)} ambiguous"
    )


def _data(tallies: dict[Kind, Tally]) -> list[Data]:
    return [
        {
            "kind": kind.name,
            "group": kind.group,
            "at": kind.at,
            "verdicts": sorted(kind.verdicts),
            "n": tally.n,
            "caught": tally.caught,
            "interval": tally.interval,
            "reach": REACH.get(kind.group),
            "misses": [
                {"article": m.article, "path": m.path, "wrong": m.wrong} for m in tally.misses
            ],
        }
        for kind, tally in tallies.items()
    ]


def _calls_data(calls: RightCalls) -> Data:
    return {
        "checked": calls.checked,
        "verdicts": {verdict.value: count for verdict, count in calls.verdicts.items()},
        "wrong": [{"article": name, **finding.data()} for name, finding in calls.wrong],
    }


def dates_right() -> dict[str, tuple[int, int]]:
    """Date words of news articles: right ones and all, by group; none without the data."""
    counted: dict[str, tuple[int, int]] = {}
    for item in dates.items(dates.DATA) if dates.DATA.is_file() else ():
        right, n = counted.get(item.group, (0, 0))
        counted[item.group] = right + item.is_right, n + 1
    return counted


def main(arguments: Sequence[str] | None = None) -> None:
    """Print it."""
    parser = argparse.ArgumentParser(description="Benchmark of the checks.")
    parser.add_argument("--kind", default="", help="only this kind or group")
    parser.add_argument("--most", type=int, help="copies of one kind and article, at most")
    parser.add_argument("--misses", action="store_true", help="list what was not caught")
    parser.add_argument("--verbose", action="store_true", help="list what was wrongly called")
    parser.add_argument("--readouts", action="store_true", help="wrong copies of the readouts, too")
    parser.add_argument("--json", action="store_true", help="everything as JSON")
    options = parser.parse_args(arguments)
    articles, letters = golds(), readouts()
    tallies = {"gold": caught(articles, only=options.kind, most=options.most)}
    if options.readouts:
        tallies["readouts"] = caught(letters, only=options.kind, most=options.most)
    calls = {"gold": right_calls(articles)}
    if letters:
        calls["readouts"] = right_calls(letters)
    calls[ACCEPTED] = accepted_calls([*articles, *letters])
    if options.json:
        shown: dict[str, Any] = {name: {"wrong_copies": _data(t)} for name, t in tallies.items()}
        for name, right in calls.items():
            shown.setdefault(name, {})["right_records"] = _calls_data(right)
        shown["dates"] = dates_right()
        print(json.dumps(shown, ensure_ascii=False, indent=1, default=str))
        return
    for line in chain(
        _wrong_lines(tallies, misses=options.misses),
        _right_lines(calls, verbose=options.verbose),
        () if options.kind else _other_lines(),
    ):
        print(line)


def _wrong_lines(tallies: dict[str, dict[Kind, Tally]], *, misses: bool) -> Iterator[str]:
    for name, counted in tallies.items():
        yield f"\nWrong copies of {name}, one error each"
        yield from table(counted)
        for tally in counted.values() if misses else ():
            for miss in tally.misses:
                yield f"missed: {miss.kind.name}: {miss.article[-60:]} {miss.path} {miss.wrong!r}"


def _right_lines(calls: dict[str, RightCalls], *, verbose: bool) -> Iterator[str]:
    yield "\nRight records"
    for name, right in calls.items():
        yield summary(name, right, reach=name != ACCEPTED)
        for article, finding in right.wrong if verbose else ():
            yield f"  {article[-60:]} {finding.path} {finding.code}: {finding.message}"


def _other_lines() -> Iterator[str]:
    yield "\nDate words of news articles (benchmarks/dates.py)"
    for group, (hits, n) in dates_right().items():
        reach = f", at least {dates.FLOOR:.0%}" if group == dates.REST else ""
        yield f"{group}: {hits} of {n} ({hits / n:.1%}{reach})"
    yield "\nSpeed (growth: benchmarks/speed_of_checks.py)"
    yield from speed_of_checks.article_lines()


if __name__ == "__main__":
    main()
