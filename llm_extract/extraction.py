"""Article + spec + model → records: the whole way for one article."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny

from llm_extract.article import Article, Sentence
from llm_extract.checks.audit import audit
from llm_extract.checks.finding import Finding
from llm_extract.drafts import Draft, answer_model
from llm_extract.errors import AnswerCutOff
from llm_extract.grounding import Grounder, ground
from llm_extract.model.client import Meter, Model
from llm_extract.prompting import messages
from llm_extract.records import Record, Usage, record_id
from llm_extract.settings import ModelSettings
from llm_extract.spec import Prompt, RecordType, Spec
from llm_extract.windows import estimated_tokens, halves, windows

MAX_INPUT_TOKENS = 12_000
"""Default for one request: fits a 16k context beside a full answer."""


class Provenance(BaseModel):
    """What records were made with: enough to make them again."""

    model_config = ConfigDict(extra="forbid")

    spec: str = Field(description="Name of the domain.")
    record_types: list[str] = Field(description="Plural names of what was asked for.")
    prompts: dict[str, str] = Field(description="Prompt name → SHA-256 of its text.")
    schema_digest: str = Field(description="SHA-256 of the shapes that the model filled.")
    settings: dict[str, Any] = Field(description="Model and sampling settings.")
    max_input_tokens: int = Field(description="Limit of one request.")

    def key(self, article: Article) -> str:
        """What makes an answer the same: equal keys are not asked twice."""
        parts = [article.digest, self.model_dump()]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


class Extraction(BaseModel):
    """What one article yielded. Lists are attributes, too: `extraction.meetings`."""

    article: Article
    records: dict[str, list[SerializeAsAny[Record]]]
    usage: Usage
    provenance: Provenance
    answers: list[dict[str, Any]] = Field(
        default_factory=list, description="What the model filled, as it came."
    )
    reasks: int = Field(default=0, description="Answers that had to be asked for again.")
    findings: list[Finding] = Field(
        default_factory=list, description="What the article says of every value; see `check`."
    )
    coverage: list[Finding] = Field(
        default_factory=list, description="What the article reports and no record cites."
    )

    def __getattr__(self, name: str) -> Any:
        records: dict[str, list[Record]] = self.__dict__.get("records", {})
        if name in records:
            return records[name]
        return super().__getattr__(name)  # type: ignore[misc]


def provenance(
    spec: Spec, settings: ModelSettings, *, max_input_tokens: int = MAX_INPUT_TOKENS
) -> Provenance:
    """The provenance of whatever this spec and these settings extract."""
    shapes = [_schema(answer_model(kinds)) for _, kinds in spec.calls]
    schema = json.dumps(shapes, sort_keys=True).encode()
    return Provenance(
        spec=spec.name,
        record_types=[kind.plural for kind in spec.record_types],
        prompts={prompt.name: prompt.digest for prompt, _ in spec.calls},
        schema_digest=hashlib.sha256(schema).hexdigest(),
        settings=settings.answer_key(),
        max_input_tokens=max_input_tokens,
    )


@cache
def _schema(shape: type[Draft]) -> dict[str, Any]:
    return shape.model_json_schema()


async def extract_article(
    article: Article,
    spec: Spec,
    *,
    model: Model,
    max_input_tokens: int = MAX_INPUT_TOKENS,
    meter: Meter | None = None,
) -> Extraction:
    """Ask for everything that the spec wants of one article, and ground it.

    Args:
        article: what to read.
        spec: record types, prompts and identity.
        model: who answers.
        max_input_tokens: for one request; longer articles are cut into windows.
        meter: told what every request took, also when this raises.

    Raises:
        ModelError: no valid answer came; nothing of the article is kept.
        ConfigurationError: the limit leaves no room for a sentence.
    """
    meter = meter or Meter()
    found: dict[str, list[Record]] = {kind.plural: [] for kind in spec.record_types}
    reading = _Reading(article, model, meter)
    for prompt, kinds in spec.calls:
        cut = windows(
            article,
            prompt_tokens=estimated_tokens(prompt.text),
            max_input_tokens=max_input_tokens,
        )
        for window in cut:
            for plural, records in (await reading.ask(prompt, kinds, window)).items():
                found[plural] += records
    merged = {
        kind.plural: merge(found[kind.plural], kind, article=article) for kind in spec.record_types
    }
    spec.finish(article, merged)
    return Extraction(
        article=article,
        records=merged,
        usage=meter.usage,
        provenance=provenance(spec, model.settings, max_input_tokens=max_input_tokens),
        answers=reading.answers,
        reasks=reading.reasks,
    )


def checked(extraction: Extraction, spec: Spec) -> Extraction:
    """The same extraction with what its article says of every value, without a model."""
    made = audit(extraction.records, extraction.article, spec=spec)
    return extraction.model_copy(
        update={"findings": made.findings, "coverage": list(made.coverage)}
    )


class _Reading:
    """One pass over one article."""

    def __init__(self, article: Article, model: Model, meter: Meter) -> None:
        self.article, self.model, self.meter = article, model, meter
        self.grounder = Grounder(article)
        self.stretches = {s.number: (s.start, s.end) for s in article.sentences}
        self.answers: list[dict[str, Any]] = []
        self.reasks = 0

    async def ask(
        self, prompt: Prompt, kinds: Sequence[RecordType], window: Sequence[Sentence]
    ) -> dict[str, list[Record]]:
        """The records of one window; a cut-off answer is asked again in halves."""
        numbers = {sentence.number for sentence in window}
        try:
            answer = await self.model.ask(
                messages(prompt, self.article, sentences=window, kinds=kinds),
                answer_model(kinds),
                check=lambda value: (
                    _citation_fault(value, kinds, numbers)
                    or _copying_fault(value, prompt, self.article)
                ),
                meter=self.meter,
            )
        except AnswerCutOff:
            parts = halves(window)
            if not parts:
                raise
            return _joined([await self.ask(prompt, kinds, part) for part in parts])
        self.answers.append(answer.value.model_dump(mode="json"))
        self.reasks += answer.reasks
        return {
            kind.plural: [
                ground(draft, kind.model, grounder=self.grounder, sentences=self.stretches)
                for draft in getattr(answer.value, kind.plural)
            ]
            for kind in kinds
        }


def merge(records: list[Record], kind: RecordType, *, article: Article) -> list[Record]:
    """One record per identity, in order of appearance, with the evidence of all, and ids."""
    merged: dict[object, Record] = {}
    for record in records:
        identity = kind.identity(record)
        first = merged.setdefault(identity, record)
        if first is not record:
            known = {passage.value for passage in first.evidence}
            first.evidence += [p for p in record.evidence if p.value not in known]
        first.id = record_id(article.id, kind.plural, identity)
    return sorted(merged.values(), key=_position)


def _position(record: Record) -> int:
    return min((p.span.start for p in record.evidence if p.span), default=0)


def _citation_fault(answer: Draft, kinds: Sequence[RecordType], numbers: set[int]) -> str | None:
    """What is wrong with the sentence numbers that an answer cites, or None."""
    cited = {
        number
        for kind in kinds
        for draft in getattr(answer, kind.plural)
        for number in draft.evidence
    }
    if wrong := sorted(cited - numbers):
        return (
            f"- evidence: there is no sentence {', '.join(map(str, wrong))}; "
            f"the article has {min(numbers)} to {max(numbers)}"
        )
    return None


def _copying_fault(answer: Draft, prompt: Prompt, article: Article) -> str | None:
    """Which fields hold made-up names of the example that the article does not, or None."""
    read = f"{article.title} {article.text}"
    names = [name for name in prompt.made_up if name not in read]
    faults = [
        f"- {path}: {words!r} is from the example, not from the article; leave it out"
        for path, words in _strings(answer.model_dump(mode="json"))
        if any(name in words for name in names)
    ]
    return "\n".join(faults) or None


def _strings(node: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, dict):
        for name, value in node.items():
            yield from _strings(value, f"{path}.{name}" if path else name)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _strings(value, f"{path}.{index}")


def _joined(parts: list[dict[str, list[Record]]]) -> dict[str, list[Record]]:
    return {plural: [r for part in parts for r in part[plural]] for plural in parts[0]}
