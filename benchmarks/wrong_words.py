"""Wrong quotes and statements: one error a copy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random

from gold import Edit, Gold, Site, plainly
from wrong_people import STRANGERS

_NOT = re.compile(r"n['’]t\b| not\b|^not |\bno longer |\bno ", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|will|must|can|has|have|had|should|would|may)\b", re.IGNORECASE
)
_NUMBER = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|ten|first|second|third|fourth|thirty)\b", re.IGNORECASE
)
_NUMBERS = {
    "two": "four", "three": "five", "four": "six", "five": "seven", "six": "eight",
    "seven": "nine", "ten": "twelve", "first": "third", "second": "fourth", "third": "sixth",
    "fourth": "second", "thirty": "forty",
}  # fmt: skip
_CONTENT = re.compile(r"\b[a-z]{5,}\b")
_OTHER_WORDS = ("fisheries", "orchestra", "temporary", "harmless", "expensive", "agriculture")
_MARKS = re.compile(r"[\"“”„«»]")
STATEMENTS = ("positions[].statement", "meetings[].outcomes[]")


def word_changed(gold: Gold, rng: Random) -> Iterator[Edit]:
    """One content word of the quote becomes another."""
    for site in gold.sites("positions[].quote"):
        words = list(_CONTENT.finditer(site.value))
        for found in rng.sample(words, min(3, len(words))):
            new = rng.choice([word for word in _OTHER_WORDS if not gold.stands(word)])
            yield from site.put(_replaced(site.value, found, new))


def word_dropped(gold: Gold, rng: Random) -> Iterator[Edit]:
    """One content word from inside the quote is gone."""
    for site in gold.sites("positions[].quote"):
        words = [
            m for m in _CONTENT.finditer(site.value) if 0 < m.start() < m.end() < len(site.value)
        ]
        words = [m for m in words if site.value[m.start() - 1] == " " == site.value[m.end()]]
        for found in rng.sample(words, min(2, len(words))):
            yield from site.put(site.value[: found.start()] + site.value[found.end() + 1 :])


def negated(gold: Gold, _rng: Random) -> Iterator[Edit]:
    """A "not" of the quote dropped, or one put in."""
    for site in gold.sites("positions[].quote"):
        if found := _NOT.search(site.value):
            yield from site.put(_replaced(site.value, found, "").strip())
        elif found := _AUXILIARY.search(site.value):
            yield from site.put(_replaced(site.value, found, f"{found[0]} not"))
        else:
            yield from site.put(f"not {site.value}")


def number_changed(gold: Gold, _rng: Random) -> Iterator[Edit]:
    """A number of the quote becomes another."""
    for site in gold.sites("positions[].quote"):
        for found in _NUMBER.finditer(site.value):
            yield from site.put(_replaced(site.value, found, _other_number(found[0])))


def glued(gold: Gold, rng: Random) -> Iterator[Edit]:
    """Two quotes of the article in one, one after the other."""
    quotes = [site.value for site in gold.sites("positions[].quote")]
    for site in gold.sites("positions[].quote"):
        others = [quote for quote in quotes if quote not in site.value and site.value not in quote]
        for other in rng.sample(others, min(2, len(others))):
            whole = f"{site.value.rstrip(',.')} {other}"
            if not gold.stands(whole):
                yield from site.put(whole)


def ellipsis(gold: Gold, _rng: Random) -> Iterator[Edit]:
    """Words from the middle of the quote are hidden behind three dots."""
    for site in gold.sites("positions[].quote"):
        words = site.value.split()
        if len(words) >= 8:
            yield from site.put(" ".join([*words[:3], "...", *words[-3:]]))


def not_quoted(gold: Gold, _rng: Random) -> Iterator[Edit]:
    """Words of a sentence without any quotation mark given as a quote."""
    for path, record in gold.each("positions"):
        passage = record["evidence"][0]
        if record["quote"] is None and not _MARKS.search(passage) and len(passage.split()) > 8:
            words = " ".join(passage.split()[1:8])
            if gold.stands(words) and words not in record.get("accept", {}).get("quote", []):
                yield gold.edit(f"{path}.quote", words)


def invented_number(gold: Gold, rng: Random) -> Iterator[Edit]:
    """A statement or outcome with a number that the article does not have."""
    for site in _statements(gold):
        number = next(n for n in rng.sample(range(41, 98), 20) if not gold.stands(str(n)))
        words = rng.choice((f"within {number} days", f"by {number} percent", f"in {number} cities"))
        yield from site.put(f"{site.value.rstrip('.')} {words}.")


def other_number(gold: Gold, _rng: Random) -> Iterator[Edit]:
    """A number of a statement or outcome becomes another."""
    for site in _statements(gold):
        for found in _NUMBER.finditer(site.value):
            if plainly(found[0]) not in ("first", "second") and _is_number(site, found):
                yield from site.put(_replaced(site.value, found, _other_number(found[0])))


def invented_name(gold: Gold, rng: Random) -> Iterator[Edit]:
    """A statement or outcome with a person that the article does not have."""
    for site in _statements(gold):
        name = rng.choice([n for n in STRANGERS if not gold.stands(n)])
        words = rng.choice(
            (f"together with {name}", f"as {name} had asked", f"at {name}'s request")
        )
        yield from site.put(f"{site.value.rstrip('.')} {words}.")


def name_elsewhere(gold: Gold, rng: Random) -> Iterator[Edit]:
    """A statement with a person of the article whom its evidence does not name."""
    for site in _statements(gold):
        known = plainly(" ".join([*site.record["evidence"], site.value]))
        held = plainly(str(site.record.get("holders", site.record.get("participants"))))
        fit = [
            person.name
            for person in gold.people
            if not any(plainly(word) in known + held for word in person.parts)
        ]
        if fit:
            yield from site.put(f"{site.value.rstrip('.')} together with {rng.choice(fit)}.")


def _statements(gold: Gold) -> Iterator[Site]:
    for pattern in STATEMENTS:
        yield from gold.sites(pattern)


def _is_number(site: Site, found: re.Match[str]) -> bool:
    """Whether the evidence has the number, too, so that another one is wrong."""
    return plainly(found[0]) in plainly(" ".join(site.record["evidence"]))


def _other_number(number: str) -> str:
    if number.isdigit():
        return str(int(number) + 3)
    new = _NUMBERS[number.lower()]
    return new.capitalize() if number[0].isupper() else new


def _replaced(text: str, found: re.Match[str], new: str) -> str:
    return text[: found.start()] + new + text[found.end() :]
