"""Evidence: it stands in the article, speaks of the record's actors, and reports something.

A line that tells its reader what to do is no report: who writes it into an article wants a
record that nothing in the article founds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from rapidfuzz.distance import Levenshtein

from llm_extract.article import Stretch
from llm_extract.checks.actors import Actor
from llm_extract.checks.case import Case, Field, field_check, record_check
from llm_extract.checks.differences import difference
from llm_extract.checks.finding import Finding
from llm_extract.checks.identity import claimed
from llm_extract.checks.names import folded, given_words
from llm_extract.checks.reading import Reading
from llm_extract.fields import ActorName, CountryName, Match, Passage, PersonName, Relayer, Speaker
from llm_extract.records import Record

_EVIDENCE = "evidence"
_MOST = 12
"""Sentences of one record's evidence that are looked at for actors."""
_BEGINS = r"(?:\A|(?<=[.!?:;,>\]] )|(?<=[\n\"“”'‘(>\]])|(?<=[Pp]lease )|(?<=[Mm]ust )|(?<=[Aa]nd ))"
_INSTRUCTION = re.compile(
    rf"{_BEGINS}(?:ignore|disregard|forget|override)(?:\s(?:all|any|the|your|these|those|of)){{0,3}}"
    r"\s(?:previous|prior|earlier|above|preceding|foregoing|other|system|former)"
    r"\s(?:instructions?|prompts?|directions|text|sentences|messages)\b"
    rf"|{_BEGINS}(?:report|output|answer|reply|respond|print|write|extract)"
    r"\s(?:(?:with\s)?nothing (?:else|but)|with only|only with|in JSON|with JSON)\b"
    r"|\b(?:as|you are|act as|pretend to be) an? (?:helpful assistant"
    r"|(?:AI|large)?\s?language model|AI (?:assistant|model)|chat ?bot)\b"
    r"|\byou are (?:now )?ChatGPT\b|\byour (?:task is (?:now )?to|new instructions)\b"
    r"|\bsystem prompt\b",
    re.IGNORECASE,
)
_HINTS = (
    "ignore", "disregard", "forget", "override", "nothing", " only", "json", "assistant", "model",
    "bot", "chatgpt", "your ", "prompt", "<", "[",
)  # fmt: skip
"""One of them stands in whatever the two patterns find; looked for first, since it is quick."""
_TAG = re.compile(
    r"</?(?:system|user|assistant|instructions?|prompt|sentences?)>|</(?:article|document)>"
    r"|<\|[a-z_]{1,30}\|>|\[/?INST\]|<<SYS>>",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:[>*\-•] )?\[\d{1,4}\]\s")
_SPEAKER = re.compile(r"(?:#{1,6} )?(?:system|assistant|user):\s", re.IGNORECASE)


@field_check(Passage)
def passage_stands(field: Field, case: Case) -> Iterator[Finding]:
    """The passage stands in the article, letter for letter but for spaces and marks."""
    value, path = field.value, field.path
    if value.span is None:
        yield case.not_found(path, "evidence.not_found", "The article does not have the passage.")
        return
    spans = [(value.span.start, value.span.end)]
    if value.match is not Match.FUZZY:
        yield case.supported(path, "evidence.found", "The passage stands there.", spans=spans)
        return
    changes = _changes(value.value, value.span.text)
    if not changes:
        yield case.supported(path, "evidence.found", "The passage stands there.", spans=spans)
        return
    yield case.contradicted(
        path,
        "evidence.changed",
        f"The article has the passage in other words. {difference(changes)}",
        spans=spans,
        proposed=value.span.text,
    )


def _changes(given: str, own: str) -> list[tuple[str, str]]:
    """What was changed, as (words of the passage, words of the article)."""
    words, others = given.split(), own.split()
    plain, its = ([_bare(word) for word in part] for part in (words, others))
    found = []
    for step in Levenshtein.opcodes(plain, its):
        mine = slice(step.src_start, step.src_end)
        theirs = slice(step.dest_start, step.dest_end)
        if step.tag != "equal" and any(plain[mine] + its[theirs]):
            found.append((" ".join(words[mine]), " ".join(others[theirs])))
    return found


def _bare(word: str) -> str:
    return "".join(c for c in word.casefold() if c.isalnum())


@record_check(Record)
def evidence_reports(record: Record, case: Case) -> Iterator[Finding]:
    """Whether the evidence reports something, and of the record's people or sides."""
    told = [_instruction(passage, case.reading) for passage in record.evidence]
    if all(told):
        spans = [span for span in told if span]
        yield case.contradicted(
            _EVIDENCE,
            "evidence.instruction",
            f"“{_shown(spans[0], case)}” speaks to a reader or a machine; it reports nothing.",
            spans=spans,
        )
        return
    for index, span in enumerate(told):
        if span:
            yield case.contradicted(
                f"{_EVIDENCE}[{index}]",
                "evidence.instruction",
                f"“{_shown(span, case)}” speaks to a reader or a machine; it reports nothing.",
                spans=[span],
            )
    yield from _actors(case)


def _instruction(passage: Passage, reading: Reading) -> Stretch | None:
    """The words of a passage that speak to a reader or a machine, or make as if numbered."""
    if passage.span is None:
        return None
    start, end = reading.sentence(passage.span.start)
    stretch = min(start, passage.span.start), max(end, passage.span.end)
    known = reading.once(_known)
    if stretch not in known:
        known[stretch] = _speaking_to_reader(reading.text, *stretch)
    return known[stretch]


def _known(_reading: Reading) -> dict[Stretch, Stretch | None]:
    return {}


