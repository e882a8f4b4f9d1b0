"""`evaluate` and `compare`, as somebody types them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from llm_extract.cli import main
from llm_extract.jobs.store import Store
from tests.conftest import Server, sends
from tests.fakes import TEXT, answers, meeting

Typed = Callable[..., tuple[int, str, str]]

FIRST = "Foreign Minister Ana Ruiz of Peru met Chile's president Luis Soto in Lima on Tuesday."
GOLD = {
    "article": "a.txt",
    "published": "2022-05-03",
    "meetings": [
        {
            "mode": "in_person",
            "status": "held",
            "participants": [
                {"name": "Ana Ruiz", "role": "Foreign Minister", "country": "Peru"},
                {"name": "Luis Soto", "role": "president", "country": "Chile"},
            ],
            "parties": ["Peru", "Chile"],
            "date": {"as_written": "Tuesday", "value": "2022-05-03"},
            "place": "Lima",
            "topics": [],
            "outcomes": [],
            "evidence": [FIRST],
        }
    ],
}


@pytest.fixture
def typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Typed:
    """Runs `llm-extract …` in an empty folder: exit code, output, errors."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["llm-extract", *words])
        try:
            main()
            code: Any = 0
        except SystemExit as end:
            code = end.code
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def extracted(typed: Typed, server: Server, tmp_path: Path) -> Typed:
    """A store with one article, and its gold beside it."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "gold.json").write_text(json.dumps(GOLD), encoding="utf-8")
    server.replies = [answers()]
    assert typed("run", "a.txt", "--model", "tiny", "--base-url", server.url)[0] == 0
    return typed


def again(typed: Typed, server: Server, **changes: Any) -> None:
    """A second run, by a model that answers otherwise."""
    server.replies = [answers([meeting(**changes)], [])]
    assert typed("run", "a.txt", "--model", "other", "--base-url", server.url)[0] == 0


def test_evaluate_prints_figures(extracted: Typed) -> None:
    """Matched, found, F1 and every field; types without gold are not there."""
    code, out, _ = extracted("evaluate", "--gold", "gold.json")
    assert code == 0
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "articles with gold: 1" in lines
    assert "F1 1.00" in lines
    assert "participants[].role 1.00 2 of 2" in lines
    assert "positions" not in lines
    assert any(line.startswith("flags: ") for line in lines)


def test_evaluate_prints_json(extracted: Typed) -> None:
    """Everything, record by record."""
    _, out, _ = extracted("evaluate", "--gold", "gold.json", "--json")
    found = json.loads(out)
    assert found["measures"]["meetings.f1"] == {"value": 1, "interval": None, "part": 2, "whole": 2}
    assert [record["wrong"] for record in found["records"]] == [False]


def test_evaluate_takes_a_run(extracted: Typed, server: Server) -> None:
    """The latest records without --run, a run's own with it; no such run is said."""
    again(extracted, server, mode="video")
    shares = []
    for words in ([], ["--run", "1"], ["--run", "2"]):
        _, out, _ = extracted("evaluate", "--gold", ".", "--json", *words)
        shares.append(json.loads(out)["measures"]["meetings.right"]["value"])
    assert shares == [0, 1, 0]
    code, _, err = extracted("evaluate", "--gold", ".", "--run", "9")
    assert (code, len(err.splitlines())) == (2, 1)


def test_a_failed_article_counts_as_missed(
    extracted: Typed, server: Server, tmp_path: Path
) -> None:
    """Its gold is not left out because nothing came of it."""
    server.replies = [sends(400, {"error": {"message": "no"}})]
    (tmp_path / "b.txt").write_text(TEXT.replace("Lima", "Cusco"), encoding="utf-8")
    (tmp_path / "more.json").write_text(json.dumps({**GOLD, "article": "b.txt"}), encoding="utf-8")
    assert extracted("run", "b.txt", "--model", "tiny", "--base-url", server.url)[0] == 1
    for chosen in ([], ["--run", "2"]):
        _, out, _ = extracted("evaluate", "--gold", ".", "--json", *chosen)
        found = json.loads(out)
        assert len(found["failed"]) == 1
        assert found["measures"]["meetings.recall"]["whole"] == 2 - len(chosen) // 2


