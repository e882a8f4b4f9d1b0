"""The words of an encounter in a sentence, and what they say became of it.

Every word of an encounter ("met", "hold talks", "summit") is a cue; the auxiliary or verb that
governs it, or the adjective before it, says what became of the encounter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from llm_extract.diplomacy.checks.cues import (
    NOUNS,
    Sentence,
    Word,
    has_after,
    has_before,
    word_set,
)
from llm_extract.diplomacy.records import Status

_TRIPS = word_set("visit trip tour")
_PAST = word_set(
    "met spoke spoken sat discussed talked conferred convened gathered hosted received welcomed"
    " huddled dined lunched engaged joined briefed telephoned phoned held had"
)
_FAINT = word_set("joined briefed engaged received welcomed had")
_THERE = NOUNS | word_set("at in by")
_PRESENT = word_set(
    "meets holds hosts receives welcomes speaks sits discusses convenes confers pose poses"
    " posing shake shakes shaking shook posed"
)
_BASE = word_set(
    "meet hold speak talk discuss host receive welcome sit convene gather confer have join"
    " attend visit travel"
)
_HEADLINE = word_set("meet hold speak sit discuss pose talk")
_ING = word_set("meeting holding hosting welcoming receiving speaking visiting seeing")
_NEEDS_NOUN = word_set("hold holds held holding have had has attend")
_NOT_THEN = word_set(
    "not never won't wouldn't didn't hasn't haven't wasn't can't cannot without no"
)
_SKIPPED = word_set(
    "also reportedly again then separately now first soon later likely be all both next instead"
    " already still either only formally personally jointly apparently"
)
_WILL = word_set("will shall i'll we'll he'll she'll they'll")
_MAY = word_set("may might could can possibly perhaps should")
_ARRANGED = word_set(
    "is are was were set due scheduled slated expected planned plans plan planning intends intend"
    " intending going poised agreed agree agrees preparing prepares decided arranged confirmed"
    " tipped"
)
_WISHED = word_set(
    "hopes hope hoping hoped wants want wanted wish wishes proposed proposes proposing offered"
    " offers offer invited invites inviting willing ready open seeks seek seeking sought asked"
    " considering considers mulling wooing proposal request requested invitation eager likely keen"
)
_REFUSED = word_set("refused refuses declined declines failed refusing declining")
_LEAVING = word_set("left leaves leave departed departs heads headed heading bound departing")
_TRAVELLED = word_set("traveled travelled flew came visited arrived went joined stopped gathered")
_WAS_THERE = _TRAVELLED | word_set("was were")
_COMING = word_set(
    "planned upcoming forthcoming scheduled anticipated expected looming impending future coming"
    " next"
)
_FLOATED = word_set(
    "proposed possible potential prospective mooted hypothetical suggested eventual"
)
_PREPARED = word_set(
    "plan plans planning preparations preparing prepare prepares arrange arranging arrangements"
    " ahead advance"
)
_WANTED = word_set(
    "proposed proposing proposal offered offer offering suggested suggesting floated seeking sought"
    " seeks requested request requesting invitation invited idea support urged wants called calls"
    " calling push pushed pushing possibility prospect considering willing willingness"
)
_AT = word_set("during at after following since in concluded wrapped held had ended over")
_WENT = word_set(
    "was were came lasted covered took focused ended marked began opened included built touched"
    " comes concluded wrapped produced saw dealt centered centred went"
)
_POSTPONED = word_set(
    "postponed postpone postpones delayed rescheduled deferred postponement postponing"
)
_CANCELLED = word_set(
    "cancelled canceled cancel cancels cancelling canceling cancellation scrapped scraps scrap"
    " scrapping axed nixed aborted"
)
_PHRASES = {
    ("put", "off"): Status.POSTPONED,
    ("puts", "off"): Status.POSTPONED,
    ("putting", "off"): Status.POSTPONED,
    ("pushed", "back"): Status.POSTPONED,
    ("called", "off"): Status.CANCELLED,
    ("calls", "off"): Status.CANCELLED,
    ("calling", "off"): Status.CANCELLED,
    ("call", "off"): Status.CANCELLED,
    ("pulled", "out"): Status.CANCELLED,
    ("backed", "out"): Status.CANCELLED,
}
_REALISED = word_set("realised realized materialised materialized happened occurred")
_REPORTED = word_set(
    "agreed reached committed exchanged shared told vowed promised said reaffirmed reiterated"
    " acknowledged stressed pledged undertook emphasized emphasised expressed called recognized"
    " congratulated thanked urged announced underscored condemned led highlighted"
)
_ANNOUNCED = word_set("announced said says confirmed told tells added reported")
_WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
_WEIGHED = word_set(
    "considering weighing mulling proposed proposing offered floated suggested seeks"
)
_FOR_IT = word_set("for")
_WAS = word_set("was were be marked")
_FIXED = word_set("scheduled planned due set slated expected")
_FOR = word_set("for on in to")
_TOOK = word_set("took lasted ended")
_VERBS_AFTER = _WENT | _WILL | _ARRANGED | _MAY
_INTENDED = _ARRANGED - {"was", "were", "is", "are"}
_THINGS = NOUNS | _TRIPS | word_set("plan plans it meet reunion pair")
_VERBS = _NEEDS_NOUN | _PAST | _PRESENT | _BASE | _ING
_LATER = {
    "later": word_set("this"),
    "next": word_set("week month year summer autumn fall spring winter"),
    "coming": word_set("days weeks months"),
    "this": word_set("fall autumn summer winter spring"),
}
_TENSED = word_set(
    "is are was were has have had said says told will would did does met held left came comes"
    " traveled travelled agreed announced hosted began"
)


class Cue(NamedTuple):
    """Words that say what became of an encounter.

    Attributes:
        status: what they say; None: that it did not take place.
        first, last: the words, by their index in the sentence.
        clear: whether they may speak against another status on their own.
        act: whether they tell of somebody who met, rather than name an encounter.
        vague: whether they leave open if it came about: an invitation, a trip "to meet".
    """

    status: Status | None
    first: int
    last: int
    clear: bool
    act: bool = False
    vague: bool = False


def cues(sentence: Sentence) -> list[Cue]:
    """The cues of one sentence, in order; a call-off outdoes the plan that it ends."""
    found = list(_cues(sentence.words))
    if any(cue.status in (Status.CANCELLED, Status.POSTPONED) for cue in found):
        return [cue for cue in found if cue.status is not Status.PLANNED or cue.clear]
    return found


def _cues(words: Sequence[Word]) -> Iterator[Cue]:
    for at, word in enumerate(words):
        text = word.text
        if ended := _ended(words, at):
            yield ended
        elif text in _VERBS:
            yield from _verb(words, at)
        if text in NOUNS or text in _TRIPS:
            yield from _described(words, at)
        if text in NOUNS:
            yield from _reached(words, at)
            yield from _followed(words, at)
        elif text == "place":
            yield from _took_place(words, at)
        elif text in _LATER and at + 1 < len(words) and words[at + 1].text in _LATER[text]:
            yield Cue(Status.PLANNED, at, at + 1, clear=False)
        if text in _REPORTED and at and words[at - 1].text != "be":
            yield Cue(Status.HELD, at, at, clear=False)


def _verb(words: Sequence[Word], at: int) -> Iterator[Cue]:
    text = words[at].text
    if text in _NEEDS_NOUN and has_after(words, at, NOUNS, within=9) is None:
        if text == "held" and at and words[at - 1].text in ("be", "being"):
            yield from _governed(words, at - 1, at)
        elif text == "held" and has_before(words, at, NOUNS, within=6) is not None:
            yield Cue(Status.HELD, at, at, clear=True)
    elif text in _PAST:
        yield from _past(words, at)
    elif text in _PRESENT:
        yield Cue(Status.HELD, at, at, clear=text in ("pose", "poses", "posing"))
    elif text in _BASE:
        yield from _governed(words, at, at)
    elif [word.text for word in words[max(at - 2, 0) : at]] == ["forward", "to"]:
        yield Cue(Status.PLANNED, at - 2, at, clear=True)


def _past(words: Sequence[Word], at: int) -> Iterator[Cue]:
    before = [word.text for word in words[max(at - 4, 0) : at]]
    if words[at].text == "discussed" and before[-1:] in (["was"], ["were"], ["been"]):
        return  # "a meeting was discussed": none was held
    if before and before[-1] in ("be", "being"):
        yield from _governed(words, at - 1, at)
    elif any(text in _NOT_THEN for text in before[-2:]):
        yield Cue(None, at - 1, at, clear=True)
    elif "to" in before[-2:] or "would" in before[-2:]:
        yield Cue(Status.PLANNED, max(at - 2, 0), at, clear=False)
    else:
        sure = words[at].text not in _FAINT or has_after(words, at, _THERE, within=12) is not None
        yield Cue(Status.HELD, at, at, sure, act=sure)


def _took_place(words: Sequence[Word], at: int) -> Iterator[Cue]:
    before = words[at - 1].text if at else ""
    if before in ("took", "taken"):
        yield from _past(words, at - 1)
    elif before == "take":
        yield from _governed(words, at - 1, at)


def _governed(words: Sequence[Word], verb: int, last: int) -> Iterator[Cue]:
    """What the auxiliary before a bare verb, or what governs its infinitive, says."""
    at = verb - 1
    while at >= 0 and words[at].text in _SKIPPED and verb - at < 5:
        at -= 1
    if at < 0:
        return
    text = words[at].text
    if text in _NOT_THEN or text in ("did", "does"):
        yield Cue(None, at, last, clear=True)
    elif text in _WILL:
        yield Cue(Status.PLANNED, at, last, clear=True)
    elif text in _MAY:
        yield Cue(Status.PROPOSED, at, last, clear=True)
    elif text == "would":
        said = has_before(words, at, _ANNOUNCED, within=12)
        yield Cue(Status.PLANNED, at, last, clear=said is not None)
    elif text == "to" and at > 0:
        yield from _infinitive(words, at, last)
    elif words[verb].text in _HEADLINE and has_after(words, verb, _WEEKDAYS, within=5) is None:
        yield Cue(Status.HELD, verb, last, clear=False)


def _infinitive(words: Sequence[Word], to: int, last: int) -> Iterator[Cue]:
    at = to - 1
    while at >= 0 and words[at].text in _SKIPPED - {"likely"} and to - at < 4:
        at -= 1
    governor = words[max(at, 0)].text
    if governor in _REFUSED:
        yield Cue(None, at, last, clear=True)
    elif governor in _WISHED:
        yield Cue(Status.PROPOSED, at, last, clear=True, vague=True)
    elif governor in _ARRANGED:
        yield Cue(Status.PLANNED, at, last, clear=True)
    elif (leaving := has_before(words, to, _LEAVING, within=14)) is not None:
        yield Cue(Status.PLANNED, leaving, last, clear=True)
    elif (inviting := has_before(words, to, _WISHED, within=12, clauses=2)) is not None:
        yield Cue(Status.PROPOSED, inviting, last, clear=True, vague=True)
    elif (gone := has_before(words, to, _TRAVELLED, within=14)) is not None:
        yield Cue(Status.HELD, gone, last, clear=False, vague=True)
    elif not any(word.text in _TENSED or word.text.endswith("ed") for word in words[:to]):
        yield Cue(Status.PLANNED, to, last, clear=True)


def _described(words: Sequence[Word], at: int) -> Iterator[Cue]:
    """What an adjective before an encounter or a trip says: "upcoming", "possible"."""
    clear = words[at].text not in _TRIPS
    if (before := _modified(words, at, _COMING)) is not None:
        yield Cue(Status.PLANNED, before, at, clear)
    elif (before := _modified(words, at, _FLOATED)) is not None:
        yield Cue(Status.PROPOSED, before, at, clear)


def _reached(words: Sequence[Word], at: int) -> Iterator[Cue]:
    """What leads up to a noun of an encounter: "ahead of", "flew to Lima for", "it was"."""
    if (before := has_before(words, at, _PREPARED, within=7)) is not None:
        yield Cue(Status.PLANNED, before, at, clear=True)
    elif (before := has_before(words, at, _WANTED, within=6)) is not None:
        yield Cue(Status.PROPOSED, before, at, clear=words[before].text in _WEIGHED)
    elif (before := _modified(words, at, _AT)) is not None:
        yield Cue(Status.HELD, before, at, clear=words[before].text == "during")
    if has_before(words, at, _FOR_IT, within=5) is not None:
        if (left := has_before(words, at, _LEAVING, within=16, clauses=2)) is not None:
            yield Cue(Status.PLANNED, left, at, clear=True)
        elif (gone := has_before(words, at, _WAS_THERE, within=16, clauses=2)) is not None:
            yield Cue(Status.HELD, gone, at, clear=words[gone].text in _TRAVELLED)
    was = has_before(words, at, _WAS, within=5)
    if was is not None and words[was].text != "be":
        yield Cue(Status.HELD, was, at, clear=False)
    elif was and words[was - 1].text in _WILL:
        yield Cue(Status.PLANNED, was - 1, at, clear=True)


def _followed(words: Sequence[Word], at: int) -> Iterator[Cue]:
    """What the words after a noun of an encounter say: "is set for", "lasted"."""
    fixed = has_after(words, at, _FIXED, within=8)
    dated = fixed is not None and has_after(words, fixed, _FOR, within=1) is not None
    if fixed is not None and dated and has_after(words, fixed, _TOOK, within=8) is None:
        yield Cue(Status.PLANNED, at, fixed, clear=True)
    after = has_after(words, at, _VERBS_AFTER, within=6)
    if after is None or words[after].clause != words[at].clause:
        return
    text = words[after].text
    if text in _WILL:
        yield Cue(Status.PLANNED, at, after, clear=True)
    elif text in _MAY:
        yield Cue(Status.PROPOSED, at, after, clear=True)
    elif (planned := has_after(words, after, _INTENDED, within=3)) is not None:
        yield Cue(Status.PLANNED, at, planned, clear=True)
    elif text in _WENT:
        yield Cue(Status.HELD, at, after, clear=False)


def _ended(words: Sequence[Word], at: int) -> Cue | None:
    """A call-off or a delay of an encounter or a trip, or a plan that came to nothing."""
    text = words[at].text
    pair = (text, words[at + 1].text if at + 1 < len(words) else "")
    status, last = _PHRASES.get(pair), at + 1
    if status is None:
        status, last = None, at
        if text in _POSTPONED:
            status = Status.POSTPONED
        elif text in _CANCELLED:
            status = Status.CANCELLED
        elif text in _REALISED and has_before(words, at, _NOT_THEN, within=3) is not None:
            return Cue(Status.PROPOSED, at - 1, at, clear=True)
    if status is None:
        return None
    if (
        has_before(words, at, _THINGS, within=12) is None
        and has_after(words, at, _THINGS, within=10) is None
    ):
        return None
    denied = has_before(words, at, _NOT_THEN, within=3)
    return None if denied is not None else Cue(status, at, last, clear=True)


def _modified(words: Sequence[Word], at: int, terms: frozenset[str]) -> int | None:
    """The nearest of these words among the few before a noun, in its own clause."""
    found = has_before(words, at, terms, within=5)
    return found if found is not None and words[found].clause == words[at].clause else None
