"""The draw of readouts to tune on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from llm_extract.article import Article
from llm_extract.sources import read_sources
from tests.conftest import ROOT

SCRIPT = ROOT / "benchmarks" / "readouts.py"


def test_the_draw_is_written_as_articles(shared: Path, tmp_path: Path) -> None:
    """20 and 40 readouts, none in both, with date and without title; twice the same."""
    outs = []
    for folder in ("a", "b"):
        words = [sys.executable, str(SCRIPT), str(shared), str(tmp_path / folder)]
        outs.append(subprocess.run(words, capture_output=True, text=True, check=True).stdout)
    assert outs[0].replace(str(tmp_path / "a"), "") == outs[1].replace(str(tmp_path / "b"), "")
    tuning, held_out = (
        list(read_sources([tmp_path / "a" / f"{name}.jsonl"])) for name in ("tuning", "held_out")
    )
    assert (len(tuning), len(held_out)) == (20, 40)
    articles = [article for article in tuning + held_out if isinstance(article, Article)]
    lines = (shared / "gold_readouts" / "meetings.jsonl").read_text(encoding="utf-8").splitlines()
    assert {a.id for a in articles} == {json.loads(line)["article"]["id"] for line in lines}
    assert all(article.published and article.title is None for article in articles)


def test_nothing_is_written_into_the_project(tmp_path: Path) -> None:
    """The project holds no texts of others."""
    words = [sys.executable, str(SCRIPT), str(tmp_path), str(ROOT / "docs" / "readouts")]
    ended = subprocess.run(words, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "lies in the project" in ended.stderr
