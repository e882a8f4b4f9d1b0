"""In person, by phone, by video: what the words of the encounter's own sentence say.

Phone and video need words for them. In person needs a place, a trip or words such as
"face-to-face"; "met" and "spoke" alone settle nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from llm_extract.checks import Case, Finding, record_check
from llm_extract.diplomacy.checks.cues import (
    NOUNS,
    Actors,
    Sentence,
    Word,
    evidence,
    has_before,
    neighbours,
    quoted,
    word_set,
)
from llm_extract.diplomacy.checks.encounters import cues
from llm_extract.diplomacy.records import Meeting, Mode

_BY = word_set("by over on via through the a of in")
_PHONES = word_set("phone telephone phones")
_PHONED = word_set("phoned telephoned hotline teleconference")
_CALLS = word_set("call calls")
_PHONE_WORDS = _PHONES | _PHONED | _CALLS
_VIDEO = word_set(
    "video videolink videoconference videoconferencing virtual zoom virtually online remotely"
)
_MET = word_set(
    "met meet meets meeting meetings summit talks held hold holds joined attended gathered"
    " convened spoke conference call link conferencing session dialogue consultations discussion"
    " conversation chat by via over forum gathering"
)
_INTERVIEW = word_set("told interview said says saying reporters")
_CALLED = word_set(
    "a the his her their this that introductory separate brief first last recent subsequent joint"
    " late morning afternoon evening conference early productive minute hour long secure scheduled"
    " previous trilateral today's yesterday's follow-up second third earlier courtesy"
)
_NO_CALL = word_set("on for upon to")
_GREETED = word_set("welcomed welcomes received receives receive")
_THEIRS = word_set("his her their the by")
_CALENDAR = word_set(
    "May january february march april june july august september october november december monday"
    " tuesday wednesday thursday friday saturday sunday"
)
_GATHERED = word_set("met meet meets talks meeting summit held gathered convened")
_CAME = word_set(
    "hosted hosts host hosting visited visits visit visiting welcomed welcomes traveled travelled"
    " travels travel flew flies arrived arrives trip pose poses posed posing shook shake handshake"
    " lunch dinner breakfast brunch receive received receives left heads headed bound sat sideline"
    " sidelines margins tour stop stopped"
)
_SPOKE = word_set("spoke speak speaks spoken talked talk conversation conversations")
_NAMES_AFTER = 14
"""Words after "call with" that may name who was called."""


class Sign(NamedTuple):
    """Words that tell how the sides met."""

    mode: Mode
    first: int
    last: int
    clear: bool


@record_check(Meeting)
def check_mode(meeting: Meeting, case: Case) -> Iterator[Finding]:
    """Whether the words of the encounter fit the meeting's mode."""
    if not case.reading.english:
        yield case.unverifiable("mode", "mode.language", "Our words for it are English.")
        return
    actors = Actors(meeting)
    cited = evidence(case)
    told = [(s, signs) for s in cited if (signs := _own_signs(s, actors, meeting))]
    if meeting.mode in (Mode.PHONE, Mode.VIDEO):
        yield _remote(meeting, case, cited=cited, found=told[0] if told else None)
    else:
        own = next(
            (i for i, s in enumerate(cited) if any(cue.clear for cue in s.once(cues))), len(cited)
        )
        yield _otherwise(meeting, case, own=cited[: own + 1], told=told)


_Found = tuple[Sentence, list[Sign]]


def _remote(
    meeting: Meeting, case: Case, *, cited: list[Sentence], found: _Found | None
) -> Finding:
    given = meeting.mode
    if found:
        sentence, signs = found
        told = next((sign for sign in signs if sign.mode is given), None)
        if told:
            return _supported(case, sentence, told)
        if any(sign.clear for sign in signs):
            return _mismatch(case, sentence, signs)
    if _stands(meeting, *cited):
        return case.contradicted(
            "mode",
            "mode.mismatch",
            f'A place, "{meeting.place}", and no word of {_words(given)}.',
            proposed=Mode.IN_PERSON.value,
        )
    for sentence in neighbours(case):
        if told := next((sign for sign in sentence.once(signs_of) if sign.mode is given), None):
            return _supported(case, sentence, told)
    if given is Mode.PHONE and not found and any(s.has(_SPOKE) for s in cited[:1]):
        return case.unverifiable(
            "mode", "mode.no_words", "They spoke, but nothing says that it was by phone."
        )
    return case.not_found(
        "mode", "mode.no_words", f"No word of {_words(given)} in the evidence or next to it."
    )


