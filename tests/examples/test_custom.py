"""A domain that is not diplomacy goes the whole way, too."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from llm_extract import Article, Verdict, check, extract
from llm_extract.errors import InvalidAnswer
from llm_extract.spec import load_spec
from tests.conftest import ROOT, Server, says

FILE = ROOT / "examples" / "custom" / "trade_deals.py"
TEXT = (
    "March 3, 2025\n\n"
    "Chile's Codelco will sell 4,000 tonnes of copper to Hyundai of South Korea, both said Monday."
)
DEAL = {
    "evidence": [2],
    "seller": "Codelco",
    "buyer": "Hyundai",
    "goods": "copper",
    "amount": "4,000 tonnes",
    "date": "Monday",
}


def test_own_records_are_grounded_like_ours(server: Server) -> None:
    """Spans, codes and dates come from the field types alone."""
    server.replies = [says({"trade_deals": [DEAL]})]
    found = extract(TEXT, spec=load_spec(f"{FILE}:trade_deals"), model="tiny", base_url=server.url)
    (deal,) = found.trade_deals
    assert TEXT[deal.amount.span.start : deal.amount.span.end] == "4,000 tonnes"
    assert deal.date.value == "2025-03-03"
    assert deal.evidence[0].span.text.startswith("Chile's Codelco")


def test_own_records_on_the_command_line(server: Server, tmp_path: Path) -> None:
    """`--spec FILE:NAME` runs, lists and exports them."""
    server.replies = [says({"trade_deals": [DEAL]})]
    (tmp_path / "a.txt").write_text(TEXT)

    def llm_extract(*words: str) -> str:
        code = "from llm_extract.cli import main; main()"
        command = [sys.executable, "-c", code, *words]
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
        ).stdout

    spec = f"{FILE}:trade_deals"
    llm_extract("run", "a.txt", "--spec", spec, "--model", "tiny", "--base-url", server.url)
    line = json.loads(llm_extract("export"))
    assert line["trade_deals"][0]["goods"] == "copper"
    assert "positions" not in line
    assert "Codelco" in llm_extract("records", "--type", "trade_deals")
    assert json.loads(llm_extract("schema", "trade_deals", "--spec", spec))["title"] == "TradeDeal"


def test_a_validator_of_ones_own_refuses_an_answer(server: Server, tmp_path: Path) -> None:
    """What the draft cannot express ends the article with one line, not the run."""
    own = FILE.read_text(encoding="utf-8").replace(
        "\n\ndef same_deal",
        """
    @field_validator("goods")
    @classmethod
    def no_copper(cls, goods: str) -> str:
        if goods == "copper":
            raise ValueError("copper is not of interest")
        return goods


def same_deal""",
    )
    own = own.replace("import Field", "import Field, field_validator")
    (tmp_path / "own.py").write_text(own, encoding="utf-8")
    (tmp_path / "trade-deals-1.md").write_text("List the deals.", encoding="utf-8")
    server.replies = [says({"trade_deals": [DEAL]})]
    spec = load_spec(f"{tmp_path / 'own.py'}:trade_deals")
    with pytest.raises(InvalidAnswer, match="goods: Value error, copper is not of interest"):
        extract(TEXT, spec=spec, model="tiny", base_url=server.url)


def test_own_records_are_checked_by_their_field_types() -> None:
    """A right deal is supported, a wrong date flags one."""
    spec = load_spec(f"{FILE}:trade_deals")
    article = Article(text=TEXT, published=date(2025, 3, 3))
    right = {
        **DEAL,
        "date": {"as_written": "Monday", "value": "2025-03-03"},
        "evidence": [TEXT.partition("\n\n")[2]],
    }
    wrong = {**right, "date": {"as_written": "Monday", "value": "2025-03-10"}}
    found = check({"trade_deals": [right, wrong]}, article, spec=spec)
    flagged = {finding.path for finding in found if finding.verdict.flags}
    assert flagged == {"trade_deals[1].date.value"}
    assert Verdict.SUPPORTED in {finding.verdict for finding in found}


def test_a_check_of_ones_own_runs_with_the_others(server: Server) -> None:
    """One decorated function; its findings come with the extraction."""
    server.replies = [says({"trade_deals": [{**DEAL, "buyer": "Codelco"}]})]
    found = extract(TEXT, spec=load_spec(f"{FILE}:trade_deals"), model="tiny", base_url=server.url)
    (own,) = [finding for finding in found.findings if finding.code == "deal.one_side"]
    assert (own.path, own.verdict) == ("trade_deals[0].buyer", Verdict.CONTRADICTED)
