"""States of persons: the one that the article ties this person to, or another."""

from __future__ import annotations

from collections.abc import Iterator

from llm_extract.article import Stretch
from llm_extract.checks.case import Case, Field, field_check
from llm_extract.checks.finding import Finding
from llm_extract.checks.identity import bearer, identity, state_in
from llm_extract.checks.profiles import PEER
from llm_extract.countries import countries
from llm_extract.fields import ActorName, CountryName


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
    near = case.in_evidence(places)
    who = bearer(field, case) if field.part is not case.record else None
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
        named = {c for c in map(state_in, [holder.value]) if c}
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


def _untied(field: Field, case: Case, name: str, places: list[Stretch]) -> Finding:
    """No state stands beside the person: look at who else has this one in the record."""
    value = field.value
    ties = [
        (other, other_name)
        for other in case.of_type(CountryName)
        if other.part is not field.part and other.part is not case.record
        for other_name in [bearer(other, case)]
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
    near = case.in_evidence(places)
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
            if PEER.search(text, start, end) and any(
                naming.person is person
                for naming in reading.people.namings_in(*reading.sentence(start))
            ):
                return start, end
    return None


def _places(field: Field, case: Case) -> list[Stretch]:
    """Where the article names the state in any form, or has the very words."""
    value = field.value
    if value.code is not None:
        known = case.reading.states.get(value.code)
        if known:
            return known
    return [(value.span.start, value.span.end)] if value.span is not None else []
