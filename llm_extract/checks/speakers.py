"""Who says it: the subject of the verb of saying that a sentence or a quotation hangs on.

The cue may stand before ("Kim said"), behind ('"…," said Kim'), around ("according to the
ministry") or in a sentence nearby that the quotation goes on from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from llm_extract.article import Stretch
from llm_extract.checks import speech
from llm_extract.checks.actors import Actor
from llm_extract.checks.quotations import Quotation

if TYPE_CHECKING:
    from llm_extract.checks.reading import Reading

_LATEST = 8
"""Actors in front of a verb that may be its subject."""
_MARK = re.compile(r"[,.;\"“]")
_BACK = 3
"""Sentences back in which a pronoun's or a quotation's speaker is looked for."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A verb of saying with its subjects.

    Attributes:
        verb: the verb, or "according to".
        start: where it stands.
        voices: who says it, pronouns resolved where the article settles them.
        quoted: whether the verb itself stands between quotation marks.
    """

    verb: str
    start: int
    voices: tuple[Actor, ...]
    quoted: bool

    @property
    def tells(self) -> bool:
        """Whether the verb can relay what somebody else holds."""
        return self.verb.split()[0] in speech.TELLING


class Attributions:
    """The attributions of one article, sentence by sentence, worked out when asked."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self._known: dict[int, list[Attribution]] = {}
        self._quoted: dict[Quotation, tuple[Actor, ...]] = {}

    def in_sentence(self, index: int) -> list[Attribution]:
        """The attributions of a sentence, in order of their verbs."""
        if index not in self._known:
            self._known[index] = []  # a pronoun that leads back here finds nothing
            self._known[index] = list(self._read(index))
        return self._known[index]

    def _read(self, index: int) -> list[Attribution]:
        start, end = self.reading.sentences[index]
        text = self.reading.text
        found = []
        for verb in speech.VERB.finditer(text, start, end):
            quoted = self.reading.quotation_at(verb.start()) is not None
            if verb[0] in speech.QUOTED_BY and speech.AS_SAYING.search(text, verb.end(), end):
                said = tuple(self.resolved(a, index) for a in self.subjects(index, verb.start()))
                found += [Attribution("said", verb.start(), said, quoted)] if said else []
            cue = verb[0].casefold()
            voices = (
                self._object(index, verb.end())
                if cue in speech.BY
                else self._added(index, verb)
                or self.subjects(index, verb.start())
                or self._inverted(index, verb.end())
            )
            if voices:
                resolved = tuple(self.resolved(actor, index) for actor in voices)
                found.append(Attribution(cue, verb.start(), resolved, quoted))
        return found

    def _object(self, index: int, at: int) -> list[Actor]:
        """The actor right behind "according to"."""
        text = self.reading.text
        for actor in self.reading.cast.in_sentence(index):
            if actor.start >= at and actor.start - at <= 60:
                between = text[at : actor.start]
                if "," not in between and '"' not in between:
                    return [actor]
        return []

    def _inverted(self, index: int, at: int) -> list[Actor]:
        """The subject behind its verb: '"…," said Foreign Minister X'."""
        text = self.reading.text
        before = text[max(0, at - 24) : at].rstrip()
        if not speech.INVERTED.search(before):
            return []
        for actor in self.reading.cast.in_sentence(index):
            if actor.start >= at and actor.start - at <= 70:
                return [actor] if not _MARK.search(text, at, actor.start) else []
        return []

    def _added(self, index: int, verb: re.Match[str]) -> list[Actor]:
        """The subject right behind its verb after a comma: "They agreed, said Minister X"."""
        text = self.reading.text
        if verb[0] not in speech.ADDING or not text.endswith(", ", 0, verb.start()):
            return []
        behind = (a for a in self.reading.cast.in_sentence(index) if a.start > verb.end())
        actor = next(behind, None)
        if actor is None or not speech.CLOSED.match(text, actor.end):
            return []  # "X, who was late, said Peru had …"
        named = actor.kind == "person"
        start = self.reading.cast.title_start(actor) if named else actor.start
        return [actor] if text[verb.end() : start].strip() in ("", "the", "a") else []

    def subjects(self, index: int, at: int) -> list[Actor]:
        """The actors that are a verb's subject: those right before it, else its clause's first."""
        text = self.reading.text
        participle = speech.PARTICIPLE.match(text, at) is not None
        sentence = self.reading.sentences[index]
        inner = self.reading.quotation_at(at)
        actors = [
            a
            for a in self.reading.cast.in_sentence(index)
            if a.end <= at and self._same_level(a, inner)
        ]
        number = len(actors) - 1
        while number >= max(0, len(actors) - _LATEST):
            actor = actors[number]
            gap = self._outside(actor.end, at, inner).rstrip("\"“‘' ") + " "
            if speech.WHO.match(gap) and speech.ADVERBS.match(speech.WHO.sub(" ", gap)):
                return [actor]
            subjects = self._with_others(actors, number)
            number -= len(subjects)
            if _is_aside(text, actor):
                continue
            if participle and _is_absolute(text, actor, gap):
                return [actor]
            bare_gap = speech.APPOSITION.sub(" ", speech.OF_LIST.sub(" ", gap))
            if speech.ADVERBS.match(bare_gap) and not self._is_object(subjects[0], sentence):
                return subjects
        if speech.JOINED.search(text[max(sentence[0], at - 60) : at]):
            first = next((a for a in actors if not self._is_object(a, sentence)), None)
            if first is not None and first.end <= at:
                return self._with_following(actors, actors.index(first))
        return []

    def _same_level(self, actor: Actor, inner: Quotation | None) -> bool:
        holder = self.reading.quotation_at(actor.start)
        if inner is None:
            return holder is None
        return holder is None or holder == inner

    def _outside(self, start: int, end: int, inner: Quotation | None) -> str:
        """The text between two offsets without the quotations in it."""
        text = self.reading.text
        if inner is not None:
            return text[start:end]
        kept, at = [], start
        for quotation in self.reading.quotations_in(start, end):
            if quotation.start >= at:
                kept.append(text[at : quotation.start - 1])
                at = min(quotation.end + 1, end)
        kept.append(text[at:end])
        return " ".join(kept)

    def _is_object(self, actor: Actor, sentence: Stretch) -> bool:
        """Whether a preposition or another verb's object stands in front of the actor."""
        start = actor.start
        if actor.kind == "person":
            start = self.reading.cast.title_start(actor)
        if self.reading.text.startswith(("'s", "’s"), actor.end):
            return True
        head = self.reading.text[max(sentence[0], start - 60) : start]
        head = speech.TIME.sub(" ", head)
        return bool(speech.PREPOSITION.search(speech.LAST_CLAUSE.split(head)[-1]))

    def _is_placed(self, actor: Actor) -> bool:
        """Whether a state only says where: "In Beijing, X said"."""
        if actor.kind != "state":
            return False
        return (
            speech.PLACED.search(self.reading.text, max(0, actor.start - 8), actor.start)
            is not None
        )

    def _with_others(self, actors: list[Actor], number: int) -> list[Actor]:
        """An actor with those joined to it in front: "A, B and C"."""
        subjects = [actors[number]]
        for before in reversed(actors[:number]):
            gap = self.reading.text[before.end : subjects[0].start]
            if not speech.joins(gap) or (len(subjects) == 1 and not speech.CONJUNCTION.search(gap)):
                break
            if self._is_placed(before):
                break
            subjects.insert(0, before)
        return subjects

    def _with_following(self, actors: list[Actor], number: int) -> list[Actor]:
        """An actor with those joined to it behind: "A and B met … and agreed"."""
        subjects = [actors[number]]
        for after in actors[number + 1 :]:
            gap = self.reading.text[subjects[-1].end : after.start]
            if not speech.joins(gap):
                break
            subjects.append(after)
        return subjects

    def resolved(self, actor: Actor, index: int) -> Actor:
        """The actor whom a pronoun stands for, with the pronoun's place; else the actor."""
        if actor.kind != "pronoun" or actor.words not in ("he", "she", "it"):
            return actor
        person = actor.words != "it"
        text = self.reading.text
        outside = self.reading.quotation_at(actor.start) is None
        lead = text[max(0, actor.start - 3) : actor.start].rstrip()
        behind = outside and lead.endswith((",", '"', "”", "’"))  # '"…," he said'
        for earlier in range(index - behind, max(index - _BACK - 1, -1), -1):
            for candidate in self._heads(earlier, actor.start, outside=outside):
                is_person = candidate.person is not None or candidate.kind in ("role", "outsider")
                if candidate.kind not in ("pronoun", "group") and is_person is person:
                    kind = candidate.kind if candidate.kind != "person" else "pronoun"
                    return candidate._replace(start=actor.start, end=actor.end, kind=kind)
        return actor

    def _heads(self, index: int, before: int, *, outside: bool) -> list[Actor]:
        """Who a sentence is about, the likeliest first: who speaks in it, then its others."""
        said = [
            voice
            for attribution in self.in_sentence(index)
            for voice in attribution.voices
            if voice.start < before and not attribution.quoted
        ]
        sentence = self.reading.sentences[index]
        rest = [
            a
            for a in self.reading.cast.in_sentence(index)
            if a.start < before and not (outside and self.reading.quotation_at(a.start))
        ]
        return [*said, *(a for a in rest if not self._is_object(a, sentence)), *rest]

    def head(self, index: int) -> list[Actor]:
        """Whom a sentence begins with: its first actor that is no object, and who is joined."""
        sentence = self.reading.sentences[index]
        actors = [
            a
            for a in self.reading.cast.in_sentence(index)
            if self.reading.quotation_at(a.start) is None
        ]
        for number, actor in enumerate(actors):
            if not self._is_object(actor, sentence):
                return [self.resolved(a, index) for a in self._with_following(actors, number)]
        return []

    def of_quotation(self, quotation: Quotation) -> tuple[Actor, ...]:
        """Who says a quotation; empty where nothing tells.

        One without a cue of its own goes on from the quotation before it.
        """
        chain: list[Quotation] = []
        current: Quotation | None = quotation
        while current is not None and current not in self._quoted:
            chain.append(current)
            if voices := self._at_cue(current):
                self._quoted[current] = voices
            elif (before := self._goes_on_from(current)) is None:
                self._quoted[current] = self._nearby(current)
            current = before if current not in self._quoted else None
        voices = self._quoted[current or chain[-1]]
        self._quoted.update(dict.fromkeys(chain, voices))
        return voices

    def _at_cue(self, quotation: Quotation) -> tuple[Actor, ...]:
        """Who says a quotation by a verb in its own sentences."""
        text = self.reading.text
        first, last = self._ends(quotation)
        fragment = text[quotation.start : quotation.start + 1].islower()
        return (
            (fragment and self._said_before(quotation, first))
            or self._behind(quotation, last)
            or self._in_front(quotation, first)
        )

    def _ends(self, quotation: Quotation) -> tuple[int, int]:
        """The sentences in which a quotation begins and ends."""
        last = max(quotation.end - 1, quotation.start)
        return self.reading.sentence_at(quotation.start), self.reading.sentence_at(last)

    def _behind(self, quotation: Quotation, index: int) -> tuple[Actor, ...]:
        """The speaker by a verb behind a quotation: '"…," X said', '"…," according to X'."""
        text = self.reading.text
        for attribution in self.in_sentence(index) if index >= 0 else ():
            if attribution.start < quotation.end or attribution.quoted:
                continue
            cue = self._cue(attribution, quotation)
            if speech.NEW_SUBJECT.search(text, quotation.end, cue):
                return ()
            gap = text[quotation.end : attribution.start]
            if len(gap) >= _ATTRIBUTION_REACH or speech.BREAK.search(gap, 2):
                continue
            if attribution.verb in speech.BY:
                return attribution.voices
            direct = speech.STOP.search(text, max(0, quotation.end - 1), quotation.end + 2)
            if direct and attribution.voices[0].start >= quotation.end:
                return attribution.voices
        return ()

    @staticmethod
    def _cue(attribution: Attribution, quotation: Quotation) -> int:
        """Where the words of an attribution begin behind a quotation: its verb or its voice."""
        behind = [v.start for v in attribution.voices if v.start >= quotation.end]
        return min([attribution.start, *behind])

    def _said_before(self, quotation: Quotation, index: int) -> tuple[Actor, ...]:
        """The subject of the last verb of saying in front of a quotation, in its sentence."""
        said = [
            a
            for a in (self.in_sentence(index) if index >= 0 else ())
            if a.start < quotation.start and not a.quoted and a.voices[0].start < quotation.start
        ]
        return said[-1].voices if said else ()

    def _in_front(self, quotation: Quotation, index: int) -> tuple[Actor, ...]:
        if index < 0:
            return ()
        if said := self._said_before(quotation, index):
            return said
        sentence = self.reading.sentences[index]
        inner = self.reading.quotation_at(quotation.start - 1)
        actors = [
            a
            for a in self.reading.cast.in_sentence(index)
            if a.end <= quotation.start
            and self._same_level(a, inner)
            and not self._is_object(a, sentence)
        ]
        return tuple(self.resolved(a, index) for a in actors[:1])

    def _goes_on_from(self, quotation: Quotation) -> Quotation | None:
        """The quotation before, where this one without a cue is more of the same speech."""
        text = self.reading.text
        before = self.reading.quotation_before(quotation.start)
        if before is None or speech.NOBODY.match(text, quotation.end):
            return None
        far = self._ends(quotation)[0] - self.reading.sentence_at(before.start)
        between = text[before.end : quotation.start]
        same = between.count("\n\n") == 0 or not between.strip(" \n\"“”'")
        return before if far <= _BACK and same else None

    def _nearby(self, quotation: Quotation) -> tuple[Actor, ...]:
        """Who speaks in the next sentence, else in those before a quotation without a cue."""
        if speech.NOBODY.match(self.reading.text, quotation.end):
            return ()
        first, last = self._ends(quotation)
        if last + 1 < len(self.reading.sentences):
            following = self.in_sentence(last + 1)[:1]
            if following and following[0].tells and not following[0].quoted:
                return following[0].voices
        for index in range(first - 1, max(first - _BACK, -1), -1):
            said = [a for a in self.in_sentence(index) if not a.quoted]
            if said:
                return said[-1].voices
        return ()


def _is_aside(text: str, actor: Actor) -> bool:
    """Whether a state only qualifies another actor: "France's X", "X (France)"."""
    if actor.kind != "state":
        return False
    in_brackets = text[actor.start - 1 : actor.start] == "(" and text.startswith(")", actor.end)
    return in_brackets or text.startswith(("'s", "’s"), actor.end)


def _is_absolute(text: str, actor: Actor, gap: str) -> bool:
    """Whether a participle has its own subject: "with X saying", "with an envoy, X, saying"."""
    if gap == " ":
        return True
    return gap == ", " and text[actor.start - 2 : actor.start] == ", "


_ATTRIBUTION_REACH = 130
