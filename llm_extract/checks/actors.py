"""Who acts in a sentence: persons, bodies, states and the words that stand for them.

An actor is resolved as far as the article settles it: a surname, "the Chinese envoy" or "he"
to a person, "the ministry" to the body last named so, "Beijing" to a state.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal, NamedTuple

from llm_extract.article import Stretch
from llm_extract.checks.capitals import Segment, known_state
from llm_extract.checks.lexicon import BODY_HEADS, OUTSIDERS, ROLE_HEADS
from llm_extract.checks.people import Naming, Person
from llm_extract.checks.profiles import Profile, bare, profile, title_start
from llm_extract.countries import country_code

if TYPE_CHECKING:
    from llm_extract.checks.reading import Reading

ActorKind = Literal["person", "state", "body", "role", "outsider", "group", "pronoun"]

_NO_BODIES = {"house", "state", "weekly", "daily", "press", "post", "times", "front"}
"""Words that are no body by themselves in small letters: "a weekly briefing"."""
_BODY_WORDS = "|".join(sorted(BODY_HEADS - _NO_BODIES, key=len, reverse=True))
_ROLE_WORDS = "|".join(sorted(ROLE_HEADS, key=len, reverse=True))
_OUTSIDER_WORDS = "|".join(sorted(OUTSIDERS, key=len, reverse=True))
_GROUP_WORDS = (
    "sides|countries|leaders|nations|governments|ministers|envoys|parties|men|women|neighbours"
    "|neighbors|allies|presidents|diplomats|capitals|powers"
)
_DESCRIBED = re.compile(
    r"\b(?P<det>[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Bb]oth|[Aa]n?|[Aa]nother|[Tt]wo|[Tt]hree)"
    r"(?: two| three)? (?P<mod>(?:(?!(?:of|to|and|that|in|on|for|with|who|by|at|said|told|asked|is"
    r"|was|has|had|saw|met)\b)[\w.’'\-]+ ){0,3})"
    rf"(?:(?P<group>{_GROUP_WORDS})|(?P<role>{_ROLE_WORDS})|(?P<outsider>{_OUTSIDER_WORDS})"
    rf"|(?P<body>{_BODY_WORDS})|(?P<side>side|country|nation|two|three|four|trio|duo|pair)"
    r"|(?P<guest>guest|host|visitor))\b(?![\-’']|\.\w)"
)
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Bb]oth)\b(?! sides| countries| leaders)")
_LOWER_BODY = re.compile(r"(?:['’]s)? ((?:[a-z]+ ){0,2}(?:" + _BODY_WORDS + r"|government))\b")

_LOWER_ROLE = re.compile(r"['’]s ((?:[a-z\-]+ ){0,3}(?:" + _ROLE_WORDS + r"))\b(?! [A-Z])")


class Actor(NamedTuple):
    """Words that stand for somebody who can act, and whom they stand for.

    Attributes:
        start, end: the words.
        kind: what the words are; "role" for "the envoy", "group" for "both sides".
        person: the person meant, where settled.
        code: the state or organisation acted for, where settled.
        words: the head word, in lower case: "envoy", "ministry", "he".
    """

    start: int
    end: int
    kind: ActorKind
    person: Person | None = None
    code: str | None = None
    words: str = ""


class Cast:
    """The actors of one article, sentence by sentence, read when asked."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.people = reading.people
        self._known: dict[int, list[Actor]] = {}
        self._profiles: dict[int, Profile] = {}
        self._titles: dict[int, int] = {}

    def profile(self, person: Person) -> Profile:
        """What the article says of a person."""
        if person.number not in self._profiles:
            namings = self.people.namings_of(person)
            made = self._profiles[person.number] = profile(namings, self.people)
            if not made.states:
                self._inherit(made)
        return self._profiles[person.number]

    def _inherit(self, made: Profile) -> None:
        """Tie "Kim's spokesman, X" to the states of Kim."""
        text = self.reading.text
        for start, _ in made.titles:
            owners = self.people.namings_in(start - _OWNER_REACH, start)
            if owners and text[owners[-1].end : start].strip() in ("'s", "’s"):
                made.states.update(self.profile(owners[-1].person).states)
                return

    def codes(self, person: Person) -> set[str]:
        """The states and organisations that the article ties a person to."""
        return set(self.profile(person).states)

    def in_sentence(self, index: int) -> list[Actor]:
        """The actors of a sentence, in order; modifiers of another actor are left out."""
        if index not in self._known:
            self._known[index] = self._read(index)
        return self._known[index]

    @cached_property
    def _bodies(self) -> list[tuple[int, str, str | None]]:
        """(offset, last word, code) of every body named with capitals, in order."""
        return [
            (actor.start, actor.words, actor.code)
            for sentence in self.reading.sentences
            for actor in self._named(*sentence)
            if actor.kind == "body"
        ]

    def _read(self, index: int) -> list[Actor]:
        start, end = self.reading.sentences[index]
        actors = self._named(start, end)
        taken = [(a.start, a.end) for a in actors]
        text = self.reading.text
        for found in _DESCRIBED.finditer(text, start, end):
            inside = [a for a in actors if a.start < found.end() and found.start() < a.end]
            if any(
                a.kind == "person" or a.start < found.start() or a.end > found.end() for a in inside
            ):
                continue
            actors = [a for a in actors if a not in inside]
            actors.append(self._described(found))
            taken.append(found.span())
        for found in _PRONOUN.finditer(text, start, end):
            if not _overlaps(found.span(), taken):
                actors.append(Actor(*found.span(), "pronoun", words=found[0].casefold()))
        return self._heads_only(sorted(actors, key=lambda actor: actor.start))

    def _heads_only(self, actors: list[Actor]) -> list[Actor]:
        """The actors without those that only describe a name."""
        kept: list[Actor] = []
        for actor, after in zip_longest(actors, actors[1:]):
            if kept and self._is_apposed(kept[-1], actor):
                continue
            if after is None or not self._is_title(actor, after):
                kept.append(actor)
        return kept

    def _is_apposed(self, before: Actor, actor: Actor) -> bool:
        """Whether an actor only describes the person before it: "X, an envoy,"."""
        if before.kind != "person" or actor.kind not in ("role", "outsider"):
            return False
        text = self.reading.text
        between = text[before.end : actor.start]
        return between == ", " and _APPOSED.match(text, actor.end) is not None

    def _is_title(self, actor: Actor, after: Actor) -> bool:
        """Whether an actor only stands before a person's name: "his counterpart X"."""
        if after.kind != "person" or actor.kind not in _DESCRIBING:
            return False
        begin = self.title_start(after)
        return begin < after.start and begin <= actor.start + len("the ")

    def title_start(self, actor: Actor) -> int:
        """Where the titles in front of a person's name begin; the name without any."""
        if actor.start not in self._titles:
            namings = self.people.namings_in(actor.start, actor.start + 1)
            start = title_start(namings[0], self.people) if namings else actor.start
            self._titles[actor.start] = start
        return self._titles[actor.start]

    def _named(self, start: int, end: int) -> list[Actor]:
        """Persons, bodies and states named in a stretch."""
        actors = [self._of_naming(naming) for naming in self.people.namings_in(start, end)]
        taken = [(actor.start, actor.end) for actor in actors]
        chunks = _chunks(self.people.segments_in(start, end), taken)
        return actors + [actor for chunk in chunks if (actor := self._of_chunk(chunk))]

    def _of_naming(self, naming: Naming) -> Actor:
        """A person, or the office named after one: "Yoon's office"."""
        office = _LOWER_BODY.match(self.reading.text, naming.end)
        if office and self.reading.text[naming.end] in "'’":
            code = next(iter(self.codes(naming.person)), None)
            return Actor(naming.start, office.end(), "body", None, code, _last_word(office[1]))
        return Actor(naming.start, naming.end, "person", naming.person, words=naming.person.name)

    def _of_chunk(self, chunk: Sequence[Segment]) -> Actor | None:
        """Whom neighbouring capitalised words stand for, where they are no person's name."""
        text, start, last = self.reading.text, chunk[0].start, chunk[-1]
        code = next((segment.code for segment in chunk if segment.kind == "state"), None)
        word = last.words[-1].text.casefold()
        if last.kind == "body" or (
            last.kind == "name" and _ACRONYM.fullmatch(text, start, last.end)
        ):
            return Actor(start, last.end, "body", None, code, word)
        if last.kind == "role":
            definite = _DEFINITE.search(text, max(0, start - len("the ")), last.end)
            person = self._who(start, definite[1], code) if definite else None
            return Actor(start, last.end, "role", person, code, word)
        if last.kind != "state":
            return None
        if role := _LOWER_ROLE.match(text, last.end):
            person = self._who(start, role[1], last.code)
            return Actor(start, role.end(), "role", person, last.code, _last_word(role[1]))
        if body := _LOWER_BODY.match(text, last.end):
            return Actor(start, body.end(), "body", None, code, _last_word(body[1]))
        if _is_modifier(
            text, last.end, text[start : last.end], possessive=last.words[-1].possessive
        ):
            return None
        return Actor(last.start, last.end, "state", code=last.code, words=word)

    def _described(self, found: re.Match[str]) -> Actor:
        start, end = found.span()
        code = next((c for c in map(country_code, _windows(found["mod"])) if c), None)
        if found["group"]:
            return Actor(start, end, "group", code=code, words=found["group"])
        if found["outsider"]:
            return Actor(start, end, "outsider", words=found["outsider"])
        if found["role"]:
            if found["role"].endswith("s") and found["role"] not in ("princess", "empress"):
                return Actor(start, end, "group", code=code, words=found["role"])
            definite = found["det"].casefold() in ("the", "his", "her")
            person = self._who(start, found["mod"] + found["role"], code) if definite else None
            return Actor(start, end, "role", person, code, found["role"])
        if found["guest"]:
            return Actor(start, end, "role", words=found["guest"])
        word = found["body"] or found["side"]
        if found["side"] in ("two", "three", "four", "trio", "duo", "pair"):
            return Actor(start, end, "group", words=found["side"])
        if found["side"] in ("country", "nation") and code is None:
            code = self._last_state(start)
        return Actor(start, end, "body", code=code or self._last_body(start, word), words=word)

    def _who(self, before: int, role: str, code: str | None) -> Person | None:
        """The person last named before an offset whom a description fits."""
        namings = self.people.namings
        at = bisect_right([n.start for n in namings], before) if len(namings) < _FEW else 0
        recent: dict[int, Person] = {}
        for naming in reversed(namings[:at]):
            recent.setdefault(naming.person.number, naming.person)
        wanted = [bare(word) for word in _IN_FULL.get(role, role).split()]
        wanted = [word for word in wanted if known_state(word.title()) is None]
        best, chosen = 0, None
        for person in recent.values():
            points = self._fit(person, wanted, code)
            if points > best:
                best, chosen = points, person
        return chosen

    def _fit(self, person: Person, role: list[str], code: str | None) -> int:
        """How well a description fits a person: 0 when it does not."""
        described = self.profile(person)
        if code is not None and described.states and code not in described.states:
            return 0
        titles = {
            bare(word) for s, e in described.titles for word in self.reading.text[s:e].split()
        }
        has_role = bool(role) and role[-1] in titles
        of_state = code is not None and code in described.states
        if not has_role and not of_state:
            return 0
        return 4 * of_state + 3 * has_role + sum(word in titles for word in role[:-1])

    def _last_state(self, before: int) -> str | None:
        """The state that "the country" stands for: the first of the sentence before."""
        index = self.reading.sentence_at(before)
        for earlier in range(index - 1, max(index - 3, -1), -1):
            states = [a for a in self.in_sentence(earlier) if a.kind == "state"]
            if states:
                return states[0].code
        return None

    def _last_body(self, before: int, word: str) -> str | None:
        for start, last, code in reversed(self._bodies):
            if start < before and last == word and code is not None:
                return code
        return None