def _otherwise(meeting: Meeting, case: Case, *, own: list[Sentence], told: list[_Found]) -> Finding:
    """For a meeting in person or of unspecified mode.

    What the sentences say up to the first that plainly reports an encounter decides.
    """
    in_person = meeting.mode is Mode.IN_PERSON
    for sentence, signs in told:
        if sentence in own:
            clear = [sign for sign in signs if sign.clear]
            sides = {sign.mode for sign in clear}
            if (
                sides
                and Mode.IN_PERSON not in sides
                and not (in_person and len(signs) > len(clear))
            ):
                return _mismatch(case, sentence, clear)
            if sides and not in_person:
                return _mismatch(case, sentence, clear)
    place = meeting.place is not None and meeting.place.span is not None
    if place and not in_person:
        return case.contradicted(
            "mode",
            "mode.mismatch",
            f'A place, "{meeting.place}", makes it a meeting in person.',
            proposed=Mode.IN_PERSON.value,
        )
    if not in_person:
        return case.supported("mode", "mode.unsaid", "No words say how they met.")
    for sentence, signs in told:
        if sign := next((sign for sign in signs if sign.mode is Mode.IN_PERSON), None):
            return _supported(case, sentence, sign)
    if place:
        return case.supported("mode", "mode.said", f'They met at a place: "{meeting.place}".')
    return case.unverifiable(
        "mode", "mode.no_words", "Neither a place nor words of a meeting in person."
    )


def signs_of(sentence: Sentence) -> list[Sign]:
    """The words of one sentence that tell how some sides met, in order."""
    return list(_signs(sentence.words))


def _own_signs(sentence: Sentence, actors: Actors, meeting: Meeting) -> list[Sign]:
    """Those that are about these actors' encounter, as far as the words tell."""
    signs = [sign for sign in sentence.once(signs_of) if not _is_of_others(sign, sentence, actors)]
    if meeting.place and meeting.place.span and _stands(meeting, sentence):
        start, end = meeting.place.span.start, meeting.place.span.end
        inside = [i for i, w in enumerate(sentence.words) if start <= w.start and w.end <= end]
        if inside:
            signs.append(Sign(Mode.IN_PERSON, inside[0], inside[-1], clear=True))
    return signs


def _is_of_others(sign: Sign, sentence: Sentence, actors: Actors) -> bool:
    """Whether a "call with ..." or "talks with ..." names somebody else and none of ours."""
    words = sentence.words
    if sign.last + 1 >= len(words) or words[sign.last + 1].text not in ("with", "between"):
        return False
    after = words[sign.last + 2 : sign.last + 2 + _NAMES_AFTER]
    if any(word.text in actors.names for word in after) or not actors.names:
        return False
    return any(word.capital for word in after[:6])


def _signs(words: Sequence[Word]) -> Iterator[Sign]:
    for at, word in enumerate(words):
        if word.text in _PHONE_WORDS:
            if _is_phone(words, at):
                yield Sign(Mode.PHONE, at, at, clear=True)
        elif word.text in _VIDEO:
            around = {near.text for near in words[max(at - 3, 0) : at + 4]}
            if around & _MET and not _is_interview(words, at):
                yield Sign(Mode.VIDEO, at, at, clear=True)
        elif word.text in ("face", "person"):
            yield from _faced(words, at)
        elif (word.text in ("in", "at") and _is_met_there(words, at)) or (
            word.text in _CAME and _is_guest(words, at)
        ):
            yield Sign(Mode.IN_PERSON, at, min(at + 1, len(words) - 1), clear=False)


def _is_phone(words: Sequence[Word], at: int) -> bool:
    if _is_interview(words, at):
        return False
    text = words[at].text
    if text in _PHONES:
        return _is_by_phone(words, at)
    return text in _PHONED or _is_call(words, at)


