"""The benchmark of the checks makes copies that are wrong, and its figures do not fall."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from llm_extract.checks import Finding, Verdict
from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))

import checks
import gold as right
import wrong_copies as wrong

sys.path.pop(0)

FLOORS = {
    "names": 0.98,
    "dates": 0.98,
    "quotes": 0.96,
    "roles": 0.92,
    "countries": 0.92,
    "speakers": 0.90,
    "relayers": 0.80,
    "status": 0.92,
    "mode": 0.92,
    "stance": 0.65,
    "addressee": 0.80,
    "parties": 0.90,
    "links": 0.90,
    "statements": 0.60,
    "places": 0.92,
    "doubles": 0.95,
    "evidence": 0.40,
    "participants": 0.65,
}
"""Share caught that each group keeps; below the targets where a sample has few copies."""
SAMPLE = 3
"""Copies of one kind and article that the floors are tried on."""


@pytest.fixture(scope="module")
def examples_only() -> list[right.Gold]:
    return [gold for gold in right.golds() if (right.EXAMPLES / gold.name).exists()]


@pytest.fixture(scope="module")
def copies(examples_only: list[right.Gold]) -> list[wrong.WrongCopy]:
    return list(wrong.wrong_copies(examples_only))


def _differences(one: object, other: object, path: str = "") -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            yield from _differences(one[key], other[key], f"{path}.{key}" if path else key)
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, pair in enumerate(zip(one, other, strict=True)):
            yield from _differences(*pair, f"{path}[{index}]")
    elif one != other:
        yield path


def test_there_are_many_copies_of_many_kinds(copies: list[wrong.WrongCopy]) -> None:
    """The examples alone give 600 copies of 25 kinds, from every article."""
    assert len(copies) >= 600
    assert len({copy.kind.name for copy in copies}) >= 25
    assert len({copy.article for copy in copies}) == 8


def test_the_same_seed_makes_the_same_copies(
    examples_only: list[right.Gold], copies: list[wrong.WrongCopy]
) -> None:
    """Nothing depends on the process or the order of sets."""
    again = list(wrong.wrong_copies(examples_only))
    assert [(c.path, c.wrong) for c in copies] == [(c.path, c.wrong) for c in again]
    other = list(wrong.wrong_copies(examples_only, seed=4))
    assert [(c.path, c.wrong) for c in copies] != [(c.path, c.wrong) for c in other]


def test_a_copy_differs_in_one_place(
    examples_only: list[right.Gold], copies: list[wrong.WrongCopy]
) -> None:
    """All differences lie in the value that was changed, or in the list it was put in."""
    plain = {gold.name: gold.plain for gold in examples_only}
    for copy in copies:
        changed = set(_differences(plain[copy.article], copy.records))
        assert changed, f"{copy.kind.name} {copy.path} is no copy with an error"
        if copy.kind.name == "relayer as holder":  # who is no relayer any more
            changed = {path for path in changed if not path.endswith("reported_by")}
        assert all(path.startswith(copy.path) or copy.path.startswith(path) for path in changed), (
            f"{copy.kind.name}: {changed} for {copy.path}"
        )


def test_no_copy_puts_an_accepted_value(
    examples_only: list[right.Gold], copies: list[wrong.WrongCopy]
) -> None:
    """What the gold accepts beside its own value is never offered as an error."""
    by_name = {gold.name: gold for gold in examples_only}
    for copy in copies:
        record_path, _, inside = copy.path.partition(".")
        plural, _, index = record_path.rstrip("]").partition("[")
        kept = by_name[copy.article].records[plural]
        if int(index) < len(kept):
            accepted = kept[int(index)].get("accept", {}).get(inside, [])
            assert copy.wrong not in accepted, f"{copy.kind.name} {copy.path} {copy.wrong!r}"


def test_a_finding_counts_only_where_the_table_says() -> None:
    """Another path, a milder verdict and what the right records get do not count."""
    kind = wrong.KINDS[0]
    path = "meetings[0].participants[1].name"
    copy = wrong.WrongCopy(kind, "a", path, "x", {}, frozenset({path, path[:-5]}))

    def found(where: str, verdict: Verdict, before: set[str] = set()) -> bool:  # noqa: B006
        return checks.is_caught(copy, [Finding(where, verdict, "c", "m")], before=before)

    assert found(path, Verdict.CONTRADICTED)
    assert found("meetings[0].participants[1]", Verdict.NOT_FOUND)
    assert not found("meetings[0].participants[0].name", Verdict.CONTRADICTED)
    assert not found(path, Verdict.UNVERIFIABLE)
    assert not found(path, Verdict.CONTRADICTED, {path})


def test_wilson_intervals() -> None:
    """The figures of Newcombe (1998), table I; none of none says nothing."""
    assert checks.wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert checks.wilson(0, 20) == pytest.approx((0, 0.1611), abs=5e-5)
    assert checks.wilson(0, 0) == (0.0, 1.0)


def _assert_floors(sources: list[right.Gold]) -> None:
    shares = {
        group: tally.share
        for group, tally in checks.groups(checks.caught(sources, most=SAMPLE)).items()
    }
    low = {group: shares[group] for group, floor in FLOORS.items() if shares[group] < floor}
    assert not low


def _assert_quiet(sources: list[right.Gold]) -> None:
    calls = checks.right_calls(sources)
    assert calls.checked > 10 * len(sources)
    assert calls.share(calls.wrongly_called) <= checks.FALSE_CALLS, calls.wrong
    assert calls.share(calls.verdicts[Verdict.UNVERIFIABLE]) <= checks.UNVERIFIABLE


def test_wrong_copies_of_the_examples_are_caught(examples_only: list[right.Gold]) -> None:
    """Every group keeps its floor, on a sample drawn by lot."""
    _assert_floors(examples_only)


def test_right_records_of_the_examples_are_left_alone(examples_only: list[right.Gold]) -> None:
    """At most 1.5 % of their fields are called wrong, at most 15 % unverifiable."""
    _assert_quiet(examples_only)


def test_wrong_copies_of_the_seeds_are_caught(shared: Path) -> None:
    """The same floors hold on real articles."""
    assert (shared / "gold").is_dir()
    _assert_floors([g for g in right.golds() if not (right.EXAMPLES / g.name).exists()])


def test_right_records_of_the_seeds_and_readouts_are_left_alone(shared: Path) -> None:
    """The same limits hold on real articles, and on readouts of another publisher."""
    assert (shared / "gold_readouts").is_dir()
    _assert_quiet([g for g in right.golds() if not (right.EXAMPLES / g.name).exists()])
    _assert_quiet(right.readouts())
