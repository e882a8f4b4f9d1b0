"""One article, from the question to grounded records."""

from __future__ import annotations

import asyncio
from datetime import date
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from llm_extract.article import Article
from llm_extract.diplomacy import diplomacy
from llm_extract.errors import AnswerCutOff, ConfigurationError, InvalidAnswer
from llm_extract.exchange import mentions
from llm_extract.extraction import Extraction, checked, extract_article, provenance
from llm_extract.model import Model
from llm_extract.settings import ModelSettings
from llm_extract.sources import make_article
from tests.conftest import Reply, Server, says
from tests.fakes import TEXT, answers, meeting, numbers, position


def run(
    server: Server, *replies: Reply, text: str = TEXT, settings: Any = None, **options: Any
) -> Extraction:
    """Extract one text with a server that replies so; the last reply is repeated."""
    server.replies = list(replies)

    async def asking() -> Extraction:
        chosen = {"model": "tiny", "base_url": server.url, "tries": 1, **(settings or {})}
        settings_ = ModelSettings.model_validate(chosen)
        async with Model(settings_) as model:
            return await extract_article(make_article(text), diplomacy(), model=model, **options)

    return asyncio.run(asking())


def test_records_are_grounded_in_the_article(server: Server) -> None:
    """Every span holds its text; the date follows from the words and the date line."""
    found = run(server, answers())
    (met,), (held,) = found.meetings, found.positions
    assert found.article.published == date(2022, 5, 3)
    for record in (met, held):
        for _, mention in mentions(record.model_dump()):
            span = mention["span"]
            assert found.article.text[span["start"] : span["end"]] == span["text"]
    assert (met.date.as_written.value, met.date.value) == ("Tuesday", "2022-05-03")
    assert [p.country.code for p in met.participants] == ["PER", "CHL"]
    assert held.quote.span.text == "We will share our data"
    assert found.usage.requests == 2


def test_what_is_not_found_stays_and_is_marked(server: Server) -> None:
    """A name that the article lacks keeps its words, without a span."""
    wrong = meeting(participants=[{"name": "Ana Ruis", "role": None, "country": None}])
    (met,) = run(server, answers([wrong])).meetings
    name = met.participants[0].name
    assert (name.value, name.span, name.match, name.score) == ("Ana Ruis", None, "none", 0.0)


def test_ids_are_stable_and_doubles_are_one(server: Server) -> None:
    """The same encounter twice is one record with the evidence of both, and the same id."""
    first = run(server, answers([meeting(2)])).meetings
    twice = run(server, answers([meeting(2), meeting(3)])).meetings
    assert [record.id for record in first] == [record.id for record in twice]
    assert [passage.value[:7] for passage in twice[0].evidence] == ["Foreign", "“We wil"]


def test_a_sentence_that_is_not_there_is_asked_again(server: Server) -> None:
    """An invented sentence number breaks the schema; three requests, then an error."""
    with pytest.raises(InvalidAnswer, match="no sentence 77"):
        run(server, answers([meeting(77)]))
    assert len(server.requests) == 3


