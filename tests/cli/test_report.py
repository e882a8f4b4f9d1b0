"""`llm-extract report` as it is typed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from llm_extract.cli.main import app
from llm_extract.errors import ConfigurationError, LLMExtractError, StoreError
from llm_extract.report import page
from tests.report.stores import RUIZ_SOTO, filled

RUN = CliRunner()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store of one meeting."""
    place = tmp_path / "store.db"
    filled(place, {"meetings": [RUIZ_SOTO]}).close()
    return place


def test_a_page_goes_to_a_file_or_to_standard_output(store: Path) -> None:
    """The same page either way; the title is the one given."""
    output = store.with_name("page.html")
    done = RUN.invoke(app, ["report", "--store", str(store), "-o", str(output), "--title", "A & B"])
    assert done.exit_code == 0
    assert f"wrote {output}" in done.output
    assert "<title>A &amp; B</title>" in output.read_text(encoding="utf-8")
    done = RUN.invoke(app, ["report", "--store", str(store), "-o", "-", "--title", "A & B"])
    assert done.output == output.read_text(encoding="utf-8")


def test_states_are_those_of_the_export(store: Path) -> None:
    """`reviewed` stands for several; where none is in them the page says so."""
    done = RUN.invoke(app, ["report", "--store", str(store), "-o", "-", "--state", "reviewed"])
    assert "There is nothing to show" in done.output


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        (["--run", "7"], StoreError, "--run 7"),
        (["--state", "nix"], ConfigurationError, "--state nix: is none of"),
        (["-o", "{store}"], ConfigurationError, "is the store itself"),
        (["-o", "{store}/no/page.html"], LLMExtractError, "page.html"),
        (["--spec", "nix.py:spec"], ConfigurationError, "there is no file nix.py"),
    ],
)
def test_what_cannot_be_is_one_clear_line(
    store: Path, options: list[str], error: type[LLMExtractError], words: str
) -> None:
    """The line names what was asked for; nothing is left behind."""
    given = [option.format(store=store) for option in options]
    done = RUN.invoke(app, ["report", "--store", str(store), *given])
    assert isinstance(done.exception, error)
    assert words in str(done.exception)
    assert [path.name for path in store.parent.iterdir() if "html" in path.name] == []


@pytest.mark.parametrize("missing", ["jinja2", "vl_convert"])
def test_without_the_extra_it_says_what_to_install(
    store: Path, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The base install has no charts."""
    monkeypatch.setitem(sys.modules, missing, None)
    page._template.cache_clear()
    done = RUN.invoke(app, ["report", "--store", str(store), "-o", "-"])
    assert "pip install 'llm-extract[report]'" in str(done.exception)
