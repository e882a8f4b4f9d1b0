"""Whole articles of many publishers' styles, made up, with their right records.

Each file of `articles/` holds a text, its records in the exchange format, who says some of
its quotations (`speakers`: words, full name) and where some persons are named (`namings`).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from llm_extract.article import Article
from llm_extract.checks import Finding, Verdict, check, find_person, find_speaker
from llm_extract.checks.reading import Reading
from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "benchmarks"))

import checks as benchmark
from gold import Gold

sys.path.pop(0)

FILES = sorted(Path(__file__).with_name("articles").glob("*.json"))
OURS = ("name.", "role.", "country.", "speaker.", "relayer.")
"""Codes of the checks of persons and of what they say."""
FLOORS = {"names": 0.95, "roles": 0.92, "countries": 0.88, "speakers": 0.92, "relayers": 0.92}
SAMPLE = 2
"""Copies of one kind and article."""


def _data(file: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return data


def _article(data: dict[str, Any]) -> Article:
    head = data["article"]
    published = date.fromisoformat(head["published"])
    return Article(text=data["text"], id=head["id"], published=published, language="en")


def _gold(file: Path) -> Gold:
    data = _data(file)
    return Gold(file.stem, _article(data), {k: data[k] for k in ("meetings", "positions")})


def _findings(file: Path) -> list[Finding]:
    gold = _gold(file)
    return [f for f in check(gold.plain, gold.article) if f.code.startswith(OURS)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_right_records_are_not_called_wrong(file: Path) -> None:
    """No right name, role, state, holder or relayer is contradicted or missed."""
    assert [(f.path, f.code, f.message) for f in _findings(file) if f.verdict.flags] == []


def test_little_is_left_open() -> None:
    """At most 15 % of them are unverifiable."""
    counted = Counter(finding.verdict for file in FILES for finding in _findings(file))
    assert counted[Verdict.UNVERIFIABLE] <= 0.15 * counted.total()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_who_says_it(file: Path) -> None:
    """`find_speaker` leads to a place that names the speaker."""
    data = _data(file)
    article = _article(data)
    for words, who in data["speakers"]:
        at = article.text.index(words)
        found = find_speaker(article, article.span(at, at + len(words)))
        if who is None:
            assert found is None, words
            continue
        assert found is not None, words
        person = Reading(article).people.person(who)
        places = find_person(who, article) if person is not None else []
        assert found in places or (not places and found.text in who), (words, found.text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_where_somebody_is_named(file: Path) -> None:
    """`find_person` finds full names and surnames of the person alone."""
    data = _data(file)
    for name, expected in data["namings"]:
        assert [span.text for span in find_person(name, _article(data))] == expected, name


def test_wrong_copies_are_caught() -> None:
    """Other persons, near names, other roles, states, speakers and relayers, one at a time."""
    golds = [_gold(file) for file in FILES]
    low = {}
    for group, floor in FLOORS.items():
        tallies = benchmark.caught(golds, only=group, most=SAMPLE)
        share = benchmark.groups(tallies)[group].share
        if share < floor:
            low[group] = share
    assert not low