def _faced(words: Sequence[Word], at: int) -> Iterator[Sign]:
    if words[at].text == "person":
        if at and words[at - 1].text == "in":
            yield Sign(Mode.IN_PERSON, at - 1, at, clear=True)
    elif [word.text for word in words[at : at + 3]] == ["face", "to", "face"]:
        yield Sign(Mode.IN_PERSON, at, at + 2, clear=True)


def _is_guest(words: Sequence[Word], at: int) -> bool:
    """Whether it is somebody that is received or visited, not a proposal or an effort."""
    if at and words[at - 1].text == "co":
        return False
    after = words[at + 1] if at + 1 < len(words) else None
    if words[at].text not in _GREETED:
        return True
    return after is not None and (after.capital or after.text in _THEIRS)


def _is_met_there(words: Sequence[Word], at: int) -> bool:
    """Whether "in" or "at" begins the place of an encounter: "met in Lima"."""
    after = [word for word in words[at + 1 : at + 3] if word.text != "the"]
    if not after or not after[0].capital or after[0].text in _CALENDAR:
        return False
    return has_before(words, at, _GATHERED, within=6, clauses=0) is not None


def _is_by_phone(words: Sequence[Word], at: int) -> bool:
    after = words[at + 1].text if at + 1 < len(words) else ""
    if after in NOUNS:
        return True
    return bool(at) and words[at - 1].text in _BY and not _is_picked_up(words, at)


def _is_picked_up(words: Sequence[Word], at: int) -> bool:
    return any(word.text in ("pick", "picked", "up") for word in words[max(at - 3, 0) : at])


def _is_interview(words: Sequence[Word], at: int) -> bool:
    """Whether it is how a journalist was told: "told the agency by phone"."""
    if at + 1 < len(words) and words[at + 1].text == "interview":
        return True
    return has_before(words, at, _INTERVIEW, within=8, clauses=0) is not None and (
        has_before(words, at, NOUNS | {"spoke", "spoken"}, within=8, clauses=0) is None
    )


def _is_call(words: Sequence[Word], at: int) -> bool:
    """Whether "call" is a noun that means a conversation, not "call on" or "call for"."""
    after = words[at + 1].text if at + 1 < len(words) else ""
    before = words[at - 1].text if at else ""
    if before in (
        "courtesy",
        "to",
        "phone",
        "telephone",
        "video",
        "will",
        "we",
        "they",
        "i",
        "close",
    ):
        return False
    if after in ("with", "between"):
        return True
    if before not in _CALLED or after in _NO_CALL:
        return before in _CALLED and after == "to" and _leads(words, at)
    return True


def _leads(words: Sequence[Word], at: int) -> bool:
    """Whether "call to" is preceded by a verb of calling: "made a call to"."""
    return has_before(words, at, word_set("made placed held had"), within=4) is not None


def _stands(meeting: Meeting, *sentences: Sentence) -> bool:
    """Whether the meeting's place stands in one of these sentences."""
    span = meeting.place.span if meeting.place else None
    return span is not None and any(
        sentence.stretch[0] <= span.start < sentence.stretch[1] for sentence in sentences
    )


def _supported(case: Case, sentence: Sentence, sign: Sign) -> Finding:
    first, last = sentence.words[sign.first], sentence.words[sign.last]
    words = quoted(case, first, last)
    return case.supported(
        "mode", "mode.said", f'"{words}" says so.', spans=[(first.start, last.end)]
    )


def _mismatch(case: Case, sentence: Sentence, signs: list[Sign]) -> Finding:
    sign = next((sign for sign in signs if sign.clear), signs[0])
    first, last = sentence.words[sign.first], sentence.words[sign.last]
    return case.contradicted(
        "mode",
        "mode.mismatch",
        f'"{quoted(case, first, last)}" says {_words(sign.mode)}.',
        spans=[(first.start, last.end)],
        proposed=sign.mode.value,
    )


def _words(mode: Mode) -> str:
    return {Mode.PHONE: "a phone call", Mode.VIDEO: "a video call"}.get(mode, "a meeting in person")
