"""The exchange format, written and read."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from llm_extract.article import Article
from llm_extract.diplomacy import diplomacy
from llm_extract.errors import SourceError
from llm_extract.exchange import (
    Line,
    article_head,
    exchange_model,
    exchanged,
    line,
    mentions,
    plain,
    read_lines,
)
from llm_extract.grounding import Grounder
from llm_extract.records import walk

SHARED = Path(__file__).resolve().parents[2] / "shared"
GOLD = sorted((SHARED / "gold").glob("*.json"))
READOUTS = SHARED / "gold_readouts" / "meetings.jsonl"

ARTICLE = Article(
    text="Peru's minister Ana Ruiz met Jo Vik in Lima on Monday. No date was named.",
    id="a-1",
    title="Talks",
    published=date(2024, 5, 9),
)


@cache
def shape() -> type[BaseModel]:
    """The shape of a line of the diplomacy domain."""
    return exchange_model(diplomacy())


def found(words: str) -> dict[str, Any]:
    """Words of the article as they are kept."""
    return Grounder(ARTICLE).locate(words).model_dump(mode="json")


def kept_meeting() -> dict[str, Any]:
    """A meeting as kept in a store."""
    return {
        "id": "abc",
        "evidence": [found("Peru's minister Ana Ruiz met Jo Vik in Lima on Monday.")],
        "status": "held",
        "mode": "in_person",
        "participants": [
            {"name": found("Ana Ruiz"), "role": found("minister"), "country": found("Peru")},
            {"name": found("Jo Wik"), "role": None, "country": None},
        ],
        "parties": [found("Peru")],
        "date": {"as_written": found("Monday"), "value": "2024-05-06"},
        "place": found("Lima"),
        "topics": ["fishing limits"],
        "outcomes": [],
    }


def test_a_record_has_plain_words_and_spans_beside_them() -> None:
    """Mentions become their words, and the places that they have stand under their paths."""
    data = exchanged(kept_meeting())
    assert data["participants"] == [
        {"name": "Ana Ruiz", "role": "minister", "country": "Peru"},
        {"name": "Jo Wik", "role": None, "country": None},
    ]
    assert data["date"] == {"as_written": "Monday", "value": "2024-05-06"}
    assert data["id"] == "abc"
    assert data["spans"] == {
        "evidence[0]": [0, 54],
        "participants[0].name": [16, 24],
        "participants[0].role": [7, 15],
        "participants[0].country": [0, 4],
        "parties[0]": [0, 4],
        "date.as_written": [47, 53],
        "place": [39, 43],
    }


def test_spans_lead_back_to_the_words() -> None:
    """Every pair of offsets cuts the words of its path out of the article."""
    kept = kept_meeting()
    words = {path: mention["value"] for path, mention in mentions(kept)}
    for path, (start, end) in exchanged(kept)["spans"].items():
        assert ARTICLE.text[start:end] == words[path]


def test_kept_data_and_records_have_the_same_paths() -> None:
    """A mention is found under the same path in a record and in what is kept of it."""
    meeting = diplomacy().record_type("meetings").model.model_validate(kept_meeting())
    assert [path for path, _ in mentions(kept_meeting())] == [path for path, _ in walk(meeting)]


def test_plain_leaves_other_values_alone() -> None:
    """Numbers, nulls and the model's own words pass unchanged."""
    node = {"a": [1, None, "x"], "b": {"c": True}}
    assert plain(node) == node


def test_a_line_is_valid_and_is_json() -> None:
    """What is written is in the format that is read, also after a way through JSON."""
    met = exchanged(kept_meeting(), confidence=0.5)
    written = line(ARTICLE, {"meetings": [met], "positions": []})
    assert shape().model_validate(json.loads(json.dumps(written)))
    assert list(written) == ["article", "meetings", "positions"]


def test_the_head_names_the_article() -> None:
    """Metadata that is unknown is null; the hash is that of the text."""
    assert article_head(ARTICLE) == {
        "id": "a-1",
        "source": None,
        "sha256": ARTICLE.sha256,
        "title": "Talks",
        "publisher": None,
        "published": "2024-05-09",
        "language": None,
        "url": None,
    }
    assert article_head(Article(text="One came."))["published"] is None


def plain_line(**changes: Any) -> dict[str, Any]:
    """The least line with one meeting, as other tools may write it."""
    meeting = {key: value for key, value in plain(kept_meeting()).items() if key != "id"}
    return {"article": {"id": "a-1"}, "meetings": [{**meeting, **changes}], "positions": []}


def test_only_the_articles_id_is_required() -> None:
    """Hand-coded lines need neither hash nor ids nor spans, and may say more of the article."""
    assert shape().model_validate(plain_line())
    more = {**plain_line(), "article": {"id": "a", "coder": "jo"}, "note": "x"}
    assert shape().model_validate(more)


