"""A real process, killed in the middle and started again."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from llm_extract.jobs.store import Store
from tests.conftest import Server
from tests.fakes import answers

ARTICLES = 30
CONCURRENCY = 4


def command(tmp_path: Path, server: Server) -> list[str]:
    """The command line that is run, killed and run again."""
    return [
        sys.executable, "-c", "from llm_extract.cli import main; main()",
        "run", str(tmp_path / "articles.jsonl"), "--store", str(tmp_path / "s.db"),
        "--model", "tiny", "--base-url", server.url, "--concurrency", str(CONCURRENCY), "--json",
    ]  # fmt: skip


@pytest.fixture
def slow(server: Server, tmp_path: Path) -> Server:
    """Thirty articles, and a server that takes its time for each."""
    rows = [
        {"id": f"a{n}", "text": f"Report {n}.\n\nAna Ruiz met Luis Soto.\n\nIt was day {n}."}
        for n in range(ARTICLES)
    ]
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (tmp_path / "articles.jsonl").write_text(lines)

    def reply(handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        time.sleep(0.05)
        answers()(handler, request)

    server.replies = [reply]
    return server


def when_half_done(server: Server, action: threading.Event) -> None:
    """Set the event once half of the requests have come."""
    while len(server.requests) < ARTICLES:
        time.sleep(0.01)
    action.set()


def asked(server: Server) -> Counter[str]:
    """How often each article was asked for."""
    return Counter(
        re.findall(r"Report (\d+)\.", request["messages"][1]["content"])[0]
        for request in server.requests
    )


def test_sigkill_loses_nothing_and_repeats_only_what_was_in_flight(
    slow: Server, tmp_path: Path
) -> None:
    """After kill -9 and the same command again, every article is there once."""
    half = threading.Event()
    threading.Thread(target=when_half_done, args=(slow, half), daemon=True).start()
    process = subprocess.Popen(command(tmp_path, slow), stdout=subprocess.DEVNULL)
    assert half.wait(60)
    process.kill()
    assert process.wait(60) == -signal.SIGKILL
    with Store(tmp_path / "s.db") as store:
        kept = len(list(store.extractions()))
        assert store.runs()[0].ended is None
    assert 0 < kept < ARTICLES
    ended = subprocess.run(command(tmp_path, slow), capture_output=True, timeout=90, check=True)
    summary = json.loads(ended.stdout)
    assert (summary["reused"], summary["done"]) == (kept, ARTICLES - kept)
    with Store(tmp_path / "s.db") as store:
        assert len({e.article.id for e in store.extractions()}) == ARTICLES
        assert len(list(store.records())) == 2 * ARTICLES
    repeated = sum(count - 2 for count in asked(slow).values())
    assert 0 <= repeated <= 2 * CONCURRENCY
    assert set(asked(slow)) == {str(n) for n in range(ARTICLES)}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send")
def test_ctrl_c_finishes_what_is_in_flight(slow: Server, tmp_path: Path) -> None:
    """Exit 1, a line that says how to go on, and every answer that was paid for is kept."""
    half = threading.Event()
    threading.Thread(target=when_half_done, args=(slow, half), daemon=True).start()
    process = subprocess.Popen(
        command(tmp_path, slow), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert half.wait(60)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "finishing what is in flight" in err
    assert "run the same command again" in err
    done = json.loads(out)["done"]
    assert len(slow.requests) == 2 * done
    with Store(tmp_path / "s.db") as store:
        assert len(list(store.extractions())) == done < ARTICLES
        assert store.runs()[0].ended is not None
