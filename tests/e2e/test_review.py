"""The review page in a real browser, from the opened link to what stands in the store."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from llm_extract.jobs.decisions import Action, State
from llm_extract.jobs.queue import Wanted
from llm_extract.jobs.store import Store
from tests.review.cases import HOSTILE, TOKEN, fill, hostile, served

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
sync_api = pytest.importorskip("playwright.sync_api", reason="no Playwright: pip install .[test]")
if CHROMIUM is None:
    pytest.skip("no Chromium here: apt-get install chromium", allow_module_level=True)

from playwright.sync_api import Browser, Page, expect  # noqa: E402

FAULTS: list[str] = []
"""What went wrong in a script of the page."""
EVERYTHING = Wanted(everything=True, order="article")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture(autouse=True)
def no_faults() -> Iterator[None]:
    """No script may fail, whatever a test looks at."""
    FAULTS.clear()
    yield
    assert FAULTS == []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store of two shipped articles, with mistakes in three records."""
    with Store(tmp_path / "store.db") as store:
        fill(store)
    return tmp_path / "store.db"


@pytest.fixture
def address(path: Path) -> Iterator[str]:
    """Where the page of "ana" is, all records by article."""
    with served(path, wanted=EVERYTHING) as at:
        yield at


def opened(browser: Browser, address: str, **options: str) -> Page:
    """A new browser that went in by the link; faults of a script fail the test."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}, **options).new_page()  # type: ignore[arg-type]
    page.on("pageerror", lambda error: FAULTS.append(str(error)))
    page.goto(f"{address}/?token={TOKEN}")
    expect(page.locator(".item")).to_be_visible()
    expect(page).not_to_have_url(re.compile("token"))
    return page


def press(page: Page, *keys: str) -> None:
    """Keys, each when what the one before did is done."""
    for key in keys:
        page.keyboard.press(key)
        expect(page.locator("body[data-busy]")).to_have_count(0)


def on(page: Page, number: int) -> None:
    """Wait until a record is shown."""
    expect(page.locator(f".item[data-number='{number}']")).to_be_visible()


def select(page: Page, words: str) -> None:
    """Select words in the article, as a mouse would."""
    page.evaluate(
        """words => {
          const segments = [...document.querySelectorAll("#text [data-s]")];
          const all = segments.map(each => each.textContent).join("");
          const place = at => {
            for (const each of segments) {
              if (at <= each.textContent.length) return [each.firstChild, at];
              at -= each.textContent.length;
            }
          };
          const start = all.indexOf(words);
          const range = document.createRange();
          range.setStart(...place(start));
          range.setEnd(...place(start + words.length));
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        words,
    )
    page.wait_for_timeout(50)  # the browser tells of a selection a little later


def test_opened_by_its_link_and_by_nothing_else(browser: Browser, address: str) -> None:
    """Without the token there is one line; the link shows the first record, evidence in sight."""
    stranger = browser.new_context().new_page()
    answer = stranger.goto(address)
    assert answer is not None
    assert (answer.status, "open the link" in stranger.content()) == (401, True)
    page = opened(browser, address)
    on(page, 1)
    assert page.locator("#place").inner_text() == "1 of 14"
    expect(page.locator("#text .ev").first).to_be_in_viewport()
    assert page.evaluate("document.cookie") == ""


def test_one_key_accepts_and_the_next_is_there(browser: Browser, address: str, path: Path) -> None:
    """`a` and `x` decide and go on; `j`, `k` and space move; every key is a button."""
    page = opened(browser, address)
    press(page, "a")
    on(page, 2)
    press(page, "x")
    on(page, 3)
    assert page.locator("#left").inner_text() == "12 left"
    assert "s a record" in page.locator("#pace").inner_text()
    press(page, "k")
    on(page, 2)
    expect(page.locator(".state.rejected")).to_have_text("rejected by ana")
    press(page, "Space")
    on(page, 3)
    page.get_by_role("button", name="accept").click()
    on(page, 4)
    with Store(path) as store:
        states = [store.entry(number).state for number in (1, 2, 3, 4)]
        assert states == [State.ACCEPTED, State.REJECTED, State.ACCEPTED, State.OPEN]
        assert all(decision.seconds is not None for decision in store.decisions())


def test_a_proposal_is_one_key_away(browser: Browser, address: str, path: Path) -> None:
    """`f` goes to the finding, here and in the article; `p` takes what it proposes."""
    page = opened(browser, address)
    press(page, "f")
    expect(page.locator(".finding.now")).to_contain_text("does not say planned")
    expect(page.locator("#text .now").first).to_have_text("met")
    press(page, "p")
    expect(page.locator("[data-path=status] .value")).to_have_text("held")
    expect(page.locator(".finding[data-path=status][data-proposal]")).to_have_count(0)
    on(page, 1)
    press(page, "a")
    on(page, 2)
    with Store(path) as store:
        assert [d.action for d in store.history(1)] == [Action.EDIT]
        assert store.entry(1).data["status"] == "held"


