"""What somebody does with words: rejects, welcomes, urges, vows, worries, says.

An act begins at its verb and runs to the next act's. Which of a sentence's acts a position is
about is told by the words that its statement shares with each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, cast

from llm_extract.checks import Case
from llm_extract.diplomacy.checks.cues import (
    Sentence,
    Word,
    evidence,
    folded,
    has_after,
    has_before,
    word_set,
)
from llm_extract.diplomacy.records import Position, Stance


class Act(StrEnum):
    """Kinds of acts; the first five speak plainly for one stance."""

    OPPOSE = "opposes"
    SUPPORT = "supports"
    CALL = "calls for"
    COMMIT = "commits to"
    WORRY = "is concerned"
    STRESS = "stresses a need"
    ADVANCE = "puts forward"
    AGREE = "agrees"
    WARN = "warns"
    REFUSE = "refuses"
    SHOULD = "says what should be"
    WILL = "says what will be"
    SAY = "says"


_S = Stance
FITS: dict[Act, frozenset[Stance]] = {
    Act.OPPOSE: frozenset({_S.OPPOSES}),
    Act.SUPPORT: frozenset({_S.SUPPORTS}),
    Act.CALL: frozenset({_S.CALLS_FOR}),
    Act.COMMIT: frozenset({_S.COMMITS_TO}),
    Act.WORRY: frozenset({_S.CONCERNED}),
    Act.STRESS: frozenset({_S.CALLS_FOR, _S.SUPPORTS, _S.ASSERTS}),
    Act.ADVANCE: frozenset({_S.CALLS_FOR, _S.SUPPORTS, _S.ASSERTS}),
    Act.AGREE: frozenset({_S.COMMITS_TO, _S.SUPPORTS, _S.ASSERTS, _S.CALLS_FOR}),
    Act.WARN: frozenset({_S.OPPOSES, _S.CALLS_FOR, _S.CONCERNED, _S.ASSERTS}),
    Act.REFUSE: frozenset({_S.OPPOSES, _S.COMMITS_TO}),
    Act.SHOULD: frozenset({_S.CALLS_FOR, _S.OPPOSES, _S.ASSERTS}),
    Act.WILL: frozenset({_S.COMMITS_TO, _S.ASSERTS}),
    Act.SAY: frozenset({_S.ASSERTS}),
}
"""The stances that an act speaks for; the codebook's close calls are all in."""

AGAINST: dict[Act, frozenset[Stance]] = {
    Act.OPPOSE: frozenset({_S.SUPPORTS, _S.COMMITS_TO, _S.CALLS_FOR}),
    Act.SUPPORT: frozenset({_S.OPPOSES, _S.CONCERNED}),
    Act.CALL: frozenset({_S.OPPOSES, _S.CONCERNED, _S.COMMITS_TO}),
    Act.COMMIT: frozenset({_S.OPPOSES, _S.CONCERNED}),
    Act.WORRY: frozenset({_S.SUPPORTS, _S.COMMITS_TO}),
    Act.STRESS: frozenset({_S.OPPOSES, _S.CONCERNED}),
    Act.ADVANCE: frozenset({_S.OPPOSES}),
    Act.AGREE: frozenset({_S.OPPOSES, _S.CONCERNED}),
    Act.WARN: frozenset({_S.SUPPORTS}),
    Act.REFUSE: frozenset({_S.SUPPORTS}),
}
"""The stances that an act speaks against; about the others it says nothing."""

