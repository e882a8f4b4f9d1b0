"""Titles and states of persons: what the article gives this person, or another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llm_extract.checks.capitals import segments
from llm_extract.checks.case import Case, Field, field_check
from llm_extract.checks.finding import Finding
from llm_extract.checks.identity import identity
from llm_extract.checks.lexicon import ABBREVIATIONS, RANKS, ROLE_HEADS
from llm_extract.checks.people import Naming, Person
from llm_extract.checks.profiles import Profile, profile
from llm_extract.checks.reading import Reading, Stretch
from llm_extract.countries import countries
from llm_extract.fields import ActorName, CountryName, PersonName, Role

_RANKS = re.compile(
    r"\b(?:vice|deputy|assistant|under|former|ex|acting|designate|then|shadow|associate)[ \-]$"
)
"""Words in front of a title that make it another office."""
_SPACES = re.compile(r"[\s\-‐‑–]+")
_POSSESSIVE = re.compile(r"^(?:['’]s)?\s+")
_DETERMINER = re.compile(r"^(?:the|a|an|his|her|their)\s+", re.IGNORECASE)
_NEAR = 160
"""Characters between a name and a title that a clause such as "who was named" may fill."""
_TITLE_WORDS = ROLE_HEADS | ABBREVIATIONS
_GENERIC = frozenset({"counterpart"})


def _flat(words: str) -> str:
    return _SPACES.sub(" ", words.replace("’", "'")).casefold().strip()


@field_check(Role)
def role_is_theirs(field: Field, case: Case) -> Iterator[Finding]:
    """The title stands beside this person, not beside another."""
    who = _who(field, case)
    role = _flat(field.value.value)
    if who is None or not case.reading.english:
        yield _unplaced(field, case)
        return
    name, person, own = who
    text = case.article.text
    for span in own.titles:
        if _holds(_flat(text[slice(*span)]), role):
            yield case.supported(
                field.path, "role.beside_name", f"The article calls {name} so.", spans=[span]
            )
            return
    if near := _near_name(field, case, person):
        yield case.supported(
            field.path, "role.near_name", f"The title stands by {name}.", spans=[near]
        )
        return
    if described := _described(person, role, case):
        yield case.supported(
            field.path, "role.described", f"“{field.value.value}” stands for {name}.",
            spans=[described],
        )  # fmt: skip
        return
    if _is_plural(role) and field.value.span is not None:
        yield _of_group(field, case, name, (field.value.span.start, field.value.span.end))
        return
    proposed = _title(own, text)
    for title, span, other in case.reading.once(_titles):
        if other is not person and _holds(title, role):
            yield case.contradicted(
                field.path,
                "role.of_another",
                f"“{field.value.value}” is what the article calls {other.name}, not {name}.",
                spans=[span],
                proposed=proposed,
            )
            return
    yield _loose(field, case, role, name=name, own=own, proposed=proposed)


def _titles(reading: Reading) -> list[tuple[str, Stretch, Person]]:
    """Every title of the article with its place and the person whom it stands beside."""
    text = reading.text
    return [
        (_flat(text[slice(*span)]), span, person)
        for person in reading.people.persons
        for span in reading.cast.profile(person).titles
    ]


def _loose(
    field: Field, case: Case, role: str, *, name: str, own: Profile, proposed: str | None
) -> Finding:
    """A title beside nobody: of a group, of another rank, somewhere, or nowhere."""
    text = case.article.text
    for span in own.titles:
        title = _flat(text[slice(*span)])
        if role in title:  # the right words, but "vice" or "former" in front of them
            return case.contradicted(
                field.path,
                "role.rank",
                f"The article calls {name} “{text[slice(*span)]}”, which is another rank.",
                spans=[span],
                proposed=proposed,
            )
    found = field.value.span
    plural = re.search(re.escape(field.value.value) + r"s\b", text, re.IGNORECASE)
    if plural is not None:
        return _of_group(field, case, name, plural.span())
    if found is None:
        return case.not_found(
            field.path,
            "role.not_found",
            f"The article does not have the title “{field.value.value}”.",
            proposed=proposed,
        )
    if role not in _GENERIC and any(_is_office(_flat(text[s:e])) for s, e in own.titles):
        return case.contradicted(
            field.path,
            "role.mismatch",
            f"The article calls {name} “{proposed}”, and “{field.value.value}” stands elsewhere.",
            spans=[own.titles[0], (found.start, found.end)],
            proposed=proposed,
        )
    return case.unverifiable(
        field.path, "role.elsewhere", f"“{field.value.value}” does not stand beside {name}.",
        spans=[(found.start, found.end)],
    )  # fmt: skip


def _of_group(field: Field, case: Case, name: str, span: Stretch) -> Finding:
    message = f"The article calls {name} and others so."
    return case.supported(field.path, "role.of_group", message, spans=[span])


def _is_plural(role: str) -> bool:
    """Whether a title is that of several: "ministers", "Sens."."""
    last = role.rstrip(".").rpartition(" ")[2]
    return last.endswith("s") and last[:-1] in _TITLE_WORDS


def _is_office(title: str) -> bool:
    """Whether a title is more than a rank or a courtesy, so that it rules out another."""
    return any(word in ROLE_HEADS and word not in RANKS for word in title.split())


def _described(person: Person | None, role: str, case: Case) -> Stretch | None:
    """Where the evidence speaks of the person by the title alone: "the Iranian minister"."""
    if person is None:
        return None
    for start, _ in case.evidence:
        for actor in case.reading.cast.in_sentence(case.reading.sentence_at(start)):
            if actor.kind == "role" and actor.person is person:
                if role in _flat(case.article.text[actor.start : actor.end]):
                    return actor.start, actor.end
    return None


def _unplaced(field: Field, case: Case) -> Finding:
    """A title of somebody whom we cannot place: at least it stands in the article."""
    found = field.value.span
    if found is None:
        message = f"The article does not have the title “{field.value.value}”."
        return case.not_found(field.path, "role.not_found", message)
    return case.unverifiable(
        field.path, "role.unplaced", "Nothing tells whose title it is.",
        spans=[(found.start, found.end)],
    )  # fmt: skip


def _holds(title: str, role: str) -> bool:
    """Whether a title has the role as whole words, and not one rank below it."""
    for found in re.finditer(rf"(?<!\w){re.escape(role)}(?!\w)", title):
        if not _RANKS.search(title[: found.start()]):
            return True
    return False


def _title(own: Profile, text: str) -> str | None:
    """The longest title beside a name, without the state or the pronoun in front of it."""
    if not own.titles:
        return None
    words = text[slice(*own.titles[0])]
    first = next(iter(segments(words)), None)
    if first is not None and first.kind == "state" and first.start == 0:
        words = _POSSESSIVE.sub("", words[first.end :])
    return _DETERMINER.sub("", words).strip() or None


def _near_name(field: Field, case: Case, person: Person | None) -> Stretch | None:
    """The title where its own sentence names this person and nobody nearer."""
    found = field.value.span
    if found is None:
        return None
    for _, (begin, close), other in case.reading.once(_titles):
        if other is not person and begin <= found.start < close:
            return None
    start, end = case.reading.sentence(found.start)
    namings = case.reading.people.namings_in(start, end)
    before = [n for n in namings if n.end <= found.start]
    after = [n for n in namings if n.start >= found.end]
    if after and after[0].start - found.end <= 2:
        return None  # it is a title right before a name, and was looked at
    nearest = [n for n in before if n.full or n.person is person]
    if nearest and found.start - nearest[-1].end <= _NEAR:
        subjects = [n for n in nearest[-2:] if n.person is person]
        return (found.start, found.end) if subjects else None
    return None


def _who(field: Field, case: Case) -> tuple[str, Person | None, Profile] | None:
    """The person of a part: the name, the article's person, and what stands beside it."""
    for value in vars(field.part).values():
        if isinstance(value, ActorName) and (value.code or _state_in(value.value)):
            return None  # a government or a body, no person
        if isinstance(value, PersonName | ActorName):
            meant = identity(value.value, case.reading)
            if meant.person is not None and not meant.others:
                return value.value, meant.person, case.reading.cast.profile(meant.person)
            places = meant.places or (((value.span.start, value.span.end),) if value.span else ())
            if not places or meant.others:
                return None
            stranger = Person(value.value, -1)
            namings = [Naming(start, end, stranger, True, ()) for start, end in places]
            return value.value, None, profile(namings, case.reading.people)
    return None


