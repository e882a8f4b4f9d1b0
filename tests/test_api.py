"""`extract` and `aextract`, as a notebook would use them."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from llm_extract import Article, Meeting, Position, aextract, extract
from llm_extract.errors import ConfigurationError, SourceError
from llm_extract.jobs.store import Store
from tests.conftest import Server
from tests.fakes import TEXT, answers


@pytest.fixture
def asked(server: Server) -> dict[str, Any]:
    """Options that ask a server with good answers."""
    server.replies = [answers()]
    return {"model": "tiny", "base_url": server.url}


def test_a_text_a_path_and_an_article_are_the_same(asked: dict[str, Any], tmp_path: Path) -> None:
    """Whatever is handed over, the same records come back."""
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    found = [extract(source, **asked) for source in (TEXT, path, str(path))]
    found.append(extract(Article(text=TEXT, published=date(2022, 5, 3)), **asked))
    assert len({extraction.model_dump_json(include={"records"}) for extraction in found}) == 1
    assert isinstance(found[0].meetings[0], Meeting)
    assert isinstance(found[0].positions[0], Position)


def test_it_works_inside_a_running_loop(asked: dict[str, Any]) -> None:
    """A notebook has one; so have servers."""

    async def notebook() -> tuple[int, int]:
        inside = extract(TEXT, **asked)
        awaited = await aextract(TEXT, **asked)
        return len(inside.meetings), len(awaited.meetings)

    assert asyncio.run(notebook()) == (1, 1)


def test_given_date_and_title_go_first(asked: dict[str, Any], server: Server) -> None:
    """The date decides what "Tuesday" is; the title is shown to the model."""
    found = extract(TEXT, published="2022-05-12", title="Ruiz in Lima", **asked)
    assert found.meetings[0].date.value == "2022-05-10"
    assert found.article.published_from == "option"
    assert "Title: Ruiz in Lima" in server.requests[0]["messages"][1]["content"]


def test_a_store_answers_the_second_time(
    asked: dict[str, Any], server: Server, tmp_path: Path
) -> None:
    """Equal in every field, and nothing is asked."""
    first = extract(TEXT, store=tmp_path / "s.db", **asked)
    with Store(tmp_path / "s.db") as store:
        second = extract(TEXT, store=store, **asked)
        assert second == first
        assert len(server.requests) == 2
        extract(TEXT, store=store, force=True, **asked)
    assert len(server.requests) == 4


def test_wrong_arguments_are_told() -> None:
    """A missing file, a wrong date, no model."""
    with pytest.raises(SourceError, match="no such file"):
        extract("gone.txt", model="tiny")
    with pytest.raises(ConfigurationError, match="YYYY-MM-DD"):
        extract(TEXT, published="May", model="tiny")
    with pytest.raises(ConfigurationError, match="no model is named"):
        extract(TEXT)
