"""Where the article of a line is looked for."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from llm_extract.article import Article
from llm_extract.errors import SourceError
from llm_extract.exchange import Line
from llm_extract.jobs.shelf import Shelf
from llm_extract.jobs.store import Store
from tests.jobs.test_store import MADE, extraction

ONE, TWO = Article(text="Ruiz met Soto."), Article(text="Soto left.")


def line(*, published: date | None = None, **head: str) -> Line:
    """A line about some article."""
    return Line("x.jsonl:1", head, published, {})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two articles in a folder of their own; the present folder is empty."""
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "news"
    made.mkdir()
    (made / "one.txt").write_text(ONE.text, encoding="utf-8")
    (made / "two.txt").write_text(TWO.text, encoding="utf-8")
    return made


@pytest.mark.parametrize(
    "head",
    [
        {"sha256": ONE.sha256, "id": "nonsense"},
        {"id": ONE.id},
        {"id": "one.txt"},
        {"id": "one"},
        {"id": "nonsense", "source": "elsewhere/one.txt"},
        {"id": "one.txt", "source": "one.txt"},
    ],
)
def test_named_articles_are_matched(folder: Path, head: dict[str, str]) -> None:
    """By digest, by id, by file name, with and without folder and ending."""
    found = Shelf([str(folder)]).find(Line("x.jsonl:1", head, None, {}))
    assert found.text == ONE.text


def test_the_only_article_is_that_of_the_only_line(folder: Path) -> None:
    """Whatever the line says; of several lines it must say so."""
    shelf = Shelf([str(folder / "one.txt")])
    assert shelf.find(line(id="x"), alone=True).text == ONE.text
    with pytest.raises(SourceError, match="its article is not found"):
        shelf.find(line(id="x"))


@pytest.mark.parametrize("name", ["two.gold.json", "two.json", "two.txt.json", "two.jsonl"])
def test_it_lies_beside_the_records(folder: Path, name: str) -> None:
    """By the line's words; by the file's name where the line is alone."""
    shelf = Shelf(records=str(folder / name))
    assert shelf.find(line(id="x", source="one.txt")).text == ONE.text
    assert shelf.find(line(id="one")).text == ONE.text
    assert shelf.find(line(id="x"), alone=True).text == TWO.text
    with pytest.raises(SourceError):
        shelf.find(line(id="x"))


def test_rows_are_found_in_their_file(folder: Path) -> None:
    """`news.jsonl:2` is a row of news.jsonl."""
    rows = [{"id": "a", "text": ONE.text}, {"text": TWO.text}]
    (folder / "all.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    shelf = Shelf(records=str(folder / "out.jsonl"))
    assert shelf.find(line(id="?", source="all.jsonl:2")).text == TWO.text
    assert shelf.find(line(id="a", source="all.jsonl:1")).text == ONE.text
    assert Shelf([str(folder / "all.jsonl")]).find(line(id="a")).text == ONE.text


def test_the_store_is_asked_last(folder: Path, tmp_path: Path) -> None:
    """Unless it has the very text and the file has not."""
    with Store(tmp_path / "s.db") as store:
        store.save(store.start_run(MADE), extraction("Ruiz met Soto in Lima.", id="one"))
        kept = extraction("Ruiz met Soto in Lima.").article
        assert Shelf(store=store).find(line(id="one")).text == kept.text
        beside = Shelf(records=str(folder / "x.jsonl"), store=store)
        assert beside.find(line(id="one")).text == ONE.text
        assert beside.find(line(id="one", sha256=kept.sha256)).text == kept.text


def test_the_lines_publication_date_goes_first(folder: Path) -> None:
    """What hangs on the date is worked out anew."""
    shelf = Shelf([str(folder)])
    found = shelf.find(line(id="one", published=date(2024, 5, 6)))
    assert (found.published, found.published_from) == (date(2024, 5, 6), "metadata")
    assert found.digest != shelf.find(line(id="one")).digest


def test_what_is_not_found_says_where_it_was_looked_for(folder: Path) -> None:
    """And what to do next, in one line."""
    with pytest.raises(SourceError) as caught:
        Shelf([str(folder)], records="out/x.jsonl").find(line(id="a", source="b.txt"))
    said = str(caught.value)
    for part in ("x.jsonl:1", "'b.txt' or 'a'", str(folder), "out", "--article"):
        assert part in said
    assert "\n" not in said


@pytest.mark.parametrize("name", ["\0", "x" * 5_000, "/", "..", ".", "~", "a\nb"])
def test_odd_names_do_no_harm(folder: Path, name: str) -> None:
    """They lead nowhere."""
    with pytest.raises(SourceError, match="not found"):
        Shelf(records=str(folder / "x.jsonl")).find(line(id=name, source=name))


def test_what_cannot_be_read_is_kept(folder: Path) -> None:
    """An empty file among the articles is told, the others are there."""
    (folder / "empty.txt").write_text("")
    shelf: Any = Shelf([str(folder)])
    assert "is empty" in str(shelf.errors[0])
    assert shelf.find(line(id="one")).text == ONE.text


def test_a_name_that_two_share_names_neither(folder: Path) -> None:
    """Another part of the line must tell them apart."""
    (folder / "more").mkdir()
    (folder / "more" / "one.txt").write_text("Another.", encoding="utf-8")
    shelf = Shelf([str(folder)])
    with pytest.raises(SourceError):
        shelf.find(line(id="one.txt"))
    assert shelf.find(line(id="one.txt", sha256=ONE.sha256)).text == ONE.text
