"""The kinds of wrong copies, and what counts as caught: a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random

import wrong_dates
import wrong_people
import wrong_records
import wrong_words
from gold import Data, Edit, Gold

from llm_extract.checks import Verdict

Maker = Callable[[Gold, Random], Iterator[Edit]]

FLAGGED = frozenset({Verdict.CONTRADICTED, Verdict.NOT_FOUND})
UNCLEAR = FLAGGED | {Verdict.AMBIGUOUS}
"""For a surname that several people share: no wrong value yet, but nobody may rely on it."""

REACH = {
    "names": 0.99,
    "dates": 0.99,
    "quotes": 0.99,
    "roles": 0.92,
    "countries": 0.92,
    "speakers": 0.92,
    "status": 0.92,
    "places": 0.92,
    "doubles": 0.92,
}
"""Share to be caught, by group; a group that is not here is reported without a target."""

FIELD = ("{field}",)
PART = ("{field}", "{part}")
"""The value itself, or the part of the record that it belongs to: a participant, a date."""


@dataclass(frozen=True)
class Kind:
    """A kind of error.

    Attributes:
        name: what is printed.
        group: what the targets are set for.
        make: makes the copies of one article's gold.
        at: paths of which one has to carry the finding. `{field}` is what was changed,
            `{part}` what holds it, `{record}` the record, `{other}` a second record at fault.
        verdicts: one of which it has to be.
    """

    name: str
    group: str
    make: Maker
    at: tuple[str, ...] = FIELD
    verdicts: frozenset[Verdict] = FLAGGED


@dataclass(frozen=True)
class WrongCopy:
    """All records of an article, one value wrong."""

    kind: Kind
    article: str
    path: str
    wrong: object
    records: Data
    paths: frozenset[str]


DATE = ("{field}", "{field}.as_written", "{field}.value")
SPEAKER = ("{field}", "{field}.name")

KINDS = (
    Kind("other person of the article", "names", wrong_people.other_person, PART),
    Kind("near-identical name", "names", wrong_people.near_name, PART),
    Kind("name from outside", "names", wrong_people.outside_name, PART),
    Kind("two names glued", "names", wrong_people.glued_name, PART),
    Kind("name is no person's", "names", wrong_people.no_person, PART),
    Kind("surname of several", "surnames", wrong_people.shared_surname, PART, UNCLEAR),
    Kind("role of another", "roles", wrong_people.role_of_another),
    Kind("role from outside", "roles", wrong_people.invented_role),
    Kind("country of the article", "countries", wrong_people.other_country),
    Kind("country from outside", "countries", wrong_people.outside_country),
    Kind("party swapped", "countries", wrong_people.other_party, ("{field}", "{list}")),
    Kind("date ±1 day", "dates", wrong_dates.day_off, PART),
    Kind("date ±7 days", "dates", wrong_dates.week_off, PART),
    Kind("day and month swapped", "dates", wrong_dates.day_and_month, PART),
    Kind("wrong year", "dates", wrong_dates.wrong_year, PART),
    Kind("precision too fine", "dates", wrong_dates.too_fine, PART),
    Kind("invented, unpublished", "dates", wrong_dates.invented, PART),
    Kind("date without words", "dates", wrong_dates.from_nowhere, PART),
    Kind("words of another event", "dates", wrong_dates.other_words, DATE),
    Kind("their words, right date", "dates", wrong_dates.other_words_kept, DATE),
    Kind("place of another meeting", "places", wrong_records.other_place),
    Kind("place from outside", "places", wrong_records.outside_place),
    Kind("word changed", "quotes", wrong_words.word_changed),
    Kind("word dropped", "quotes", wrong_words.word_dropped),
    Kind('"not" dropped or put in', "quotes", wrong_words.negated),
    Kind("number changed", "quotes", wrong_words.number_changed),
    Kind("two quotes glued", "quotes", wrong_words.glued),
    Kind("ellipsis hides words", "quotes", wrong_words.ellipsis),
    Kind("words not quoted", "quotes", wrong_words.not_quoted),
    Kind("speaker swapped", "speakers", wrong_people.other_speaker, SPEAKER),
    Kind("relayer as holder", "speakers", wrong_people.relayer_as_holder, SPEAKER),
    Kind("relayer swapped", "relayers", wrong_people.other_relayer),
    Kind("status flipped", "status", wrong_records.status_flipped),
    Kind("mode flipped", "mode", wrong_records.mode_flipped),
    Kind("stance reversed", "stance", wrong_records.stance_reversed),
    Kind("addressee swapped", "addressee", wrong_people.other_addressee),
    Kind("record doubled", "doubles", wrong_records.doubled, ("{field}", "{other}")),
    Kind("doubled and varied", "doubles", wrong_records.doubled_and_varied, ("{field}", "{other}")),
    Kind(
        "evidence of another record",
        "evidence",
        wrong_records.other_evidence,
        ("{field}", "{field}[0]", "{other}"),
    ),
    Kind("participant missing", "participants", wrong_people.missing_participant),
    Kind(
        "participant added",
        "participants",
        wrong_people.added_participant,
        ("{field}", "{field}.name", "{list}"),
    ),
    Kind("party missing", "parties", wrong_people.missing_party),
    Kind("meeting of others", "links", wrong_records.other_meeting),
    Kind("invented number", "statements", wrong_words.invented_number),
    Kind("number changed (statement)", "statements", wrong_words.other_number),
    Kind("invented name", "statements", wrong_words.invented_name),
    Kind("name from elsewhere", "statements", wrong_words.name_elsewhere),
)


def wrong_copies(
    golds: Iterable[Gold], kinds: Iterable[Kind] = KINDS, *, most: int | None = None, seed: int = 3
) -> Iterator[WrongCopy]:
    """Wrong copies of every gold, kind by kind; the same seed, the same copies.

    Args:
        golds: right records.
        kinds: what to make.
        most: of one kind and article, take no more than so many, drawn by lot.
        seed: of the lots.
    """
    golds = list(golds)
    for kind in kinds:
        for gold in golds:
            rng = Random(f"{seed}:{kind.name}:{gold.name}")
            edits = list(kind.make(gold, rng))
            if most is not None and len(edits) > most:
                edits = rng.sample(edits, most)
            for edit in edits:
                yield WrongCopy(
                    kind, gold.name, edit.path, edit.wrong, edit.records, _paths(kind, edit)
                )


def _paths(kind: Kind, edit: Edit) -> frozenset[str]:
    field = edit.path
    given = {
        "field": field,
        "part": field.rpartition(".")[0],
        "list": field.rpartition("[")[0],
        "record": field.partition(".")[0],
        "other": edit.other,
    }
    return frozenset(template.format(**given) for template in kind.at)
