"""Reading gold, and finding an article's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from llm_extract.errors import ConfigurationError
from llm_extract.evaluation.gold import Gold, Head, Records, read_records
from tests.evaluation.texts import meeting


def wrote(file: Path, *objects: Any) -> Path:
    file.write_text("\n".join(map(json.dumps, objects)), encoding="utf-8")
    return file


def test_files_and_folders_are_read(tmp_path: Path) -> None:
    """One object in .json, one a line in .jsonl; other files are left alone."""
    wrote(tmp_path / "a.json", {"article": "a.txt", "published": None, "meetings": [meeting()]})
    wrote(tmp_path / "b.jsonl", {"article": {"id": "b"}, "meetings": []}, {"article": {"id": "c"}})
    (tmp_path / "notes.md").write_text("no gold", encoding="utf-8")
    first, second, third = read_records(tmp_path)
    assert first.head == Head("a.txt", "a.txt")
    assert list(first.of) == ["meetings"]
    assert second.of == {"meetings": []}
    assert third.of == {}
    assert read_records(tmp_path / "a.json") == [first]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{", "is not JSON"),
        (b"\xff\xfe{", "is not JSON"),
        (b"[]", "has no article"),
        (b'{"article": "a", "meetings": [1]}', "no record"),
    ],
)
def test_what_is_no_gold_is_said(tmp_path: Path, content: bytes, says: str) -> None:
    """One line with the file's name."""
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(ConfigurationError, match=rf"a\.json.*{says}"):
        read_records(tmp_path)


def test_a_folder_without_gold_is_said(tmp_path: Path) -> None:
    """An empty folder is a mistake; so is a file that is not there."""
    with pytest.raises(ConfigurationError, match="holds no"):
        read_records(tmp_path)
    with pytest.raises(ConfigurationError, match="cannot be read"):
        read_records(tmp_path / "gone.json")


def test_an_article_finds_its_gold() -> None:
    """By id, by the text's digest, by the source file's name; an id may be such a name."""
    gold = Gold(
        [
            Records(Head("a.txt", "a.txt")),
            Records(Head("b-1", sha256="f00")),
            Records(Head("readouts/c.md")),
            Records(Head("x/same.txt", "x/same.txt")),
            Records(Head("y/same.txt", "y/same.txt")),
        ]
    )
    a, b, c, x, _ = gold.articles
    assert gold.of(Head("0123", "folder/a.txt")) is a
    assert gold.of(Head("0123", "folder\\a.txt")) is a
    assert gold.of(Head("0123", "text.txt", "f00")) is b
    assert gold.of(Head("readouts/c.md", "all.jsonl:3")) is c
    assert gold.of(Head("x/same.txt")) is x
    assert gold.of(Head("0123", "z/same.txt")) is None
    assert gold.of(Head("0123", None, None)) is None
    assert gold.of(Head("")) is None
