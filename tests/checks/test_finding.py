"""Findings: the worst verdict of a path, and what flags a record."""

from __future__ import annotations

import json

from llm_extract.checks.finding import Finding, Verdict, reasons, settled, verdicts
from llm_extract.paths import is_within


def finding(path: str, verdict: Verdict, code: str = "a.b") -> Finding:
    """A finding with a message that does not matter."""
    return Finding(path, verdict, code, "It says so.")


def test_the_worst_verdict_of_a_path_stays() -> None:
    """Milder ones go, another code with the same verdict stays, doubles go."""
    kept = settled(
        [
            finding("m[0].place", Verdict.SUPPORTED),
            finding("m[0].place", Verdict.CONTRADICTED, "x"),
            finding("m[0].place", Verdict.AMBIGUOUS),
            finding("m[0].place", Verdict.CONTRADICTED, "y"),
            finding("m[0].place", Verdict.CONTRADICTED, "y"),
            finding("m[0].date", Verdict.SUPPORTED),
            finding("m[0].date", Verdict.SUPPORTED, "z"),
        ]
    )
    assert [(f.path, f.code) for f in kept] == [
        ("m[0].place", "x"),
        ("m[0].place", "y"),
        ("m[0].date", "a.b"),
    ]
    assert verdicts(kept) == {
        "m[0].place": Verdict.CONTRADICTED,
        "m[0].date": Verdict.SUPPORTED,
    }


def test_only_contradicted_and_not_found_flag() -> None:
    """The reasons of a record are the codes of those, each once, and only its own."""
    found = [
        finding("m[1].a", Verdict.CONTRADICTED, "one"),
        finding("m[1].b", Verdict.NOT_FOUND, "two"),
        finding("m[1].c", Verdict.NOT_FOUND, "two"),
        finding("m[1]", Verdict.AMBIGUOUS, "three"),
        finding("m[1].d", Verdict.UNVERIFIABLE, "four"),
        finding("m[10].a", Verdict.CONTRADICTED, "five"),
    ]
    assert reasons(found, "m[1]") == ["one", "two"]
    assert is_within("m[1]", "m[1]")
    assert not is_within("m[10].a", "m[1]")


def test_ranks_run_from_the_best_to_the_worst() -> None:
    """As the enum lists them."""
    assert [verdict.rank for verdict in Verdict] == [0, 1, 2, 3, 4]


def test_a_finding_is_plain_data() -> None:
    """As `check --json` prints it."""
    made = Finding("m[0].a", Verdict.NOT_FOUND, "c.d", "No “x”.", ((1, 2),), "y")
    assert json.loads(json.dumps(made.data())) == {
        "path": "m[0].a",
        "verdict": "not_found",
        "code": "c.d",
        "message": "No “x”.",
        "spans": [[1, 2]],
        "proposed": "y",
    }