@field_check(CountryName)
def country_is_theirs(field: Field, case: Case) -> Iterator[Finding]:
    """The state is the one that the article ties this person to; a party stands in the article."""
    value, path = field.value, field.path
    places = _places(field, case)
    if not places:
        yield case.not_found(
            path, "country.not_found", f"The article does not name {value.value} in any form."
        )
        return
    near = [place for place in places if case.is_in_evidence(place[0])]
    who = _who(field, case) if field.part is not case.record else None
    if field.part is case.record or value.code is None:
        yield case.supported(
            path, "country.found", f"The article names {value.value}.", spans=(near or places)[:1]
        )
        return
    if who is None:
        holder = next((v for v in vars(field.part).values() if isinstance(v, ActorName)), None)
        yield _of_body(field, case, holder, places)
        return
    name, _, own = who
    if value.code in own.states:
        yield case.supported(
            path, "country.beside_name", f"The article ties {name} to {value.value}.",
            spans=own.states[value.code][:1],
        )  # fmt: skip
    elif own.states:
        code = max(own.states, key=lambda c: len(own.states[c]))
        span = own.states[code][0]
        words = case.article.text[slice(*span)]
        yield case.contradicted(
            path,
            "country.of_another",
            f"The article ties {name} to “{words}” ({code}), not to {value.value}.",
            spans=[span],
            proposed=_noun(code, case),
        )
    else:
        yield _untied(field, case, name, places)