def test_an_answer_that_copies_the_example_is_asked_again(server: Server) -> None:
    """A made-up name of the prompt is told to the model, and never becomes a record."""

    def copied_at_first(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        wrong = meeting(outcomes=["Brekke is to call Lena Hoi."])
        answers([wrong] if len(request["messages"]) == 2 else [meeting()])(handler, request)

    found = run(server, copied_at_first)
    assert found.meetings[0].outcomes == []
    fault = server.requests[1]["messages"][3]["content"]
    assert "meetings[0].outcomes[0]: 'Brekke is to call Lena Hoi.' is from the example" in fault


def test_a_position_takes_meeting_and_date_from_a_shared_sentence(server: Server) -> None:
    """Said in the sentence that reports the meeting: linked, and dated with it."""
    (held,) = run(server, answers(positions=[position(2, quote=None)])).positions
    assert (held.meeting, held.date.value) == (0, "2022-05-03")


def test_remarks_to_reporters_belong_to_no_meeting(server: Server) -> None:
    """The codebook links only what was said at the encounter."""
    found = run(server, answers([meeting(2, 3)], [position(3)]))
    assert found.positions[0].meeting is None


LONG = "".join(
    f"Minister number {n} spoke about the harbour of Arica at length. " for n in range(60)
)


def test_a_long_article_is_read_in_overlapping_windows(server: Server) -> None:
    """Each request fits, every sentence is shown, and doubles of the overlap are merged."""

    def first_sentence(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        shown = numbers(request)[:3]
        drafts = [position(n, issue=f"issue {n}", quote=None) for n in shown]
        answers([], drafts)(handler, request)

    found = run(server, first_sentence, text=LONG, max_input_tokens=1_700)
    asked = [numbers(request) for request in server.requests]
    assert len(asked) > 4
    assert {n for shown in asked for n in shown} == set(range(1, 61))
    for record in found.positions:
        span = record.evidence[0].span
        assert found.article.text[span.start : span.end] == span.text
    issues = [record.issue for record in found.positions]
    assert len(issues) == len(set(issues))


def test_a_cut_off_answer_is_asked_again_in_halves(server: Server) -> None:
    """A window of more than 20 sentences is cut off here; smaller ones give the records."""

    def short_of_breath(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        shown = numbers(request)
        if len(shown) > 20:
            says('{"meetings": [', finish_reason="length")(handler, request)
        else:
            answers([], [position(shown[0], issue=f"issue {shown[0]}", quote=None)])(
                handler, request
            )

    found = run(server, short_of_breath, text=LONG)
    sizes = [len(numbers(request)) for request in server.requests]
    assert sizes == [60, 31, 16, 17, 31, 16, 17] * 2
    assert len(found.positions) == 4


def test_what_cannot_be_made_smaller_fails(server: Server) -> None:
    """A short article whose answer is cut off ends with that error after one request."""
    with pytest.raises(AnswerCutOff, match="--max-output-tokens"):
        run(server, says('{"meetings": [', finish_reason="length"))
    assert len(server.requests) == 1


def test_a_limit_without_room_is_refused(server: Server) -> None:
    """The error says how much is needed; nothing is asked."""
    with pytest.raises(ConfigurationError, match="allow at least"):
        run(server, answers(), max_input_tokens=100)
    assert not server.requests


def test_the_key_changes_with_what_decides_an_answer() -> None:
    """Text, title, date, model and limits are in the key; the server's address is not."""
    spec = diplomacy()
    settings = ModelSettings(model="tiny")
    article = Article(text="Text.")
    key = provenance(spec, settings).key(article)
    moved = ModelSettings(model="tiny", base_url="http://127.0.0.1:1/v1", api_key="k")
    assert provenance(spec, moved).key(article) == key
    others = [
        provenance(spec, ModelSettings(model="other")).key(article),
        provenance(spec, ModelSettings(model="tiny", temperature=1.0)).key(article),
        provenance(spec, settings, max_input_tokens=9_000).key(article),
        provenance(spec, settings).key(Article(text="Text.", title="T")),
        provenance(spec, settings).key(Article(text="Text.", published=date(2022, 5, 3))),
        provenance(spec, settings).key(Article(text="Text!")),
    ]
    assert len({key, *others}) == 7


def test_a_repaired_answer_is_kept_when_less_is_wrong(server: Server) -> None:
    """The second request holds the first answer and what the article says against it."""
    wrong = meeting(place="Bogota")
    found = run(server, answers([wrong]), answers([meeting()]), answers(),
                settings={"repair": True})  # fmt: skip
    assert [str(m.place) for m in found.meetings] == ["Lima"]
    assert found.signals["meetings[0]"].repaired
    asked = server.requests[1]["messages"]
    assert [message["role"] for message in asked] == ["system", "user", "assistant", "user"]
    assert "meetings[0].place" in asked[3]["content"]
    assert "Bogota" in asked[2]["content"]


def test_the_first_answer_stands_when_repair_does_not_help(server: Server) -> None:
    """A second one that is no better, or broken, is dropped; nothing wrong asks for none."""
    wrong = meeting(place="Bogota")
    same = run(server, answers([wrong]), settings={"repair": True})
    assert [str(m.place) for m in same.meetings] == ["Bogota"]
    assert not same.signals["meetings[0]"].repaired
    assert len(server.requests) == 3
    server.requests.clear()
    broken = run(server, answers([wrong]), says("{"), says("{"), says("{"), answers(),
                 settings={"repair": True})  # fmt: skip
    assert [str(m.place) for m in broken.meetings] == ["Bogota"]
    server.requests.clear()
    run(server, answers(), settings={"repair": True})
    assert len(server.requests) == 2


def test_repair_names_the_sentences_that_no_record_cites(server: Server) -> None:
    """By their numbers, so that the model can look at them again."""
    found = run(server, answers(), answers([], []), answers(), settings={"repair": True})
    assert len(found.positions) == 1
    said = server.requests[2]["messages"][3]["content"]
    assert "sentence 3: No record cites what Ana Ruiz says" in said


def test_samples_and_a_second_model_vote(server: Server) -> None:
    """Their answers are compared with the one that is kept; a broken one has no vote."""
    other = answers([meeting(mode="phone")], [])
    found = run(server, answers(), answers(), other, other, settings={"samples": 2})
    signals = found.signals["meetings[0]"]
    assert (signals.others, signals.agreement["mode"], signals.agreement[""]) == (1, 0.0, 1.0)
    assert found.signals["positions[0]"].agreement == {}
    assert found.usage.requests == 4
    server.requests.clear()
    lame = run(server, answers(), answers(), says("{"), settings={"second_model": "lame"})
    assert lame.signals["meetings[0]"].others == 0
    assert {request["model"] for request in server.requests} == {"tiny", "lame"}


def test_confidence_follows_from_the_findings(server: Server) -> None:
    """A record with a wrong name is less likely right than one without."""
    good = checked(run(server, answers()), diplomacy())
    server.requests.clear()
    name = {"name": "Ana Ruis", "role": "Foreign Minister", "country": "Peru"}
    people = [name, meeting()["participants"][1]]
    bad = checked(run(server, answers([meeting(participants=people)])), diplomacy())
    one, other = good.confidence["meetings[0]"], bad.confidence["meetings[0]"]
    assert one.record > other.record
    assert one.fields["participants[0].name"] > other.fields["participants[0].name"]
    assert one.fields["participants[1].name"] == other.fields["participants[1].name"]
