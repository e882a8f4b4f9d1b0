"""Every code that a check gives is explained in docs/checks.md, and no other is."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

from llm_extract.checks import check
from llm_extract.sources import read_source
from tests.conftest import ROOT

SOURCES = (ROOT / "llm_extract" / "checks", ROOT / "llm_extract" / "diplomacy" / "checks")
CODE = r"[a-z]+\.[a-z_]+"
PAGE = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
EXPLAINED = re.findall(rf"^\| `({CODE})` \| \S.*\. \|$", PAGE, re.MULTILINE)


def given(path: Path) -> Iterator[str]:
    """The codes in a module: strings of that shape that are not a call's first argument.

    The first argument of a finding is its path, which may look the same ("date.value"). Of a
    code that is put together only the beginning is given: "name.".
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    paths = {id(call.args[0]) for call in calls}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in paths:
            yield from re.findall(rf"^{CODE}$", str(node.value))
        if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            yield from re.findall(r"^[a-z]+\.$", str(node.values[0].value))


def test_codes_and_their_table_agree() -> None:
    """A code without an explanation, an explanation without a code."""
    used = {code for folder in SOURCES for path in folder.glob("*.py") for code in given(path)}
    begun = tuple(code for code in used if code.endswith("."))
    assert len(EXPLAINED) == len(set(EXPLAINED))
    assert used - set(begun) - set(EXPLAINED) == set(), "explain these in docs/checks.md"
    unused = [code for code in EXPLAINED if code not in used and not code.startswith(begun)]
    assert unused == [], "these are in docs/checks.md only"


def test_every_code_of_the_examples_is_explained(examples: Path) -> None:
    """Those that are put together at run time, too."""
    for path in sorted(examples.glob("*.gold.json")):
        line = json.loads(path.read_text(encoding="utf-8"))
        article = read_source(path.with_name(path.name.replace(".gold.json", ".txt")))
        assert {finding.code for finding in check(line, article)} <= set(EXPLAINED)
