"""Names of persons: whether the article has this one, and the evidence speaks of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llm_extract.article import Stretch
from llm_extract.checks.capitals import known_state, segments, word_kind
from llm_extract.checks.case import Case, Field, field_check
from llm_extract.checks.finding import Finding
from llm_extract.checks.identity import identity, part_codes
from llm_extract.checks.lexicon import ABBREVIATIONS
from llm_extract.checks.names import ALIKE, folded, given_words, is_latin, likeness, same_name
from llm_extract.checks.people import Person
from llm_extract.checks.presence import How, presence
from llm_extract.checks.reading import Reading
from llm_extract.fields import CountryName, PersonName, Role

_TITLE_KINDS = frozenset({"role", "honorific", "office", "state"})
_IN_FRONT = re.compile(
    r"\b(?:(?:in|at|near|outside|around)\s(?:the\s)?(?:[\w]+,\s)?"
    r"|(?:city|town|capital|village|port|province|region)\sof\s)$"
)
_OFFICES = frozenset(
    "minister president secretary ambassador spokesman spokeswoman spokesperson envoy adviser "
    "advisor chairman director premier number official".split()
)
"""Last words that no person's name has."""
_IN_REACH = 30
_NEAR_LIMIT = 400
"""Persons of an article that a name is compared with letter by letter."""


@field_check(PersonName)
def name_stands(field: Field, case: Case) -> Iterator[Finding]:
    """The name is a person's, the article has it, and the evidence speaks of that person."""
    name, path, reading = field.value.value, field.path, case.reading
    if fault := _no_person(name):
        code, message, proposed = fault
        yield case.contradicted(path, code, message, proposed=proposed)
        return
    if not is_latin(name):
        yield _in_script(field, case)
        return
    meant = identity(name, reading)
    if meant.person is None and not meant.places:
        yield _missing(field, case)
        return
    if meant.person is None:
        yield _by_place(field, case, meant.places)
        return
    person, others = meant.person, meant.others
    if others:
        chosen = _told_apart([person, *others], field, case)
        if len(chosen) != 1:
            names = ", ".join(p.name for p in [person, *others])
            spans = [p.spans[0] for p in (person, *others) if p.spans]
            yield case.ambiguous(
                path, "name.ambiguous", f"“{name}” could be any of {names}.", spans=spans
            )
            return
        person = chosen[0]
    yield _where(person, field, case)


def _no_person(name: str) -> tuple[str, str, str | None] | None:
    """Why a name cannot be a person's, with the name behind a title where there is one."""
    if code := known_state(name):
        return "name.not_a_person", f"“{name}” is a state or body ({code}), not a person.", None
    words = re.findall(r"[^\s,]+", name)
    kinds = [word_kind(word) if word[:1].isupper() else _lower_kind(word) for word in words]
    segments_of = list(segments(name))
    if is_latin(name) and words and not any(s.kind == "name" for s in segments_of):
        cut_short = words[-1].rstrip(".").casefold() in ABBREVIATIONS
        if cut_short or any(kind in ("role", "body", "place", "office") for kind in kinds):
            return "name.not_a_person", f"“{name}” is a title, a body or a place, no name.", None
        return None
    if len(words) == 1 or "name" not in kinds:
        return None
    if words[-1].casefold() in _OFFICES:
        return "name.not_a_person", f"“{name}” is an office, not a person.", None
    if kinds[-1] == "body" and kinds.count("name") < len(kinds):
        return "name.not_a_person", f"“{name}” is a body, not a person.", None
    if segments_of[0].kind == "name":
        return None  # "Sultan bin Khalid"
    if kinds[0] in ("role", "honorific") or (kinds[0] in _TITLE_KINDS and "role" in kinds):
        bare = " ".join(words[kinds.index("name") :])
        if bare and "name" in kinds[-2:]:
            return "name.with_title", f"“{name}” keeps a title; the name is “{bare}”.", bare
    return None


def _lower_kind(word: str) -> str:
    return word_kind(word) if word_kind(word) in ("role", "body") else "other"


def _in_script(field: Field, case: Case) -> Finding:
    """A name in a script without capitals: it stands there, letter for letter, or not."""
    name = field.value.value
    for form in (name, name.replace(" ", ""), name.replace("·", "")):
        at = case.article.text.find(form)
        if at >= 0:
            places = [(at, at + len(form))]
            return case.supported(
                field.path, "name.found", f"The article names {name}.", spans=places
            )
    return case.not_found(field.path, "name.not_found", f"The article does not name {name}.")