def test_evaluate_takes_a_file_of_records(extracted: Typed) -> None:
    """What `export` writes, or another tool; a store is not needed."""
    extracted("export", "-o", "records.jsonl")
    code, out, _ = extracted(
        "evaluate", "--gold", "gold.json", "--records", "records.jsonl", "--store", "gone.db"
    )
    assert code == 0
    assert "F1" in out
    code, _, err = extracted(
        "evaluate", "--gold", "gold.json", "--records", "records.jsonl", "--run", "1"
    )
    assert code == 2
    assert "either" in err


def test_unchecked_records_have_no_flags(extracted: Typed, tmp_path: Path) -> None:
    """It is said, and there is nothing to plot."""
    bare = {"article": "a.txt", "meetings": GOLD["meetings"]}
    (tmp_path / "records.json").write_text(json.dumps(bare), encoding="utf-8")
    words = ["evaluate", "--gold", "gold.json", "--records", "records.json"]
    assert "flags: no findings stored" in extracted(*words)[1]
    code, _, err = extracted(*words, "--plot", "curve.svg")
    assert code == 2
    assert "nothing to draw" in err


def test_evaluate_draws(extracted: Typed, tmp_path: Path) -> None:
    """One SVG; a folder that is not there is said."""
    code, _, err = extracted("evaluate", "--gold", "gold.json", "--plot", "curve.svg")
    assert (code, err) == (0, "wrote curve.svg\n")
    assert (tmp_path / "curve.svg").read_text(encoding="utf-8").startswith("<svg")
    code, _, err = extracted("evaluate", "--gold", "gold.json", "--plot", "gone/curve.svg")
    assert code == 2
    assert "cannot be written" in err


def test_gold_of_other_articles_is_said(extracted: Typed, tmp_path: Path) -> None:
    """One line that says how an article finds its gold."""
    (tmp_path / "gold.json").write_text(json.dumps({**GOLD, "article": "b.txt"}), encoding="utf-8")
    code, out, err = extracted("evaluate", "--gold", "gold.json")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "no article has gold" in err


def test_compare_shows_what_changed(extracted: Typed, server: Server) -> None:
    """Old and new value of each field, what is gone, and nothing for equal runs."""
    again(extracted, server, mode="video", place=None)
    code, out, _ = extracted("compare", "1", "2")
    assert code == 0
    assert '      mode: "in_person" -> "video"' in out.splitlines()
    assert '      place: "Lima" -> null' in out.splitlines()
    assert "  - gone     positions" in out
    _, out, _ = extracted("compare", "1", "1")
    assert out == "articles with the same records in both runs: 1\n"
    _, out, _ = extracted("compare", "1", "2", "--json")
    changes = [json.loads(line) for line in out.splitlines()]
    assert [change["change"] for change in changes] == ["changed", "gone"]
    assert changes[0]["fields"]["mode"] == {"old": "in_person", "new": "video"}


def test_compare_says_what_is_in_one_run_only(
    extracted: Typed, server: Server, tmp_path: Path
) -> None:
    """An article that the other run did not read, and a run that is not there."""
    (tmp_path / "b.txt").write_text(TEXT.replace("Lima", "Cusco"), encoding="utf-8")
    extracted("run", "b.txt", "--model", "tiny", "--base-url", server.url)
    with Store(tmp_path / "llm_extract.db") as store:
        ids = [extraction.article.id for extraction in store.extractions(all_runs=True)]
    _, out, _ = extracted("compare", "1", "2")
    assert sum(f"{name}: not there in run" in out for name in ids) == 2
    code, _, err = extracted("compare", "1", "9")
    assert code == 2
    assert "no such run" in err
