"""How many keys a reviewer presses: the flagged records of the five seeds' run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from llm_extract.jobs.decisions import State
from llm_extract.jobs.store import Store
from tests.e2e.test_review import browser, no_faults, on, opened, press
from tests.review.cases import served
from tests.test_recorded import play

if TYPE_CHECKING:
    from playwright.sync_api import Browser

__all__ = ["browser", "no_faults"]


def test_a_right_record_takes_one_press(browser: Browser, tmp_path: Path, shared: Path) -> None:
    """Each flagged record is accepted by one key, and the next one is there."""
    path = tmp_path / "seeds.db"
    with ThreadPoolExecutor(1) as thread:  # Playwright's loop runs in this one
        thread.submit(play, "seeds.yaml", path, shared / "seeds").result()
    with Store(path) as store:
        flagged = [item.record for item in store.queue() if item.record is not None]
    assert len(flagged) > 20
    with served(path) as address:
        page = opened(browser, address)
        for number in flagged:
            on(page, number)
            press(page, "a")
        page.context.close()
    with Store(path) as store:
        assert {store.entry(number).state for number in flagged} == {State.ACCEPTED}
