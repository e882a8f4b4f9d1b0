"""The report in a real browser: a mark leads to its record, and nothing is asked for."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from llm_extract.cli.main import app
from tests.report.stores import RUIZ_SOTO, filled, meeting, position

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = shutil.which("chromium")

pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium: apt-get install chromium"),
    pytest.mark.enable_socket,  # the browser is spoken to over a pipe, in an event loop
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


def test_a_mark_leads_to_its_record(browser: Browser, tmp_path: Path) -> None:
    """Figures are drawn, one mark opens its record, another a list; no request but the file."""
    people = ("Ana Ruiz", "Peru"), ("조태열", "South Korea")
    filled(
        tmp_path / "store.db",
        {
            "meetings": [RUIZ_SOTO, meeting(*people, day="2023-02-01")],
            "positions": [position("조태열", "South Korea", "한반도 비핵화", "calls_for")],
        },
        url="https://example.org/article",
    ).close()
    output = tmp_path / "report.html"
    arguments = ["report", "-o", str(output), "--store", str(tmp_path / "store.db")]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, done.output
    assert f"wrote {output}" in done.output

    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(output.as_uri())
    dot = page.locator("#time-meetings a:has(path)").last
    target = str(dot.get_attribute("href"))
    dot.click()
    assert page.evaluate("location.hash") == target
    card = page.locator(target)
    assert card.is_visible()
    assert "South Korea" in card.inner_text()
    assert "Ana Ruiz of Peru met" in card.inner_text()
    page.locator("#time-meetings a:has(text)").first.click()
    shown = page.locator("aside.list:target")
    assert shown.locator("li").count() == 2
    shown.locator("li a").first.click()
    assert page.locator("article.card:target").is_visible()
    matrix = page.locator("#matrix-positions")
    assert "한반도 비핵화" in matrix.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert [url for url in asked if not url.startswith(output.as_uri())] == []
    assert said == [], "the policy refuses nothing that the page needs"
    page.close()


def test_it_is_dark_where_that_is_wished_and_light_on_paper(
    browser: Browser, tmp_path: Path
) -> None:
    """Marks take their colours from the style, so that paper is white and a night page is not."""
    filled(tmp_path / "store.db", {"meetings": [RUIZ_SOTO]}).close()
    output = tmp_path / "report.html"
    arguments = ["report", "-o", str(output), "--store", str(tmp_path / "store.db")]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    page = browser.new_page(color_scheme="dark")
    page.goto(output.as_uri())
    fill = "getComputedStyle(document.querySelector('#time-meetings svg text')).fill"
    paper = "getComputedStyle(document.body).backgroundColor"
    dark = page.evaluate(fill), page.evaluate(paper)
    page.emulate_media(media="print")
    light = page.evaluate(fill), page.evaluate(paper)
    assert light == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
    assert dark[1] != light[1]
    assert not page.locator("nav").is_visible()
    assert len(page.pdf()) > 10_000
    page.close()
