"""The words by which news prose says who says what."""

from __future__ import annotations

import re

from llm_extract.checks.lexicon import OFFICE_WORDS, ROLE_HEADS, SPEECH_VERBS
from llm_extract.checks.profiles import bare

_OTHER_VERBS = frozenset(
    """
    adding agree agrees aimed aims argue attacked believed believes call cautions committed
    considered considers demand determined discussed expect expected held hit hope hopes insist
    intended intends joined met opposed opposes plan plans pledge reached ready regards rejects
    say sees signal spoke supports threatens undertook urge views vow want warn
    """.split()
)
"""Verbs that tell what somebody holds or does without saying it."""
_PARTICIPLES = frozenset(
    """
    accusing arguing asking asserting assuring blaming calling claiming condemning criticising
    criticizing declaring demanding denouncing describing expressing insisting noting pledging
    praising promising reiterating rejecting saying stating stressing suggesting telling thanking
    urging vowing warning
    """.split()
)
_BY = ("carried", "quoted", "cited", "reported", "published")
BY = frozenset({"according to", "citing", "quoting"} | {f"{verb} by" for verb in _BY})
"""Cues whose actor stands behind them."""
QUOTED_BY = frozenset({"quoted by", "cited by"})
TELLING = frozenset(
    "said says say saying told tells added adding reported according wrote confirmed carried "
    "quoted cited published citing quoting".split()
)
"""Verbs by which somebody may relay what another holds."""
VERB = re.compile(
    rf"\b(?:[Aa]ccording to|(?:{'|'.join(_BY)}) by|[Cc]iting|[Qq]uoting"
    rf"|{'|'.join(sorted(SPEECH_VERBS | _OTHER_VERBS | _PARTICIPLES, key=len, reverse=True))})\b"
)
PARTICIPLE = re.compile(r"\w+ing\b")
AS_SAYING = re.compile(r"\bas (?:saying|telling|adding|warning|stating|declaring)\b")
PREPOSITION = re.compile(
    r"\b(?:of|in|at|with|on|over|to|from|by|between|for|during|following|before|after|about|against"
    r"|toward|towards|under|among|like|than|as|via|into|including|since|until|met|told|asked|urged)"
    r"(?! which| whom| that| what| when)(?: the| both| all)?(?: [\w’'.\-]+){0,4} ?$"
)
"""What in front of an actor makes it an object."""
_BETWEEN = frozenset(
    """
    a afternoon again all also an are at be been being both briefing can conference could day
    did do does each earlier evening further had has have herself himself in is itself last
    later may might month morning must never news night not now on press same should side
    statement still that the then this today together was week were who will would year yesterday
    """.split()
)
ADVERBS = re.compile(
    rf"^(?:[^\w\"“”]|\b(?:{'|'.join(sorted(_BETWEEN))}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|[a-z]+ly|\d+)\b)*$"
)
"""What may stand between a subject and its verb; no word in two ways, so that it stays linear."""
APPOSITION = re.compile(r",[^,\"“”]{2,160},|\([^)]{0,60}\)")
CONJUNCTION = re.compile(r"\b(?:and|as well as|along with)\b")
OF_LIST = re.compile(r"^ of (?:(?:the|and|both|all|[A-Z][\w.’'\-]*),? )+")
TIME = re.compile(
    r"\b(?:on|in|by|since|until|of|during) (?:late |early |mid-?)?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|January|February|March|April|May|June|July|August|September|October|November|December"
    r"|\d{4}|the (?:morning|afternoon|evening))\b(?: \d{1,2}\b)?"
)
"""When something was, which takes no actor."""
WHO = re.compile(r"^,? who ")
JOINED = re.compile(r"(?:\b(?:and|but|while|then)\b|,)[^\"“”]{0,40}$")
LINK = re.compile(r"^(?:,? (?:and|as well as|along with)|,) ?")
LAST_CLAUSE = re.compile(r"[;:—–]|, ")
NEW_SUBJECT = re.compile(
    r"\b(?:while|and|but|whereas|after|when|before|although|though|which|who)\b"
)
"""What between a quotation and a verb gives the verb to another clause."""
BREAK = re.compile(r"[;\"“]")
STOP = re.compile(r"[,.!?]")
PLACED = re.compile(r"\b[Ii]n \Z")
CLOSED = re.compile(r"[.,;!?]|\Z")
ADDING = frozenset({"said", "says"})
"""Verbs that stand between a comma and their subject without a quotation."""
INVERTED = re.compile(r"[,.!?][\"”’']+ ?\w+$")
NOBODY = re.compile(
    r"[,.!?]?[\"'”’]{0,2},? (?:said|says|added|told|noted|recalled|explained|according to) "
    r"(?:one|some|another|an?|people|persons|sources?|someone|those|many|several|experts?)\b"
    r"(?! (?:\w+ )?(?:spokes\w+|statement|official))"
)
"""A cue behind a quotation that names nobody: '"…," said one of them'."""


def joins(gap: str) -> bool:
    """Whether what stands between two actors makes them one list: ", Japan's minister X"."""
    if len(gap) > _LONGEST_LINK:
        return False
    bare_gap = APPOSITION.sub("", gap, count=1) or gap
    if (link := LINK.match(bare_gap)) is None:
        return False
    rest = bare_gap[link.end() :].split()
    titles = all(word[0].isupper() or bare(word) in _TITLE_WORDS for word in rest)
    return titles and len(rest) <= _LONGEST_TITLE


_LONGEST_TITLE = 10
"""Words."""
_LONGEST_LINK = 160
_TITLE_WORDS = (
    ROLE_HEADS | OFFICE_WORDS | {"of", "for", "the", "his", "her", "its", "their", "and", "both"}
)
