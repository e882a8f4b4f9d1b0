"""Article + spec + model → records: the whole way for one article."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SerializeAsAny

from llm_extract.article import Article, Sentence
from llm_extract.checks.audit import audit
from llm_extract.checks.finding import Finding
from llm_extract.confidence import Confidence, Weights, confidences
from llm_extract.confidence.agreement import note_agreement
from llm_extract.drafts import Draft, answer_model
from llm_extract.errors import AnswerCutOff, InvalidAnswer
from llm_extract.faults import Doubts, citation_fault, copying_fault, told
from llm_extract.grounding import Grounder, ground
from llm_extract.model.client import Answer, Meter, Model
from llm_extract.prompting import Message, messages
from llm_extract.records import Record, Usage, record_id
from llm_extract.settings import ModelSettings
from llm_extract.signals import Signals
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
    signals: dict[str, Signals] = Field(
        default_factory=dict, description="Path of a record (`meetings[0]`) → how it came about."
    )
    confidence: dict[str, Confidence] = Field(
        default_factory=dict, description="Path of a record → how likely it is right."
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
        model: who answers; where it has `further` models, these are asked too, and how far
            they agree is noted.
        max_input_tokens: for one request; longer articles are cut into windows.
        meter: told what every request took, also when this raises.

    Raises:
        ModelError: no valid answer came; nothing of the article is kept.
        ConfigurationError: the limit leaves no room for a sentence.
    """
    meter = meter or Meter()
    reading = _Reading(article, spec, model, meter)
    found = await reading.everything(max_input_tokens)
    records = _records(found)
    signals = {plural: [item.signals for item in items] for plural, items in found.items()}
    spec.finish(article, records)
    others = []
    for further in model.further:
        other = _Reading(article, spec, further, meter)
        try:
            again = await other.everything(max_input_tokens)
        except (InvalidAnswer, AnswerCutOff):
            continue  # one opinion less; the answer itself stands
        others.append(_records(again))
        spec.finish(article, others[-1])
    note_agreement(signals, records, others, article=article, spec=spec)
    return Extraction(
        article=article,
        records=records,
        usage=meter.usage,
        provenance=provenance(spec, model.settings, max_input_tokens=max_input_tokens),
        answers=reading.answers,
        reasks=reading.reasks,
        signals={
            f"{plural}[{index}]": signal
            for plural, items in signals.items()
            for index, signal in enumerate(items)
        },
    )


def checked(extraction: Extraction, spec: Spec, *, weights: Weights | None = None) -> Extraction:
    """The same extraction with what its article says of every value, without a model.

    With the findings comes the confidence of every record; by the shipped weights unless
    others are given.
    """
    made = audit(extraction.records, extraction.article, spec=spec)
    return extraction.model_copy(
        update={
            "findings": made.findings,
            "coverage": list(made.coverage),
            "confidence": confidences(made, extraction.signals, spec=spec, weights=weights),
        }
    )


@dataclass
class Found:
    """A record, and how it came about."""

    record: Record
    signals: Signals


