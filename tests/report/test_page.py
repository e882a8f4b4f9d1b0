"""The report's page: what a reader finds in it, and what it never does."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from llm_extract.diplomacy import diplomacy
from llm_extract.errors import ConfigurationError, StoreError
from llm_extract.jobs.decisions import State
from llm_extract.jobs.store import Store
from llm_extract.report.cards import chosen
from llm_extract.report.entries import read
from llm_extract.report.page import LIMIT, report
from llm_extract.spec import load_spec
from tests.conftest import ROOT
from tests.report.stores import RUIZ_SOTO, filled, meeting, position

VOID = {"meta", "link", "br", "img", "hr", "input"}
TRADE = f"{ROOT / 'examples' / 'custom' / 'trade_deals.py'}:trade_deals"


class Page(HTMLParser):
    """A page taken apart: anchors, links, elements, text by element."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.ids: list[str] = []
        self.links: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements.append((tag, given))
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "a":
            self.links.append(str(given.get("href")))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text += data

    def marks(self, figure: str) -> list[str]:
        """Where the links of a figure lead."""
        inside = self.elements[self.ids_at(figure) :]
        found: list[str] = []
        for tag, given in inside[1:]:
            if tag in ("figure", "section"):
                break
            if tag == "a":
                found.append(str(given["href"]))
        return found

    def ids_at(self, anchor: str) -> int:
        return next(i for i, (_, given) in enumerate(self.elements) if given.get("id") == anchor)


def require_whole(page: Page) -> None:
    """Every element is closed, every anchor is there once, every link leads to one."""
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    inner = {link for link in page.links if not re.match("https?:", link)}
    assert inner <= {f"#{anchor}" for anchor in page.ids}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two articles: three meetings, five positions of two states."""
    planned = meeting(("Ruiz", "Peru"), ("Luis Soto", "Chile"), day="2022-06", status="planned")
    return filled(
        tmp_path / "store.db",
        {
            "meetings": [RUIZ_SOTO, planned],
            "positions": [
                position("Ana Ruiz", "Peru", "fishing rights", "supports", meeting=0),
                position("Ana Ruiz", "Peru", "boats' fishing rights", "opposes", day="2022-07-01"),
                position("Luis Soto", "Chile", "a new port", "calls_for"),
                position("Luis Soto", "Chile", "data sharing", "commits_to", day=None),
            ],
        },
        {
            "meetings": [meeting(("President Ana Ruiz", "Peru"), ("Eva Lind", "Sweden"), day=None)],
            "positions": [position("Peru", "Peru", "fishing", "supports", day="2023-01-01")],
        },
    )  # fmt: skip


def test_every_mark_leads_to_records(store: Store) -> None:
    """Each figure has marks; each link has its anchor; each card shows its evidence."""
    page = Page(report(store, title="Peru"))
    require_whole(page)
    for figure in (
        "standing", "confidence", "time-meetings", "net-country-meetings", "net-person-meetings",
        "matrix-positions", "moves-positions", "course-positions",
    ):  # fmt: skip
        marks = page.marks(figure)
        assert marks, figure
        assert all(re.fullmatch(r"#[rl]\d+", mark) for mark in marks), figure
    assert len([anchor for anchor in page.ids if re.fullmatch(r"r\d+", anchor)]) == 8
    assert "met Luis Soto of Chile in Lima" in page.text
    assert "8 records from 2 articles" in page.text


def test_nothing_is_asked_of_the_network_and_nothing_runs(store: Store) -> None:
    """No script, no style attribute, no reference but anchors; the policy allows one style."""
    html = report(store)
    page = Page(html)
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "base", "form", "use"}
    for _, given in page.elements:
        assert "src" not in given
        assert "style" not in given
        assert not any(name.startswith("on") for name in given)
    assert "@import" not in html
    assert "url(" not in html
    policy = next(str(g["content"]) for _, g in page.elements if g.get("http-equiv"))
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'",
        policy,
    )
    assert not set(re.findall(r"https?://[^\s\"<]+", html)) - {"http://www.w3.org/2000/svg"}


def test_hostile_words_are_only_text(tmp_path: Path) -> None:
    """Markup, formulas, direction marks and control characters never become markup."""
    evil = "<script>alert(1)</script>\u202e'\"><img src=x onerror=y>{{7*7}}\x00\x1b"
    lone = "=1+1"
    store = filled(
        tmp_path / "store.db",
        {
            "meetings": [
                meeting((evil, evil[:50]), ("Luis Soto", "Chile"), place=evil, topics=[evil]),
            ],
            "positions": [position(evil, "Peru", evil, "supports", evidence=[evil], quote=lone)],
        },
        text=f"{evil} met Luis Soto. {lone}",
        title=evil,
        publisher=evil,
        url="javascript:alert(1)",
    )
    html = report(store, title=evil)
    page = Page(html)
    require_whole(page)
    tags = [tag for tag, _ in page.elements]
    assert "script" not in tags
    assert "img" not in tags
    assert "49" not in {word.strip("'\"<>") for word in page.text.split()}
    assert "javascript:" not in " ".join(page.links)
    assert "\x00" not in html
    assert "\x1b" not in html
    drawings = "".join(re.findall(r"<svg.*?</svg>", html, re.DOTALL))
    assert "\u202e" not in drawings
    assert "<script>alert(1)</script>" in page.text
    assert lone in page.text


def test_only_web_addresses_become_links(tmp_path: Path) -> None:
    """An article's address is a link that tells nobody where it was clicked."""
    store = filled(
        tmp_path / "store.db", {"meetings": [RUIZ_SOTO]}, url="https://example.org/a?b=1"
    )
    page = Page(report(store))
    (link,) = [g for t, g in page.elements if t == "a" and g.get("class") == "web"]
    assert link["href"] == "https://example.org/a?b=1"
    assert link["rel"] == "noopener noreferrer"