_VERBS: dict[str, Act] = {
    word: act
    for act, words in (
        (
            Act.OPPOSE,
            "reject rejects rejected oppose opposes opposed criticise criticises criticised"
            " criticize criticizes criticized condemn condemns condemned denounce denounces"
            " denounced accuse accuses accused object objects objected blast blasts blasted slam"
            " slams slammed deplore deplores deplored decry decries decried lambasted lambasts"
            " rebuked rebukes rebuffed protested dismissed disapproves disapproved denouncing"
            " condemning criticising criticizing rejecting opposing accusing blasting",
        ),
        (
            Act.SUPPORT,
            "welcome welcomes welcomed support supports supported praise praises praised hail"
            " hails hailed endorse endorses endorsed applaud applauds applauded commend commends"
            " commended thank thanks thanked backs backed appreciates appreciated recognising"
            " recognizing welcoming praising supporting hailing endorsing congratulated favours"
            " favors favoured favored encouraged",
        ),
        (
            Act.CALL,
            "urge urges urged urging ask asks asked asking demand demands demanded demanding"
            " request requests requested requesting implored appealed appeals appealing pressed"
            " pressing beseeched invite invites invited exhorted",
        ),
        (
            Act.COMMIT,
            "vow vows vowed vowing pledge pledges pledged pledging promise promises promised"
            " promising commits committed committing undertake undertook undertakes threaten"
            " threatens threatened threatening swore guaranteed",
        ),
        (Act.WORRY, "concerned worried worries worry worrying alarmed anxious fears feared dismay"),
        (
            Act.WARN,
            "warn warns warned warning cautioned",
        ),
        (Act.REFUSE, "refuse refuses refused refusing declined ruled"),
        (
            Act.SAY,
            "said says saying stated states noted notes described describes told tells added adds"
            " argue argues argued claimed claims believes sees maintained maintains acknowledged"
            " explained announced announce announces declared observed reported remarked"
            " insisted insists reiterated reaffirmed expressed expects indicated signaled signalled"
            " shared reiterates reaffirms",
        ),
        (
            Act.ADVANCE,
            "pointed underscored underscores highlighted highlights emphasised emphasized"
            " emphasises emphasizes emphasising emphasizing stressed stresses proposed proposes"
            " proposing suggested suggests wants",
        ),
    )
    for word in words.split()
}
_NOUNS: dict[str, Act] = {
    "opposition": Act.OPPOSE,
    "objection": Act.OPPOSE,
    "objections": Act.OPPOSE,
    "condemnation": Act.OPPOSE,
    "impatience": Act.OPPOSE,
    "support": Act.SUPPORT,
    "backing": Act.SUPPORT,
    "appreciation": Act.SUPPORT,
    "gratitude": Act.SUPPORT,
    "concern": Act.WORRY,
    "concerns": Act.WORRY,
    "alarm": Act.WORRY,
    "worries": Act.WORRY,
    "intention": Act.COMMIT,
    "commitment": Act.COMMIT,
}
_VOICED = word_set(
    "express expresses expressed expressing voice voices voiced voicing indicated indicates"
    " signaled signalled signals reiterated reiterates reaffirmed reaffirm raised raises raising"
    " shared conveyed conveys stated registered showed declared"
)
_STRESS = word_set(
    "stress stressed stresses stressing emphasize emphasized emphasizes emphasizing emphasise"
    " emphasised emphasises emphasising underline underlined underscore underscored underscoring"
    " highlight highlighted highlights expressed reaffirmed reiterated pointed noted discussed"
)
_REPEATED = word_set("reaffirmed reiterated reaffirms reiterates repeated confirmed")
_WILL = word_set("will would")
_TO = word_set("to")
_NEED = word_set("need necessity importance imperative urgency")
_NOT = word_set(
    "not never no cannot can't don't doesn't didn't won't wouldn't without hardly neither"
)
_DENIED = _NOT | word_set("refused refuses declined refusing stopped failed")
_BAD = word_set(
    "absurd hysterical irresponsible selfish unacceptable illegal unlawful reckless dangerous"
    " provocative provocation provocations provoking escalating escalation violation violations"
    " hostile mistake wrong outrageous ridiculous baseless groundless unjustified unfair cynical"
    " interference aggression shameful hypocritical destabilising destabilizing brutal"
)
_HOSTILE = (
    _NOT
    | _BAD
    | word_set(
        "against oppose opposes opposing resist reject block stop fight condemn longer withdraw end"
    )
)
_HARM = word_set(
    "undermine undermines undermined undermining destabilise destabilize destabilises destabilizes"
    " harm harms harmed endanger endangers jeopardise jeopardize worsen worsens violate violates"
)
_ARGUED = word_set("argue argues argued")
_BROKEN = word_set("violation violations violates violated breach breaches breached")
_ABOUT = word_set("about that over by at with")
_FEELS = word_set("is are was were deeply gravely seriously very increasingly remains remain also")
_FIRST_PERSON = word_set("i we i'll we'll i'm we're")
_CALLS = word_set("call calls called calling")
_AGREED = word_set("agree agreed agrees agreeing")
_NAMED = word_set("called calls describes described branded labelled labeled")
_SHOULD = word_set("should must shouldn't mustn't")
_WOULD = word_set("will would won't wouldn't i'll we'll")
_MODALS = _SHOULD | _WOULD | word_set("plan plans intend intends ready determined open")
_FAR = 12
_PAIRS = (
    (_STRESS, _NEED, 4, Act.STRESS),
    (_REPEATED, _WILL, 8, Act.COMMIT),
    (_ARGUED, _HARM, 6, Act.WARN),
    (_NAMED, _BAD, 24, Act.OPPOSE),
    (word_set("agreement"), _TO, 14, Act.AGREE),
)
"""Words, words that must follow, how many words later at most, and the act of the two."""
_PHRASAL = frozenset(
    {*_CALLS, *_AGREED, *_BROKEN, *_NOUNS, *(word for pair in _PAIRS for word in pair[0])}
)
_DETERMINERS = word_set("the its their his her a an of any no")
_ALSO_NOUNS = word_set(
    "support supports demand demands request requests promise promises pledge pledges objects"
    " appeal threatened backs fears worries"
)
_BEFORE_NOUN = word_set(
    "the its his her their repeated growing amid despite new renewed international for of by"
    " earlier previous such western domestic"
)
_STOP = word_set(
    "the and that this with from have has had was were are for its their his her will would not"
    " said says say over into also they them which who than been being more both what"
)
_STEM = 6
_CLOSE = 8
_ENDING = re.compile(r"(?:ing|ed|es|s|e)$")
_MOST_SHARED = 40


