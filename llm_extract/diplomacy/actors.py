"""Who acts, as other coding schemes have it: codes, sectors, persons and organisations."""

from __future__ import annotations

import re
from typing import Any

from llm_extract.countries import countries

Data = dict[str, Any]

_ORGANISATIONS_FROM = "UN"
"""The table of states lists organisations from here on."""
_NOT_GOVERNMENTAL = {"ICRC": "NGO", "HAMAS": "IMG", "HEZBOLLAH": "IMG", "TALIBAN": "IMG"}
_SECTORS = (
    ("OPP", r"opposition"),
    ("LEG", r"lawmakers?|legislators?|senators?|congress(?:man|woman)?|parliament\w*|assembly"
            r"|house (?:speaker|of representatives)|speaker of"),
    ("JUD", r"judges?|justices?|courts?|prosecutors?"),
    ("SPY", r"intelligence|spy|CIA"),
    ("COP", r"police"),
    ("GOV", r"president|premier|prime minister|minister\w*|ministry|chancellor|king|queen"
            r"|emperor|secretary|undersecretary|ambassador|envoy|diplomats?|consul|government"
            r"|governor|cabinet|national security|representative|director[- ]general|official"
            r"|spokes(?:man|woman|person)|negotiator|delegates?|counselor|councillor|leader|foreign"),
    ("MIL", r"general|admiral|commander|chief of staff|joint chiefs|army|navy|air force|military"),
)  # fmt: skip
_BODY = re.compile(
    r"\b(?:administration|agency|alliance|army|assembly|association|authority|bank|bloc|bureau"
    r"|cabinet|commission|committee|company|congress|council|court|department|embassy|force"
    r"|forces|foundation|government|house|institute|ministry|mission|movement|navy|office"
    r"|organi[sz]ation|parliament|party|police|presidency|secretariat|senate|sides?|summit|union)\b",
    re.IGNORECASE,
)


def is_state(code: str) -> bool:
    """Whether a code is a state's, and no organisation's."""
    codes = list(countries())
    return code in codes[: codes.index(_ORGANISATIONS_FROM)]


def actor_code(code: str) -> str:
    """A state's ISO 3166-1 alpha-3 code; for an organisation IGO, NGO or IMG."""
    return code if is_state(code) else _NOT_GOVERNMENTAL.get(code, "IGO")


def canonical_name(code: str) -> str:
    """The name of a state or organisation, the same however an article names it."""
    return countries()[code].names[0]


def sector(role: str | None) -> str | None:
    """The sector that the words of an office name; None where they name none."""
    for code, words in _SECTORS:
        if role and re.search(rf"\b(?:{words})\b", role, re.IGNORECASE):
            return code
    return None


def is_body(name: Data) -> bool:
    """Whether a name as it is kept is a state's or a body's, and no person's."""
    return bool(name.get("code")) or _BODY.search(name["value"]) is not None


def value(mention: Data | None) -> str | None:
    """The words of a mention that may be missing."""
    return None if mention is None else str(mention["value"])


def code(*named: Data | None) -> str | None:
    """The first code that some mentions have."""
    return next((m["code"] for m in named if m is not None and m.get("code")), None)
