"""The demo, from the shipped cassette."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def test_the_demo_runs_offline_and_says_what_next(tmp_path: Path) -> None:
    """Eight articles with records and offsets, then commands to go on with; no key needed."""
    command = [sys.executable, "-c", "from llm_extract.cli import main; main()", "demo"]
    ended = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=90, check=True, env={}
    )
    for path in (ROOT / "examples" / "diplomacy").glob("*.txt"):
        assert f"{path.name}: " in ended.stdout
    assert "What next:" in ended.stdout
    assert "llm-extract run" in ended.stdout
    assert list(tmp_path.iterdir()) == []


def test_the_demo_keeps_its_records_on_request(tmp_path: Path) -> None:
    """With --store they are there for the other commands."""
    code = "from llm_extract.cli import main; main()"
    for words in (["demo", "--store", "d.db"], ["records", "--store", "d.db"]):
        ended = subprocess.run(
            [sys.executable, "-c", code, *words],
            cwd=tmp_path, capture_output=True, text=True, timeout=90, check=True,
        )  # fmt: skip
    assert len(ended.stdout.splitlines()) > 20
