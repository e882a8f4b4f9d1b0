"""Files → articles, letter for letter.

What cannot become an article is reported, never skipped in silence: every input yields
either an article or a `SourceError` that names the file and the cause.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from glob import glob, has_magic
from pathlib import Path
from typing import Any

from charset_normalizer import from_bytes

from llm_extract.article import Article, PublishedFrom
from llm_extract.dates import resolve_date
from llm_extract.errors import SourceError

MAX_BYTES = 10_000_000
"""Default size limit for one file, and for one article's text."""

MAX_ID = 255
"""Characters of an id."""

COLUMNS = ("id", "text", "title", "publisher", "published", "language", "url")
SUFFIXES = (".txt", ".md", ".html", ".htm", ".jsonl", ".csv")

_Row = tuple[str, dict[str, Any], str]
"""A text, its metadata, and the name of where it stands."""

_DATE_LINE = re.compile(
    r"(?:(?:published|posted|date|dateline)(?:\s+on)?[\s:]*|on\s+)?"
    r"(?P<date>(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2},?\s+\d{4})|(?:\d{1,2}\s+[A-Z][a-z]{2,8}\.?\s+\d{4})"
    r"|(?:\d{4}-\d{2}-\d{2}))"
    r"(?:[\s,-]+(?:at\s+)?\d{1,2}:\d{2}.{0,20})?",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"[A-Z][A-Z.'’ -]{2,40}(?:, [A-Z][\w. ]{1,30})?,? \(?(?P<date>[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}"
    r"|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4})\)?,? ?(?:\([^)\n]{2,40}\) ?|/[^/\n]{2,40}/ ?)?[-–—:]"
)
"""How a wire's story begins: "LUSAKA, March 4, 2024 (Wire) -"."""
_DATE_LINES_WITHIN = 3_000
"""Characters from the top in which a line may give the publication date."""