class Said(NamedTuple):
    """An act: its kind, its words, and the word at which the next act begins."""

    act: Act
    first: int
    last: int
    until: int


def acts(sentence: Sentence) -> list[Said]:
    """The acts of a sentence, in order."""
    words = sentence.words
    found: list[tuple[Act, int, int]] = []
    for act in _acts(words):
        if not found or act[1] > found[-1][2]:
            found.append(act)
    ends = [*(first for _, first, _ in found[1:]), len(words)]
    return [
        Said(act, first, last, end) for (act, first, last), end in zip(found, ends, strict=False)
    ]


def _acts_with_stems(sentence: Sentence) -> list[tuple[Said, set[str], set[str]]]:
    """Each act with the stems of its verb and those of what follows, up to the next act."""
    words = sentence.words
    return [
        (
            said,
            _stems(word.text for word in words[said.first : said.last + 1]),
            _stems(word.text for word in words[said.last + 1 : said.until]),
        )
        for said in acts(sentence)
    ]


_Nearest = list[tuple[Sentence, Said]]


def nearest_acts(case: Case) -> _Nearest:
    """The acts of the evidence that share most with what a case's position states, in order."""
    return case.once(_nearest)


def _nearest(case: Case) -> _Nearest:
    return _nearest_acts(cast("Position", case.record), evidence(case))


def _nearest_acts(position: Position, sentences: Sequence[Sentence]) -> _Nearest:
    wanted = _stems(folded(f"{position.statement} {position.issue}")[:_MOST_SHARED])
    scored: list[tuple[int, Sentence, Said]] = []
    for sentence in sentences:
        for said, verb, own in sentence.once(_acts_with_stems):
            score = len(own & wanted) + (0 if verb.isdisjoint(wanted) else 2)
            scored.append((score, sentence, said))
    most = max((score for score, _, _ in scored), default=0)
    holders = _Holders(position)
    return [
        (sentence, holders.own(sentence, said)) for score, sentence, said in scored if score == most
    ]


class _Holders:
    """Who holds a position, to tell their own "will" from another's."""

    def __init__(self, position: Position) -> None:
        self.names = {word for holder in position.holders for word in folded(holder.name.value)}
        named = [name for holder in position.holders for name in (holder.name, holder.country)]
        self.codes = {name.code for name in named if name is not None and name.code}

    def own(self, sentence: Sentence, said: Said) -> Said:
        """The act as it is: what the holders say that they will do, they undertake."""
        if said.act is Act.ADVANCE and is_hostile(sentence, said):
            return said._replace(act=Act.SAY)
        if said.act is not Act.WILL:
            return said
        subject = range(max(said.first - 3, 0), said.first)
        named = any(sentence.words[at].text in self.names - _STOP for at in subject)
        stated = any(s.last in subject and s.code in self.codes for s in sentence.states)
        return said._replace(act=Act.COMMIT) if named or stated else said


