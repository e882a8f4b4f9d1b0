"""Whether the clause that holds some words points ahead or back.

Plain cues of English news prose, no parser: an auxiliary or a participle near the words.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WINDOW = 300
"""Characters to each side of the words that are looked at."""

_EVENT = (
    "meet|hold|visit|travel|host|receive|welcome|arrive|return|attend|convene|gather|resume|begin"
    "|start|open|sit|fly|leave|depart|go|come|speak|sign|take"
)
_AHEAD = (
    r"[Ww]ill|[Ss]hall|[Ww]on't|would|could|may|might|next|upcoming|forthcoming"
    r"|(?:is|are|was|were) to(?= [a-z])|to be(?= )|about to|(?:is|are|was|were) due"
    r"|(?:(?:is|are|was|were) )?(?:(?:\w+ly|also|now|all) )?(?:set(?= (?:to|for))"
    r"|due(?= (?:to|in|for|on))|scheduled"
    r"|slated|expected|planning|going|likely|expecting|preparing|poised|bound)"
    r"|[Pp]lan(?:s|ned)?|expects?|intends?|hopes?|aims?|looks? forward|wants|ahead of|unless|if"
    r"|(?:is|are) (?:visiting|meeting|hosting|travell?ing|holding|arriving|flying|attending)"
    r"|(?:takes|taking) place"
    r"|(?:begins|starts|opens|meets|visits|arrives|departs|travels|hosts)(?= )"
    r"|(?:agreed|decided|vowed|promised|pledged|invited|proposed|offered|ready|prepared|asked)"
    rf" (?:\w+ ){{0,3}}to (?:{_EVENT})"
)
_BACK = (
    r"was|were|had|did|said|told|met|held|spoke|began|came|went|took|gave|made|left|sat|saw|wrote"
    r"|flew|agreed|ago|since|brought|sent|led|became|rose|fell|won|lost|ran|kept|heard|got|paid"
    r"|built|broke|chose|drew|drove|fought|found|knew|laid|rode|sought|stood|struck|swore|undertook"
    r"|withdrew|has been|have been|[a-z]{3,}(?<!e)ed"
)
_CUE = re.compile(rf"\b(?:(?P<ahead>{_AHEAD})|(?:{_BACK}))(?!\w)")

CLAUSE = re.compile(
    r"[;:—]|,(?! \d{4})|\b(?:that|which|who|whom|whose|where|when|while|after|before|because|since"
    r"|but|although|though)\b",
    re.IGNORECASE,
)
"""What a clause ends or begins with."""

_TO_BE = re.compile(r"\b(?:will|shall|to|may|might|would|could|can)(?: \w+)? be(?: \w+ly)? $")
"""Before a participle that thereby points ahead: "will be held"."""


def is_future(expression: str, sentence: str | None) -> bool | None:
    """Whether the verb nearest to the words points ahead; None where no verb tells.

    A verb of the words' own clause is nearer than any other; of two equally near ones, the
    one before the words counts. Without the words in the sentence there is no answer.
    """
    if not sentence or not expression:
        return None
    at = sentence.find(expression)
    if at < 0:
        wanted = " ".join(expression.split()).casefold()
        sentence = " ".join(sentence.split()).casefold()
        at, expression = sentence.find(wanted), wanted
    if at < 0:
        return None
    return tense_at(sentence, at, at + len(expression))


def tense_at(sentence: str, start: int, end: int) -> bool | None:
    """As `is_future`, for the words in sentence[start:end]."""
    low = max(0, start - _WINDOW)
    return _nearest(sentence[low : end + _WINDOW], start - low, end - low)


@lru_cache(maxsize=512)
def _nearest(window: str, start: int, end: int) -> bool | None:
    best: tuple[float, bool | None] = (float("inf"), None)
    for cue in _CUE.finditer(window):
        if cue.end() <= start:
            between, after = window[cue.end() : start], 0
        elif cue.start() >= end:
            between, after = window[end : cue.start()], 1
        else:
            continue
        distance = len(between) + after
        if CLAUSE.search(between):
            distance += len(window)
        if distance < best[0]:
            ahead = cue["ahead"] is not None or bool(_TO_BE.search(window, 0, cue.start()))
            best = (distance, ahead)
    return best[1]


def has_verb(stretch: str) -> bool:
    """Whether one of the cues of a tense stands in a stretch of at most a sentence."""
    return _CUE.search(stretch) is not None