def read_sources(
    places: Iterable[str | Path],
    *,
    published: date | None = None,
    title: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> Iterator[Article | SourceError]:
    """Articles from files, folders, globs and `-` (standard input), one at a time, in order.

    Args:
        places: what to read. A folder gives every file below it of a kind in `SUFFIXES`.
        published: publication date of all of them; goes before what they say themselves.
        title: title of all of them; goes before what they say themselves.
        max_bytes: larger files are refused.

    Yields:
        An article, or the error that says why there is none; a text that came before is
        an error, too.
    """
    seen: dict[str, str] = {}
    ids: dict[str, str] = {}
    for article in _articles(places, published=published, title=title, max_bytes=max_bytes):
        if isinstance(article, SourceError):
            yield article
            continue
        name = article.source or article.id
        if (first := seen.get(article.sha256)) is not None:
            yield SourceError(f"{name}: the same text as {first}; it is read once")
        elif (first := ids.get(article.id)) is not None:
            yield SourceError(f"{name}: id {article.id!r} is taken by {first}; ids must differ")
        else:
            seen[article.sha256] = ids[article.id] = name
            yield article


def read_source(place: str | Path, **options: Any) -> Article:
    """The one article in a file; raises SourceError when there is none, or more."""
    found = list(read_sources([place], **options))
    for item in found:
        if isinstance(item, SourceError):
            raise item
    if len(found) != 1 or not isinstance(found[0], Article):
        raise SourceError(f"{place}: holds {len(found)} articles; use `llm-extract run` for it")
    return found[0]


def make_article(
    text: str,
    *,
    published: date | None = None,
    title: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    source: str | None = None,
) -> Article:
    """An article from a text and what is known about it.

    The publication date is the given one, else the metadata's, else a date line's near the
    top of the text ("Published : May 3, 2022 - 16:24"), else unknown; never today's.

    Raises:
        SourceError: the text is empty or no text, or the metadata's date is none.
    """
    name = source or "the text"
    if not text.strip():
        raise SourceError(f"{name}: is empty; an article needs some text")
    if "\x00" in text:
        raise SourceError(f"{name}: is binary, not text")
    if re.search("[\ud800-\udfff]", text):
        raise SourceError(f"{name}: holds half a surrogate pair; save it as UTF-8")
    known = {key: value for key, value in (metadata or {}).items() if value not in (None, "")}
    _check_metadata(known, name)
    day, origin = _publication_date(text, published, known.get("published"), name)
    return Article(
        text=text,
        id=str(known.get("id", "")),
        source=source,
        title=title or known.get("title"),
        publisher=known.get("publisher"),
        published=day,
        published_from=origin,
        language=known.get("language"),
        url=known.get("url"),
    )


def _check_metadata(known: Mapping[str, Any], name: str) -> None:
    for key in ("id", "title", "publisher", "language", "url"):
        value = known.get(key, "")
        if key == "id" and isinstance(value, int) and not isinstance(value, bool):
            continue
        if key == "id" and len(str(value)) > MAX_ID:
            raise SourceError(
                f"{name}: id {str(value)[:20]!r}… has more than {MAX_ID} characters; shorten it"
            )
        if not isinstance(value, str) or re.search("[\x00\ud800-\udfff]", value):
            raise SourceError(
                f"{name}: {key} {str(value)[:40]!r} is not text; write it as a string"
            )


def date_line(text: str) -> date | None:
    """The date of the first line near the top that is a date, or begins as a wire's does."""
    for line in text[:_DATE_LINES_WITHIN].splitlines():
        found = _DATE_LINE.fullmatch(re.sub(r"^\W+|\W+$", "", line)) or _DATELINE.match(line)
        value = resolve_date(found["date"], None) if found else None
        if value and len(value) == len("YYYY-MM-DD"):
            return date.fromisoformat(value)
    return None


def _publication_date(
    text: str, given: date | None, metadata: Any, name: str
) -> tuple[date | None, PublishedFrom]:
    if given is not None:
        return given, "option"
    if metadata is not None:
        return _as_date(metadata, name), "metadata"
    if (found := date_line(text)) is not None:
        return found, "text"
    return None, "unknown"


def _as_date(value: Any, name: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        # A time may follow the day: "2022-05-03T16:24:00+09:00".
        return datetime.fromisoformat(str(value).strip()).date()
    except ValueError:
        raise SourceError(
            f"{name}: published {str(value)!r} is not a date; write it as YYYY-MM-DD"
        ) from None


def _articles(
    places: Iterable[str | Path],
    *,
    published: date | None,
    title: str | None,
    max_bytes: int,
) -> Iterator[Article | SourceError]:
    for place in places:
        for item in _files(place):
            if isinstance(item, SourceError):
                yield item
                continue
            try:
                for row in _rows(item, max_bytes):
                    if isinstance(row, SourceError):
                        yield row
                        continue
                    text, metadata, source = row
                    try:
                        yield make_article(
                            text,
                            published=published,
                            title=title,
                            metadata=metadata,
                            source=source,
                        )
                    except SourceError as error:
                        yield error
            except SourceError as error:
                yield error


def count_sources(places: Iterable[str | Path]) -> int | None:
    """How many articles the places are likely to hold, or None for standard input.

    Lines of a `.jsonl` file and rows of a `.csv` file count; nothing is checked.
    """
    total = 0
    for place in places:
        for item in _files(place):
            if str(item) == "-":
                return None
            if isinstance(item, Path) and item.suffix.lower() in (".jsonl", ".csv"):
                total += _count_lines(item)
            else:
                total += 1
    return total


def _count_lines(path: Path) -> int:
    try:
        with path.open("rb") as file:
            lines = sum(1 for line in file if line.strip())
    except OSError:
        return 1
    return max(1, lines - (path.suffix.lower() == ".csv"))


def _files(place: str | Path) -> Iterator[Path | SourceError]:
    if str(place) == "-":
        yield Path("-")
        return
    path = Path(place)
    try:
        is_folder, exists = path.is_dir(), path.exists()
    except (OSError, ValueError):
        yield SourceError(f"{str(place)[:80]}: cannot be a file name")
        return
    if is_folder:
        files = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
        if not files:
            yield SourceError(f"{place}: the folder holds no {', '.join(SUFFIXES)} file")
        yield from files
    elif exists:
        yield path
    elif has_magic(str(place)):
        files = sorted(Path(found) for found in glob(str(place), recursive=True))
        files = [found for found in files if found.is_file()]
        if not files:
            yield SourceError(f"{place}: no file matches")
        yield from files
    else:
        yield SourceError(f"{place}: there is no such file")


def _rows(path: Path, max_bytes: int) -> Iterator[_Row | SourceError]:
    """Texts of one file with their metadata and the name of where each stands."""
    name = "standard input" if str(path) == "-" else str(path)
    suffix = path.suffix.lower()
    if str(path) != "-" and suffix not in SUFFIXES:
        raise SourceError(
            f"{name}: files {suffix or 'without an ending'} are not read; use {', '.join(SUFFIXES)}"
        )
    text = _decoded(_read(path, name, max_bytes), name)
    if suffix in (".jsonl", ".csv"):
        rows = (_jsonl if suffix == ".jsonl" else _csv)(text, name)
        if (first := next(rows, None)) is None:
            raise SourceError(f"{name}: holds no row; an article needs some text")
        yield first
        yield from rows
    elif suffix in (".html", ".htm"):
        yield from _html(text, name)
    else:
        yield text, {}, name


def _read(path: Path, name: str, max_bytes: int) -> bytes:
    try:
        if str(path) == "-":
            data = sys.stdin.buffer.read(max_bytes + 1)
        else:
            with path.open("rb") as file:
                data = file.read(max_bytes + 1)
    except OSError as error:
        raise SourceError(f"{name}: cannot be read ({error.strerror})") from None
    if len(data) > max_bytes:
        raise SourceError(
            f"{name}: is larger than {max_bytes:,} bytes; split it or raise --max-bytes"
        )
    if not data.strip():
        raise SourceError(f"{name}: is empty; an article needs some text")
    return data


def _decoded(data: bytes, name: str) -> str:
    """The characters of a file; UTF-8 where it can be, else what is detected."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"),
                           (b"\xfe\xff", "utf-16")):  # fmt: skip
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                break
    if b"\x00" in data[:100_000]:
        raise SourceError(f"{name}: is binary, not text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        matches = list(from_bytes(data))
    if not matches:
        raise SourceError(f"{name}: its encoding cannot be told; save it as UTF-8")
    # Of encodings that fit as well as the best, the one that English texts come in.
    as_good = [match.encoding for match in matches if match.chaos == matches[0].chaos]
    return data.decode("cp1252" if "cp1252" in as_good else as_good[0])


def _jsonl(text: str, name: str) -> Iterator[_Row | SourceError]:
    # Not splitlines: a JSON string may hold U+2028 and its like.
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):  # a number of thousands of digits, too
            yield SourceError(f"{where}: is not valid JSON; write one object a line")
            continue
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            yield SourceError(f'{where}: has no string "text"')
            continue
        yield row["text"], {key: row.get(key) for key in COLUMNS if key != "text"}, where


def _csv(text: str, name: str) -> Iterator[_Row]:
    csv.field_size_limit(sys.maxsize)
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)  # spreadsheets write ; in half of Europe
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows.fieldnames = [field.strip().lower() for field in rows.fieldnames or ()]
    if "text" not in rows.fieldnames:
        raise SourceError(f'{name}: has no column "text"; the columns are {", ".join(COLUMNS)}')
    try:
        for row in rows:
            metadata = {key: row.get(key) for key in COLUMNS if key != "text"}
            yield row["text"] or "", metadata, f"{name}:{rows.line_num}"
    except csv.Error as error:
        raise SourceError(f"{name}:{rows.line_num}: {error}") from None


def _html(text: str, name: str) -> Iterator[_Row]:
    # Half a second to load, and few runs need it.
    import trafilatura  # noqa: PLC0415
    from trafilatura.settings import Document  # noqa: PLC0415

    document = trafilatura.bare_extraction(
        text,
        with_metadata=True,
        include_comments=False,
        # A wider search takes any year in a page, such as a copyright line's, for its date.
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if not isinstance(document, Document) or not document.text:
        raise SourceError(f"{name}: trafilatura finds no article in this page")
    metadata = {
        "title": document.title,
        "publisher": document.sitename,
        "published": document.date,
        "language": document.language,
        "url": document.url,
    }
    yield document.text, metadata, name