def test_undo_goes_back_to_what_was_decided(browser: Browser, address: str, path: Path) -> None:
    """Any number of times, each to its record, which waits again."""
    page = opened(browser, address)
    press(page, "a")
    on(page, 2)
    press(page, "a")
    on(page, 3)
    press(page, "u")
    on(page, 2)
    press(page, "u")
    on(page, 1)
    assert page.locator("#left").inner_text() == "14 left"
    press(page, "u")
    expect(page.locator("#said")).to_have_text("nothing to undo")
    with Store(path) as store:
        assert {store.entry(number).state for number in (1, 2)} == {State.OPEN}


def test_an_edit_is_checked_while_it_is_typed(browser: Browser, address: str, path: Path) -> None:
    """What the source says stands beside the value; what cannot stand is refused and not lost."""
    page = opened(browser, address)
    press(page, "e")
    date = page.locator("form [data-name=date] [data-name=value] input")
    date.fill("2023-11-31")
    expect(page.locator(".line.fault")).to_contain_text("names a day that does not exist")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#said")).to_contain_text("does not exist")
    assert date.input_value() == "2023-11-31"
    date.fill("2023-11-14")
    expect(page.locator("form [data-name=date] .line.contradicted")).to_contain_text("2023-11-15")
    date.fill("2023-11-15")
    expect(page.locator("form [data-name=date] .line.contradicted")).to_have_count(0)
    page.get_by_label("held", exact=True).check()
    people = page.locator("form [data-name=participants]")
    people.get_by_role("button", name="add to participants").click()
    page.keyboard.type("Wang Yi")
    expect(people.locator(".line.not_found, .line.contradicted").first).to_be_visible()
    people.get_by_role("button", name="remove").last.click()
    page.locator("form [data-name=place] input").focus()
    select(page, "Woodside, south of San Francisco")
    page.keyboard.press("Alt+s")
    expect(page.locator("form [data-name=place] input")).to_have_value(
        "Woodside, south of San Francisco"
    )
    page.keyboard.press("Control+Enter")
    on(page, 2)
    with Store(path) as store:
        now = store.entry(1)
        assert (now.state, now.data["status"]) == (State.EDITED, "held")
        span = now.data["place"]["span"]
        assert store.article(1).text[span["start"] : span["end"]] == now.data["place"]["value"]
        assert len(now.data["participants"]) == 2
        assert store.draft("edit:1", reviewer="ana") is None


def test_nothing_typed_is_lost(browser: Browser, path: Path) -> None:
    """A reload, a server that dies and comes back, a tab that is closed: the words are there."""
    place = "form [data-name=place] input"
    with served(path, wanted=EVERYTHING) as at:
        page = opened(browser, at)
        press(page, "e")
        page.locator(place).fill("Filoli")
        expect(page.locator(".kept")).to_have_text("kept")
        page.reload()
        expect(page.locator(place)).to_have_value("Filoli")
        expect(page.locator("form .note")).to_contain_text("Restored")
    page.locator(place).fill("Filoli estate")
    expect(page.locator(".kept")).to_contain_text("kept in this browser")
    with served(path, wanted=EVERYTHING, port=int(at.rpartition(":")[2])):
        expect(page.locator(".kept")).to_have_text("kept", timeout=15_000)
        page.close()
        page = opened(browser, at)
        expect(page.locator(place)).to_have_value("Filoli estate")
        page.keyboard.press("Control+Enter")
        on(page, 2)
    with Store(path) as store:
        assert store.entry(1).data["place"]["value"] == "Filoli estate"


def test_a_missed_record_is_added_by_selecting_words(
    browser: Browser, address: str, path: Path
) -> None:
    """The selection is the evidence; words go into the fields; the article has the record."""
    page = opened(browser, address)
    words = "The White House said the United States would go on taking the measures"
    select(page, words)
    press(page, "n")
    page.get_by_role("button", name="position", exact=True).click()
    expect(page.locator("form h2")).to_have_text("New position")
    evidence = page.locator("form [data-name=evidence] textarea")
    if evidence.input_value() == "":  # the type was changed after the selection
        evidence.focus()
        select(page, words)
        page.keyboard.press("Alt+s")
    expect(evidence).to_have_value(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".line.fault").first).to_have_text("fill this in")
    page.locator("form [data-name=statement] textarea").fill("Washington keeps its measures.")
    page.locator("form [data-name=holders] [data-name=name] input").focus()
    select(page, "The White House")
    page.keyboard.press("Alt+s")
    page.locator("form [data-name=issue] input").fill("export controls")
    page.get_by_label("commits to").check()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#said")).to_contain_text("added")
    on(page, 1)
    with Store(path) as store:
        (added,) = store.reviewed(states=(State.ADDED,))
        text = store.article(added.extraction).text
        span = added.data["holders"][0]["name"]["span"]
        assert text[span["start"] : span["end"]] == "The White House"
        assert added.data["evidence"][0]["value"] == words


