"""Titles of persons: whether the article gives this one to this person, or to another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from llm_extract.article import Stretch
from llm_extract.checks.capitals import segments
from llm_extract.checks.case import Case, Field, field_check
from llm_extract.checks.finding import Finding
from llm_extract.checks.identity import bearer
from llm_extract.checks.lexicon import ABBREVIATIONS, RANKS, ROLE_HEADS
from llm_extract.checks.people import Person
from llm_extract.checks.profiles import Profile
from llm_extract.checks.reading import Reading
from llm_extract.fields import Role

_RANKS = re.compile(
    r"\b(?:vice|deputy|assistant|under|former|ex|acting|designate|then|shadow|associate)[ \-]$"
)
"""Words in front of a title that make it another office."""
_SPACES = re.compile(r"[\s\-‐‑–]+")
_POSSESSIVE = re.compile(r"^(?:['’]s)?\s+")
_DETERMINER = re.compile(r"^(?:the|a|an|his|her|their)\s+", re.IGNORECASE)
_NEAR = 160
"""Characters between a name and a title that a clause such as "who was named" may fill."""
_TITLE_WORDS = ROLE_HEADS | ABBREVIATIONS
_GENERIC = frozenset({"counterpart"})


def _flat(words: str) -> str:
    return _SPACES.sub(" ", words.replace("’", "'")).casefold().strip()


@field_check(Role)
def role_is_theirs(field: Field, case: Case) -> Iterator[Finding]:
    """The title stands beside this person, not beside another."""
    who = bearer(field, case)
    role = _flat(field.value.value)
    if who is None or not case.reading.english:
        yield _unplaced(field, case)
        return
    name, person, own = who
    text = case.article.text
    for span in own.titles:
        if _holds(_flat(text[slice(*span)]), role):
            yield case.supported(
                field.path, "role.beside_name", f"The article calls {name} so.", spans=[span]
            )
            return
    if near := _near_name(field, case, person):
        yield case.supported(
            field.path, "role.near_name", f"The title stands by {name}.", spans=[near]
        )
        return
    span = field.value.span
    if described := _described(person, role, case, at=span.start if span else None):
        yield case.supported(
            field.path, "role.described", f"“{field.value.value}” stands for {name}.",
            spans=[described],
        )  # fmt: skip
        return
    if _is_plural(role) and field.value.span is not None:
        yield _of_group(field, case, name, (field.value.span.start, field.value.span.end))
        return
    proposed = _title(own, text)
    for title, span, other in case.reading.once(_titles):
        if other is not person and _holds(title, role):
            yield case.contradicted(
                field.path,
                "role.of_another",
                f"“{field.value.value}” is what the article calls {other.name}, not {name}.",
                spans=[span],
                proposed=proposed,
            )
            return
    yield _loose(field, case, role, name=name, own=own, proposed=proposed)


def _titles(reading: Reading) -> list[tuple[str, Stretch, Person]]:
    """Every title of the article with its place and the person whom it stands beside."""
    text = reading.text
    return [
        (_flat(text[slice(*span)]), span, person)
        for person in reading.people.persons
        for span in reading.cast.profile(person).titles
    ]


def _loose(
    field: Field, case: Case, role: str, *, name: str, own: Profile, proposed: str | None
) -> Finding:
    """A title beside nobody: of a group, of another rank, somewhere, or nowhere."""
    text = case.article.text
    for span in own.titles:
        title = _flat(text[slice(*span)])
        if role in title:  # the right words, but "vice" or "former" in front of them
            return case.contradicted(
                field.path,
                "role.rank",
                f"The article calls {name} “{text[slice(*span)]}”, which is another rank.",
                spans=[span],
                proposed=proposed,
            )
    found = field.value.span
    plural = re.search(re.escape(field.value.value) + r"s\b", text, re.IGNORECASE)
    if plural is not None:
        return _of_group(field, case, name, plural.span())
    if found is None:
        return case.not_found(
            field.path,
            "role.not_found",
            f"The article does not have the title “{field.value.value}”.",
            proposed=proposed,
        )
    if role not in _GENERIC and any(_is_office(_flat(text[s:e])) for s, e in own.titles):
        return case.contradicted(
            field.path,
            "role.mismatch",
            f"The article calls {name} “{proposed}”, and “{field.value.value}” stands elsewhere.",
            spans=[own.titles[0], (found.start, found.end)],
            proposed=proposed,
        )
    return case.unverifiable(
        field.path, "role.elsewhere", f"“{field.value.value}” does not stand beside {name}.",
        spans=[(found.start, found.end)],
    )  # fmt: skip


def _of_group(field: Field, case: Case, name: str, span: Stretch) -> Finding:
    message = f"The article calls {name} and others so."
    return case.supported(field.path, "role.of_group", message, spans=[span])


def _is_plural(role: str) -> bool:
    """Whether a title is that of several: "ministers", "Sens."."""
    last = role.rstrip(".").rpartition(" ")[2]
    return last.endswith("s") and last[:-1] in _TITLE_WORDS


def _is_office(title: str) -> bool:
    """Whether a title is more than a rank or a courtesy, so that it rules out another."""
    return any(word in ROLE_HEADS and word not in RANKS for word in title.split())


def _described(person: Person | None, role: str, case: Case, *, at: int | None) -> Stretch | None:
    """Where the article speaks of the person by the title alone: "the Iranian minister".

    Looked for in the evidence, and in the sentence of the words themselves.
    """
    if person is None:
        return None
    places = [start for start, _ in case.evidence]
    for start in [*places, at] if at is not None else places:
        for actor in case.reading.cast.in_sentence(case.reading.sentence_at(start)):
            words = _flat(case.article.text[actor.start : actor.end])
            if actor.kind == "role" and actor.person is person and role in words:
                return actor.start, actor.end
    return None


def _unplaced(field: Field, case: Case) -> Finding:
    """A title of somebody whom we cannot place: at least it stands in the article."""
    found = field.value.span
    if found is None:
        message = f"The article does not have the title “{field.value.value}”."
        return case.not_found(field.path, "role.not_found", message)
    return case.unverifiable(
        field.path, "role.unplaced", "Nothing tells whose title it is.",
        spans=[(found.start, found.end)],
    )  # fmt: skip


def _holds(title: str, role: str) -> bool:
    """Whether a title has the role as whole words, and not one rank below it."""
    for found in re.finditer(rf"(?<!\w){re.escape(role)}(?!\w)", title):
        if not _RANKS.search(title[: found.start()]):
            return True
    return False


def _title(own: Profile, text: str) -> str | None:
    """The longest title beside a name, without the state or the pronoun in front of it."""
    if not own.titles:
        return None
    words = text[slice(*own.titles[0])]
    first = next(iter(segments(words)), None)
    if first is not None and first.kind == "state" and first.start == 0:
        words = _POSSESSIVE.sub("", words[first.end :])
    return _DETERMINER.sub("", words).strip() or None


def _near_name(field: Field, case: Case, person: Person | None) -> Stretch | None:
    """The title where its own sentence names this person and nobody nearer."""
    found = field.value.span
    if found is None:
        return None
    for _, (begin, close), other in case.reading.once(_titles):
        if other is not person and begin <= found.start < close:
            return None
    start, end = case.reading.sentence(found.start)
    namings = case.reading.people.namings_in(start, end)
    before = [n for n in namings if n.end <= found.start]
    after = [n for n in namings if n.start >= found.end]
    if after and after[0].start - found.end <= 2:
        return None  # it is a title right before a name, and was looked at
    nearest = [n for n in before if n.full or n.person is person]
    if nearest and found.start - nearest[-1].end <= _NEAR:
        subjects = [n for n in nearest[-2:] if n.person is person]
        return (found.start, found.end) if subjects else None
    return None