def test_gold_may_accept_other_values() -> None:
    """A gold record can list other right values, and be optional."""
    assert shape().model_validate(plain_line(accept={"place": [None, "Peru"]}, optional=True))


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "over"},
        {"evidence": []},
        {"date": {"as_written": "Monday", "value": "06/05/2024"}},
        {"participants": [{"name": "Ana Ruiz"}]},
        {"parties": [5]},
        {"mood": "merry"},
        {"spans": {"place": [1]}},
    ],
)
def test_other_values_are_refused(changes: dict[str, Any]) -> None:
    """Unknown codes, fields, dates and missing parts are no exchange format."""
    with pytest.raises(ValidationError):
        shape().model_validate(plain_line(**changes))


@pytest.mark.parametrize("part", ["article", "meetings", "positions"])
def test_every_part_of_a_line_is_required(part: str) -> None:
    """A line without one of its parts is refused."""
    with pytest.raises(ValidationError, match="Field required"):
        shape().model_validate({key: value for key, value in plain_line().items() if key != part})


@pytest.mark.skipif(not GOLD, reason="the gold records of ../shared are not here")
def test_gold_of_the_seeds_is_valid() -> None:
    """Every hand-coded article is in the format, its name taken for its id."""
    for path in GOLD:
        gold = json.loads(path.read_text(encoding="utf-8"))
        assert shape().model_validate({**gold, "article": {"id": gold["article"]}})


@pytest.mark.skipif(not READOUTS.exists(), reason="the gold readouts of ../shared are not here")
def test_gold_of_the_readouts_is_valid() -> None:
    """Every hand-coded readout is in the format, with no position coded."""
    lines = READOUTS.read_text(encoding="utf-8").splitlines()
    assert lines
    for text in lines:
        assert shape().model_validate({**json.loads(text), "positions": []})


def lines(path: Path, content: str | bytes) -> list[Line | SourceError]:
    """What is read from a file with this content."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_lines(path))


def test_lines_of_every_kind_are_read(tmp_path: Path) -> None:
    """A JSONL file, an indented object, a list of articles; article as object or as name."""
    one: dict[str, Any] = {
        "article": {"id": 7, "source": "a.txt", "sha256": None, "published": "2024-05-06"},
        "meetings": [],
    }
    gold: dict[str, Any] = {"article": "b.txt", "published": "2024-05-07T10:00:00Z", "meetings": []}
    texts = {
        "x.jsonl": f"{json.dumps(one)}\n\n{json.dumps(gold)}\r\n",
        "lines.json": f"{json.dumps(one)}\n{json.dumps(gold)}\n",
        "list.json": json.dumps([one, gold], indent=1),
    }
    for name, text in texts.items():
        first, second = lines(tmp_path / name, text)
        assert isinstance(first, Line)
        assert isinstance(second, Line)
        assert first.head == {"id": "7", "source": "a.txt", "published": "2024-05-06"}
        assert second.head == {"id": "b.txt", "source": "b.txt"}
        assert (first.published, second.published) == (date(2024, 5, 6), date(2024, 5, 7))
        assert second.records == gold
    (indented,) = lines(
        tmp_path / "gold.json", b"\xef\xbb\xbf" + json.dumps(gold, indent=1).encode()
    )
    assert isinstance(indented, Line)
    assert indented.where.endswith("gold.json")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "is empty"),
        ("{", "is not valid JSON"),
        ('{"article": "a",\n "meetings": [}\n', "is not valid JSON (line 2"),
        ("[]", "is a list without articles"),
        ('[{"status": "held"}]', "is a list without articles"),
        ('{"meetings": []}', "does not say which article"),
        ("3", "does not say which article"),
        ('{"article": null, "meetings": []}', "does not say which article"),
        ('{"article": "a", "published": "May"}', "'May' is not a date"),
        ('{"article": "\\ud800"}', "half a surrogate pair"),
        (b'{"article": "\xff"}', "is not UTF-8"),
        ("[" * 100_000, "JSON"),
        ('{"article": "a", "n": ' + "9" * 5_000 + "}", "JSON"),
    ],
)
def test_what_is_no_line_is_an_error_that_names_it(
    tmp_path: Path, content: str | bytes, said: str
) -> None:
    """One line for a person; nothing raises."""
    (error,) = lines(tmp_path / "x.json", content)
    assert isinstance(error, SourceError)
    assert said in str(error)
    assert "x.json" in str(error)
    assert "\n" not in str(error)


def test_other_lines_go_on(tmp_path: Path) -> None:
    """A broken one is an error with its number."""
    found = lines(tmp_path / "x.jsonl", 'no\n{"article": "a"}\n{"article": 3}\n')
    assert [type(item) for item in found] == [SourceError, Line, SourceError]
    assert "x.jsonl:1: " in str(found[0])
    assert "x.jsonl:3: " in str(found[2])


@pytest.mark.parametrize("name", ["none.json", "\0.json", "."])
def test_what_cannot_be_opened_is_an_error(name: str) -> None:
    """A missing file, a folder."""
    (error,) = read_lines(name)
    assert isinstance(error, SourceError)
