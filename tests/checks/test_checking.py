"""`check`: every value of every record, before its source."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import llm_extract
from llm_extract.article import Article
from llm_extract.checks.checking import check, fields
from llm_extract.checks.finding import Finding, Verdict, settled
from llm_extract.diplomacy import Meeting
from llm_extract.exchange import read_lines
from llm_extract.paths import is_within
from llm_extract.sources import read_source

TEXT = "Minister Ana Ruiz of Peru met Jo Vik, mayor of Lima, in Lima on Monday, May 6, 2024."
ARTICLE = Article(text=TEXT)
MEETING = {
    "mode": "in_person",
    "status": "held",
    "participants": [{"name": "Ana Ruiz", "role": "Minister", "country": "Peru"}],
    "parties": ["Peru"],
    "date": {"as_written": "May 6, 2024", "value": "2024-05-06"},
    "place": "Lima",
    "topics": ["x"],
    "outcomes": [],
    "evidence": [TEXT],
}


def gold(examples: Path) -> Iterator[tuple[dict[str, object], Article]]:
    """The shipped gold lines with their articles."""
    for path in sorted(examples.glob("*.gold.json")):
        line = json.loads(path.read_text(encoding="utf-8"))
        yield line, read_source(path.with_name(path.name.replace(".gold.json", ".txt")))


def test_a_line_a_mapping_and_objects_are_the_same() -> None:
    """A line of the exchange format, plain lists, `Record` objects: the same findings."""
    plain = check({"meetings": [MEETING]}, ARTICLE)
    line = {"article": {"id": "a"}, "published": None, "meetings": [MEETING], "positions": []}
    assert plain == check(line, ARTICLE)
    assert plain == check({"meetings": [Meeting.model_validate(MEETING)]}, ARTICLE)
    assert llm_extract.check is check
    assert plain


def test_each_path_has_one_verdict(examples: Path) -> None:
    """And every path is a record's; the same input gives the same findings."""
    for line, article in gold(examples):
        found = check(line, article)
        assert found == settled(found) == check(line, article)
        per_path: dict[str, set[Verdict]] = {}
        for finding in found:
            per_path.setdefault(finding.path, set()).add(finding.verdict)
            assert finding.path.startswith(("meetings[", "positions["))
            assert all(0 <= s <= e <= len(article.text) for s, e in finding.spans)
            json.dumps(finding.data())
        assert all(len(verdicts) == 1 for verdicts in per_path.values())


def test_what_was_put_aside_is_not_judged_again() -> None:
    """A broken value has its own finding, a placeholder none."""
    broken = {**MEETING, "status": "done", "mode": None}
    found = check({"meetings": [broken]}, ARTICLE)
    at = {path: [f.code for f in found if f.path == f"meetings[0].{path}"] for path in broken}
    assert at["status"] == ["value.invalid"]
    assert at["mode"] == []


def test_one_broken_record_leaves_the_others_alone() -> None:
    """They get what they would get without it."""
    alone = check({"meetings": [MEETING]}, ARTICLE)
    beside: list[Finding] = check({"meetings": [MEETING, "no record"]}, ARTICLE)
    assert [f for f in beside if is_within(f.path, "meetings[0]")] == alone
    assert [f.code for f in beside if is_within(f.path, "meetings[1]")] == ["record.invalid"]


def test_fields_come_in_order_with_their_paths() -> None:
    """Empty ones do not; a date comes before its parts."""
    record = Meeting.model_validate({**MEETING, "place": None})
    paths = [field.path for field in fields(record)]
    assert paths == [
        "id", "evidence[0]", "status", "mode", "participants[0].name", "participants[0].role",
        "participants[0].country", "parties[0]", "date", "date.as_written", "date.value",
        "topics[0]",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["x", "“" * 500, "서울에서 만났다.", "Ana Ruiz " * 300])
def test_no_article_raises(text: str) -> None:
    """Whatever it holds, also where nothing of the record is in it."""
    check({"meetings": [MEETING]}, Article(text=text))


def test_shared_gold_is_checked(shared: Path) -> None:
    """Every hand-coded record of the seeds gets a finding."""
    for path in sorted((shared / "gold").glob("*.json")):
        (line,) = read_lines(path)
        assert not isinstance(line, Exception)
        article = read_source(shared / "seeds" / line.head["source"], published=line.published)
        found = check(line.records, article)
        for plural in ("meetings", "positions"):
            for index in range(len(line.records[plural])):
                assert any(is_within(f.path, f"{plural}[{index}]") for f in found)
