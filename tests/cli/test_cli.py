"""The command line, as somebody types it."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from llm_extract.cli import main
from llm_extract.diplomacy import diplomacy
from llm_extract.exchange import exchange_model
from tests.conftest import Server, says, sends
from tests.fakes import TEXT, answers


class Typed:
    """What came of a command."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """Runs `llm-extract …` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str, stdin: str | None = None) -> Typed:
        monkeypatch.setattr(sys, "argv", ["llm-extract", *words])
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        try:
            main()
            code: Any = 0
        except SystemExit as end:
            code = end.code
        out, err = capsys.readouterr()
        return Typed(int(code or 0), out, err)

    return run


@pytest.fixture
def filled(typed: Any, server: Server, tmp_path: Path) -> Any:
    """The same, with one article in the store."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    server.replies = [answers()]
    assert typed("run", "a.txt", "--model", "tiny", "--base-url", server.url).code == 0
    return typed


def test_run_says_what_it_did_and_what_next(typed: Any, server: Server, tmp_path: Path) -> None:
    """Counts on standard output, progress on standard error, exit 0."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    server.replies = [answers()]
    first = typed("run", "a.txt", "--model", "tiny", "--base-url", server.url)
    assert first.code == 0
    assert "1 done, 0 taken over" in first.out
    assert "2 new records" in first.out
    assert "next: llm-extract records" in first.out
    assert "1/1 done" in first.err
    second = typed("run", "a.txt", "--model", "tiny", "--base-url", server.url)
    assert "0 done, 1 taken over" in second.out
    assert len(server.requests) == 2


def test_run_goes_on_after_bad_input(typed: Any, server: Server, tmp_path: Path) -> None:
    """Each bad input is one line that names it; the rest is done; exit 1."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(b"\x00\x01\x02" * 50)
    server.replies = [answers()]
    ended = typed("run", ".", "gone.txt", "--model", "tiny", "--base-url", server.url, "--json")
    assert ended.code == 1
    summary = json.loads(ended.out)
    assert (summary["done"], len(summary["failed"])) == (1, 3)
    lines = [line for line in ended.err.splitlines() if line.startswith("failed: ")]
    assert len(lines) == 3
    for name, cause in (("b.txt", "is empty"), ("c.txt", "is binary"), ("gone.txt", "no such")):
        assert any(name in line and cause in line for line in lines)


def test_run_reads_standard_input(typed: Any, server: Server) -> None:
    """`-` is an article; its date is given on the command line."""
    server.replies = [answers()]
    ended = typed(
        "run", "-", "--published", "2022-05-05", "--model", "tiny", "--base-url", server.url,
        stdin=TEXT,
    )  # fmt: skip
    assert ended.code == 0
    assert "2022-05-03" in typed("records", "--type", "meetings").out  # Tuesday before the 5th


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["run", "a.txt"], "no model is named"),
        (["run", "a.txt", "--model", "gpt-5-mini"], "OPENAI_API_KEY is not set"),
        (["run", "a.txt", "--model", "m", "--base-url", "localhost:1"], "must begin with http"),
        (["run", "a.txt", "--model", "m", "--mode", "xml"], "'xml' is none of auto"),
        (["run", "a.txt", "--model", "m", "--published", "May 3"], "write it as YYYY-MM-DD"),
        (["run", "a.txt", "--replay", "none.yaml"], "none.yaml: cannot be read"),
        (["run", "a.txt", "--record", "a", "--replay", "b"], "exclude each other"),
        (["run", "a.txt", "--local-model", "none.gguf"], "no such file"),
        (["run", "a.txt", "--local-model", "a.txt"], "not a GGUF file"),
        (["run", "a.txt", "--spec", "nothing"], "write it as FILE.py:NAME"),
        (["run", "a.txt", "--spec", "none.py:x"], "there is no file"),
        (["records"], "there is no store"),
        (["records", "--store", "postgresql+nodriver://h/d"], "--store"),
        (["export", "--format", "xml"], "none of jsonl, csv"),
        (["schema", "dates"], "none of meetings, positions, exchange"),
    ],
)
def test_wrong_usage_is_exit_2_and_says_why(
    typed: Any, tmp_path: Path, words: list[str], said: str
) -> None:
    """Value, rule, next step; no traceback; no store is left behind."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    ended = typed(*words)
    assert ended.code == 2
    assert said in " ".join(ended.err.split())
    assert "Traceback" not in ended.err
    assert not list(tmp_path.glob("*.db"))