def test_what_reviewers_decided_shows(store: Store) -> None:
    """Rejected records and doubles are counted and not drawn; edited ones show their new values."""
    first, second, third, *_ = sorted(
        (entry for entry in store.reviewed(plural="meetings")), key=lambda entry: entry.number
    )
    store.decide(first.number, "edit", reviewer="mina", changes={"place": "Chile"})
    store.decide(third.number, "reject", reviewer="mina")
    store.decide(second.number, "double", reviewer="mina", double_of=first.number)
    page = Page(report(store))
    require_whole(page)
    assert f"r{first.number}" in page.ids
    assert f"r{second.number}" not in page.ids
    assert f"r{third.number}" not in page.ids
    assert "edited by mina" in page.text
    row = re.search(r"meetings\s*3\s*1\s*\d\s*0\s*1\s*1\s*1", page.text)
    assert row, "three meetings: one reviewed, one rejected, one a double"


def test_states_and_runs_narrow_it(store: Store) -> None:
    """`states` keeps records in them; a run that is not there is an error."""
    first = min(entry.number for entry in store.reviewed(plural="meetings"))
    store.decide(first, "accept", reviewer="mina")
    page = Page(report(store, states=[State.ACCEPTED]))
    assert [anchor for anchor in page.ids if re.fullmatch(r"r\d+", anchor)] == [f"r{first}"]
    with pytest.raises(StoreError, match="99"):
        report(store, run=99)


def test_an_empty_store_says_so(tmp_path: Path) -> None:
    """Without records there is one sentence, and no empty figure."""
    page = Page(report(filled(tmp_path / "store.db", {})))
    require_whole(page)
    assert "There is nothing to show" in page.text
    assert "svg" not in {tag for tag, _ in page.elements}


def test_records_without_date_confidence_or_checks(tmp_path: Path) -> None:
    """What is not known is said, and breaks nothing."""
    store = filled(
        tmp_path / "store.db",
        {"meetings": [meeting(("Ana Ruiz", "Peru"), day=None)],
         "positions": [position("Peru", "Peru", "fish", "supports", day=None)]},
        confidence=None, with_checks=False,
    )  # fmt: skip
    page = Page(report(store))
    require_whole(page)
    assert "No record has a confidence." in page.text
    assert "No record of meetings has a date and a party." in page.text
    assert "No two stand in one record of meetings." in page.text


