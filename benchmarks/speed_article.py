"""A made-up article of 450 words with 20 right records, to measure speed on."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

Data = dict[str, Any]

PUBLISHED = "2024-05-17"
TEXT = (Path(__file__).parent / "speed_article.txt").read_text(encoding="utf-8")

_N, _S = "Norway", "Portugal"
_PEOPLE = (
    "Ingrid Dahlberg", "Pavel Orsini", "Marco Brandt", "Helena Varga", "Claude Perrin",
    "Tomas Keller", "Lars Winther", "Sofia Marek", "Astrid Holm",
)  # fmt: skip
_MEETINGS = (
    ("in_person", "held", "Thursday", "2024-05-16", "Geneva", "Norwegian Foreign",
     (("Ingrid Dahlberg", "Foreign Minister", _N), ("Pavel Orsini", "Foreign Minister", _S))),
    ("in_person", "held", "Wednesday", "2024-05-15", "presidential residence in Bern",
     "On Wednesday, Orsini",
     (("Pavel Orsini", "Foreign Minister", _S), ("Claude Perrin", "President", "Switzerland"))),
    ("in_person", "planned", "June 3", "2024-06-03", "Bergen", "Dahlberg is to meet",
     (("Ingrid Dahlberg", "Foreign Minister", _N), ("Tomas Keller", "Prime Minister", _S))),
    ("phone", "held", "December", "2023-12", None, "In December, the deputy",
     (("Lars Winther", None, _N), ("Sofia Marek", None, _S))),
)  # fmt: skip
_POSITIONS = (
    ("Ingrid Dahlberg", _N, "commits_to", None, None,
     "We have turned a page, and we intend to write the next one together", "We have turned"),
    ("Ingrid Dahlberg", _N, "asserts", None, None, None, "She said that 40"),
    ("Pavel Orsini", _S, "calls_for", _N, None, None, "Orsini called on"),
    ("Pavel Orsini", _S, "asserts", None, None, "Eleven sailors are still waiting to go home",
     "Eleven sailors"),
    ("Justice Ministry", _N, "asserts", None, None, None, "Norway's Justice"),
    ("European Commission", None, "supports", None, None, None, "The European Commission"),
    ("Marco Brandt", None, "supports", None, None, "This is good news for the whole region",
     "This is good news"),
    ("Helena Varga", _S, "opposes", None, None, "a surrender of our waters",
     "Portugal's opposition"),
    ("Helena Varga", _S, "calls_for", "the government", None, None, "Portugal's opposition"),
    ("Claude Perrin", "Switzerland", "commits_to", None, "Swiss government", None,
     "Perrin offered"),
    ("Claude Perrin", "Switzerland", "commits_to", None, None,
     "Switzerland stands ready to help, as it always has", "Switzerland stands"),
    ("Tomas Keller", _S, "supports", None, None, "for a generation", "Keller said last week"),
    ("Tomas Keller", _S, "opposes", None, None, None, "He opposes any change"),
    ("Lars Winther", _N, "concerned", None, None, None, "Winther, who now"),
    ("Sofia Marek", _S, "commits_to", None, None, None, "Marek promised"),
    ("Astrid Holm", _N, "supports", None, None, None, "Norway's Prime Minister"),
)  # fmt: skip


def records(text: str = TEXT) -> Data:
    """Four meetings and sixteen positions in the exchange format, as plain strings."""
    return {
        "meetings": [
            {
                "mode": mode,
                "status": status,
                "participants": [
                    {"name": name, "role": role, "country": country}
                    for name, role, country in people
                ],
                "parties": [country for _, _, country in people if country],
                "date": {"as_written": words, "value": value},
                "place": place,
                "topics": [],
                "outcomes": [],
                "evidence": [_sentence(text, start)],
            }
            for mode, status, words, value, place, start, people in _MEETINGS
        ],
        "positions": [
            {
                "statement": f"{name} {stance.replace('_', ' ')} {quote or 'what is reported'}.",
                "holders": [{"name": name, "country": country}],
                "issue": "fishing rights",
                "stance": stance,
                "addressee": addressee,
                "reported_by": relayer,
                "date": {"as_written": None, "value": None},
                "meeting": None,
                "quote": quote,
                "evidence": [_sentence(text, start)],
            }
            for name, country, stance, addressee, relayer, quote, start in _POSITIONS
        ],
    }


def several(times: int) -> tuple[str, Data]:
    """So many articles in one, each with people of its own, and all their records."""
    texts: list[str] = []
    every: Data = {"meetings": [], "positions": []}
    syllables = ("".join(pair) for pair in product("bdfgklmnprst", ("a", "e", "i", "o", "u")))
    for _, syllable in zip(range(times), syllables, strict=False):
        text, made = TEXT, records()
        for name in _PEOPLE:
            surname = name.split()[1]
            text = text.replace(surname, surname + syllable)
            made = _renamed(made, surname, surname + syllable)
        texts.append(text)
        for plural, given in made.items():
            every[plural] += given
    return "\n".join(texts), every


def _renamed(node: Any, old: str, new: str) -> Any:
    if isinstance(node, str):
        return node.replace(old, new)
    if isinstance(node, list):
        return [_renamed(item, old, new) for item in node]
    if isinstance(node, dict):
        return {key: _renamed(value, old, new) for key, value in node.items()}
    return node


def _sentence(text: str, start: str) -> str:
    """From the words to the end of their sentence."""
    at = text.index(start)
    ends = [e for mark in (". ", ".\n", "; ") if (e := text.find(mark, at)) >= 0]
    return text[at : min(ends) + 1]
