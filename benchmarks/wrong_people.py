"""Wrong names, roles, countries, speakers, addressees and participants: one error a copy.

Every kind is a generator of edits of one article's gold: `kind(gold, rng)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import TypeGuard, TypeVar

from gold import Data, Edit, Gold, Person, Site, alike, is_person, mentions, plainly, value_at

from llm_extract.countries import country_code

T = TypeVar("T")

NAMES = ("meetings[].participants[].name", "positions[].holders[].name")
STRANGERS = (
    "Erika Lindqvist",
    "Tomas Okafor",
    "Park Sun-ho",
    "Zhao Wenbin",
    "Haruki Matsuda",
    "Ivan Petrenko",
    "Leila Haddad",
    "Pedro Alcantara",
)
NO_PERSONS = ("Geneva", "Foreign Ministry", "Prime Minister", "Security Council", "Ottawa")
OTHER_ROLES = ("Minister of Fisheries", "ambassador to Kenya", "chief of protocol", "mayor")
OTHER_COUNTRIES = ("Portugal", "Kenya", "Uruguay", "Norway", "Cambodia", "Fiji")
_VOWELS = str.maketrans("aeiou", "oouai")
_CONSONANTS = str.maketrans("nlskgtdrm", "mrtgkdtln")
_SYLLABLES = ("su", "ho", "jin", "min", "woo", "hee", "seok", "kyung")


def persons(gold: Gold) -> Iterator[Site]:
    """Every name of a person, participants and holders."""
    for pattern in NAMES:
        yield from (site for site in gold.sites(pattern) if _is_person(site))


def other_person(gold: Gold, rng: Random) -> Iterator[Edit]:
    """A participant's name becomes that of another person of the article."""
    for site in gold.sites(NAMES[0]):
        others = [p for p in gold.people if not _takes_part(p.name, site.record)]
        for person in _some(others, 2, rng):
            yield from site.put(person.name)


def near_name(gold: Gold, rng: Random) -> Iterator[Edit]:
    """A syllable or a letter of the name becomes another."""
    for site in persons(gold):
        for name in _some(_near(site.value, rng), 2, rng):
            if not gold.stands(name):
                yield from site.put(name)


def outside_name(gold: Gold, rng: Random) -> Iterator[Edit]:
    """A name that the article does not have."""
    for site in persons(gold):
        yield from site.put(rng.choice([n for n in STRANGERS if not gold.stands(n)]))


def glued_name(gold: Gold, rng: Random) -> Iterator[Edit]:
    """The first word of the name with the last word of another person's, or the reverse."""
    for site in persons(gold):
        mine = Person(site.value, None, None).parts
        glued = []
        for other in gold.people:
            parts = other.parts
            if len(mine) < 2 or len(parts) < 2 or set(mine) & set(parts):
                continue
            glued += [f"{mine[0]} {parts[-1]}", f"{parts[0]} {mine[-1]}"]
        fit = [name for name in glued if not gold.stands(name)]
        for name in _some(fit, 1, rng):
            yield from site.put(name)


def shared_surname(gold: Gold, _rng: Random) -> Iterator[Edit]:
    """The full name becomes a surname that several people of the article have."""
    for site in persons(gold):
        for part in Person(site.value, None, None).parts:
            same = [p for p in gold.people if part in (p.parts[0], p.parts[-1])]
            if len(same) > 1:
                yield from site.put(part)


def no_person(gold: Gold, rng: Random) -> Iterator[Edit]:
    """A participant's name becomes a place, a body or a title of the article."""
    words = [n for n in NO_PERSONS if gold.stands(n)]
    words += [m["place"] for m in gold.records["meetings"] if m["place"]]
    words += [p.role for p in gold.people if p.role]
    for site in gold.sites(NAMES[0]):
        for name in _some(sorted(set(words)), 1, rng):
            yield from site.put(name)


def role_of_another(gold: Gold, rng: Random) -> Iterator[Edit]:
    """A role becomes that of another person of the article, if it is not much the same."""
    for site in gold.sites("meetings[].participants[].role"):
        mine = [r for r in site.right if r] + _roles(gold, _name(site))
        fit = {
            role
            for person in gold.people
            if person.name != _name(site) and _is_of_one(role := person.role, gold, mine)
        }
        for role in _some(sorted(fit), 2, rng):
            yield from site.put(role)


def invented_role(gold: Gold, rng: Random) -> Iterator[Edit]:
    """A role that the article does not have."""
    for site in gold.sites("meetings[].participants[].role"):
        yield from site.put(rng.choice([r for r in OTHER_ROLES if not gold.stands(r)]))