def _missing(field: Field, case: Case) -> Finding:
    """A name that the article lacks: nearly another, made of two, or from nowhere."""
    name, persons = field.value.value, case.reading.people.persons
    known = [p for p in persons[:_NEAR_LIMIT] if p.spans]
    best = max(known, key=lambda p: likeness(name, p.name), default=None)
    if best is not None and likeness(name, best.name) >= ALIKE:
        return case.contradicted(
            field.path,
            "name.near",
            f"The article has “{best.name}”, not “{name}”; nearly the same is not the same.",
            spans=best.spans[:1],
            proposed=best.name,
        )
    owners = [_owners(word, case.reading) for word in sorted(given_words(name))]
    if len(owners) > 1 and all(owners) and not set.intersection(*map(set, owners)):
        two = [case.reading.people.persons[numbers[0]] for numbers in owners[:2]]
        return case.contradicted(
            field.path,
            "name.glued",
            f"“{name}” is made of two persons: {two[0].name} and {two[1].name}.",
            spans=[person.spans[0] for person in two if person.spans],
        )
    several = [p for p in known if given_words(p.name) <= given_words(name)]
    if len(several) > 1:
        return case.contradicted(
            field.path,
            "name.glued",
            f"“{name}” holds several persons: {', '.join(p.name for p in several)}.",
            spans=[p.spans[0] for p in several],
        )
    kin = [p for p in known if given_words(p.name) & given_words(name)]
    hint = f"; it names {kin[0].name}" if kin else ""
    return case.not_found(
        field.path,
        "name.not_found",
        f"The article does not name “{name}”{hint}.",
        spans=[p.spans[0] for p in kin[:1]],
        proposed=kin[0].name if len(kin) == 1 else None,
    )


def _owners(word: str, reading: Reading) -> list[int]:
    return [person.number for person in reading.people.by_word.get(word, ())]


def missing_name(field: Field, case: Case) -> Finding | None:
    """The finding for an actor's name that the article lacks; None where it has it."""
    meant = identity(field.value.value, case.reading)
    if meant.person is not None or meant.places:
        return None
    if not is_latin(field.value.value):
        found = _in_script(field, case)
        return found if found.verdict.flags else None
    return _missing(field, case)


def _by_place(field: Field, case: Case, places: tuple[Stretch, ...]) -> Finding:
    """A name that stands in the article, though our list of its persons lacks it."""
    name = field.value.value
    text = case.article.text
    if all(_IN_FRONT.search(text, max(0, start - _IN_REACH), start) for start, _ in places):
        message = f"The article has “{name}” only as a place."
        return case.contradicted(field.path, "name.not_a_person", message, spans=places[:1])
    last = folded(name.split()[-1])
    near = [place for place in places if case.is_in_evidence(place[0])] or [
        (segment.start, segment.end)
        for stretch in case.evidence
        for segment in case.reading.people.segments_in(*stretch)
        if any(folded(word.text) == last for word in segment.words)
    ]
    if near:
        return case.supported(
            field.path, "name.found", f"The evidence has “{name}”.", spans=near[:1]
        )
    return _elsewhere(field, case, places[0])


def _told_apart(persons: list[Person], field: Field, case: Case) -> list[Person]:
    """Those whom the record's own title and country fit; all, where they tell nothing."""
    cast, text = case.reading.cast, case.article.text
    for value in vars(field.part).values():
        if isinstance(value, CountryName) and value.code:
            fits = [p for p in persons if value.code in cast.codes(p)]
            persons = fits or persons
        elif isinstance(value, Role):
            wanted = value.value.casefold()
            fits = [
                p
                for p in persons
                if any(wanted in text[s:e].casefold() for s, e in cast.profile(p).titles)
            ]
            persons = fits or persons
    return persons


def _where(person: Person, field: Field, case: Case) -> Finding:
    name = field.value.value
    found = presence(person, case, codes=part_codes(field.part))
    if found.how is How.ABSENT:
        return _elsewhere(field, case, person.spans[0])
    if found.how is How.SHARED and _told_apart(_sharing(person, case), field, case) != [person]:
        return case.ambiguous(
            field.path,
            "name.shared",
            f"The evidence has a surname that {name} shares with others.",
            spans=found.spans,
        )
    fuller = person.name if not same_name(person.name, name) else None
    finding = case.supported(
        field.path, _CODES[found.how],
        f"The evidence speaks of {person.name}.", spans=found.spans,
    )  # fmt: skip
    return finding if fuller is None else _with_proposal(finding, fuller)


_CODES = {
    How.NAMED: "name.named",
    How.SHARED: "name.named",
    How.DESCRIBED: "name.described",
    How.GROUPED: "name.grouped",
}


def _sharing(person: Person, case: Case) -> list[Person]:
    """Everybody whom the surnames in the evidence that may mean the person may mean."""
    found = {person.number: person}
    for start, end in case.evidence:
        for naming in case.reading.people.namings_in(start, end):
            meant = (naming.person, *naming.others)
            if person in meant:
                found.update((other.number, other) for other in meant)
    return list(found.values())


def _with_proposal(finding: Finding, proposed: str) -> Finding:
    return Finding(
        finding.path, finding.verdict, finding.code, finding.message, finding.spans, proposed
    )


def _elsewhere(field: Field, case: Case, place: Stretch) -> Finding:
    return case.contradicted(
        field.path,
        "name.elsewhere",
        f"The article names “{field.value.value}”, but nowhere in this record's evidence.",
        spans=[place],
    )