def test_two_reviewers_collide_and_see_it(browser: Browser, address: str, path: Path) -> None:
    """Who comes second sees what the first decided, and keeps it or decides knowing it."""
    ana = opened(browser, address)
    with served(path, reviewer="ben", wanted=EVERYTHING) as other:
        ben = opened(browser, other)
        on(ben, 1)
        press(ben, "x")
        press(ana, "a")
        expect(ana.locator("dialog")).to_contain_text("ben rejected it")
        expect(ana.locator("dialog")).to_contain_text("You were about to accept it.")
        press(ana, "1")
        on(ana, 2)
        on(ben, 2)
        press(ben, "e")
        ben.locator("form [data-name=issue] input").fill("talks")
        ben.keyboard.press("Control+Enter")
        on(ben, 3)
        press(ana, "x")
        expect(ana.locator("dialog .changes")).to_contain_text("talks")
        press(ana, "2")
        on(ana, 3)
    with Store(path) as store:
        assert (store.entry(1).state, store.entry(1).reviewer) == (State.REJECTED, "ben")
        assert (store.entry(2).state, store.entry(2).reviewer) == (State.REJECTED, "ana")


def test_a_hostile_article_is_only_text(browser: Browser, tmp_path: Path) -> None:
    """Markup, steering characters and a line of a megabyte are shown, and do nothing."""
    with Store(tmp_path / "store.db") as store:
        hostile(store)
    with served(tmp_path / "store.db", wanted=EVERYTHING) as at:
        page = opened(browser, at)
        assert "pwned" not in page.title()
        assert page.locator("#text script, #text img, h1 script").count() == 0
        shown = page.locator("#text").evaluate("each => each.textContent")
        unseen = "\u202e\u202c\r"
        assert shown == "".join(c for c in HOSTILE if c not in unseen)
        assert page.locator("#text .odd").evaluate_all("all => all.map(x => x.dataset.odd)") == [
            "RLO", "PDF",
        ]  # fmt: skip
        widest = page.evaluate("document.documentElement.scrollWidth")
        assert widest <= 1280
        press(page, "e")
        page.locator("form [data-name=place] input").focus()
        select(page, "외교장관")
        page.keyboard.press("Alt+s")
        expect(page.locator("form [data-name=place] input")).to_have_value("외교장관")
        page.keyboard.press("Control+Enter")
        expect(page.locator(".end")).to_be_visible()
    with Store(tmp_path / "store.db") as store:
        span = store.entry(1).data["place"]["span"]
        assert HOSTILE[span["start"] : span["end"]] == "외교장관"


def test_light_and_dark(browser: Browser, address: str) -> None:
    """As the system is, until somebody chooses; the choice outlives a reload."""
    colour = "getComputedStyle(document.body).backgroundColor"
    light = opened(browser, address, color_scheme="light").evaluate(colour)
    page = opened(browser, address, color_scheme="dark")
    dark = page.evaluate(colour)
    assert dark != light
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate(colour) == light
    page.reload()
    assert page.evaluate(colour) == light


def test_doubles_comments_search_and_help(browser: Browser, address: str, path: Path) -> None:
    """The rest of the keys, each with its dialog, closed by Esc."""
    page = opened(browser, address)
    press(page, "?")
    expect(page.locator("dialog")).to_contain_text("take the proposal")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).not_to_be_visible()
    press(page, "c")
    page.keyboard.type("who says so?")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".history")).to_contain_text("who says so?")
    press(page, "j")
    on(page, 2)
    press(page, "d")
    expect(page.locator("dialog [data-other]")).to_have_count(2)
    press(page, "2")
    on(page, 3)
    press(page, "/")
    page.keyboard.type("zelensky")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_contain_text("with “zelensky”")
    assert int(page.locator("#place").inner_text().split()[-1]) < 14
    press(page, "/")
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_contain_text("of 14")
    with Store(path) as store:
        double = store.history(2)[-1]
        assert (double.action, double.other) == (Action.DOUBLE, 3)
        assert store.history(1)[0].reason == "who says so?"


def test_what_no_record_cites_is_looked_at(browser: Browser, path: Path) -> None:
    """The article's uncited sentences are the last of the queue; `a` says nothing is missing."""
    with served(path, wanted=Wanted(article=None, plural=None, below=0.0)) as at:
        page = opened(browser, at)
        page.wait_for_selector(".item")
        while page.locator(".item[data-missed]").count() == 0:
            press(page, "Space")
        expect(page.locator(".finding.uncited").first).to_contain_text("No record cites")
        press(page, "a")
        expect(page.locator(".end")).to_be_visible()
        assert "you skipped" in page.locator(".end").inner_text()
    with Store(path) as store:
        assert all(item.record is not None for item in store.queue(Wanted(below=0.0)))