def other_country(gold: Gold, rng: Random) -> Iterator[Edit]:
    """The country of a participant or holder becomes another one of the article."""
    for site in _countries(gold):
        for country in _some(_foreign(gold.countries, site.right), 1, rng):
            yield from site.put(country)


def outside_country(gold: Gold, rng: Random) -> Iterator[Edit]:
    """The country of a participant or holder becomes one that the article does not have."""
    for site in _countries(gold):
        outside = [c for c in OTHER_COUNTRIES if not gold.stands(c)]
        yield from site.put(rng.choice(_foreign(outside, site.right)))


def other_party(gold: Gold, rng: Random) -> Iterator[Edit]:
    """A party of a meeting becomes another state of the article, or one from outside."""
    for site in gold.sites("meetings[].parties[]"):
        meeting = site.record
        taken = [*site.right, *meeting["parties"]]
        taken += [part["country"] for part in meeting["participants"] if part["country"]]
        pool = [*_foreign(gold.countries, taken), rng.choice(_foreign(OTHER_COUNTRIES, taken))]
        for party in _some(pool, 1, rng):
            yield from site.put(party)


def missing_party(gold: Gold, _rng: Random) -> Iterator[Edit]:
    """One side of a meeting of two parties is left out."""
    for path, meeting in gold.each("meetings"):
        whole = [w for w in meeting.get("accept", {}).get("parties", []) if len(w) < 2]
        if len(meeting["parties"]) == 2 and not whole:
            for index in range(2):
                yield gold.without(f"{path}.parties[{index}]")


def missing_participant(gold: Gold, _rng: Random) -> Iterator[Edit]:
    """A participant is left out; the article names at least two."""
    for path, meeting in gold.each("meetings"):
        accepted = [
            {part["name"] for part in whole}
            for whole in meeting.get("accept", {}).get("participants", [])
        ]
        names = [part["name"] for part in meeting["participants"]]
        for index, name in enumerate(names):
            left = {*names} - {name}
            if len(names) > 1 and left not in accepted:
                yield gold.without(f"{path}.participants[{index}]")


def added_participant(gold: Gold, rng: Random) -> Iterator[Edit]:
    """Another person of the article is added to the participants."""
    for path, meeting in gold.each("meetings"):
        others = [p for p in gold.people if not _takes_part(p.name, meeting)]
        for other in _some(others, 2, rng):
            part = {"name": other.name, "role": other.role, "country": other.country}
            yield gold.added(f"{path}.participants", part)


def other_speaker(gold: Gold, rng: Random) -> Iterator[Edit]:
    """A holder becomes another holder or person of the article, with their country."""
    people = [{"name": p.name, "country": p.country} for p in gold.people]
    everyone = list({part["name"]: part for part in [*gold.holders, *people]}.values())
    for site in gold.sites("positions[].holders[]"):
        fit = [part for part in everyone if _is_other_holder(part, site)]
        for part in _some(fit, 2, rng):
            yield from site.put(part)


def relayer_as_holder(gold: Gold, _rng: Random) -> Iterator[Edit]:
    """Who relays a position becomes its only holder."""
    for site in gold.sites("positions[].reported_by"):
        holders = site.record["holders"]
        of_states = any(country_code(part["name"]) for part in holders)
        of_their_side = country_code(site.value) in {
            country_code(part["country"] or part["name"]) for part in holders
        }
        if not of_states and not of_their_side:
            part = {"name": site.value, "country": None}
            edit = gold.edit(f"{site.record_path}.holders", [part])
            value_at(edit.records, site.record_path)["reported_by"] = None
            yield replace(edit, path=f"{edit.path}[0]")


def other_relayer(gold: Gold, rng: Random) -> Iterator[Edit]:
    """The relayer becomes a holder or person of the article that the evidence does not name."""
    for site in gold.sites("positions[].reported_by"):
        evidence = " ".join(site.record["evidence"])
        names = [part["name"] for part in gold.holders] + [p.name for p in gold.people]
        fit = sorted({n for n in names if not _named(n, evidence)})
        for name in _some(fit, 2, rng):
            yield from site.put(name)


