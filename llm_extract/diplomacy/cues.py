"""Words that report an encounter, or that somebody takes a position.

Found by plain patterns in English text. They tell the model where to look; they decide
nothing. A sentence without any may still report a record.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from llm_extract.article import Article, Sentence

_OUTSIDER = re.compile(
    r"\b(?:professor|analysts?|experts?|scholars?|think-tank|fellow at|research institute)\b",
    re.IGNORECASE,
)
_TALKS = r"(?:talks|meetings?|discussions?|dialogue|summit|conversation|consultations)"
_NOBODY = (
    r"(?! (?:with )?(?:(?!(?:on|over|about|to|for|with|and|amid|in|at|as)\b)[\w'’-]+ ){0,3}"
    r"(?:standards?|criteria|requirements?|targets?|goals?"
    r"|expectations?|deadlines?|conditions?|obligations?|demands?|needs?|criticism|resistance"
    r"|opposition|skepticism|approval)\b)"
)
"""Stands behind "met" where it is no person that is met."""
_ENCOUNTER = re.compile(
    rf"\b(?:(?:met|meets)\b{_NOBODY}|(?:to|may|might|will|can) (?:also )?meet"
    r"|meeting (?:with|between|of)"
    r"|summit|sat down|convened|conferred|hosted|hosts|welcomed .{1,40} (?:at|to)|received"
    rf"|(?:hold|held|holds|holding|have|had|in|for|during) (?:[\w'’-]+ ){{0,5}}{_TALKS}"
    rf"|{_TALKS} (?:with|between)|(?:spoke|spoken) (?:[\w'’-]+ ){{0,2}}(?:with|to|by|on)"
    r"|phoned|telephoned"
    r"|(?:phone|telephone|video) ?(?:call|conversation|conference)?|call (?:with|between)"
    r"|courtesy call|called on .{1,40} at)\b",
    re.IGNORECASE,
)
_UTTERANCE = re.compile(
    r"\b(?:said|says|saying|ask(?:ed|s)|urge[sd]|urging|call(?:ed|s|ing) (?:on|for)|agree[sd]?"
    r"|promise[sd]|pledge[sd]|vow(?:ed|s)?|commit(?:ted|s)|undertook|reaffirm(?:ed|s)|reiterate[sd]"
    r"|reject(?:ed|s)|oppose[sd]|opposition to|condemn(?:ed|s)?|critici[sz]e[sd]|warn(?:ed|s)"
    r"|insist(?:ed|s)?|argue[sd]?|demand(?:ed|s)|request(?:ed|s|ing)|emphasi[sz](?:ed|es|ing)"
    r"|stress(?:ed|es)|underscore[sd]|underlin(?:ed|es)|highlight(?:ed|s)|express(?:ed|es)"
    r"|welcome[sd]|prais(?:ed|es)|thank(?:ed|s)|accuse[sd]|wants?|threaten(?:ed|s)|state[sd] that"
    r"|pointed to|recogni[sz](?:ed|ing)|acknowledge[sd]|plans? to|intends? to|determined (?:to|not)"
    r"|signal+ed|according to|hope[sd]|expect(?:s|ed) (?:that|to)|concern(?:s|ed)? (?:over|about|that)"
    r"|described|noted|proposed|announced|called|told)\b",
    re.IGNORECASE,
)
_FEWEST_WORDS = 6


def encounters(article: Article, sentences: Sequence[Sentence]) -> list[int]:
    """Numbers of the sentences with words of an encounter."""
    return _with(_ENCOUNTER, article, sentences)


def utterances(article: Article, sentences: Sequence[Sentence]) -> list[int]:
    """Numbers of the sentences in which somebody says, asks, promises or criticises."""
    return _with(_UTTERANCE, article, sentences)


def encounter_hint(article: Article, sentences: Sequence[Sentence]) -> str:
    """The line behind the article that the meetings prompt speaks of."""
    return f"Sentences with words of a meeting: {_listed(encounters(article, sentences))}"


def utterance_hint(article: Article, sentences: Sequence[Sentence]) -> str:
    """The line behind the article that the positions prompt speaks of."""
    return f"Sentences in which somebody speaks: {_listed(utterances(article, sentences))}"


def _with(pattern: re.Pattern[str], article: Article, sentences: Sequence[Sentence]) -> list[int]:
    found = []
    for sentence in sentences:
        # Lines may be wrapped, and spaces be of any kind.
        words = " ".join(article.text[sentence.start : sentence.end].split())
        if len(words.split()) < _FEWEST_WORDS or _OUTSIDER.search(words):
            continue
        if pattern.search(words):
            found.append(sentence.number)
    return found


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers)) or "none"