def test_a_wrong_key_says_so_once(typed: Any, server: Server, tmp_path: Path) -> None:
    """The run stops, and says how to go on."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    server.replies = [sends(401, {"error": {"message": "bad key"}})]
    ended = typed("run", "a.txt", "--model", "tiny", "--base-url", server.url)
    assert ended.code == 1
    assert "check OPENAI_API_KEY" in ended.err
    assert "stopped:" in ended.err
    assert len(server.requests) == 1


def test_records_lists_and_shows(filled: Any) -> None:
    """A line per record; one record with offsets and its evidence between marks."""
    listed = filled("records").out.splitlines()
    assert len(listed) == 2
    assert "Ana Ruiz, Luis Soto" in listed[0]
    shown = " ".join(filled("records", listed[0].split()[0][:6]).out.split())
    assert "»Foreign Minister Ana Ruiz of Peru met Chile's president Luis Soto" in shown
    assert "= Peru (PER) [" in shown
    assert "2022-05-03 from = Tuesday [" in shown
    assert filled("records", "ffff").code == 2


def test_records_as_json_are_in_the_exchange_format(filled: Any) -> None:
    """One object a line, with article and type beside the fields."""
    first, second = map(json.loads, filled("records", "--json").out.splitlines())
    assert (first["type"], second["type"]) == ("meetings", "positions")
    start, end = second["spans"]["quote"]
    assert TEXT[start:end] == second["quote"] == "We will share our data"


def test_export_jsonl_is_the_exchange_format(filled: Any) -> None:
    """A line validates, and each span gives back its words."""
    line = json.loads(filled("export").out)
    exchange_model(diplomacy()).model_validate(line)
    assert line["article"]["published"] == "2022-05-03"
    (met,) = line["meetings"]
    start, end = met["spans"]["participants[1].name"]
    assert TEXT[start:end] == met["participants"][1]["name"] == "Luis Soto"


def test_export_csv_writes_a_table_per_type(filled: Any, tmp_path: Path) -> None:
    """To standard output with --type, or one file per type beside the named one."""
    rows = list(csv.DictReader(io.StringIO(filled("export", "--format", "csv", "--type",
                                                  "meetings").out)))  # fmt: skip
    assert rows[0]["participants_codes"] == "PER; CHL"
    assert filled("export", "--format", "csv").code == 2
    assert filled("export", "--format", "csv", "-o", "out.csv").code == 0
    names = sorted(path.name for path in tmp_path.glob("*.csv"))
    assert names == [
        "out.meetings.csv", "out.meetings.dyads.csv", "out.meetings.participants.csv",
        "out.positions.csv", "out.positions.dyads.csv", "out.positions.holders.csv",
    ]  # fmt: skip


def test_an_article_without_records_is_exported_empty(typed: Any, server: Server) -> None:
    """Nothing found is a finding: the line is there, its lists are empty."""
    server.replies = [answers([], [])]
    typed("run", "-", "--model", "tiny", "--base-url", server.url, stdin=TEXT)
    line = json.loads(typed("export").out)
    assert (line["meetings"], line["positions"]) == ([], [])
    assert "no records" in typed("records").err


def test_articles_and_runs_are_listed(filled: Any, server: Server) -> None:
    """With where the date came from, and what became of each article."""
    assert "2022-05-03 (text)" in filled("articles").out
    assert json.loads(filled("articles", "--json").out)["published_from"] == "text"
    server.replies = [says(None, refusal="no")]
    filled("run", "a.txt", "--force", "--model", "tiny", "--base-url", server.url)
    first, second = filled("runs").out.splitlines()
    assert "1 done, 0 taken over, 0 failed" in first
    assert "0 done, 0 taken over, 1 failed" in second
    assert "RefusedByModel: tiny refused: no" in filled("runs", "2").out
    assert len(filled("records").out.splitlines()) == 2  # the failed run took nothing away
    assert filled("runs", "9").code == 2


def test_schema_prints_the_shipped_schemas(typed: Any) -> None:
    """By name; without one, the names."""
    assert typed("schema").out.split() == ["meetings", "positions", "exchange"]
    assert json.loads(typed("schema", "meetings").out)["title"] == "Meeting"


def test_every_command_has_help_with_an_example(typed: Any) -> None:
    """`--help` of each ends well and shows a command to type."""
    for command in ("run", "check", "records", "export", "articles", "runs", "schema", "demo"):
        ended = typed(command, "--help")
        assert ended.code == 0
        assert f"Example: llm-extract {command}" in ended.out


def test_version(typed: Any) -> None:
    """The installed version."""
    assert typed("--version").out.startswith("llm-extract 0.")


def test_a_typo_in_a_filter_is_no_empty_result(filled: Any) -> None:
    """The names there are stand in the message; exit 2."""
    for words in (["records"], ["export"]):
        ended = filled(*words, "--type", "meeting")
        assert ended.code == 2
        assert "this store has meetings, positions" in ended.err
        assert filled(*words, "--article", "nope").code == 2


def test_export_never_writes_over_the_store(filled: Any, tmp_path: Path) -> None:
    """Nor over an older export before the new one is whole."""
    before = (tmp_path / "llm_extract.db").read_bytes()
    ended = filled("export", "-o", "llm_extract.db")
    assert (ended.code, "is the store itself" in ended.err) == (2, True)
    assert (tmp_path / "llm_extract.db").read_bytes() == before
    assert filled("export", "-o", "no/such/x.jsonl").code == 2
    assert filled("export", "-o", "x.jsonl").code == 0
    assert [p.name for p in tmp_path.glob("x.jsonl*")] == ["x.jsonl"]


def test_replay_brings_its_own_settings(typed: Any, tmp_path: Path) -> None:
    """An option that the cassette decides is refused, not ignored."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    ended = typed("run", "a.txt", "--replay", "c.yaml", "--model", "other")
    assert ended.code == 2
    assert "the cassette sets model; leave it out" in ended.err


def test_record_says_what_it_lacks(filled: Any, server: Server) -> None:
    """Articles that the store answers are not in the cassette."""
    ended = filled(
        "run", "a.txt", "--model", "tiny", "--base-url", server.url, "--record", "c.yaml"
    )
    assert "1 articles were taken over from the store and are not in c.yaml" in ended.err


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    """`llm-extract … | head` ends with 0 on both sides."""
    import subprocess

    code = "from llm_extract.cli import main; main()"
    command = f'"{sys.executable}" -c "{code}" schema exchange | head -n 1; echo ${{PIPESTATUS[@]}}'
    ended = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=True,
        timeout=60,
    )  # fmt: skip
    assert ended.stdout.splitlines() == ["{", "0 0"]
