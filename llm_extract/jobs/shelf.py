"""A shelf: where the article of a line of records is looked for.

First among the articles that were named, then beside the records, then in a store. The
text with the SHA-256 that the line gives goes before one that only has its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from pathlib import Path, PurePath

from llm_extract.article import Article
from llm_extract.errors import SourceError
from llm_extract.exchange import Line
from llm_extract.jobs.store import Store
from llm_extract.sources import SUFFIXES, read_sources

_ROW = re.compile(r":\d+$")
_RECORDS = (".jsonl", ".json", ".gold")
"""Endings of a file of records: the article of `x.gold.json` is `x.txt`."""


class Shelf:
    """Articles by their ids, digests and file names.

    Args:
        articles: files, folders and globs to take them from.
        records: the file of records, beside which they are looked for; `-` looks in the
            present folder.
        store: to look in last.

    Attributes:
        errors: why some of the named articles could not be read.
    """

    def __init__(
        self, articles: Sequence[str] = (), *, records: str = "-", store: Store | None = None
    ) -> None:
        self.named = list(articles)
        self.records = Path() if records == "-" else Path(records)
        self.store = store
        self.errors: list[SourceError] = []
        self._only_one = True
        self._given = _Index(self._read(self.named))
        self._last: tuple[Path | None, _Index] = (None, _Index(iter(())))

    def beside(self, records: str) -> Shelf:
        """The same articles for one of several files of records, and its own folder to look in.

        An article that was named alone is then that of no line but its own.
        """
        shelf = copy(self)
        shelf.records = Path() if records == "-" else Path(records)
        shelf._only_one = False
        return shelf

    def find(self, line: Line, *, alone: bool = False) -> Article:
        """The article of a line, with the publication date that the line gives.

        A line that is `alone` in its file also has the article that was named alone, and
        the one whose file is named like the records.

        Raises:
            SourceError: it is nowhere; says where it was looked for.
        """
        if alone and self._only_one and self._given.only is not None:
            return _dated(self._given.only, line)
        wanted = line.head.get("sha256")
        first = None
        for article in self._candidates(line, alone=alone):
            if wanted in (None, article.sha256):
                return _dated(article, line)
            first = first or article
        if first is not None:
            return _dated(first, line)
        places = [*self.named, f"the folder {self.records.parent}"]
        places += ["the store"] if self.store else []
        names = " or ".join(repr(name) for name in _names(line)) or "any name"
        raise SourceError(
            f"{line.where}: its article is not found: looked for {names} in {', '.join(places)}; "
            "name it with --article FILE"
        )

    def _candidates(self, line: Line, *, alone: bool) -> Iterator[Article]:
        yield from self._given.matches(line)
        for path in self._paths(line, alone=alone):
            if self._last[0] != path:
                self._last = path, _Index(self._read([str(path)]))
            index = self._last[1]
            yield from [index.only] if index.only is not None else index.matches(line)
        if self.store is not None:
            yield from self.store.articles(
                article=line.head.get("id"), sha256=line.head.get("sha256")
            )

    def _paths(self, line: Line, *, alone: bool) -> Iterator[Path]:
        """Files that may hold the article, those that are there."""
        folder = self.records.parent
        names: list[Path] = []
        for name in _names(line):
            file = _ROW.sub("", name)
            names += [Path(file), folder / file, folder / PurePath(file).name]
        if alone and self.records.name:
            stem = self.records.name
            for ending in _RECORDS:
                stem = stem.removesuffix(ending)
            names.append(folder / stem)
        for place in names:
            known = place.suffix.lower() in SUFFIXES
            for path in [place] if known else [Path(f"{place}{suffix}") for suffix in SUFFIXES]:
                if path != self.records and _is_file(path):
                    yield path

    def _read(self, places: Sequence[str]) -> Iterator[Article]:
        for item in read_sources(places):
            if isinstance(item, SourceError):
                self.errors.append(item)
            else:
                yield item


class _Index:
    """Articles by whatever may name them."""

    def __init__(self, articles: Iterator[Article]) -> None:
        self._named: dict[str, Article | None] = {}
        self.only: Article | None = None
        for number, article in enumerate(articles):
            self.only = article if number == 0 else None
            for key in _keys(article.id, article.source, article.sha256):
                taken = self._named.setdefault(key, article)
                if taken is not article:
                    self._named[key] = None  # a name that two share names neither

    def matches(self, line: Line) -> Iterator[Article]:
        head = line.head
        for key in _keys(head.get("sha256"), head.get("id"), head.get("source")):
            if (found := self._named.get(key)) is not None:
                yield found


def _keys(*names: str | None) -> list[str]:
    """The names, then their last parts, then those without their endings."""
    full = [name for name in names if name]
    last = [PurePath(name).name for name in full]
    stems = [PurePath(_ROW.sub("", name)).stem for name in last if not _ROW.search(name)]
    return list(dict.fromkeys(key for key in [*full, *last, *stems] if key))


def _names(line: Line) -> list[str]:
    names = (line.head.get("source"), line.head.get("id"))
    return list(dict.fromkeys(name for name in names if name))


def _dated(article: Article, line: Line) -> Article:
    if line.published in (None, article.published):
        return article
    known = article.model_dump() | {"published": line.published, "published_from": "metadata"}
    return Article.model_validate(known)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name too long, or with a null character
        return False
