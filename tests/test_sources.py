"""Files → articles: every format, every encoding, every flaw."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llm_extract.article import Article
from llm_extract.errors import SourceError
from llm_extract.sources import (
    count_sources,
    date_line,
    make_article,
    read_source,
    read_sources,
)

FRENCH = (
    "L'ambassadrice française a rencontré à Genève le ministre péruvien de la pêche. "
    "« C'était très agréable », a-t-elle déclaré après le dîner."
)
KOREAN = (
    "페루 외교부 장관은 화요일 리마에서 칠레 대사를 만나 어업 문제를 논의했다. "
    "두 사람은 협력을 강화하기로 합의했다."
)
ENGLISH = (
    "The minister’s envoy met her counterpart in São Paulo on Monday. "
    "“We’re ready,” she said – after a long dinner."
)
PAGE = """<!doctype html><html lang="en"><head><title>Peru and Chile talk</title>{head}</head><body>
<article><h1>Peru and Chile talk</h1>{top}
<p>The foreign ministers of Peru and Chile met in Lima on Monday to discuss fishing limits.</p>
<p>They agreed to meet again in Santiago before the end of the season, officials said.</p>
</article><footer>© 2019 The Example Herald</footer></body></html>"""
DATED_HEAD = '<meta property="article:published_time" content="2024-05-06T12:00:00Z">'


def written(path: Path, content: str | bytes) -> Path:
    """A file with this content; text is written as UTF-8."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def only_error(*places: Path | str, max_bytes: int = 10_000) -> str:
    """The message of the one thing that the places give, which must be an error."""
    (found,) = read_sources(places, max_bytes=max_bytes)
    assert isinstance(found, SourceError)
    assert len(str(found).splitlines()) == 1
    return str(found)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "A.TXT"])
def test_text_is_read_letter_for_letter(tmp_path: Path, name: str) -> None:
    """Line ends and white space of a text file stay as they are."""
    text = "  One met two.\r\n\r\nThree\u00a0left.\n"
    path = written(tmp_path / name, text)
    assert read_source(path) == Article(text=text, source=str(path))


def test_html_gives_text_and_metadata(tmp_path: Path) -> None:
    """A page gives its article without its frame, its title and its publication date."""
    article = read_source(written(tmp_path / "page.html", PAGE.format(head=DATED_HEAD, top="")))
    assert "met in Lima on Monday" in article.text
    assert "Herald" not in article.text
    assert article.title == "Peru and Chile talk"
    assert (article.published, article.published_from) == (date(2024, 5, 6), "metadata")


def test_html_takes_no_year_in_the_page_for_its_date(tmp_path: Path) -> None:
    """A copyright line is no publication date."""
    article = read_source(written(tmp_path / "page.htm", PAGE.format(head="", top="")))
    assert (article.published, article.published_from) == (None, "unknown")


def test_html_may_have_a_date_line(tmp_path: Path) -> None:
    """Without metadata the page's visible date line gives the date, as in a text file."""
    top = "<p>Published : May 6, 2024 - 12:00</p>"
    article = read_source(written(tmp_path / "page.html", PAGE.format(head="", top=top)))
    assert (article.published, article.published_from) == (date(2024, 5, 6), "text")


def test_jsonl_has_one_article_a_line_with_metadata(tmp_path: Path) -> None:
    """All columns are read, blank lines and unknown keys are passed over."""
    first = {
        "id": 7,
        "text": "One met\u2028two.",
        "title": "A title",
        "publisher": "A paper",
        "published": "2024-05-06T12:00:00+09:00",
        "language": "en",
        "url": "https://example.org/1",
        "mood": {"any": "thing"},
    }
    lines = [json.dumps(first, ensure_ascii=False), "", json.dumps({"text": "Three left."})]
    path = written(tmp_path / "two.jsonl", "\r\n".join(lines))
    assert list(read_sources([path])) == [
        Article(
            text="One met\u2028two.",
            id="7",
            source=f"{path}:1",
            title="A title",
            publisher="A paper",
            published=date(2024, 5, 6),
            language="en",
            url="https://example.org/1",
        ),
        Article(text="Three left.", source=f"{path}:3"),
    ]


