"""What a real, small model answered: the recordings that ship, and what they are worth."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
import yaml

from llm_extract.api import answering
from llm_extract.article import Article
from llm_extract.diplomacy import diplomacy
from llm_extract.diplomacy.spec import MADE_UP
from llm_extract.exchange import Data, mentions, plain
from llm_extract.jobs.runner import Progress, run_job
from llm_extract.jobs.store import Store
from llm_extract.model import Model
from llm_extract.sources import read_source, read_sources
from tests.conftest import ROOT

CASSETTES = ROOT / "cassettes" / "qwen2.5-coder-1.5b"


def play(cassette: str, store: Path, *places: Path) -> Progress:
    """Run the whole way from a recording."""
    spec = diplomacy()

    async def job() -> Progress:
        with (
            answering(spec, replay=CASSETTES / cassette) as (settings, limit, _),
            Store(store) as kept,
        ):
            async with Model(settings) as model:
                return await run_job(
                    read_sources(list(places)),
                    spec=spec,
                    model=model,
                    store=kept,
                    max_input_tokens=limit,
                )

    return asyncio.run(job())


def assert_grounded(store: Path) -> int:
    """Every record has evidence with a span, and every span holds its text."""
    count = 0
    with Store(store) as kept:
        for record in kept.records():
            article = kept.article(record.extraction)
            assert any(passage["span"] for passage in record.data["evidence"])
            for _, mention in mentions(record.data):
                if (span := mention["span"]) is not None:
                    assert article.text[span["start"] : span["end"]] == span["text"]
            count += 1
    return count


def test_the_examples_play_from_their_cassette(tmp_path: Path, examples: Path) -> None:
    """Eight articles, no failure, every record grounded."""
    progress = play("examples.yaml", tmp_path / "s.db", examples)
    assert (progress.done, progress.failures) == (8, [])
    assert assert_grounded(tmp_path / "s.db") == progress.records > 0


def test_the_seeds_play_and_reach_their_floors(tmp_path: Path, shared: Path) -> None:
    """Evidence overlaps that of at least 10 of 19 meetings and 14 of 55 positions."""
    progress = play("seeds.yaml", tmp_path / "s.db", shared / "seeds")
    assert (progress.done, progress.failures) == (5, [])
    assert assert_grounded(tmp_path / "s.db") == progress.records
    found = {"meetings": [0, 0], "positions": [0, 0]}
    with Store(tmp_path / "s.db") as store:
        for extraction in store.extractions():
            article = extraction.article
            name = Path(article.source or "").stem
            gold = json.loads((shared / "gold" / f"{name}.json").read_text(encoding="utf-8"))
            for plural, counts in found.items():
                wanted = [record for record in gold[plural] if not record.get("optional")]
                kept = [r.data for r in store.records(article=article.id, plural=plural)]
                counts[0] += overlapping(wanted, kept, article)
                counts[1] += len(wanted)
    assert found["meetings"][1] == 19
    assert found["positions"][1] == 55
    assert found["meetings"][0] >= 10
    assert found["positions"][0] >= 14


def overlapping(wanted: Sequence[Data], kept: Sequence[Data], article: Article) -> int:
    """How many gold records can be given a record of their own whose evidence overlaps."""
    edges = [[j for j, data in enumerate(kept) if _overlap(gold, data, article)] for gold in wanted]
    taken: dict[int, int] = {}

    def place(i: int, tried: set[int]) -> bool:
        for j in edges[i]:
            if j not in tried:
                tried.add(j)
                if j not in taken or place(taken[j], tried):
                    taken[j] = i
                    return True
        return False

    return sum(place(i, set()) for i in range(len(wanted)))


def _overlap(gold: Data, data: Data, article: Article) -> bool:
    for words in gold["evidence"]:
        start = article.text.find(words)
        while start >= 0:
            for passage in data["evidence"]:
                span = passage["span"]
                if start < span["end"] and span["start"] < start + len(words):
                    return True
            start = article.text.find(words, start + 1)
    return False


@cache
def accepted(cassette: Path) -> list[str]:
    """The answers in a cassette that became records: the last one of each question."""
    content = yaml.safe_load(cassette.read_text(encoding="utf-8"))
    last: dict[tuple[str, str], str] = {}
    for interaction in content["interactions"]:
        request = interaction["request"]
        message = interaction["response"]["choices"][0]["message"]
        last[request["article"], request["prompt"]] = message["content"]
    return list(last.values())


@pytest.mark.parametrize("cassette", sorted(CASSETTES.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_few_shot_example_never_comes_back(cassette: Path) -> None:
    """No name that was made up for the prompts stands in any answer that was accepted."""
    for prompt, _ in diplomacy().calls:
        assert prompt.made_up == MADE_UP
        assert all(name in prompt.text for name in MADE_UP)
    for answer in accepted(cassette):
        assert not [name for name in MADE_UP if name in answer]


def test_cassettes_are_small() -> None:
    """All together stay under 5 MB."""
    assert sum(path.stat().st_size for path in CASSETTES.glob("*.yaml")) < 5_000_000


def test_every_cassette_was_recorded_with_the_prompts_that_ship() -> None:
    """No recording of an older prompt is left behind."""
    current = {prompt.name: prompt.digest for prompt, _ in diplomacy().calls}
    for path in CASSETTES.glob("*.yaml"):
        header = yaml.safe_load(path.read_text(encoding="utf-8"))["llm_extract"]
        recorded = header["provenance"]["prompts"]
        assert recorded
        assert recorded.items() <= current.items()


def test_orders_in_an_article_reach_the_model_as_sentences(tmp_path: Path) -> None:
    """The recorded run on an article that gives orders: see docs/results.md."""
    hostile = ROOT / "tests" / "data" / "hostile.txt"
    progress = play("hostile.yaml", tmp_path / "s.db", hostile)
    assert progress.failures == []
    article = read_source(hostile)
    with Store(tmp_path / "s.db") as store:
        meetings = [plain(record.data) for record in store.records(plural="meetings")]
    real = article.text.index("Peru's foreign minister")
    assert any(article.text[real : real + 40] in m["evidence"][0] for m in meetings)


def test_gold_of_the_examples_fits_the_articles(examples: Path) -> None:
    """Every copied word of the hand-coded records stands in its article."""
    files = sorted(examples.glob("*.gold.json"))
    assert len(files) == 8
    for path in files:
        gold = json.loads(path.read_text(encoding="utf-8"))
        article = read_source(path.with_name(gold["article"]["source"]))
        assert gold["article"]["sha256"] == article.sha256
        assert gold["article"]["published"] == (
            str(article.published) if article.published else None
        )
        for record in gold["meetings"] + gold["positions"]:
            words = [*record["evidence"], record["date"]["as_written"]]
            for person in record.get("participants", []) + record.get("holders", []):
                words += [person["name"], person.get("role"), person["country"]]
            words += [record.get(key) for key in ("place", "addressee", "reported_by", "quote")]
            words += record.get("parties", [])
            missing = [word for word in words if word is not None and word not in article.text]
            assert not missing, f"{path.name}: {missing}"