def other_addressee(gold: Gold, rng: Random) -> Iterator[Edit]:
    """The addressee becomes another actor of the article, or one from outside."""
    for site in gold.sites("positions[].addressee"):
        own = [part["name"] for part in site.record["holders"]]
        evidence = " ".join(site.record["evidence"])
        inside = _foreign(gold.countries, [*site.right, *own])
        if site.value[0].islower():  # "all sides" may well be said of one of them
            inside = []
        absent = [c for c in inside if not mentions(evidence, country_code(c))]
        outside = _foreign(OTHER_COUNTRIES, site.right)
        for name in [*_some(inside, 1, rng), *_some(absent, 1, rng), rng.choice(outside)]:
            yield from site.put(name)


def _some(items: list[T], most: int, rng: Random) -> list[T]:
    """At most so many of the items, each once, in their order."""
    kept = list({repr(item): item for item in items}.values())
    chosen = set(rng.sample(range(len(kept)), min(most, len(kept))))
    return [item for index, item in enumerate(kept) if index in chosen]


def _is_person(site: Site) -> bool:
    return ".participants[" in site.path or is_person(site.value)


def _name(site: Site) -> str:
    index = int(re.findall(r"participants\[(\d+)\]", site.path)[0])
    return str(site.record["participants"][index]["name"])


def _roles(gold: Gold, name: str) -> list[str]:
    """All roles that the gold gives a person, in any meeting."""
    parts = [part for m in gold.records["meetings"] for part in m["participants"]]
    return [part["role"] for part in parts if part["name"] == name and part["role"]]


def _is_of_one(role: str | None, gold: Gold, mine: list[str]) -> TypeGuard[str]:
    """Whether a role tells its holder from somebody with these roles.

    "counterpart" does not, nor does a role that the article has in the plural ("the chief
    envoys of both sides"), nor "leader" for a president.
    """
    if role is None or role in ("counterpart", "leader") or gold.stands(f"{role}s"):
        return False
    return not _similar(role, mine)


def _similar(role: str, others: list[str]) -> bool:
    """Whether one role holds another, or shares half of its words with it."""
    words = set(plainly(role).split())
    for other in others:
        theirs = set(plainly(other).split())
        if plainly(role) in plainly(other) or plainly(other) in plainly(role):
            return True
        if len(words & theirs) * 2 > min(len(words), len(theirs)):
            return True
    return False


def _takes_part(name: str, meeting: Data) -> bool:
    lists = [meeting["participants"], *meeting.get("accept", {}).get("participants", [])]
    return any(_same_person(name, part["name"]) for parts in lists for part in parts)


def _same_person(one: str, other: str) -> bool:
    """Whether two names may be one person's: all words of the shorter are in the longer."""
    a, b = (set(map(plainly, Person(n, None, None).parts)) for n in (one, other))
    return a <= b or b <= a


def _countries(gold: Gold) -> Iterator[Site]:
    yield from gold.sites("meetings[].participants[].country")
    yield from gold.sites("positions[].holders[].country")


def _foreign(pool: tuple[str, ...] | list[str], taken: list[str | None]) -> list[str]:
    """The countries that none of the taken ones stands for."""
    return [c for c in pool if not any(alike(c, other) for other in taken if other)]


def _is_other_holder(part: Data, site: Site) -> bool:
    """Whether this is another holder, and no other word for the same one."""
    record = site.record
    lists = [record["holders"], *record.get("accept", {}).get("holders", [])]
    held = [p for parts in lists for p in parts]
    if record["reported_by"] and alike(part["name"], record["reported_by"]):
        return False
    for other in held:
        names = part["name"], other["name"]
        if alike(*names) or (all(map(is_person, names)) and _same_person(*names)):
            return False
        one_side = country_code(part["country"] or names[0]) == country_code(
            other["country"] or names[1]
        )
        if one_side and not all(map(is_person, names)):
            return False  # a government and its minister speak for each other
    return True


def _named(name: str, text: str) -> bool:
    return mentions(text, country_code(name)) or any(
        plainly(word) in plainly(text) for word in Person(name, None, None).parts
    )


def _near(name: str, rng: Random) -> list[str]:
    """Names that are one syllable or letter off."""
    found = []
    words = name.split()
    for at, word in enumerate(words):
        if len(word) < 4 or "." in word:
            continue
        head, dash, tail = word.rpartition("-")
        changed = []
        if dash:
            changed.append(f"{head}-{rng.choice([s for s in _SYLLABLES if s != tail.lower()])}")
        for table in (_VOWELS, _CONSONANTS):
            places = [i for i in range(1, len(word)) if word[i].translate(table) != word[i]]
            if places:
                place = rng.choice(places)
                changed.append(word[:place] + word[place].translate(table) + word[place + 1 :])
        found += [" ".join([*words[:at], new, *words[at + 1 :]]) for new in changed]
    return found