def test_csv_has_one_article_a_row_with_metadata(tmp_path: Path) -> None:
    """Quoted texts may hold line ends, commas and quotation marks."""
    path = written(
        tmp_path / "two.csv",
        'title,text,published\nA title,"One, two\nand ""three"" met.",2024-05-06\n,Four left.,\n',
    )
    assert list(read_sources([path])) == [
        Article(
            text='One, two\nand "three" met.',
            source=f"{path}:3",
            title="A title",
            published=date(2024, 5, 6),
        ),
        Article(text="Four left.", source=f"{path}:4"),
    ]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "utf-8"),
        (ENGLISH, "utf-8-sig"),
        (ENGLISH, "utf-16"),
        ("\ufeff" + KOREAN, "utf-16-be"),
        (ENGLISH, "cp1252"),
        (FRENCH, "latin-1"),
        (KOREAN, "cp949"),
        (KOREAN, "utf-8"),
    ],
)
def test_encodings_are_detected(tmp_path: Path, text: str, encoding: str) -> None:
    """The characters come out right, and a byte order mark is not one of them."""
    path = written(tmp_path / "a.txt", text.encode(encoding))
    assert read_source(path).text == text.removeprefix("\ufeff")


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_byte_order_mark_does_not_hide_a_column(tmp_path: Path, name: str) -> None:
    """Spreadsheets write a mark in front of the first column's name."""
    content = '{"text": "One met two."}' if name.endswith("jsonl") else "text\nOne met two.\n"
    path = written(tmp_path / name, content.encode("utf-8-sig"))
    assert read_source(path).text == "One met two."


DATED = "Ministers talk\n\nPublished : May 6, 2024 - 12:00\n\nThey met on May 5, 2024."


@pytest.mark.parametrize(
    ("text", "option", "metadata", "expected"),
    [
        (DATED, date(2024, 5, 8), "2024-05-07", (date(2024, 5, 8), "option")),
        (DATED, None, "2024-05-07", (date(2024, 5, 7), "metadata")),
        (DATED, None, date(2024, 5, 7), (date(2024, 5, 7), "metadata")),
        (DATED, None, None, (date(2024, 5, 6), "text")),
        (DATED, None, "", (date(2024, 5, 6), "text")),
        ("They met on May 5, 2024.", None, None, (None, "unknown")),
    ],
)
def test_publication_date_order(
    text: str,
    option: date | None,
    metadata: str | date | None,
    expected: tuple[date | None, str],
) -> None:
    """The option goes before the metadata, that before a date line; else it is unknown."""
    article = make_article(text, published=option, metadata={"published": metadata})
    assert (article.published, article.published_from) == expected


@pytest.mark.parametrize(
    "opening",
    [
        "LUSAKA, May 6, 2024 (Wire) - The president met his guest.",
        "ST. JOHN'S, Antigua, May 6, 2024 – The president met his guest.",
        "PORT MORESBY, 6 May 2024 /Wire/ -- The president met his guest.",
    ],
)
def test_a_wires_dateline_gives_the_date(opening: str) -> None:
    assert date_line(f"A headline\n\n{opening}") == date(2024, 5, 6)


@pytest.mark.parametrize(
    "line",
    [
        "May 6, 2024",
        "6 May 2024",
        "2024-05-06",
        "Published: May 6, 2024",
        "Published on May 6, 2024",
        "PUBLISHED : May 6, 2024 - 16:24",
        "— May 6, 2024 at 16:24 KST —",
        "Date: 2024-05-06\r",
    ],
)
def test_date_lines(line: str) -> None:
    """A line that holds nothing but a date, however it is introduced, is found."""
    assert date_line(f"A headline\n{line}\nThey met.") == date(2024, 5, 6)


