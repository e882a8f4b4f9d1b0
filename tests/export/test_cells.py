"""A record as a flat row."""

from __future__ import annotations

from typing import Any

import pytest

from llm_extract.export.cells import HEAD, TAIL, part_rows, row
from llm_extract.finals import Link
from tests.export.cases import ARTICLE, DECIDED, final, meeting, mention, position, record


def cells_of(**fields: Any) -> dict[str, Any]:
    """The row of a record with these fields."""
    return row(final(record(**fields)), ARTICLE)


def test_a_row_begins_with_the_article_and_ends_with_the_review() -> None:
    """The first cells say which record of which article it is, the last what became of it."""
    cells = row(final(state="edited", reviewer="kim", decided=DECIDED, reason="so"), ARTICLE)
    assert tuple(cells)[: len(HEAD)] == HEAD
    assert tuple(cells)[-len(TAIL) :] == TAIL
    assert [cells[name] for name in HEAD] == ["r-1", "a-1", "a.txt", "Talks", "2024-05-09", None]
    assert [cells[name] for name in ("state", "reviewer", "decided", "reason")] == [
        "edited", "kim", "2024-06-01T12:30:00+00:00", "so",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        ("held", "held"),
        (0, 0),
        (2.5, 2.5),
        (True, True),
        ([], None),
        (["fishing", "visas"], "fishing; visas"),
        (mention("Lima", 45), "Lima"),
        ([mention("Peru", 12), mention("Norway", 31)], "Peru; Norway"),
        (
            [
                {"name": mention("Ana Ruiz", 0), "role": mention("minister"), "country": None},
                {"name": mention("Jo Vik", 21), "role": None, "country": None},
            ],
            "Ana Ruiz (minister); Jo Vik",
        ),
    ],
)
def test_values_become_cells(value: Any, cell: Any) -> None:
    """Numbers stay numbers; lists are joined, a person is the name with what is known."""
    assert cells_of(field=value)["field"] == cell


def test_a_date_has_two_cells() -> None:
    """The value stands beside the words."""
    cells = cells_of(date={"as_written": mention("Monday", 53), "value": "2024-05-06"})
    assert (cells["date"], cells["date_as_written"]) == ("2024-05-06", "Monday")
    cells = cells_of(date={"as_written": None, "value": None})
    assert (cells["date"], cells["date_as_written"]) == (None, None)


def test_codes_stand_beside_the_names() -> None:
    """Each code is listed once, in order, and names without a code are left out."""
    parties = [
        mention("Peru", 12, code="PER"),
        mention("Norway", 31, code="NOR"),
        mention("Lima", 45, code="PER"),
        mention("both sides", code=None),
    ]
    cells = cells_of(parties=parties, place=mention("Lima", 45))
    assert cells["parties_codes"] == "PER; NOR"
    assert "place_codes" not in cells


def test_a_field_does_not_overwrite_what_every_table_has() -> None:
    """A record type's own title and state stand beside the article's and the review's."""
    cells = cells_of(title="Chair", url=mention("Lima", 45, code="PER"), state="Ohio")
    assert (cells["title"], cells["record_title"]) == ("Talks", "Chair")
    assert (cells["url"], cells["record_url"], cells["record_url_codes"]) == (None, "Lima", "PER")
    assert (cells["state"], cells["record_state"]) == ("open", "Ohio")


def test_a_link_has_the_id_of_its_record() -> None:
    """Unless that is left out: then the link is empty."""
    links = {"meeting": Link("meetings", "m-1")}
    here = row(final(position(meeting=0), links=links), ARTICLE)
    assert (here["meeting"], here["meeting_id"]) == (0, "m-1")
    gone = row(final(position(), links=links), ARTICLE)
    assert (gone["meeting"], gone["meeting_id"]) == (None, None)


def test_evidence_and_what_was_not_found() -> None:
    """Where the evidence stands, and the paths of words that the article does not have."""
    cells = cells_of(
        evidence=[mention("Ana Ruiz", 0), mention("Jo Vik", 21)],
        place=mention("Lyma"),
        people=[{"name": mention("Ana Ruiz", 0)}, {"name": mention("Jo Wik")}],
    )
    assert cells["evidence"] == "Ana Ruiz; Jo Vik"
    assert cells["evidence_spans"] == "0-8; 21-27"
    assert cells["not_found"] == "place; people[1].name"


@pytest.mark.parametrize(("reasons", "flagged"), [(None, None), ([], False), (["x"], True)])
def test_unchecked_is_neither_flagged_nor_not(reasons: Any, flagged: bool | None) -> None:
    """A record from before there were checks has no opinion."""
    assert row(final(reasons=reasons), ARTICLE)["flagged"] is flagged


def test_parts_have_rows_of_their_own() -> None:
    """Each with its number, its fields and codes, and the record's evidence and state."""
    first, second = part_rows(final(meeting(), state="added"), ARTICLE, name="participants")
    assert (first["number"], first["name"], first["role"]) == (0, "Ana Ruiz", "Foreign Minister")
    assert (second["number"], second["country"], second["country_codes"]) == (1, "Norway", "NOR")
    for cells in (first, second):
        assert cells["evidence"] == ARTICLE.text
        assert (cells["id"], cells["state"]) == ("r-1", "added")
