"""The truth: gold files, and which of them an article is held against."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from llm_extract.errors import ConfigurationError

Data = dict[str, Any]
SUFFIXES = (".json", ".jsonl")


@dataclass(frozen=True)
class Head:
    """What an article may be recognised by."""

    id: str
    source: str | None = None
    sha256: str | None = None

    @classmethod
    def read(cls, article: Any) -> Head:
        """From the `article` of the exchange format: an object, or a file's name."""
        if not isinstance(article, Mapping):
            return cls(str(article), str(article))
        values = {name: article.get(name) for name in ("id", "source", "sha256")}
        known = {name: str(value) for name, value in values.items() if value is not None}
        return cls(known.pop("id", ""), **known)


@dataclass(frozen=True)
class Records:
    """An article's records by plural name, as plain data of the exchange format.

    Attributes:
        head: which article they are of.
        of: plural name → records; a record type that was not coded or asked is not there.
        text: the article's text, where it is known.
        failed: whether the article was asked about and gave nothing.
    """

    head: Head
    of: Mapping[str, Sequence[Data]] = field(default_factory=dict)
    text: str | None = None
    failed: bool = False


def read_records(place: Path) -> list[Records]:
    """Every article in a file, or in the .json and .jsonl files of a folder, by name.

    A .json file holds one object, a .jsonl file one a line.

    Raises:
        ConfigurationError: there is none, or one is not in the exchange format.
    """
    if place.is_dir():
        files = sorted(path for path in place.iterdir() if path.suffix in SUFFIXES)
    else:
        files = [place]
    found = [_records(data, name) for file in files for name, data in _objects(file)]
    if not found:
        raise ConfigurationError(f"{place}: holds no .json or .jsonl file with records")
    return found


class Gold:
    """Gold records, found by what an article is known by."""

    def __init__(self, articles: Sequence[Records]) -> None:
        self.articles = articles
        self._by_sha256 = {a.head.sha256: a for a in articles if a.head.sha256}
        self._by_id = {a.head.id: a for a in articles if a.head.id}
        self._by_name: dict[str, Records | None] = {}
        for article in articles:
            for name in {_name(article.head.source), _name(article.head.id)} - {""}:
                taken = self._by_name.get(name, article) is not article
                self._by_name[name] = None if taken else article

    def of(self, head: Head) -> Records | None:
        """The gold of an article: by its id, its text's digest, then its file's name."""
        return (
            self._by_id.get(head.id)
            or self._by_sha256.get(head.sha256 or "")
            or self._by_name.get(_name(head.source))
            or self._by_name.get(_name(head.id))
        )


def _name(source: str | None) -> str:
    return PurePosixPath(source.replace("\\", "/")).name if source else ""


def _objects(file: Path) -> Iterator[tuple[str, Any]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
        if file.suffix != ".jsonl":
            yield str(file), json.loads(text)
            return
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                yield f"{file}:{number}", json.loads(line)
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be read ({error.strerror})") from None
    except ValueError as error:  # also a text that is not UTF-8
        raise ConfigurationError(f"{file}: is not JSON: {error}") from None


def _records(data: Any, name: str) -> Records:
    if not isinstance(data, dict) or "article" not in data:
        raise ConfigurationError(f"{name}: has no article; see the exchange format")
    lists = {plural: value for plural, value in data.items() if isinstance(value, list)}
    for plural, value in lists.items():
        if not all(isinstance(record, dict) for record in value):
            raise ConfigurationError(f"{name}: {plural} holds something that is no record")
    return Records(Head.read(data["article"]), lists)
