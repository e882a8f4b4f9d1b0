"""What the README shows is what happens."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder with the project's examples and cassettes, as the README assumes."""
    path = tmp_path_factory.mktemp("readme")
    for name in ("examples", "cassettes"):
        (path / name).symlink_to(ROOT / name)
    return path


def shown() -> list[tuple[str, str]]:
    """Each `$ command` of a console block with the output under it."""
    pairs = []
    for language, text in BLOCKS:
        if language == "console":
            for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                pairs.append((command, output.strip()))
    return pairs


def test_the_readme_is_short() -> None:
    """Under 150 lines."""
    assert README.count("\n") < 150


def test_commands_print_what_the_readme_says(folder: Path) -> None:
    """Every console block, in order; `…` stands for lines left out."""
    assert len(shown()) >= 2
    for command, output in shown():
        words = shlex.split(command)
        assert words[0] == "llm-extract"
        code = "from llm_extract.cli import main; main()"
        ended = subprocess.run(
            [sys.executable, "-c", code, *words[1:]],
            cwd=folder, capture_output=True, text=True, timeout=90, check=True,
        )  # fmt: skip
        position = 0
        for part in output.split("…"):
            found = ended.stdout.find(part.strip(), position)
            assert found >= 0, f"{command} does not print:\n{part}\nbut:\n{ended.stdout}"
            position = found + len(part.strip())


def test_the_python_lines_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As they stand."""
    monkeypatch.chdir(folder)
    (code,) = [text for language, text in BLOCKS if language == "python"]
    exec(compile(code, "README.md", "exec"), {})


def test_make_targets_exist() -> None:
    """The two commands of a fresh machine are targets of the Makefile."""
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"\bmake (\w+)", README)) <= targets


def test_links_lead_somewhere() -> None:
    """Every relative link names a file of the project."""
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