def test_record_types_of_ones_own(tmp_path: Path) -> None:
    """A user's deals get a timeline, a network and a matrix from their field types alone."""
    spec = load_spec(TRADE)
    deals = [
        {"seller": s, "buyer": b, "goods": g, "amount": None, "date": {"value": day},
         "evidence": ["Peru sells to Chile."]}
        for s, b, g, day in (
            ("Peru", "Chile", "copper ore", "2022-01-02"),
            ("Chile", "Acme Ltd", "ore of iron", "2023-04"),
            ("Acme Ltd", "Peru", "fish meal", None),
        )
    ]  # fmt: skip
    store = filled(tmp_path / "store.db", {"trade_deals": deals}, spec=spec)
    page = Page(report(store, spec=spec))
    require_whole(page)
    for figure in ("time-trade_deals", "net-country-trade_deals", "matrix-trade_deals"):
        assert page.marks(figure), figure
    assert "Timeline of trade deals" in page.text
    assert "meetings" not in page.text
    with pytest.raises(ConfigurationError, match="--spec: diplomacy does not know trade_deals"):
        report(store)


def test_many_records_stay_within_the_limit(tmp_path: Path) -> None:
    """10,000 long records: aggregated marks, the cards that matter most, and how many are left."""
    names = ["Peru", "Chile", "Sweden", "Ghana", "Japan", "Kenya", "France", "China", "Mali"]
    long = "Words & <words> that go on for long in the evidence of this record. " * 9
    lists = {
        "meetings": [
            meeting(
                (f"Person {at % 300} Name{at % 7}", names[at % 9]), ("Eva Lind", names[at * 7 % 8]),
                day=f"20{at % 20 + 10}-{at % 12 + 1:02}-{at % 28 + 1:02}", evidence=[long],
            )
            for at in range(50)
        ],
        "positions": [
            position(f"Person {at % 70}", names[at % 9], f"topic {at % 40} matter{at % 23}",
                     ("supports", "opposes", "asserts")[at % 3],
                     day=f"20{at % 20 + 10}-{at % 12 + 1:02}", evidence=[long])
            for at in range(50)
        ],
    }  # fmt: skip
    store = filled(tmp_path / "store.db", *([lists] * 100), text=long, with_checks=False)
    html = report(store)
    page = Page(html)
    require_whole(page)
    assert len(html.encode()) < LIMIT
    cards = [anchor for anchor in page.ids if re.fullmatch(r"r\d+", anchor)]
    assert 800 < len(cards) < 10_000
    assert f"{10_000 - len(cards)} are left out" in page.text


def test_the_worst_and_the_latest_come_first(tmp_path: Path) -> None:
    """With little room, the least likely record and the most recent one have cards."""
    days = [f"2022-01-{day:02}" for day in range(1, 21)]
    lists = {
        "meetings": [meeting(("Ana Ruiz", "Peru"), ("Eva Lind", "Sweden"), day=d) for d in days]
    }
    contents = read(filled(tmp_path / "store.db", lists, confidence=0.99), spec=diplomacy())
    taken = chosen(contents.entries, budget=6_000)
    latest = next(e for e in contents.entries if str(e.day) == "2022-01-20")
    worst = min(contents.entries, key=lambda e: e.worst_first)
    assert {latest.kept.number, worst.kept.number} <= taken
    assert len(taken) < 20


def test_each_reason_is_told_once(tmp_path: Path) -> None:
    """A record that is flagged by its confidence alone has that one reason."""
    store = filled(tmp_path / "store.db", {"meetings": [RUIZ_SOTO]}, confidence=0.01)
    (entry,) = read(store, spec=diplomacy()).entries
    assert entry.reasons.count("confidence.low") == 1
    assert len(set(entry.reasons)) == len(entry.reasons)
