"""Meetings and positions as PLOVER events."""

from __future__ import annotations

from typing import Any

import pytest

from llm_extract.article import Article
from llm_extract.diplomacy.plover import QUAD, STATUS_CONTEXTS, events
from llm_extract.diplomacy.records import Stance, Status
from llm_extract.finals import Final, Finals, Link
from tests.export.cases import ARTICLE, DECIDED, final, meeting, mention, position


def made(
    meetings: tuple[Final, ...] = (), positions: tuple[Final, ...] = (), article: Article = ARTICLE
) -> list[dict[str, Any]]:
    """The events of one article."""
    return list(
        events([Finals(article, "diplomacy", {"meetings": meetings, "positions": positions})])
    )


def consulted(**changes: Any) -> dict[str, Any]:
    """The event of a meeting."""
    (event,) = made(meetings=(final(meeting(**changes)),))
    return event


def expressed(**changes: Any) -> list[dict[str, Any]]:
    """The event of a position, if it has one."""
    return made(positions=(final(position(**changes)),))


def codes(actors: list[dict[str, Any]]) -> list[str | None]:
    """Who they act for."""
    return [actor.get("code") for actor in actors]


def test_a_meeting_in_a_partys_country_is_a_visit() -> None:
    """The visitor is the source, the host the recipient."""
    event = consulted()
    assert (event["event"], event["mode"], event["quad_code"]) == (["CONSULT"], ["visit"], 1)
    assert (codes(event["source"]), codes(event["recipient"])) == (["NOR"], ["PER"])
    assert event["event_loc"] == {"name": "Lima", "cc3": "PER"}
    assert (event["date"], event["date_raw"]) == ("2024-05-06", "Monday")
    assert "enddate" not in event


@pytest.mark.parametrize(
    ("changes", "modes"),
    [
        ({"mode": "phone"}, ["phone"]),
        ({"mode": "video"}, ["phone"]),
        ({"place": mention("Tokyo")}, ["third-party"]),
        ({"place": mention("the sidelines of a summit")}, []),
        ({"place": None}, []),
        ({"place": mention("Tokyo"), "parties": [mention("NATO", code="NATO")]},
         ["third-party", "multilateral"]),
        ({"place": None, "parties": [mention("Chile", code="CHL")]}, ["multilateral"]),
    ],
)  # fmt: skip
def test_modes(changes: dict[str, Any], modes: list[str]) -> None:
    """Remote, at a third party's, among more than two; without a host all are source actors."""
    event = consulted(**changes)
    assert event["mode"] == modes
    assert "recipient" not in event
    assert {"PER", "NOR"} <= set(codes(event["source"]))


@pytest.mark.parametrize("status", list(Status))
def test_what_has_not_happened_says_so(status: Status) -> None:
    """By context; who cancels rejects."""
    event = consulted(status=status.value, topics=[])
    assert event["context"] == STATUS_CONTEXTS.get(status.value, [])
    rejected = status is Status.CANCELLED
    assert event["event"] == (["REJECT"] if rejected else ["CONSULT"])
    if rejected:
        assert (event["mode"], event["quad_code"]) == (["meet"], 3)
        assert codes(event["source"]) == ["PER", "NOR"]


def test_an_actor_has_code_sector_office_and_words() -> None:
    """What is not known is left out."""
    (ruiz,) = consulted()["recipient"]
    assert ruiz == {
        "code": "PER", "sector": "GOV", "actor_text": "Ana Ruiz", "office": "Foreign Minister",
        "acts_for": "PER",
    }  # fmt: skip


def test_a_party_without_a_person_is_an_actor() -> None:
    """With its name; organisations have the code of their kind and their own beside it."""
    parties = [
        mention("Peru", code="PER"),
        mention("U.N.", code="UN"),
        mention("rebels", code=None),
    ]
    event = consulted(parties=parties, place=None)
    assert [actor["actor_text"] for actor in event["source"]] == [
        "Ana Ruiz", "Jo Vik", "U.N.", "rebels",
    ]  # fmt: skip
    assert event["source"][2] == {
        "code": "IGO", "actor_text": "U.N.", "identifier_text": "United Nations", "acts_for": "UN",
    }  # fmt: skip
    assert event["source"][3] == {"actor_text": "rebels"}