def _noun(code: str, case: Case) -> str:
    """The fullest noun by which the article names a state, else the table's own name for it."""
    names = countries()[code].names
    text = case.article.text
    used = {text[slice(*place)] for place in case.reading.states.get(code, ())}
    return max((words for words in used if words in names), key=len, default=names[0])


def _of_body(field: Field, case: Case, holder: ActorName | None, places: list[Stretch]) -> Finding:
    """The state of an actor that is none of the article's persons: a government, a body."""
    value = field.value
    code = holder.code if holder is not None else None
    if holder is not None and code is None:
        codes = {
            actor.code
            for start, _ in case.evidence
            for actor in case.reading.cast.in_sentence(case.reading.sentence_at(start))
            if actor.kind in ("body", "role") and actor.code is not None
            and holder.value.split()[-1].casefold() == actor.words
        }  # fmt: skip
        named = {c for c in map(_state_in, [holder.value]) if c}
        codes = named or codes
        code = next(iter(codes)) if len(codes) == 1 else None
    if code is None:
        return case.unverifiable(
            field.path, "country.untied", "Nothing ties the actor to a state.", spans=places[:1]
        )
    if code == value.code:
        return case.supported(
            field.path, "country.of_body", f"{holder} is {value.value}.", spans=places[:1]
        )
    return case.contradicted(
        field.path,
        "country.of_another",
        f"{holder} acts for {code}, not for {value.value}.",
        spans=places[:1],
    )


def _state_in(words: str) -> str | None:
    """The code of the state that words begin with: "South Korea's Foreign Ministry"."""
    return next((s.code for s in segments(words) if s.kind == "state"), None)


def _untied(field: Field, case: Case, name: str, places: list[Stretch]) -> Finding:
    """No state stands beside the person: look at who else has this one in the record."""
    value = field.value
    ties = [
        (other, other_name)
        for other in case.of_type(CountryName)
        if other.part is not field.part and other.part is not case.record
        for other_name in [_who(other, case)]
        if other.value.code == value.code
        and other_name is not None
        and value.code in other_name[2].states
    ]
    parts = {id(f.part) for f in case.of_type(CountryName) if f.part is not case.record}
    parties = {f.value.code for f in case.of_type(CountryName) if f.part is case.record}
    given = {f.value.code for f in case.of_type(CountryName) if f.part is not case.record}
    if ties and len(parties) >= 2 and (len(parts) == 2 or parties - given):
        other = ties[0][1][0]
        return case.contradicted(
            field.path,
            "country.of_another",
            f"The article ties {other}, not {name}, to {value.value}.",
            spans=places[:1],
        )
    if (counterpart := _counterpart(name, value.code or "", case)) is not None:
        return case.contradicted(
            field.path,
            "country.of_another",
            f"The article has {name} meet a counterpart from {value.value}.",
            spans=[counterpart],
        )
    near = [place for place in places if case.is_in_evidence(place[0])]
    if parties and value.code not in parties and not near:
        return case.not_found(
            field.path,
            "country.elsewhere",
            f"{value.value} is no party here, and the evidence does not name it.",
            spans=places[:1],
        )
    if value.code in parties or near:
        return case.supported(
            field.path,
            "country.of_party",
            f"{value.value} is a party here.",
            spans=(near or places)[:1],
        )
    return case.unverifiable(
        field.path, "country.untied", f"Nothing ties {name} to a state.", spans=places[:1]
    )


def _counterpart(name: str, code: str, case: Case) -> Stretch | None:
    """Where somebody of a state is called a person's counterpart: "X met his Thai colleague"."""
    reading, text = case.reading, case.article.text
    person = identity(name, reading).person
    for other in reading.people.persons if person is not None else ():
        if code not in reading.cast.codes(other):
            continue
        for start, end in reading.cast.profile(other).titles:
            if _PEER.search(text, start, end) and any(
                naming.person is person
                for naming in reading.people.namings_in(*reading.sentence(start))
            ):
                return start, end
    return None


_PEER = re.compile(r"counterpart|colleague|opposite number")


def _places(field: Field, case: Case) -> list[Stretch]:
    """Where the article names the state in any form, or has the very words."""
    value = field.value
    if value.code is not None:
        known = case.reading.states.get(value.code)
        if known:
            return known
    return [(value.span.start, value.span.end)] if value.span is not None else []
