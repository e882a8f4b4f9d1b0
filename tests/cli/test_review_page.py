"""`llm-extract review` as it is typed: a link is printed, the page answers, Ctrl+C ends it."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import typer

from llm_extract.cli.queueing import parse_share, parse_state
from llm_extract.jobs.decisions import State
from llm_extract.jobs.store import Store
from tests.review.cases import fill

COMMAND = [sys.executable, "-c", "from llm_extract.cli import main; main()", "review"]


def test_the_page_from_its_command(tmp_path: Path) -> None:
    """The link works; interrupted, the command ends well."""
    with Store(tmp_path / "s.db") as store:
        fill(store)
    options = ["--store", str(tmp_path / "s.db"), "--port", "0", "--no-browser", "--all",
               "--reviewer", "ana", "--double", "20%", "--order", "random"]  # fmt: skip
    with subprocess.Popen([*COMMAND, *options], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.search(r"http://\S+", said)
        assert found, said
        link = urlsplit(found[0])
        visit = http.client.HTTPConnection(link.netloc, timeout=20)
        visit.request("GET", f"{link.path}?{link.query}")
        answer = visit.getresponse()
        answer.read()
        cookie = (answer.getheader("set-cookie") or "").partition(";")[0]
        visit.request("GET", "/", headers={"cookie": cookie})
        answer = visit.getresponse()
        assert (answer.status, "of 14" in answer.read().decode()) == (200, True)
        visit.close()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
        assert process.stderr.read().splitlines()[-1] == "ended"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "0.0.0.0"], "--token"),
        (["--order", "best"], "worst, article, random"),
        (["--double", "much"], "no share"),
        (["--since", "May"], "YYYY-MM-DD"),
        (["--state", "lost"], "none of open"),
        (["--type", "deals"], "this store has"),
    ],
)
def test_a_wrong_option_is_one_line(tmp_path: Path, options: list[str], said: str) -> None:
    """Which value, and what it may be; nothing is served."""
    with Store(tmp_path / "s.db") as store:
        fill(store)
    found = subprocess.run(
        [*COMMAND, "--store", str(tmp_path / "s.db"), "--no-browser", *options],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (found.returncode, len(found.stderr.splitlines())) == (2, 1)
    assert said in found.stderr


def test_shares_and_states() -> None:
    """A share in per cent or as a number; a state by its name."""
    assert [parse_share(v, option="--double") for v in (None, "20%", "0.2", "0")] == [
        0,
        0.2,
        0.2,
        0,
    ]
    with pytest.raises(typer.BadParameter):
        parse_share("120%", option="--double")
    assert parse_state("disputed") is State.DISPUTED