@pytest.mark.parametrize(
    "line",
    [
        "They met on May 6, 2024",
        "May 6, 2024 was a Monday",
        "May 32, 2024",
        "2024-13-45",
        "12 since 2024",
        "Room 12 2024",
        "today",
        " " * 3_000 + "May",
        "\n" * 3_000 + "May",
    ],
)
def test_other_lines_are_no_date_lines(line: str) -> None:
    """A sentence with a date, a date that does not exist and blank stretches give none."""
    assert date_line(f"A headline\n{line}\nThey met.") is None


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_an_article_or_a_source_error(text: str) -> None:
    """No text makes an article in any other way, and none is given today's date."""
    try:
        article = make_article(text)
    except SourceError:
        return
    assert article.text == text
    assert article.published is None or article.published_from == "text"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \r\n\t", "is empty"),
        ("a.txt", b"\xef\xbb\xbf", "is empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "is binary"),
        ("a.txt", b"\xff\xfe\x00\xd8", "is binary"),
        ("a.txt", b"x" * 10_001, "is larger than 10,000 bytes"),
        ("a.pdf", b"%PDF-1.7", "files .pdf are not read"),
        ("README", b"One met two.", "files without an ending are not read"),
        ("a.html", b"<html><body></body></html>", "finds no article"),
        ("a.jsonl", b"\xef\xbb\xbf\n", "holds no row"),
        ("a.jsonl", b'{"text": "One met two."', ":1: is not valid JSON"),
        ("a.jsonl", b'{"text": "x", "n": ' + b"9" * 5_000 + b"}", ":1: is not valid JSON"),
        ("a.jsonl", b"[" * 9_000, ":1: is not valid JSON"),
        ("a.jsonl", b'\n["One met two."]', ':2: has no string "text"'),
        ("a.jsonl", b'{"title": "A title"}', ':1: has no string "text"'),
        ("a.jsonl", b'{"text": null}', ':1: has no string "text"'),
        ("a.jsonl", b'{"text": ""}', ":1: is empty"),
        ("a.jsonl", b'{"text": "One \\ud83d met."}', ":1: holds half a surrogate pair"),
        ("a.jsonl", b'{"text": "One \\u0000 met."}', ":1: is binary"),
        ("a.jsonl", b'{"text": "One met.", "published": "May"}', ":1: published 'May' is not"),
        ("a.jsonl", b'{"text": "One met.", "published": "2024-02-30"}', ":1: published"),
        ("a.jsonl", b'{"text": "One met.", "title": 5}', ":1: title '5' is not text"),
        ("a.jsonl", b'{"text": "One met.", "url": ["x"]}', ":1: url \"['x']\" is not text"),
        ("a.jsonl", b'{"text": "One met.", "title": "\\ud83d"}', ":1: title"),
        ("a.jsonl", b'{"text": "One met.", "id": {"a": 1}}', ":1: id"),
        ("a.csv", b"title,body\nA title,One met two.\n", 'has no column "text"'),
        ("a.csv", b"title,text\n", "holds no row"),
        ("a.csv", b"title,text\nA title\n", ":2: is empty"),
        ("a.csv", b"text,published\nOne met two.,yesterday\n", ":2: published 'yesterday'"),
    ],
)
def test_a_flaw_is_one_clear_error(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    """What cannot become an article is one line that names the file and the cause."""
    path = written(tmp_path / name, content)
    error = only_error(path)
    assert error.startswith(str(path))
    assert message in error


def test_an_undecodable_file_is_an_error(tmp_path: Path) -> None:
    """Bytes that are text in no encoding are reported, not guessed at."""
    path = written(tmp_path / "a.txt", bytes(range(1, 256)) * 8)
    assert "its encoding cannot be told" in only_error(path)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    """A place that does not exist, or cannot, is reported by name."""
    assert only_error(tmp_path / "none.txt").endswith("none.txt: there is no such file")
    assert only_error("x" * 5_000).startswith("x" * 80)
    assert only_error("a\0.txt").startswith("a\0.txt: ")


def test_nothing_in_a_folder_or_glob_is_an_error(tmp_path: Path) -> None:
    """An empty folder, and a pattern that matches nothing, are reported."""
    assert "the folder holds no" in only_error(tmp_path)
    assert "no file matches" in only_error(f"{tmp_path}/*.txt")


def test_the_others_go_on_after_an_error(tmp_path: Path) -> None:
    """Flawed files, lines and rows stop neither their neighbours nor the next file."""
    places = [
        tmp_path / "none.txt",
        written(tmp_path / "b.bin", b"\x00"),
        written(tmp_path / "c.jsonl", '{"text": "One."}\nnot JSON\n{"text": 5}\n{"text": "Two."}'),
        written(tmp_path / "d.csv", "text,published\nThree.,soon\nFour.,2024-05-06\n"),
        written(tmp_path / "e.txt", "Five."),
    ]
    found = list(read_sources(places))
    assert [item.text for item in found if isinstance(item, Article)] == [
        "One.",
        "Two.",
        "Four.",
        "Five.",
    ]
    assert len([item for item in found if isinstance(item, SourceError)]) == 5


def test_a_text_is_read_once(tmp_path: Path) -> None:
    """The same text in another file is an error that names both."""
    first = written(tmp_path / "a.txt", "One met two.")
    second = written(tmp_path / "b.jsonl", '{"text": "One met two.", "id": "b"}')
    article, error = read_sources([first, second])
    assert isinstance(article, Article)
    assert str(error) == f"{second}:1: the same text as {first}; it is read once"


def test_ids_must_differ(tmp_path: Path) -> None:
    """Two texts with one id cannot be told apart later, so the second is an error."""
    path = written(
        tmp_path / "a.jsonl", '{"text": "One.", "id": "a"}\n{"text": "Two.", "id": "a"}\n'
    )
    article, error = read_sources([path])
    assert isinstance(article, Article)
    assert str(error) == f"{path}:2: id 'a' is taken by {path}:1; ids must differ"


def test_folders_and_globs_are_read_in_order(tmp_path: Path) -> None:
    """A folder gives what lies below it and can be read; a glob gives what it matches."""
    (tmp_path / "deep").mkdir()
    for name in ("b.txt", "a.txt", "deep/c.md", "notes.pdf"):
        written(tmp_path / name, f"This is {name}.")
    whole = [item.text for item in read_sources([tmp_path]) if isinstance(item, Article)]
    assert whole == ["This is a.txt.", "This is b.txt.", "This is deep/c.md."]
    flat = [item for item in read_sources([f"{tmp_path}/*.txt"]) if isinstance(item, Article)]
    assert [item.text for item in flat] == whole[:2]
    below = [item for item in read_sources([f"{tmp_path}/**/*.md"]) if isinstance(item, Article)]
    assert [item.text for item in below] == whole[2:]


def test_a_file_with_brackets_in_its_name_is_no_glob(tmp_path: Path) -> None:
    """An existing file is read whatever its name looks like."""
    assert read_source(written(tmp_path / "a[1].txt", "One met two.")).text == "One met two."


def test_standard_input_is_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash reads standard input, byte for byte, as a text file is read."""
    data = io.BytesIO("One met two.\r\n가\n".encode("utf-8-sig"))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(data, encoding="ascii"))
    article = read_source("-")
    assert (article.text, article.source) == ("One met two.\r\n가\n", "standard input")


def test_empty_standard_input_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing on standard input is reported under that name."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert only_error("-") == "standard input: is empty; an article needs some text"


def test_options_go_before_what_a_source_says(tmp_path: Path) -> None:
    """Date and title given for all sources replace those of each."""
    path = written(
        tmp_path / "a.jsonl", '{"text": "One.", "title": "Old", "published": "2020-01-01"}'
    )
    article = read_source(path, published=date(2024, 5, 6), title="New")
    assert (article.title, article.published) == ("New", date(2024, 5, 6))
    assert article.published_from == "option"


def test_read_source_wants_one_article(tmp_path: Path) -> None:
    """A file with two articles, or with a flaw, raises instead of giving one of them."""
    two = written(tmp_path / "two.jsonl", '{"text": "One."}\n{"text": "Two."}')
    with pytest.raises(SourceError, match="holds 2 articles"):
        read_source(two)
    with pytest.raises(SourceError, match="there is no such file"):
        read_source(tmp_path / "none.txt")


def test_count_sources_counts_lines_and_rows(tmp_path: Path) -> None:
    """Texts count one, JSON lines and CSV rows each one, and every error one."""
    places = [
        written(tmp_path / "a.txt", "One\nmet\ntwo."),
        written(tmp_path / "b.jsonl", '{"text": "One."}\n\n{"text": "Two."}\n'),
        written(tmp_path / "c.csv", "text\nThree.\nFour.\nFive.\n"),
        written(tmp_path / "d.csv", ""),
        tmp_path / "none.txt",
    ]
    assert count_sources(places) == len(list(read_sources(places))) == 8


def test_count_sources_cannot_look_into_standard_input() -> None:
    """What comes on standard input is not known before it is read."""
    assert count_sources(["-"]) is None
