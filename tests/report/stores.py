"""Stores for reports, filled as a run fills them, without a model."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from llm_extract.article import Article
from llm_extract.confidence import Confidence
from llm_extract.diplomacy import diplomacy
from llm_extract.extraction import Extraction, checked, provenance
from llm_extract.jobs.store import Store
from llm_extract.records import Record, Usage, record_id
from llm_extract.settings import ModelSettings
from llm_extract.spec import Spec

WORDS = "Foreign Minister Ana Ruiz of Peru met Luis Soto of Chile in Lima on 3 May 2022."


def meeting(
    *people: tuple[str, str], day: str | None = "2022-05-03", **more: Any
) -> dict[str, Any]:
    """A meeting of persons and their states."""
    return {
        "status": "held",
        "mode": "in_person",
        "participants": [{"name": n, "role": None, "country": c} for n, c in people],
        "parties": [country for _, country in people],
        "date": {"value": day},
        "place": "Lima",
        "topics": ["data sharing"],
        "outcomes": [],
        "evidence": [WORDS],
        **more,
    }


def position(
    name: str, country: str, issue: str, stance: str, *, day: str | None = "2022-05-03", **more: Any
) -> dict[str, Any]:
    """A position of one holder."""
    return {
        "statement": f"{name} speaks of {issue}.",
        "holders": [{"name": name, "country": country}],
        "issue": issue,
        "stance": stance,
        "addressee": None,
        "reported_by": None,
        "date": {"value": day},
        "quote": None,
        "evidence": [WORDS],
        **more,
    }


RUIZ_SOTO = meeting(("Ana Ruiz", "Peru"), ("Luis Soto", "Chile"))


def filled(
    path: Path,
    *articles: Mapping[str, Iterable[Mapping[str, Any]]],
    spec: Spec | None = None,
    confidence: float | None = 0.9,
    text: str = WORDS,
    with_checks: bool = True,
    **head: Any,
) -> Store:
    """A store with an article for each mapping of plural names to records."""
    spec = spec or diplomacy()
    made_by = provenance(spec, ModelSettings(model="tiny"))
    store = Store(path)
    run = store.start_run(made_by)
    for number, lists in enumerate(articles):
        about = {"published": date(2022, 5, 4), "title": f"Article {number}", **head}
        article = Article(text=text, id=f"a{number}", **about)
        records = {
            kind.plural: [
                _record(kind.model, values, f"a{number}/{kind.plural}/{at}")
                for at, values in enumerate(lists.get(kind.plural, ()))
            ]
            for kind in spec.record_types
        }
        extraction = Extraction(article=article, records=records, usage=Usage(), provenance=made_by)
        if with_checks:
            extraction = checked(extraction, spec)
        if confidence is not None:
            extraction.confidence = {
                f"{plural}[{at}]": Confidence(record=confidence, fields={})
                for plural, own in records.items()
                for at in range(len(own))
            }
        store.save(run, extraction)
    store.end_run(run)
    return store


def _record(model: type[Record], values: Mapping[str, Any], key: str) -> Record:
    record = model.model_validate(dict(values))
    record.id = record_id("", "", key)
    return record