class _Reading:
    """One pass over one article by one model."""

    def __init__(self, article: Article, spec: Spec, model: Model, meter: Meter) -> None:
        self.article, self.spec, self.model, self.meter = article, spec, model, meter
        self.grounder = Grounder(article)
        self.stretches = {s.number: (s.start, s.end) for s in article.sentences}
        self.answers: list[dict[str, Any]] = []
        self.reasks = 0

    async def everything(self, max_input_tokens: int) -> dict[str, list[Found]]:
        """The records of every prompt and window, each once, with ids."""
        found: dict[str, list[Found]] = {kind.plural: [] for kind in self.spec.record_types}
        for prompt, kinds in self.spec.calls:
            cut = windows(
                self.article,
                prompt_tokens=estimated_tokens(prompt.text),
                max_input_tokens=max_input_tokens,
            )
            for window in cut:
                for plural, items in (await self.ask(prompt, kinds, window)).items():
                    found[plural] += items
        return {
            kind.plural: merge(found[kind.plural], kind, article=self.article)
            for kind in self.spec.record_types
        }

    async def ask(
        self, prompt: Prompt, kinds: Sequence[RecordType], window: Sequence[Sentence]
    ) -> dict[str, list[Found]]:
        """The records of one window; a cut-off answer is asked again in halves."""
        question = messages(prompt, self.article, sentences=window, kinds=kinds)
        try:
            answer = await self._asked(question, prompt, kinds, window)
        except AnswerCutOff:
            parts = halves(window)
            if not parts:
                raise
            return _joined([await self.ask(prompt, kinds, part) for part in parts])
        found = self._grounded(answer, kinds)
        doubts = self._doubts(found, kinds, window) if self.model.settings.repair else None
        if doubts is not None and doubts.size:
            conversation = [
                *question,
                {"role": "assistant", "content": answer.text},
                {"role": "user", "content": told(doubts)},
            ]
            with suppress(InvalidAnswer, AnswerCutOff):  # then the first answer stands
                again = await self._asked(conversation, prompt, kinds, window)
                mended = self._grounded(again, kinds)
                if self._doubts(mended, kinds, window).size < doubts.size:
                    answer, found = again, mended
                    for item in chain.from_iterable(found.values()):
                        item.signals.repaired = True
        self.answers.append(answer.value.model_dump(mode="json"))
        self.reasks += answer.reasks
        return found

    async def _asked(
        self,
        conversation: list[Message],
        prompt: Prompt,
        kinds: Sequence[RecordType],
        window: Sequence[Sentence],
    ) -> Answer[Draft]:
        numbers = {sentence.number for sentence in window}
        return await self.model.ask(
            conversation,
            answer_model(kinds),
            check=lambda value: (
                citation_fault(value, kinds, numbers) or copying_fault(value, prompt, self.article)
            ),
            meter=self.meter,
        )

    def _grounded(
        self, answer: Answer[Draft], kinds: Sequence[RecordType]
    ) -> dict[str, list[Found]]:
        sure: dict[str, dict[str, tuple[float, float]]] = {}
        for path, value in answer.certainty.items():
            record, _, field = path.partition(".")
            sure.setdefault(record, {})[field] = value
        return {
            kind.plural: [
                Found(
                    ground(draft, kind.model, grounder=self.grounder, sentences=self.stretches),
                    Signals(
                        certainty=sure.get(f"{kind.plural}[{index}]", {}), reasks=answer.reasks
                    ),
                )
                for index, draft in enumerate(getattr(answer.value, kind.plural))
            ]
            for kind in kinds
        }

    def _doubts(
        self,
        found: Mapping[str, Sequence[Found]],
        kinds: Sequence[RecordType],
        window: Sequence[Sentence],
    ) -> Doubts:
        """What the article says against these records, and what it reports beside them."""
        made = audit(_records(found), self.article, spec=self.spec)
        wrong = [finding for finding in made.findings if finding.verdict.flags]
        numbers = {sentence.start: sentence.number for sentence in window}
        asked = {kind.plural for kind in kinds}
        missed = [
            (numbers[start], finding.message)
            for finding in made.coverage
            for start, _ in finding.spans
            if finding.path in asked and start in numbers
        ]
        return Doubts(wrong, missed)


def merge(found: Sequence[Found], kind: RecordType, *, article: Article) -> list[Found]:
    """One record per identity, in order of appearance, with the evidence of all, and ids."""
    merged: dict[object, Found] = {}
    for item in found:
        identity = kind.identity(item.record)
        first = merged.setdefault(identity, item)
        if first is not item:
            known = {passage.value for passage in first.record.evidence}
            first.record.evidence += [p for p in item.record.evidence if p.value not in known]
            first.signals.repeats += 1
        first.record.id = record_id(article.id, kind.plural, identity)
    return sorted(merged.values(), key=lambda item: _position(item.record))


def _records(found: Mapping[str, Sequence[Found]]) -> dict[str, list[Record]]:
    return {plural: [item.record for item in items] for plural, items in found.items()}


def _position(record: Record) -> int:
    return min((p.span.start for p in record.evidence if p.span), default=0)


def _joined(parts: list[dict[str, list[Found]]]) -> dict[str, list[Found]]:
    return {plural: [item for part in parts for item in part[plural]] for plural in parts[0]}
