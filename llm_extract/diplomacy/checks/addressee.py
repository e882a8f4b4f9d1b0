"""An addressee against whom the evidence names as asked, warned or criticised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from llm_extract.checks import Case, Finding, record_check
from llm_extract.checks.case import Batch
from llm_extract.countries import country_code
from llm_extract.diplomacy.checks.acts import Act, Said, nearest_acts
from llm_extract.diplomacy.checks.cues import (
    Sentence,
    Word,
    evidence,
    folded,
    has_after,
    quoted,
    read,
    word_set,
)
from llm_extract.diplomacy.records import Position
from llm_extract.fields import ActorName

_TO_WHOM = {
    Act.CALL: word_set(
        "urge urges urged urging ask asks asked asking request requested requests requesting press"
        " pressed presses implored exhorted invited invite invites on upon demanded demand demands"
        " demanding appealed appeals appeal"
    ),
    Act.WARN: word_set("warn warns warned warning cautioned"),
    Act.OPPOSE: word_set(
        "accuse accuses accused accusing criticise criticises criticised criticize criticizes"
        " criticized condemn condemns condemned denounce denounces denounced blasted slammed"
        " rebuked impatience opposition called calls"
    ),
}
_LEADS = word_set("on upon to that of from with the all at against for strongly again also through")
_ENDS = word_set(
    "to not against that for about over of from by in as will would should must and or but so if"
    " because refrain stop cease respect immediately lift return is was are were has have at"
)
_LONGEST = 9
_BACK = 2
"""Sentences before the evidence in which a pronoun's antecedent may stand."""
_PRONOUNS = word_set("it they them their its both")
_EVERY = word_set("all every other concerned relevant international")
_GROUPS = word_set(
    "countries country sides side parties nations neighbours neighbors allies states"
)


class Asked(NamedTuple):
    """Whom an act is addressed to: the words, and the states and names among them."""

    sentence: Sentence
    first: int
    last: int
    codes: frozenset[str]
    names: frozenset[str]


@record_check(Position)
def check_addressee(position: Position, case: Case) -> Iterator[Finding]:
    """Whether the addressee is who the evidence says is asked or criticised."""
    given = position.addressee
    if given is None:
        return
    if not case.reading.english:
        yield case.unverifiable("addressee", "addressee.language", "Our words for it are English.")
        return
    cited = evidence(case)
    asked = [who for sentence, said in nearest_acts(case) if (who := _asked(sentence, said))]
    words = frozenset(folded(given.value))
    codes = _codes(given, words, case)
    for who in asked:
        if _is_same(words, codes, who):
            yield case.supported("addressee", "addressee.said", f"{_shown(case, who)} says so.")
            return
    if _is_holder(position, given):
        yield case.contradicted(
            "addressee", "addressee.is_holder", f'"{given}" holds the position; whom is it put to?'
        )
    elif asked and (not words & _GROUPS or asked[0].names & _EVERY):
        who = asked[0]
        first, last = who.sentence.words[who.first], who.sentence.words[who.last]
        yield case.contradicted(
            "addressee",
            "addressee.mismatch",
            f'The words are put to {_shown(case, who)}, not to "{given}".',
            spans=[(first.start, last.end)],
            proposed=quoted(case, first, last),
        )
    else:
        yield _standing(given, case, cited=cited)


def _standing(given: ActorName, case: Case, *, cited: list[Sentence]) -> Finding:
    """Where no verb tells who is asked: whether the addressee is there at all."""
    if any(_names(sentence, given) for sentence in cited):
        return case.supported("addressee", "addressee.there", f'The evidence names "{given}".')
    pronoun = any(sentence.has(_PRONOUNS | _GROUPS) for sentence in cited)
    before = _before(case, _BACK if pronoun else 1)
    if any(_names(sentence, given) for sentence in before):
        return case.unverifiable(
            "addressee", "addressee.nearby", f'"{given}" stands only before the evidence.'
        )
    return case.not_found(
        "addressee", "addressee.not_found", f'The evidence does not name "{given}" in any form.'
    )