_DESCRIBING = frozenset({"role", "outsider", "body"})
_OWNER_REACH = 40
_WIDEST_GAP = 4
"""Characters between two words of one name, and "'s " at most."""
_ACRONYM = re.compile(r"[A-Z]{2,6}")
_DEFINITE = re.compile(r"\b(?:[Tt]he|[Hh]is|[Hh]er)\s(.+)", re.DOTALL)
_IN_FULL = {"PM": "prime minister", "FM": "foreign minister"}
_FEW = 2_000
"""Namings up to which descriptions are resolved; beyond, an article is a list of names."""


def _chunks(parts: Sequence[Segment], taken: list[Stretch]) -> Iterator[Sequence[Segment]]:
    """Neighbouring segments that belong together, without names and titles before them."""
    at = 0
    while at < len(parts):
        head = at
        while head + 1 < len(parts) and _continues(parts[head], parts[head + 1]):
            if _overlaps((parts[head + 1].start, parts[head + 1].end), taken):
                break
            head += 1
        chunk = parts[at : head + 1]
        at = head + 1
        end = chunk[-1].end
        before_name = any(0 <= start - end <= len(", ") for start, _ in taken)
        if not before_name and not _overlaps((chunk[0].start, end), taken):
            yield chunk


def _continues(segment: Segment, following: Segment) -> bool:
    joined = following.group == segment.group or segment.words[-1].possessive
    return joined and following.start - segment.end <= _WIDEST_GAP


def _last_word(words: str) -> str:
    return words.rsplit(maxsplit=1)[-1]


def _overlaps(stretch: Stretch, taken: list[Stretch]) -> bool:
    return any(stretch[0] < end and start < stretch[1] for start, end in taken)


def _windows(words: str) -> list[str]:
    parts = words.split()
    return [" ".join(parts[i:j]) for i in range(len(parts)) for j in range(len(parts), i, -1)]


_APPOSED = re.compile(r"(?: (?:of|for|at|in|to|and)\b[^,;.:]{0,60})?[,;.)]")
"""What follows a description between commas."""
_DEMONYM_ENDING = re.compile(r"(?:an|ese|ish|i|ch|sh|ek|ean)$")


def _is_modifier(text: str, end: int, words: str, *, possessive: bool) -> bool:
    """Whether a state's words only qualify what follows: "China's push", "Chinese news"."""
    if possessive:
        return True
    return bool(_DEMONYM_ENDING.search(words)) and bool(_LOWER_NOUN.match(text, end))


_LOWER_NOUN = re.compile(
    r" (?!(?:and|or|has|have|had|is|was|will|said|also|were|are|on|in|to|for)\b)[a-z]+"
)
