"""Wrong status, mode, place, stance, evidence and links, and doubled records: one error a copy."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from gold import PLURALS, Data, Edit, Gold, Person, alike, mentions, plainly

from llm_extract.countries import country_code

OTHER_STATUS = {
    "held": ("planned", "cancelled", "proposed"),
    "planned": ("held", "cancelled"),
    "proposed": ("held",),
    "postponed": ("held",),
    "cancelled": ("held",),
}
OTHER_MODE = {"in_person": ("phone", "video"), "phone": ("in_person",), "video": ("in_person",)}
OTHER_STANCE = {
    "supports": "opposes",
    "opposes": "supports",
    "calls_for": "opposes",
    "commits_to": "opposes",
    "concerned": "supports",
}
OTHER_PLACES = ("Nairobi", "Palais Coburg in Vienna", "Canberra", "Lima", "Tallinn")
LIES_IN = {"kremlin": "moscow", "elysee palace": "paris", "white house": "washington"}
"""Places that are part of another although their words do not say so."""

_PRONOUN = re.compile(
    r"\b(?:he|she|they|it|the (?:two|three)|both|leaders|envoys|ministers|diplomats|sides"
    r"|the (?:ministry|minister|president|envoy|country))\b",
    re.IGNORECASE,
)
"""Words that may stand for anybody."""


def status_flipped(gold: Gold, _rng: Random) -> Iterator[Edit]:
    """Held becomes planned, proposed or cancelled; planned becomes held or cancelled; ..."""
    for site in gold.sites("meetings[].status"):
        for status in OTHER_STATUS[site.value]:
            yield from site.put(status)


def mode_flipped(gold: Gold, _rng: Random) -> Iterator[Edit]:
    """In person becomes phone or video, phone and video in person."""
    for site in gold.sites("meetings[].mode"):
        for mode in OTHER_MODE.get(site.value, ()):
            yield from site.put(mode)


def stance_reversed(gold: Gold, _rng: Random) -> Iterator[Edit]:
    """The stance becomes one that speaks against it."""
    for site in gold.sites("positions[].stance"):
        if site.value in OTHER_STANCE:
            yield from site.put(OTHER_STANCE[site.value])


def other_place(gold: Gold, rng: Random) -> Iterator[Edit]:
    """The place of another meeting, neither a part of the right one nor the whole."""
    places = {m["place"] for m in gold.records["meetings"] if m["place"]}
    for site in gold.sites("meetings[].place"):
        evidence = plainly(" ".join(site.record["evidence"]))
        fit = [
            place
            for place in sorted(places)
            if plainly(place) not in evidence
            and not any(_one_place(place, right) for right in site.right if right)
        ]
        for place in rng.sample(fit, min(3, len(fit))):
            yield from site.put(place)


def outside_place(gold: Gold, rng: Random) -> Iterator[Edit]:
    """A place that the article does not have."""
    for site in gold.sites("meetings[].place"):
        fit = [place for place in OTHER_PLACES if not gold.stands(place.split()[-1])]
        for place in rng.sample(fit, 2):
            yield from site.put(place)


def other_evidence(gold: Gold, rng: Random) -> Iterator[Edit]:
    """The evidence of a record that has nothing to do with this one's people or parties."""
    for path, record in _records(gold):
        own = set(gold.sentences(record))
        fit = [
            other["evidence"]
            for _, other in _records(gold)
            if not own & set(gold.sentences(other)) and not _mentioned(record, other, gold)
        ]
        if fit:
            edit = gold.edit(f"{path}.evidence", rng.choice(fit))
            yield replace(edit, other=path)


def doubled(gold: Gold, _rng: Random) -> Iterator[Edit]:
    """A record twice."""
    for path, record in _records(gold):
        yield _twice(gold, path, _plain(gold, path), record)


def doubled_and_varied(gold: Gold, _rng: Random) -> Iterator[Edit]:
    """A record twice, the second one with less: its evidence cut, its words turned."""
    for path, record in _records(gold):
        double = _plain(gold, path)
        double["evidence"] = double["evidence"][-1:]
        if path.startswith("meetings"):
            double["participants"].reverse()
            double["parties"].reverse()
            double["topics"] = double["topics"][:1]
            double["outcomes"] = []
        else:
            double["statement"] = double["statement"].rstrip(".") + ", it is reported."
            double["issue"] = " ".join(double["issue"].split()[:4])
            double["quote"] = None
        yield _twice(gold, path, double, record)


def other_meeting(gold: Gold, rng: Random) -> Iterator[Edit]:
    """A position linked to a meeting in which none of its holders takes part."""
    for site in gold.sites("positions[].meeting"):
        names = {part["name"] for part in site.record["holders"]}
        codes = {country_code(part["country"] or "") for part in site.record["holders"]}
        fit = [
            index
            for index, meeting in enumerate(gold.records["meetings"])
            if not names & {part["name"] for part in meeting["participants"]}
            and not codes & {country_code(party) for party in meeting["parties"]}
        ]
        if fit:
            yield from site.put(rng.choice(fit))


def _records(gold: Gold) -> Iterator[tuple[str, Data]]:
    for plural in PLURALS:
        yield from gold.each(plural)


def _plain(gold: Gold, path: str) -> Data:
    plural, _, index = path.rstrip("]").partition("[")
    record: Data = copy.deepcopy(gold.plain[plural][int(index)])
    record.pop("id", None)
    return record


def _twice(gold: Gold, path: str, double: Data, record: Data) -> Edit:
    plural = path.partition("[")[0]
    edit = gold.added(plural, double)
    wrong = record.get("statement") or f"meeting of {record['parties']}"
    return replace(edit, other=path, wrong=wrong)


def _one_place(one: str, other: str) -> bool:
    """Whether one place is, or may be, the other or a part of it."""
    a, b = plainly(one), plainly(other)
    inside = a in b or b in a or LIES_IN.get(a, "-") in b or LIES_IN.get(b, "-") in a
    codes = [
        code for words in (one, other) for word in words.split() if (code := country_code(word))
    ]
    return inside or alike(one, other) or len(codes) != len(set(codes))


def _mentioned(record: Data, other: Data, gold: Gold) -> bool:
    """Whether the other's evidence has, or may have, any of the record's people or parties."""
    text = " ".join(gold.text[start:end] for start, end in gold.sentences(other))
    if _PRONOUN.search(text):
        return True
    parts = [*record.get("participants", []), *record.get("holders", [])]
    words = [word for part in parts for word in Person(part["name"], None, None).parts]
    codes = {country_code(c) for c in record.get("parties", [])}
    codes |= {country_code(part["country"] or part["name"]) for part in parts}
    return any(plainly(word) in plainly(text) for word in words) or any(
        mentions(text, code) for code in codes if code
    )