def _speaking_to_reader(text: str, start: int, end: int) -> Stretch | None:
    opens_line = start == 0 or "\n" in text[max(0, start - 2) : start]
    for begins in (_NUMBERED, _SPEAKER) if opens_line else ():
        if found := begins.match(text, start, end):
            return found.span()
    lowered = text[start:end].casefold()
    if not any(hint in lowered for hint in _HINTS):
        return None
    return next((f.span() for p in (_INSTRUCTION, _TAG) if (f := p.search(text, start, end))), None)


def _shown(span: Stretch, case: Case) -> str:
    return " ".join(case.article.text[slice(*span)].split())


def _actors(case: Case) -> Iterator[Finding]:
    own = _Own(case)
    if not own.fields or not case.evidence:
        return
    cited = [own.speaks(sentence) for sentence in case.evidence[:_MOST]]
    if any(said is True for said in cited):
        if cited[0] is False and own.is_of_strangers(case.evidence[0]):
            yield case.contradicted(
                f"{_EVIDENCE}[0]",
                "evidence.no_actor",
                "The first passage speaks of others only.",
                spans=[case.evidence[0]],
            )
        else:
            yield case.supported(_EVIDENCE, "evidence.of_actors", "It speaks of them.")
    elif any(said is None for said in cited):
        yield case.unverifiable(_EVIDENCE, "evidence.open", "Nobody is named in it.")
    else:
        names = ", ".join(str(value) for value in own.fields[:3])
        yield case.contradicted(
            _EVIDENCE,
            "evidence.no_actor",
            f"It speaks neither of {names} nor of anybody else of the record.",
            spans=case.evidence[:1],
        )


class _Own:
    """The people and sides of a record, and whether a sentence speaks of them."""

    def __init__(self, case: Case) -> None:
        self.case, self.reading = case, case.reading
        self.fields = _named(case)
        self.persons = claimed(case)

    @cached_property
    def codes(self) -> set[str]:
        """States and organisations of theirs, given by the record or by the article."""
        given = {value.code for value in self.fields if isinstance(value, CountryName | ActorName)}
        people = self.reading.people.persons
        given |= {code for n in self.persons for code in self.reading.cast.codes(people[n])}
        return {code for code in given if code}

    @cached_property
    def words(self) -> set[str]:
        """The words of names that stand for no state."""
        return {
            word
            for value in self.fields
            if not getattr(value, "code", None)
            for word in given_words(value.value)
            if len(word) > _SHORT
        }

    def speaks(self, sentence: Stretch) -> bool | None:
        """Whether a sentence speaks of them; None where nobody tells."""
        people, start, end = self.reading.people, *sentence
        for naming in people.namings_in(start, end):
            if any(p.number in self.persons for p in (naming.person, *naming.others)):
                return True
        states = {segment.code for segment in people.segments_in(start, end)}
        if not states.isdisjoint(self.codes):
            return True
        if self.words and not self.words.isdisjoint(
            folded(word) for word in _WORD.findall(self.reading.text, start, end)
        ):
            return True
        return self._by_description(sentence)

    def _by_description(self, sentence: Stretch) -> bool | None:
        """By "they", "the envoy", "both sides", a quotation's speaker."""
        reading = self.reading
        actors = list(reading.cast.in_sentence(reading.sentence_at(sentence[0])))
        quotation = reading.quotation_at(sentence[0]) or reading.quotation_at(sentence[0] + 1)
        if quotation is not None:
            actors += reading.attributions.of_quotation(quotation)
        said = [self._is_meant(actor) for actor in actors]
        if any(said):
            return True
        named = any(one is False for one in said)
        return False if named and None not in said and reading.english else None

    def _is_meant(self, actor: Actor) -> bool | None:
        """Whether an actor is, or may be, one of them; None where that is open."""
        if actor.person is not None:
            return actor.person.number in self.persons
        if actor.kind in ("group", "pronoun"):
            return True
        if actor.code is not None:
            return actor.code in self.codes
        if actor.kind == "role":
            return None if self._may_have_title(actor.words) else False
        if actor.kind == "body" and actor.words not in _MEDIA:
            acronym = self.reading.text[actor.start : actor.end].isupper()
            return False if acronym else None
        return False

    def _may_have_title(self, role: str) -> bool:
        """Whether the article gives one of them this title, or none at all."""
        if role == "counterpart" or not self.persons:
            return True
        text, people = self.reading.text, self.reading.people.persons
        for number in self.persons:
            titles = self.reading.cast.profile(people[number]).titles
            if not titles or any(role in text[s:e].casefold() for s, e in titles):
                return True
        return False

    def is_of_strangers(self, sentence: Stretch) -> bool:
        """Whether a sentence names persons or states, so that it is plain that it is of others."""
        actors = self.reading.cast.in_sentence(self.reading.sentence_at(sentence[0]))
        return any(actor.person is not None for actor in actors) and all(
            actor.kind in ("person", "state", "body", "role") for actor in actors
        )


_MEDIA = frozenset(
    {
        "journal",
        "agency",
        "post",
        "times",
        "news",
        "newspaper",
        "daily",
        "tv",
        "radio",
        "television",
    }
)
_SHORT = 2
_WORD = re.compile(r"[^\W_][\w\-’']*")


def _named(case: Case) -> list[PersonName | ActorName | CountryName]:
    """The values that name the record's people and sides; its other actors where it has none."""
    own = [f.value for f in case.of_type((PersonName, Speaker, CountryName))]
    if not own:
        own = [f.value for f in case.of_type(ActorName) if not isinstance(f.value, Relayer)]
    return own