def _asked(sentence: Sentence, said: Said) -> Asked | None:
    """Whom the act's verb has as its object, where that names a state or somebody."""
    verbs = _TO_WHOM.get(said.act)
    words = sentence.words
    if verbs is None or not any(w.text in verbs for w in words[said.first : said.last + 1]):
        source = _from(words, said)
        return _named(sentence, source, said.until) if source is not None else None
    start = said.last + 1
    while start < said.until and words[start].text in _LEADS:
        start += 1
    return _named(sentence, start, said.until)


def _from(words: Sequence[Word], said: Said) -> int | None:
    """The word behind "from" or "for" that may name who is asked: "for Lima's support"."""
    if said.act not in (Act.CALL, Act.STRESS):
        return None
    at = has_after(words, said.last, word_set("from"), within=8)
    if at is None and words[said.last].text == "for":
        at = said.last
    return None if at is None or at + 1 >= len(words) else at + 1


def _named(sentence: Sentence, start: int, until: int) -> Asked | None:
    words = sentence.words
    end = start
    while end < min(until, start + _LONGEST, len(words)) and words[end].text not in _ENDS:
        if words[end].clause != words[start].clause:
            break
        end += 1
    codes = {s.code for s in sentence.states if start <= s.first < end}
    named = words[start:end]
    names = {w.text for w in named if w.capital}
    if not names and any(w.text in _EVERY for w in named) and any(w.text in _GROUPS for w in named):
        names = {w.text for w in named}
    if not names:
        return None
    return Asked(sentence, start, end - 1, frozenset(codes), frozenset(names))


def _is_same(words: frozenset[str], codes: set[str], who: Asked) -> bool:
    if codes & who.codes:
        return True
    return bool(words & who.names) and not (codes and who.codes)


def _codes(given: ActorName, words: frozenset[str], case: Case) -> set[str]:
    """The addressee's state: its own, or that of the person of this name in the records."""
    if given.code:
        return {given.code}
    bearers = case.batch.once(_bearers)
    known = min((bearers.get(word, ()) for word in words), key=len, default=())
    return {code for name, code in known if words <= name}


_Bearers = dict[str, list[tuple[frozenset[str], str]]]


def _bearers(batch: Batch) -> _Bearers:
    """The records' persons with a state, by each word of their names."""
    index: _Bearers = {}
    for record in (record for same in batch.records.values() for record in same):
        for part in (*getattr(record, "participants", ()), *getattr(record, "holders", ())):
            if part.country and part.country.code:
                name = frozenset(folded(part.name.value))
                for word in name:
                    index.setdefault(word, []).append((name, part.country.code))
    return index


def _is_holder(position: Position, given: ActorName) -> bool:
    if len(position.holders) > 1:
        return False
    holder = position.holders[0]
    if " ".join(folded(holder.name.value)) == " ".join(folded(given.value)):
        return True
    own = holder.name.code or (holder.country.code if holder.country else None)
    return own is not None and own == given.code


def _names(sentence: Sentence, given: ActorName) -> bool:
    """Whether a sentence names the addressee: a state in any form, somebody by the surname."""
    code = given.code
    if code is not None:
        return any(state.code == code for state in sentence.states)
    there = {word.text for word in sentence.words}
    parts = folded(given.value)
    if parts and given.value[:1].isupper() and country_code(" ".join(parts[:2])) is None:
        return parts[0] in there or parts[-1] in there  # a surname stands first or last
    return there.issuperset(parts)


def _before(case: Case, most: int) -> list[Sentence]:
    reading = case.reading
    indexes = {
        reading.sentence_at(start) - step
        for start, _ in case.evidence[:_BACK]
        for step in range(1, most + 1)
    }
    return [read(reading, reading.sentences[index]) for index in sorted(indexes) if index >= 0]


def _shown(case: Case, who: Asked) -> str:
    words = who.sentence.words
    return f'"{quoted(case, words[who.first], words[who.last])}"'