def test_contexts_come_from_topics_and_issues() -> None:
    """By their words."""
    topics = ["denuclearization of the peninsula", "trade and human rights"]
    assert consulted(topics=topics)["context"] == ["economic", "human_rights", "cbrn"]
    (event,) = expressed(issue="joint military drills")
    assert event["context"] == ["military"]


@pytest.mark.parametrize(
    ("stance", "addressee", "category"),
    [
        ("supports", None, "SUPPORT"),
        ("calls_for", "Norway", "REQUEST"),
        ("commits_to", None, "AGREE"),
        ("opposes", "Norway", "ACCUSE"),
        ("opposes", None, "REJECT"),
        ("concerned", None, None),
        ("asserts", None, None),
    ],
)
def test_stances(stance: str, addressee: str | None, category: str | None) -> None:
    """Criticism of somebody accuses, of a thing rejects; comments are no events."""
    asked = mention(addressee, code="NOR") if addressee else None
    found = expressed(stance=stance, addressee=asked)
    assert [event["event"] for event in found] == ([[category]] if category else [])
    for event in found:
        assert codes(event["source"]) == ["PER"]
        assert codes(event.get("recipient", [])) == (["NOR"] if addressee else [])
        assert event["quad_code"] == QUAD[event["event"][0]]
        assert event["mode"] == (["disapprove"] if category == "ACCUSE" else [])


def test_every_stance_is_told_of() -> None:
    """None is forgotten when the codebook grows."""
    assert {stance.value for stance in Stance} == {
        "supports", "calls_for", "commits_to", "opposes", "concerned", "asserts",
    }  # fmt: skip


def test_a_threat_is_no_promise() -> None:
    """By the words of the evidence."""
    (event,) = expressed(
        stance="commits_to", evidence=[mention("Ruiz threatened to close the port.")]
    )
    assert event["event"] == ["THREATEN"]


@pytest.mark.parametrize(
    ("value", "first", "last", "source"),
    [
        ("2024-05-06", "2024-05-06", None, "record"),
        ("2024-02", "2024-02-01", "2024-02-29", "record"),
        ("2023", "2023-01-01", "2023-12-31", "record"),
        ("2024-05-06/2024-05-08", "2024-05-06", "2024-05-08", "record"),
        (None, "2024-05-09", None, "publication"),
    ],
)
def test_dates(value: str | None, first: str, last: str | None, source: str) -> None:
    """The days that the value covers; else the publication date, and it says so."""
    event = consulted(date={"as_written": None, "value": value})
    assert (event["date"], event.get("enddate"), event["date_from"]) == (first, last, source)


def test_a_date_that_nobody_knows_is_null() -> None:
    """PLOVER asks for one, so the field is there."""
    unknown = final(meeting(date={"as_written": None, "value": None}))
    (event,) = made(meetings=(unknown,), article=Article(text=ARTICLE.text))
    assert event["date"] is None


def test_source_and_coder() -> None:
    """The article, the words with their place, and the reviewer where there is one."""
    plain, coded = made(
        meetings=(
            final(meeting(), confidence=0.8),
            final(meeting(), state="accepted", reviewer="kim", decided=DECIDED),
        )
    )
    assert plain["event_text"] == [ARTICLE.text]
    assert plain["text_info"] == {"start": 0, "end": len(ARTICLE.text)}
    assert plain["cite_info"] == {
        "citation": "a-1", "corpus": "a.txt", "title": "Talks", "coder": "llm-extract",
        "codebook": "plover-0.7",
    }  # fmt: skip
    assert (plain["coder"], plain["confidence"], plain["state"]) == ("llm-extract", 0.8, "open")
    assert (coded["coder"], coded["coded_date"], coded["coded_time"]) == (
        "kim", "2024-06-01", "12:30:00Z",
    )  # fmt: skip


def test_a_position_shares_the_link_of_its_meeting() -> None:
    """Events that belong together can be joined."""
    held = final(meeting())
    told = final(position(meeting=0), links={"meeting": Link("meetings", held.id)})
    one, other = made(meetings=(held,), positions=(told,))
    assert one["link"] == other["link"] == held.id
    assert "link" not in expressed()[0]
