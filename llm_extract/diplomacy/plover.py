"""Meetings and positions as PLOVER event records; docs/exports.md tells the mapping field by field.

Event categories, modes, contexts and field names are those of the PLOVER manual 0.7, with REQUEST
for its DEMAND, as the later coders and data sets have it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from llm_extract.article import Article
from llm_extract.checks.whereabouts import place_codes
from llm_extract.diplomacy.actors import (
    Data,
    actor_code,
    canonical_name,
    code,
    is_body,
    is_state,
    sector,
    value,
)
from llm_extract.edtf import bounds
from llm_extract.finals import Final, Finals, Format

CODEBOOK = "plover-0.7"
QUAD = {
    "CONSULT": 1,
    "AGREE": 1,
    "SUPPORT": 1,
    "REQUEST": 3,
    "ACCUSE": 3,
    "REJECT": 3,
    "THREATEN": 3,
}
"""Category → 1 verbal cooperation, 3 verbal conflict."""
STATUS_CONTEXTS = {"planned": ["future"], "postponed": ["future"], "proposed": ["hypothetical"]}
STANCES = {"supports": "SUPPORT", "calls_for": "REQUEST", "commits_to": "AGREE"}
"""Stances that are one category; `opposes` is two, and PLOVER codes no comments."""
_THREATENS = re.compile(r"\bthreaten(?:s|ed|ing)? (?:to|that|with)\b", re.IGNORECASE)
_CONTEXTS = {
    "military": r"military|defen[cs]e|drills?|exercises?|troops?|weapons?|arms|missiles?|THAAD"
    r"|wars?|warfare|ceasefire|security guarantees?|army|navy",
    "intelligence": r"intelligence|espionage|spy\w*",
    "peacekeeping": r"peacekeep\w*",
    "economic": r"econom\w+|trade|tariffs?|invest\w+|supply chains?|financ\w+|exports?|imports?"
    r"|semiconductors?|chips?|sanctions?",
    "resource": r"territor\w+|borders?|oil|gas|fish\w+|waters|islands?|minerals?",
    "disease": r"covid\S*|coronavirus|pandemic|vaccin\w+|diseases?",
    "enviro_disaster": r"climate|environment\w*|earthquakes?|floods?|disasters?|emissions?"
    r"|wastewater",
    "migration": r"migra\w+|refugees?|defectors?|displaced",
    "humanitarian": r"humanitarian|relief|food aid",
    "human_rights": r"human rights",
    "terrorism": r"terror\w*",
    "legal": r"courts?|international law|extradit\w+|treat(?:y|ies)",
    "election": r"elections?",
    "cbrn": r"nuclear|denucleari[sz]\w+|chemical weapons?|biological weapons?|atomic",
    "cyber": r"cyber\w*|hack\w+",
}  # fmt: skip
"""Contexts by English words of a topic or an issue."""


def events(given: Iterable[Finals]) -> Iterator[Data]:
    """One event per meeting, and per position that PLOVER has a category for."""
    for entry in given:
        meetings = entry.records.get("meetings", ())
        for meeting in meetings:
            yield _known({**_consulted(meeting), **_common(meeting, entry.article)})
        for position in entry.records.get("positions", ()):
            if category := _category(position.data):
                link = position.links.get("meeting")
                made = _expressed(position.data, category)
                common = _common(position, entry.article)
                yield _known({**made, **common, "link": link.id if link else None})


def _consulted(meeting: Final) -> Data:
    data = meeting.data
    actors = _sides(data)
    hosts = [host for host in sorted(place_codes(value(data["place"]) or "")) if is_state(host)]
    host = hosts[0] if len(hosts) == 1 else None
    remote = data["mode"] in ("phone", "video")
    guests = [actor for actor in actors if actor["acts_for"] != host]
    receiving = [actor for actor in actors if actor["acts_for"] == host]
    is_visit = host is not None and not remote and bool(guests) and bool(receiving)
    modes = ["phone"] if remote else ["visit"] if is_visit else []
    if host is not None and not remote and not receiving:
        modes.append("third-party")
    if _is_multilateral(actors):
        modes.append("multilateral")
    cancelled = data["status"] == "cancelled"
    place = value(data["place"])
    return {
        "event": ["REJECT" if cancelled else "CONSULT"],
        "mode": ["meet"] if cancelled else modes,
        "context": [*STATUS_CONTEXTS.get(data["status"], []), *_contexts(data["topics"])],
        "source": guests if is_visit and not cancelled else actors,
        "recipient": receiving if is_visit and not cancelled else [],
        "event_loc": {"name": place, "cc3": host} if place else None,
        "comment": "; ".join(data["outcomes"]) or None,
        "link": meeting.id,
        "record_type": "meetings",
        "status": data["status"],
    }


def _expressed(data: Data, category: str) -> Data:
    addressee = data["addressee"]
    return {
        "event": [category],
        "mode": ["disapprove"] if category == "ACCUSE" else [],
        "context": _contexts([data["issue"]]),
        "source": [_actor(h["name"], None, h["country"]) for h in data["holders"]],
        "recipient": [_actor(addressee, None, None)] if addressee else [],
        "comment": data["statement"],
        "record_type": "positions",
        "stance": data["stance"],
        "issue": data["issue"],
    }


def _category(data: Data) -> str | None:
    """The category of a position; None for a comment, which PLOVER does not code."""
    if data["stance"] == "opposes":
        return "ACCUSE" if data["addressee"] else "REJECT"
    words = " ".join(passage["value"] for passage in data["evidence"])
    if data["stance"] == "commits_to" and _THREATENS.search(words):
        return "THREATEN"
    return STANCES.get(data["stance"])


def _common(record: Final, article: Article) -> Data:
    """What every event says of its date, its words, its source and its coder."""
    date = record.data["date"]
    first, last = bounds(date["value"]) if date["value"] else (article.published, None)
    spans = [passage["span"] for passage in record.data["evidence"] if passage["span"]]
    decided = record.decided
    return {
        "id": record.id,
        "date": str(first) if first else None,
        "enddate": str(last) if last and last != first else None,
        "date_raw": value(date["as_written"]),
        "date_from": "record" if date["value"] else "publication" if first else None,
        "event_text": [passage["value"] for passage in record.data["evidence"]],
        "text_info": {"start": spans[0]["start"], "end": spans[0]["end"]} if spans else None,
        "cite_info": {
            "citation": article.id,
            "corpus": article.source,
            "url": article.url,
            "title": article.title,
            "language": article.language,
            "publication": article.publisher,
            "coder": "llm-extract",
            "codebook": CODEBOOK,
        },
        "coder": record.reviewer or "llm-extract",
        "coded_date": decided.date().isoformat() if decided else None,
        "coded_time": decided.strftime("%H:%M:%SZ") if decided else None,
        "state": record.state,
        "reviewer": record.reviewer,
        "confidence": record.confidence,
    }


def _sides(data: Data) -> list[Data]:
    """Everybody who takes part, and the parties that nobody stands for."""
    people = [_actor(p["name"], p["role"], p["country"]) for p in data["participants"]]
    present = {actor["acts_for"] for actor in people}
    words = {value(person["country"]) for person in data["participants"]}
    absent = [
        party
        for party in data["parties"]
        if (party["code"] not in present if party["code"] else party["value"] not in words)
    ]
    return [*people, *(_actor(party, None, party) for party in absent)]


def _actor(name: Data, role: Data | None, country: Data | None) -> Data:
    acts_for = code(name, country)
    body = is_body(name)
    return {
        "code": actor_code(acts_for) if acts_for else None,
        "sector": sector(value(role) or (name["value"] if body and not name.get("code") else None)),
        "actor_text": name["value"],
        "identifier_text": canonical_name(name["code"]) if name.get("code") else None,
        "office": value(role),
        "acts_for": acts_for,
    }


def _is_multilateral(actors: Sequence[Data]) -> bool:
    sides = {actor["acts_for"] for actor in actors} - {None}
    return len(sides) > 2 or not all(map(is_state, sides))


def _contexts(words: Iterable[str]) -> list[str]:
    line = " ".join(words)
    return [name for name, found in _CONTEXTS.items()
            if re.search(rf"\b(?:{found})\b", line, re.IGNORECASE)]  # fmt: skip


_ORDER = (
    "id", "date", "enddate", "source", "recipient", "event", "mode", "context", "event_loc",
    "event_text", "quad_code", "link", "text_info", "cite_info", "coder", "coded_date",
    "coded_time", "comment",
)  # fmt: skip
"""PLOVER's own fields; behind them stand those that it does not have."""
_REQUIRED = ("id", "date", "source", "event", "mode", "context")


def _known(event: Data) -> Data:
    """An event in PLOVER's order of fields, without what is not known."""
    event["quad_code"] = QUAD[event["event"][0]]
    ordered = {name: event[name] for name in dict.fromkeys([*_ORDER, *event]) if name in event}
    return {
        name: _without_null(found)
        for name, found in ordered.items()
        if name in _REQUIRED or found not in (None, [], {})
    }


def _without_null(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_null(item) for item in node]
    if isinstance(node, dict):
        return {name: item for name, item in node.items() if item is not None}
    return node


PLOVER = Format(events)