def is_hostile(sentence: Sentence, said: Said) -> bool:
    """Whether what is undertaken or put forward there is turned against something."""
    close = sentence.words[said.first : min(said.until, said.last + 1 + _CLOSE)]
    terms = _HOSTILE if said.act is Act.COMMIT else _HOSTILE | _BAD
    return any(word.text in terms for word in close)


_Found = tuple[Act, int, int]


def _acts(words: Sequence[Word]) -> Iterator[_Found]:
    for at, word in enumerate(words):
        if word.text in _PHRASAL and (found := _phrase(words, at)):
            yield found
        elif word.text in _VERBS and not _is_of_another(words, at):
            yield _verb(words, at, _VERBS[word.text])
        elif word.text in _MODALS:
            yield from _modal(words, at)


def _phrase(words: Sequence[Word], at: int) -> _Found | None:
    """The act of words that mean something together with those around them."""
    text = words[at].text
    after = words[at + 1].text if at + 1 < len(words) else ""
    if text in _CALLS and after in ("on", "upon", "for"):
        return None if _is_of_another(words, at) else (Act.CALL, at, at + 1)
    if text in _AGREED:
        return (Act.COMMIT if after == "to" else Act.AGREE), at, at
    if text in _BROKEN:
        return Act.WARN, at, at
    if text in _NOUNS:
        voiced = has_before(words, at, _VOICED, within=4)
        return None if voiced is None else (_NOUNS[text], at, at)
    for terms, with_terms, within, act in _PAIRS:
        if text in terms and (last := has_after(words, at, with_terms, within=within)) is not None:
            return act, at, (last if within < _FAR else at)
    return None


def _modal(words: Sequence[Word], at: int) -> Iterator[_Found]:
    """What should be, what will be, what somebody is ready to do."""
    text = words[at].text
    before = words[at - 1].text if at else ""
    after = words[at + 1].text if at + 1 < len(words) else ""
    own = text in _FIRST_PERSON or before in _FIRST_PERSON
    if text in _SHOULD:
        yield Act.SHOULD, at, at
    elif text in _WOULD:
        yield (Act.COMMIT if own else Act.WILL), at, at
    elif after == "to":
        act = Act.ADVANCE if text == "open" else Act.COMMIT if own else Act.WILL
        yield act, at, at


def _verb(words: Sequence[Word], at: int, act: Act) -> _Found:
    denied = any(word.text in _DENIED for word in words[max(at - 3, 0) : at])
    if act is Act.SUPPORT and denied:
        act = Act.OPPOSE
    elif act in (Act.OPPOSE, Act.COMMIT, Act.CALL, Act.WORRY) and denied:
        act = Act.SAY
    return act, at, at


def _is_of_another(words: Sequence[Word], at: int) -> bool:
    """Whether a verb is not the speaker's own: "accused it of rejecting", "to support"."""
    before = words[at - 1].text if at else ""
    text = words[at].text
    if text == "states" and words[at].capital:
        return True
    if before == "to":
        return _VERBS.get(text) is not Act.SAY and not text.endswith("ed")
    if text == "calls" and (before in _VERBS or before in _BEFORE_NOUN):
        return True
    if text in _ALSO_NOUNS and before in _DETERMINERS:
        return True
    if text in ("concerned", "worried"):
        after = words[at + 1].text if at + 1 < len(words) else ""
        return after not in _ABOUT and before not in _FEELS
    return text.endswith("ing") and bool(at) and words[at - 1].clause == words[at].clause


def _stems(words: Iterable[str]) -> set[str]:
    return {_stem(word) for word in words if len(word) > 2 and word not in _STOP}


@lru_cache(maxsize=10_000)
def _stem(word: str) -> str:
    return _ENDING.sub("", word[: _STEM + 3])[:_STEM]
