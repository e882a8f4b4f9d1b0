"""The recorded answers with the articles and the gold that they belong to.

    python benchmarks/recordings.py

prints what they are worth. Examples ship with the project; seeds and readouts lie in a folder
beside it and are left out where it is missing.
"""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from readouts import MEETINGS, coded, drawn, rows

from llm_extract.api import answering
from llm_extract.article import Article
from llm_extract.diplomacy import diplomacy
from llm_extract.evaluation.evaluation import Evaluation, evaluated
from llm_extract.evaluation.gold import Gold, Head, Records, read_records
from llm_extract.exchange import exchanged
from llm_extract.extraction import Extraction
from llm_extract.jobs import cassettes
from llm_extract.jobs.runner import run_job
from llm_extract.jobs.store import Store
from llm_extract.model import Model
from llm_extract.paths import is_within
from llm_extract.sources import make_article, read_source
from llm_extract.spec import Spec

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
CASSETTES = ROOT / "cassettes" / "qwen2.5-coder-1.5b"
EXAMPLES = ROOT / "examples" / "diplomacy"


@dataclass(frozen=True)
class Recording:
    """Articles that were asked about once, and the truth about them.

    Attributes:
        name: of the cassette.
        articles: as they were asked about.
        gold: their records by hand.
        spec: what was asked for.
    """

    name: str
    articles: tuple[Article, ...]
    gold: Gold
    spec: Spec

    def extractions(self) -> list[Extraction]:
        """What came of it, replayed and checked, in the order of the articles' ids."""
        with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "store.db") as store:
            asyncio.run(self._play(store))
            numbers = [entry.number for entry in store.extractions()]
            return [store.extraction(number, self.spec) for number in numbers]

    async def _play(self, store: Store) -> None:
        with answering(self.spec, replay=CASSETTES / f"{self.name}.yaml") as (settings, limit, _):
            async with Model(settings) as model:
                progress = await run_job(
                    iter(self.articles),
                    spec=self.spec,
                    model=model,
                    store=store,
                    max_input_tokens=limit,
                )
        if progress.failures:
            raise progress.failures[0].error


def recordings(shared: Path = SHARED) -> list[Recording]:
    """Every recording whose articles are there."""
    found = [_files("examples", EXAMPLES, EXAMPLES)]
    if shared.is_dir():
        tuning, held_out = drawn(coded(shared))
        found += [
            _files("seeds", shared / "seeds", shared / "gold"),
            _readouts("readouts-tuning", tuning, shared),
            _readouts("readouts", held_out, shared),
        ]
    return found


def evaluation(recording: Recording, **options: Any) -> Evaluation:
    """A recording before its gold; options as of `evaluated`."""
    articles = [records(extraction) for extraction in recording.extractions()]
    return evaluated(recording.gold, articles, spec=recording.spec, **options)


def records(extraction: Extraction) -> Records:
    """An extraction as an evaluation takes it, with findings and confidence."""
    of: dict[str, list[dict[str, Any]]] = {}
    for plural, kept in extraction.records.items():
        of[plural] = []
        for index, record in enumerate(kept):
            path = f"{plural}[{index}]"
            sure = extraction.confidence[path].record
            data = exchanged(record.model_dump(mode="json"), confidence=sure)
            data["findings"] = [f.data() for f in extraction.findings if is_within(f.path, path)]
            of[plural].append(data)
    article = extraction.article
    return Records(Head(article.id, article.source, article.sha256), of, article.text)


def _files(name: str, folder: Path, gold: Path) -> Recording:
    articles = tuple(read_source(path) for path in sorted(folder.glob("*.txt")))
    return Recording(name, articles, _gold(gold), diplomacy())


def _readouts(name: str, ids: list[str], shared: Path) -> Recording:
    texts = rows(shared)
    articles = tuple(
        make_article(texts[i]["body"], metadata={"id": i, "published": texts[i]["date"]})
        for i in ids
    )
    return Recording(name, articles, _gold(shared / "gold_readouts" / "meetings.jsonl"), MEETINGS)


def digest(recording: Recording) -> str:
    """What tells a corpus from another: SHA-256 of its texts' digests, shortened."""
    texts = "\n".join(sorted(article.sha256 for article in recording.articles))
    return hashlib.sha256(texts.encode()).hexdigest()[:16]


def copied_dates(recording: Recording, found: Evaluation) -> tuple[int, int]:
    """How many of the matched records a copied publication date would date right, of how many."""
    published = {article.id: str(article.published) for article in recording.articles}
    right = of = 0
    for judgement in found.judgements:
        article = next(a for a in recording.articles if a.id == judgement.article)
        truth = recording.gold.of(Head(article.id, article.source, article.sha256))
        for item in judgement.records:
            if truth is None or item.gold is None or item.optional:
                continue
            gold = truth.of[item.plural][item.gold]
            accepted = [gold["date"]["value"], *gold.get("accept", {}).get("date.value", [])]
            right, of = right + (published[article.id] in accepted), of + 1
    return right, of


def main() -> None:
    """Print the figures of every recording."""
    for recording in recordings():
        made = cassettes.read_provenance(CASSETTES / f"{recording.name}.yaml")
        print(f"{recording.name}: {len(recording.articles)} articles, corpus {digest(recording)}")
        print(f"  {made.settings['model']}, {', '.join(made.prompts)}")
        found = evaluation(recording)
        for name, measure in found.measures.items():
            if measure.value is not None:
                around = measure.interval
                said = f"[{around.low:.2f}, {around.high:.2f}]" if around else ""
                print(f"  {name:45} {measure.value:.2f} {said:13} {measure.part}/{measure.whole}")
        right, of = copied_dates(recording, found)
        print(f"  a copied publication date is right in {right} of {of} matched records")


@cache
def _gold(place: Path) -> Gold:
    return Gold(read_records(place))


if __name__ == "__main__":
    main()
