"""What docs/review-commands.md shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from llm_extract.cli.demo import demo
from llm_extract.cli.main import app
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "review-commands.md").read_text(encoding="utf-8")


def test_the_python_lines_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the store of `llm-extract demo --store demo.db`."""
    monkeypatch.chdir(tmp_path)
    demo("demo.db")
    capsys.readouterr()
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    exec(compile(code, "review-commands.md", "exec"), {})
    *shown, told, end = capsys.readouterr().out.splitlines()
    assert len(shown) == 2
    assert all(" open [" in line for line in shown)
    assert (told, end) == ("['accept', 'edit']", "accepted {'accept': 1}")


def test_the_commands_are_there() -> None:
    """Every `llm-extract … …` of the page is one, with the options that it names."""
    root = typer.main.get_command(app)
    for words in re.findall(r"^    llm-extract (.*?)(?:  #.*)?$", PAGE, re.MULTILINE):
        command = root
        given = words.split()
        while given and given[0] in getattr(command, "commands", {}):
            command = command.commands[given.pop(0)]  # type: ignore[attr-defined]
        known = {name for parameter in command.params for name in parameter.opts}
        assert command is not root
        assert {word for word in given if re.fullmatch(r"--[\w-]+", word)} <= known, words
